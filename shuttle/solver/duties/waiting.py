"""Duties that wait at the hubs during a search, the worse ones dropped."""

from collections.abc import Iterator

import numpy as np

from shuttle.solver.duties.dominance import Standing
from shuttle.solver.duties.hubs import Ways
from shuttle.solver.duties.outlook import Horizon, Tariff
from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.duties.pool import Pool
from shuttle.solver.duties.waves import Stop, Wave
from shuttle.solver.duties.winnow import winnow
from shuttle.solver.linear import Floats, Ints

Onward = tuple[Ints, Ints, Floats]
"""Rows of the pool, the piece that each goes on with, and its value then."""


class Waiting:
    """Who waits at each hub: rows of the pool, with their values short of going on."""

    def __init__(self, pieces: Pieces, horizon: Horizon, tariff: Tariff, ways: Ways) -> None:
        self.tariff = tariff
        self._pieces, self._horizon = pieces, horizon
        self._rows = [np.empty(0, dtype=np.int64) for _ in ways.hubs]
        self._values = [np.empty(0) for _ in ways.hubs]

    def enter(self, wave: Wave, pool: Pool, *, thin: bool) -> None:
        """Let those in who have paused for long enough when the wave begins.

        Args:
            wave: the next one.
            pool: all labels so far.
            thin: whether to drop those that others dominate.
        """
        for stop in wave.stops:
            rows, which = pool.rows_of(stop.entering)
            here = stop.entering[which]
            minutes = self._pieces.signs_off[here]
            values = pool.value[rows] + stop.waiting[which] - self.tariff.minute * minutes
            rows = np.concatenate((self._rows[stop.hub], rows))
            values = np.concatenate((self._values[stop.hub], values))
            kept = self._still(stop, rows, values, pool, thin=thin)
            self._rows[stop.hub], self._values[stop.hub] = rows[kept], values[kept]

    def _still(self, stop: Stop, rows: Ints, values: Floats, pool: Pool, *, thin: bool) -> Ints:
        """Who can still work a piece of the wave or a later one, and better than others."""
        now = int(self._pieces.departure[stop.pieces[0]])
        latest = self._horizon.latest_arrival[pool.first[rows]]
        kept = np.flatnonzero(latest >= now)
        if not thin:
            return kept
        first, nothing = pool.first[rows[kept]], np.zeros(len(kept), dtype=np.int64)
        standing = Standing(
            group=self._pieces.origin_side[first],
            rested=nothing,
            rest_driving=nothing,
            driving=pool.driving[rows[kept]],
            stretch=nothing,
            earliness=-latest[kept],
            wanted=np.maximum(self._horizon.wanted[first], now),
            value=values[kept],
        )
        return np.asarray(kept[winnow(standing)])

    def onward(self, wave: Wave) -> Iterator[Onward]:
        """Everyone at a hub with every piece of the wave that starts there."""
        pieces, tariff = self._pieces, self.tariff
        for stop in wave.stops:
            rows, values = self._rows[stop.hub], self._values[stop.hub]
            steps = tariff.minute * pieces.signs_off[stop.pieces] - tariff.worth[stop.pieces]
            after = np.repeat(stop.pieces, len(rows))
            every = (steps + stop.onward)[:, None] + values
            yield np.tile(rows, len(stop.pieces)), after, every.ravel()
