"""Duties that looked good somewhere, to be found again by the pieces that they cover."""

from collections.abc import Iterable, Sequence

import numpy as np

from shuttle.solver.duties.worked.cover import Duty
from shuttle.solver.duties.worked.judge import Judge
from shuttle.solver.linear import Floats, Ints


class Pool:
    """Duties, each once, in the order in which they came."""

    def __init__(self, judge: Judge, pieces: int) -> None:
        self._judge, self._pieces = judge, pieces
        self._place: dict[Duty, int] = {}
        self.duties: list[Duty] = []
        self.costs: Floats = np.empty(0)
        self._flat: Ints = np.empty(0, dtype=np.int64)
        self._starts: Ints = np.empty(0, dtype=np.int64)
        self._lengths: Ints = np.empty(0, dtype=np.int64)

    def add(self, duties: Iterable[Duty]) -> None:
        """Take in those that are not there."""
        new = [duty for duty in dict.fromkeys(duties) if duty not in self._place]
        if not new:
            return
        for duty in new:
            self._place[duty] = len(self._place)
        self.duties += new
        flat = np.fromiter((piece for duty in new for piece in duty), dtype=np.int64)
        lengths = np.array([len(duty) for duty in new])
        self._starts = np.append(self._starts, len(self._flat) + np.cumsum(lengths) - lengths)
        self._lengths = np.append(self._lengths, lengths)
        self._flat = np.append(self._flat, flat)
        self.costs = np.append(self.costs, self._judge.costs(new))

    def reduced(self, worth: Floats) -> Floats:
        """The cost of each, less what its pieces are worth."""
        if not self.duties:
            return self.costs
        return np.asarray(self.costs - np.add.reduceat(worth[self._flat], self._starts))

    def inside(self, places: Sequence[int], worth: Floats, most: int) -> tuple[Duty, ...]:
        """Of those all of whose pieces are among the places, the ones that are worth most."""
        if not self.duties:
            return ()
        allowed = np.zeros(self._pieces, dtype=np.int64)
        allowed[list(places)] = 1
        rows = np.flatnonzero(np.add.reduceat(allowed[self._flat], self._starts) == self._lengths)
        order = np.argsort(self.reduced(worth)[rows], kind="stable")[:most]
        return tuple(self.duties[row] for row in np.sort(rows[order]).tolist())

    def ties(self, duties: Sequence[Duty], worth: Floats, below: float) -> Floats:
        """How many of the pool's duties that cost less than so much mix pieces of any two.

        Args:
            duties: that cover every piece.
            worth: of each piece.
            below: reduced cost of those that count.
        """
        owner = np.zeros(self._pieces, dtype=np.int64)
        for index, duty in enumerate(duties):
            owner[list(duty)] = index
        shared = np.zeros((len(duties), len(self.duties)), dtype=np.float32)
        entry = np.repeat(np.arange(len(self.duties)), self._lengths)
        shared[owner[self._flat], entry] = 1.0
        good = shared[:, self.reduced(worth) < below]
        return np.asarray(good @ good.T, dtype=np.float64)
