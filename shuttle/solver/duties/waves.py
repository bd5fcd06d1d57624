"""Waves: runs of pieces so close in time that none can follow another, searched all at once.

A search that goes from piece to piece spends most of its time on the way into numpy and back.
In a wave every extension starts from an earlier wave, so that one step serves all its pieces.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from shuttle.solver.duties.hubs import Ways
from shuttle.solver.duties.outlook import Tariff
from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.linear import Bools, Floats, Ints


@dataclass(frozen=True, slots=True)
class Stop:
    """What a wave has to do with one hub.

    Attributes:
        hub: its number.
        pieces: pieces of the wave that start there.
        entering: earlier pieces after which drivers wait there from now on.
        waiting: what going on costs after each of them, besides what `onward` says.
        onward: what going on with each of the wave's pieces costs, besides.
    """

    hub: int
    pieces: Ints
    entering: Ints
    waiting: Floats
    onward: Floats


@dataclass(frozen=True, slots=True)
class Wave:
    """Pieces from `first` up to `end`, none of which follows another.

    Attributes:
        before, after: pairs of pieces that may follow one another, `after` in the wave, and that
            no hub joins by now; by `after`, then by `before`.
        stops: hubs from which the wave's pieces start.
    """

    first: int
    end: int
    before: Ints
    after: Ints
    stops: tuple[Stop, ...]

    @property
    def pieces(self) -> Ints:
        """The pieces of the wave."""
        return np.arange(self.first, self.end)

    def steps(self, pieces: Pieces, tariff: Tariff) -> Floats:
        """What each pair adds to the cost of a duty at the tariff."""
        minutes = pieces.signs_off[self.after] - pieces.signs_off[self.before]
        steps = tariff.minute * minutes - tariff.worth[self.after]
        if tariff.link is not None:
            steps = steps + tariff.link[self.before, self.after]
        return np.asarray(steps, dtype=np.float64)


def waves_of(pieces: Pieces, ways: Ways) -> tuple[Wave, ...]:
    """The fewest waves, in order; pairs that no duty is long enough for are left out."""
    near = _within_a_duty(pieces)
    return tuple(_joined(pieces, ways, near, _bounds(near)))


def _within_a_duty(pieces: Pieces) -> Bools:
    """`[before, after]`: whether one may follow the other, and a duty may hold both."""
    soonest = pieces.arrival + pieces.run.sign_off.min()
    latest = pieces.signs_on + pieces.rules.max_duty_minutes
    return np.asarray(pieces.follows & (latest[:, None] >= soonest[None, :]))


def _bounds(near: Bools) -> Iterator[tuple[int, int]]:
    first = 0
    for end in range(1, len(near) + 1):
        if end == len(near) or near[first:end, end].any():
            yield first, end
            first = end


def _joined(
    pieces: Pieces, ways: Ways, near: Bools, bounds: Iterator[tuple[int, int]]
) -> Iterator[Wave]:
    inside = [np.zeros(len(pieces), dtype=np.bool_) for _ in ways.hubs]
    for first, end in bounds:
        mine = near[:, first:end].copy()
        stops = []
        for number, hub in enumerate(ways.hubs):
            begin, past = np.searchsorted(hub.pieces, (first, end))
            if begin == past:
                continue
            there = hub.pieces[begin:past]
            entering = np.flatnonzero((hub.opens <= begin) & ~inside[number])
            inside[number][entering] = True
            mine[:, there - first] &= ways.straight[:, there] | ~inside[number][:, None]
            onward = hub.onward[begin:past]
            stops.append(Stop(number, there, entering, hub.waiting[entering], onward))
        after, before = np.nonzero(mine.T)
        yield Wave(first, end, before, after + first, tuple(stops))
