"""Hubs: drivers who have paused for so long that only the place and the clock matter.

After a pause that ends every count of breaks and rest, it makes no difference which piece came
before it, nor how much longer it lasts. So all duties that wait at a place are kept together, the
worse ones dropped, and those that are left go on with every later piece from there: the search
has one way from the place to a piece, in the stead of one from each earlier piece.
"""

from dataclasses import dataclass

import numpy as np

from shuttle.domain.driver_rules import WorkingRules
from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.linear import Bools, Floats, Ints

_EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class Hub:
    """One place.

    Attributes:
        pieces: those that start there, in order.
        opens: by piece: from which position in `pieces` on a driver may go on with any of them
            after a long pause; their number where with none.
        waiting: by piece: what going on from here costs, besides what `onward` says.
        onward: by position in `pieces`: what going on with that one costs, besides.
    """

    pieces: Ints
    opens: Ints
    waiting: Floats
    onward: Floats


@dataclass(frozen=True, slots=True)
class Ways:
    """How drivers go on from piece to piece: over hubs, or straight.

    Attributes:
        hubs: by place.
        straight: `[before, after]`: pieces that may follow one another, and no hub says so, or
            not so cheaply.
        successors: for each piece, those that may come next straight.
        hub_of: number of the hub from which each piece starts.
        reached: for each piece, numbers of the hubs from which drivers may go on after it.
    """

    hubs: tuple[Hub, ...]
    straight: Bools
    successors: tuple[Ints, ...]
    hub_of: Ints
    reached: tuple[tuple[int, ...], ...]


def ways_of(pieces: Pieces, link: Floats | None) -> Ways:
    """All ways; `link` as in a tariff."""
    straight = pieces.follows.copy()
    long = straight & (pieces.pause >= longest_count(pieces.rules))
    rate = 0.0 if link is None else _rate(pieces, link, long)
    hubs = []
    places, hub_of = np.unique(pieces.run.origin, return_inverse=True)
    for place in places:
        there = np.flatnonzero(pieces.run.origin == place)
        hub = _hub(pieces, there, long[:, there], link, rate)
        covered = np.arange(len(there)) >= hub.opens[:, None]
        if link is not None:
            dearer = hub.waiting[:, None] + hub.onward > link[:, there] + _EXACT
            covered &= ~dearer
        straight[:, there] &= ~covered
        hubs.append(hub)
    successors = tuple(np.flatnonzero(row) for row in straight)
    reached = tuple(
        tuple(n for n, hub in enumerate(hubs) if hub.opens[piece] < len(hub.pieces))
        for piece in range(len(pieces))
    )
    return Ways(tuple(hubs), straight, successors, hub_of, reached)


def longest_count(rules: WorkingRules) -> int:
    """Minutes of a pause after which no count of driving since a break or a rest goes on."""
    rest = rules.rest_after_driving
    return max(rules.break_minutes, 0 if rest is None else rest.rest_minutes)


def _hub(pieces: Pieces, there: Ints, long: Bools, link: Floats | None, rate: float) -> Hub:
    count = len(there)
    closed = np.where(long, -1, np.arange(count)).max(axis=1)
    onward = rate * pieces.departure[there]
    waiting = np.zeros(len(pieces))
    if link is not None:
        open_ = np.arange(count) > closed[:, None]
        waiting = np.where(open_, link[:, there] - onward, -np.inf).max(axis=1)
        waiting = np.where(closed + 1 < count, waiting, 0.0)
    return Hub(there, closed + 1, waiting, np.asarray(onward, dtype=np.float64))


def _rate(pieces: Pieces, link: Floats, long: Bools) -> float:
    """What a minute of waiting seems to cost; another rate would be less of a help, not wrong."""
    some = np.flatnonzero(long.sum(axis=1) > 1)
    if not len(some):
        return 0.0
    one, other = long[some].argmax(axis=1), len(pieces) - 1 - long[some, ::-1].argmax(axis=1)
    minutes = pieces.departure[other] - pieces.departure[one]
    apart = minutes > 0
    rise = (link[some, other] - link[some, one])[apart] / minutes[apart]
    return float(np.median(rise)) if len(rise) else 0.0
