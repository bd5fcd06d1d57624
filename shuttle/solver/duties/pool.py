"""Where the labels of a search are kept, piece after piece."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shuttle.solver.duties.labels import Labels
from shuttle.solver.linear import Ints

_FIRST_ROOM = 1 << 12


class Pool:
    """Labels in the order of their last pieces, in arrays that double when they are full."""

    def __init__(self) -> None:
        kinds = [np.int64] * (len(Labels._fields) - 1) + [np.float64]
        self._fields: list[NDArray[Any]] = [np.zeros(_FIRST_ROOM, dtype=kind) for kind in kinds]
        self._ends = [0]

    @property
    def size(self) -> int:
        """How many labels there are."""
        return self._ends[-1]

    def add(self, labels: Labels) -> None:
        """Keep the labels of the next piece."""
        end = self.size + len(labels.last)
        while end > len(self._fields[0]):
            self._fields = [np.concatenate((own, np.zeros_like(own))) for own in self._fields]
        for own, new in zip(self._fields, labels, strict=True):
            own[self.size : end] = new
        self._ends.append(end)

    def rows_of(self, pieces: Ints) -> Ints:
        """Rows of the labels that end with those pieces."""
        spans = [np.arange(self._ends[piece], self._ends[piece + 1]) for piece in pieces.tolist()]
        return np.concatenate(spans) if spans else np.arange(0)

    def labels(self, rows: Ints) -> Labels:
        """The labels in those rows."""
        return Labels._make(field[rows] for field in self._fields)

    def duty(self, row: int) -> tuple[int, ...]:
        """The pieces of the duty in a row, first to last."""
        parent, last = self._fields[0], self._fields[2]
        pieces = []
        while row >= 0:
            pieces.append(int(last[row]))
            row = int(parent[row])
        return tuple(reversed(pieces))
