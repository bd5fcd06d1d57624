"""Where the labels of a search are kept, piece after piece."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shuttle.solver.duties.labels import Labels
from shuttle.solver.linear import Floats, Ints

_FIRST_ROOM = 1 << 12


class Pool:
    """Labels in the order of their last pieces, in arrays that double when they are full."""

    def __init__(self, pieces: int) -> None:
        kinds = [np.int64] * (len(Labels._fields) - 1) + [np.float64]
        self._fields: list[NDArray[Any]] = [np.zeros(_FIRST_ROOM, dtype=kind) for kind in kinds]
        self._begins = np.zeros(pieces, dtype=np.int64)
        self._counts = np.zeros(pieces, dtype=np.int64)
        self.size = 0

    @property
    def first(self) -> Ints:
        """First piece by row."""
        return self._fields[Labels._fields.index("first")]

    @property
    def driving(self) -> Ints:
        """Driving by row."""
        return self._fields[Labels._fields.index("driving")]

    @property
    def value(self) -> Floats:
        """Value by row."""
        return self._fields[-1]

    def add(self, first: int, end: int, labels: Labels) -> None:
        """Keep the labels of the pieces from `first` up to `end`, which are ordered by piece."""
        counts = np.bincount(labels.last - first, minlength=end - first)
        self._counts[first:end] = counts
        self._begins[first:end] = self.size + np.cumsum(counts) - counts
        filled = self.size + len(labels.last)
        while filled > len(self._fields[0]):
            self._fields = [np.concatenate((own, np.zeros_like(own))) for own in self._fields]
        for own, new in zip(self._fields, labels, strict=True):
            own[self.size : filled] = new
        self.size = filled

    def rows_of(self, pieces: Ints) -> tuple[Ints, Ints]:
        """Rows of the labels that end with each of those pieces, and whose they are."""
        counts = self._counts[pieces]
        which = np.repeat(np.arange(len(pieces)), counts)
        shift = self._begins[pieces] - (np.cumsum(counts) - counts)
        return np.arange(len(which)) + shift[which], which

    def labels(self, rows: Ints) -> Labels:
        """The labels in those rows."""
        return Labels._make(field[rows] for field in self._fields)

    def duties(self, rows: Ints) -> tuple[tuple[int, ...], ...]:
        """The pieces of the duties in those rows, first to last."""
        parent = self._fields[0][: self.size].tolist()
        last = self._fields[Labels._fields.index("last")][: self.size].tolist()
        return tuple(_traced(row, parent, last) for row in rows.tolist())


def _traced(row: int, parent: list[int], last: list[int]) -> tuple[int, ...]:
    pieces = []
    while row >= 0:
        pieces.append(last[row])
        row = parent[row]
    return tuple(reversed(pieces))
