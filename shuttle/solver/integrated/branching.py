"""How the solutions are split: by how many buses, duties and trips there are, coarse to fine.

The linear program mixes timetables, and duties of one with trips of another. What tells mixed
timetables apart are counts: of duties in all, of one home and under way at some minute, of buses,
of trips each way, of trips within hours of the day, down to single departures. A bound on such a
count is one row over the timetable's columns or over duties. Those over duties price what the
search for duties can pay as it goes: a beginning, or minutes passed.
"""

from collections.abc import Iterator
from dataclasses import replace
from math import ceil, floor

import numpy as np

from shuttle.solver.integrated.master import Master
from shuttle.solver.integrated.relax import Relaxation
from shuttle.solver.linear import Floats, Ints, LinearModel
from shuttle.solver.timetable.model import TimetableModel

_FRACTION = 0.02
_MINUTES = 3
_WIDTHS = (240, 120, 60, 30)
Halves = tuple[LinearModel, ...]


class Branching:
    """The counts of a model, and how to split by them.

    Attributes:
        sums: timetable columns that each count adds up, coarse to fine.
    """

    def __init__(self, model: TimetableModel) -> None:
        self._levels = tuple(_levels(model))
        self.sums = tuple(columns for level in self._levels for columns in level)
        single = [item.column for item in (*model.trips, *model.deadheads)]
        self._single = np.array([*single, *model.fleet.stock.values()], dtype=np.int64)

    def splits(self, relaxation: Relaxation, master: Master) -> list[Halves]:
        """Ways to split the part in two, each by a count that is no whole number, coarse first.

        One of each kind, by the count furthest from whole numbers; single columns only where no
        count is broken. Nothing where all is whole.
        """
        part, values = relaxation.linear, relaxation.values
        counted = master.counted(relaxation.duties) @ relaxation.shares
        summed = np.array([values[columns].sum() for columns in self.sums])
        homes = len(master.pieces.most_duties)
        ends = np.cumsum([len(level) for level in self._levels]).tolist()
        levels = [range(begin, end) for begin, end in zip([0, *ends], ends, strict=False)]
        duties = [range(homes, homes + 1), range(homes), range(homes + 1, len(counted))]
        groups = [
            *((master.counts, counted, places) for places in duties),
            *((master.sums, summed, places) for places in levels),
        ]
        found: list[Halves] = []
        for rows, sums, places in groups:
            most = _MINUTES if places.start > homes and rows is master.counts else 1
            mine = np.array(places, dtype=np.int64)
            fractions = np.abs(sums[mine] - np.rint(sums[mine]))
            order = mine[np.argsort(-fractions, kind="stable")][:most]
            broken = [n for n in order.tolist() if _fraction(float(sums[n])) > _FRACTION]
            found.extend(_halves(part, int(rows[n]), float(sums[n])) for n in broken)
        return found or [halves for halves in [self._by_column(part, values)] if halves]

    def _by_column(self, part: LinearModel, values: Floats) -> Halves:
        fractions = np.abs(values[self._single] - np.rint(values[self._single]))
        column = int(self._single[np.argmax(fractions)])
        if fractions.max() <= _FRACTION:
            return ()
        lower, upper = part.lower.copy(), part.upper.copy()
        upper[column], lower[column] = floor(values[column]), ceil(values[column])
        return replace(part, upper=upper), replace(part, lower=lower)


def _levels(model: TimetableModel) -> Iterator[list[Ints]]:
    """Counts of about the same weight, each the sum of some timetable columns, coarse to fine."""
    trips = model.trips
    direction = np.array([item.run.direction for item in trips])
    minute = np.array([item.run.departure for item in trips])
    kind = np.array([item.vehicle_type for item in trips])
    column = np.array([item.column for item in trips], dtype=np.int64)
    ways, kinds = range(len(model.networks)), range(len(model.problem.types))
    stock = model.fleet.stock
    yield [model.fleet.all]
    yield [column]
    yield [column[direction == way] for way in ways]
    fleets = [np.array(sorted(c for (k, _), c in stock.items() if k == t)) for t in kinds]
    yield [*(column[kind == k] for k in kinds), *(fleet.astype(np.int64) for fleet in fleets)]
    for width in _WIDTHS:
        yield list(_within(column, minute // width, direction, ways))


def _within(column: Ints, slot: Ints, direction: Ints, ways: range) -> Iterator[Ints]:
    for way in ways:
        for number in np.unique(slot[direction == way]).tolist():
            yield column[(direction == way) & (slot == number)]


def _halves(part: LinearModel, row: int, value: float) -> Halves:
    lower, upper = part.row_lower.copy(), part.row_upper.copy()
    upper[row] = min(upper[row], floor(value))
    lower[row] = max(lower[row], ceil(value))
    return replace(part, row_upper=upper), replace(part, row_lower=lower)


def _fraction(value: float) -> float:
    """How far a count is from a whole number."""
    return abs(value - round(value))
