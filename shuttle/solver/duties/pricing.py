"""Label setting: the duties that are cheapest at a tariff, over all that the rules allow."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from shuttle.solver.duties.dominance import Standing, standing
from shuttle.solver.duties.hubs import Ways, ways_of
from shuttle.solver.duties.labels import Labels, admitted, begin, extend, joined
from shuttle.solver.duties.outlook import Horizon, Outlook, Tariff
from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.duties.pool import Pool
from shuttle.solver.duties.waiting import Onward, Waiting
from shuttle.solver.duties.waves import Wave, waves_of
from shuttle.solver.duties.winnow import winnow
from shuttle.solver.linear import Floats, Ints

Duty = tuple[int, ...]
_SPARE = 4


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to look.

    Attributes:
        keep: most labels that stay at a piece; None for all, which makes the search exact.
        labels: labels after which the search is given up.
        dominated: whether dominated labels stay too, so that every duty under the threshold is
            found and not only the cheapest.
        per_piece: most duties returned for each last piece; None for all.
    """

    keep: int | None = None
    labels: int = 300_000
    dominated: bool = False
    per_piece: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Duties whose cost at the tariff is below the threshold, cheapest first.

    Attributes:
        duties: their pieces, as indices.
        costs: their costs at the tariff.
        exact: no duty below the threshold is cheaper than the first; where dominated labels
            stayed, none is missing.
        work: labels that were made.
    """

    duties: tuple[Duty, ...]
    costs: Floats
    exact: bool
    work: int


class DutySearch:
    """Searches among the duties that the rules allow."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._linked: tuple[Floats, Ways, tuple[Wave, ...]] | None = None
        self._horizon = Horizon(pieces)
        limited = any(most is not None for most in pieces.most_duties)
        self._home: Ints = pieces.origin_side * (pieces.rules.returns_home or limited)

    def below(self, threshold: float, tariff: Tariff, effort: Effort) -> Found:
        """Duties that cost less than `threshold` at the tariff."""
        ways, waves = self._ways(tariff.link)
        outlook = Outlook(self._pieces, ways, self._horizon, tariff)
        pool, exact, work = Pool(len(self._pieces)), True, 0
        waiting = Waiting(self._pieces, self._horizon, tariff, ways)
        for wave in waves:
            waiting.enter(wave, pool, thin=not effort.dominated)
            labels, least, made = self._arriving(wave, pool, waiting, outlook, threshold)
            work += made
            if effort.keep is not None:
                few = _nearest(labels.last, least, _SPARE * effort.keep)
                exact &= len(few) == len(least)
                labels, least = labels.take(few), least[few]
            if not effort.dominated:
                rows = winnow(self._standing(labels))
                labels, least = labels.take(rows), least[rows]
            if effort.keep is not None:
                few = _nearest(labels.last, least, effort.keep)
                exact &= len(few) == len(least)
                labels = labels.take(few)
            pool.add(wave.first, wave.end, labels.take(np.argsort(labels.last, kind="stable")))
            if pool.size > effort.labels:
                return Found((), np.empty(0), exact=False, work=work)
        rows, costs = self._ended(pool, threshold, effort)
        return Found(pool.duties(rows), costs, exact, work)

    def _ways(self, link: Floats | None) -> tuple[Ways, tuple[Wave, ...]]:
        """Ways at what going on costs now; tariffs mostly agree on that."""
        if link is None:
            return self._free
        if self._linked is None or not np.array_equal(link, self._linked[0]):
            ways = ways_of(self._pieces, link)
            self._linked = link.copy(), ways, waves_of(self._pieces, ways)
        return self._linked[1:]

    @cached_property
    def _free(self) -> tuple[Ways, tuple[Wave, ...]]:
        ways = ways_of(self._pieces, None)
        return ways, waves_of(self._pieces, ways)

    def _arriving(
        self, wave: Wave, pool: Pool, waiting: Waiting, outlook: Outlook, threshold: float
    ) -> tuple[Labels, Floats, int]:
        """Every duty that now ends with a piece of the wave and may still cost so little.

        Those before it extended, straight or from where they wait, and new ones; with the least
        that each may come to.
        """
        pieces, tariff = self._pieces, waiting.tariff
        rows, pair = pool.rows_of(wave.before)
        straight = rows, wave.after[pair], pool.value[rows] + wave.steps(pieces, tariff)[pair]
        rows, after, values = _end_to_end(straight, *waiting.onward(wave))
        driving = pool.driving[rows] + pieces.driving[after]
        least = values + outlook.least(after, pool.first[rows], driving)
        near = np.flatnonzero(least < threshold)
        rows, after = rows[near], after[near]
        longer = extend(rows, pool.labels(rows), after, pieces)._replace(value=values[near])
        firsts = wave.pieces[pieces.may_begin[wave.pieces]]
        begun = begin(firsts, pieces, self._first_values(firsts, tariff))
        alone = begun.value + outlook.least(begun.last, begun.first, begun.driving)
        labels = joined(longer, begun)
        every = np.concatenate((least[near], alone))
        kept = (every < threshold) & admitted(labels, pieces)
        return labels.take(kept), every[kept], len(least) + len(alone)

    def _first_values(self, these: Ints, tariff: Tariff) -> Floats:
        pieces = self._pieces
        minutes = pieces.signs_off[these] - pieces.signs_on[these]
        home = tariff.home[pieces.origin_side[these]]
        return np.asarray(tariff.duty + home - tariff.worth[these] + tariff.minute * minutes)

    def _standing(self, labels: Labels) -> Standing:
        horizon, homes = self._horizon, len(self._pieces.most_duties)
        return standing(
            labels,
            labels.last * homes + self._home[labels.first],
            horizon.latest_arrival[labels.first],
            self._wanted(labels),
            horizon.driving_after[labels.last, horizon.classes[labels.first]],
            self._pieces.rules,
        )

    def _wanted(self, labels: Labels) -> Ints:
        """When they may sign off; all alike once they may do so at their last arrival."""
        wanted = self._horizon.wanted[labels.first]
        return np.maximum(wanted, self._pieces.arrival[labels.last])

    def _ended(self, pool: Pool, threshold: float, effort: Effort) -> tuple[Ints, Floats]:
        """Rows and costs of the duties that may end where they do, cheapest first."""
        every = pool.labels(np.arange(pool.size))
        ends = self._horizon.may_end[every.last, every.first] & (every.value < threshold)
        rows = np.flatnonzero(ends)
        rows = rows[np.argsort(every.value[rows], kind="stable")]
        if effort.per_piece is not None:
            rows = rows[_rank(every.last[rows]) < effort.per_piece]
        return rows, every.value[rows]


def _end_to_end(*onward: Onward) -> Onward:
    rows, after, values = (np.concatenate(these) for these in zip(*onward, strict=True))
    return rows, after, values


def _nearest(piece: Ints, least: Floats, most: int) -> Ints:
    """Rows of the labels at each piece that may come to least, at most so many each."""
    order = np.lexsort((least, piece))
    ordered = piece[order]
    place = np.arange(len(order)) - np.searchsorted(ordered, ordered, side="left")
    return order[place < most]


def _rank(keys: Ints) -> Ints:
    """How many equal keys come before each."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    begins = np.searchsorted(ordered, ordered, side="left")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(keys)) - begins
    return rank
