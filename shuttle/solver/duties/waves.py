"""Waves: runs of pieces so close in time that none can follow another, searched all at once.

A search that goes from piece to piece spends most of its time on the way into numpy and back.
In a wave every extension starts from an earlier wave, so that one step serves all its pieces.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from shuttle.solver.duties.outlook import Tariff
from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.linear import Floats, Ints


@dataclass(frozen=True, slots=True)
class Wave:
    """Pieces from `first` up to `end`, none of which follows another.

    Attributes:
        before, after: pairs of pieces that may follow one another, `after` in the wave; by
            `after`, then by `before`.
    """

    first: int
    end: int
    before: Ints
    after: Ints

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


def waves_of(pieces: Pieces) -> tuple[Wave, ...]:
    """The fewest waves, in order; pairs that no duty is long enough for are left out."""
    near = [_within_a_duty(pieces, piece) for piece in range(len(pieces))]
    return tuple(_waves(near))


def _within_a_duty(pieces: Pieces, piece: int) -> Ints:
    before = pieces.predecessors[piece]
    soonest = pieces.arrival[piece] + pieces.run.sign_off.min()
    latest = pieces.signs_on[before] + pieces.rules.max_duty_minutes
    return np.asarray(before[latest >= soonest])


def _waves(near: list[Ints]) -> Iterator[Wave]:
    first = 0
    for end in range(1, len(near) + 1):
        if end == len(near) or (near[end] >= first).any():
            counts = [len(before) for before in near[first:end]]
            before = np.concatenate(near[first:end])
            yield Wave(first, end, before, np.repeat(np.arange(first, end), counts))
            first = end
