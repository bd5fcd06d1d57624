"""Where a better solution is sought: runs that may be made beside those of the best so far."""

from collections.abc import Iterator

import numpy as np

from shuttle.solver.integrated.candidates import Candidates, spanned
from shuttle.solver.integrated.restricted import Best

_WIDTHS = (240, 360)
_ASIDE = (1,)
Area = tuple[int, ...]


class Areas:
    """Kinds of areas in turn: a few hours of the day after the other; shifts of every run.

    Attributes:
        idle: how many areas since the last that bettered the solution.
    """

    def __init__(self, candidates: Candidates) -> None:
        self._candidates = candidates
        departure = candidates.pieces.departure
        first, last = int(departure.min()), int(departure.max())
        self._windows = [
            (begin, begin + width)
            for width in _WIDTHS
            for begin in range(first, max(first + 1, last - width // 2), width // 2)
        ]
        self._turn = 0
        self.idle = 0

    @property
    def exhausted(self) -> bool:
        """Whether every kind has been tried since the last gain."""
        return self.idle >= len(self._windows) + len(_ASIDE)

    def following(self, best: Best) -> Area:
        """The runs of the next area."""
        turn, self._turn = self._turn, self._turn + 1
        place = turn % (len(self._windows) + len(_ASIDE))
        if place < len(_ASIDE):
            return tuple(sorted(set(self._aside(best, _ASIDE[place]))))
        return tuple(spanned(self._candidates, *self._windows[place - len(_ASIDE)]))

    def learn(self, *, gained: bool) -> None:
        """Hear what became of an area."""
        self.idle = 0 if gained else self.idle + 1

    def _aside(self, best: Best, steps: int) -> Iterator[int]:
        """Runs that leave as many slots before or after one of the best's."""
        pieces = self._candidates.pieces
        for run in sorted(best.runs):
            same = np.flatnonzero(pieces.origin_side == pieces.origin_side[run])
            slots = np.unique(pieces.departure[same])
            place = int(np.searchsorted(slots, pieces.departure[run]))
            near = slots[max(0, place - steps) : place + steps + 1]
            yield from same[np.isin(pieces.departure[same], near)].tolist()
