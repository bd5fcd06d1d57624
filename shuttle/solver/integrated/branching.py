"""How the solutions are split: by how many buses, duties and trips there are, coarse to fine.

The linear program mixes timetables, and duties of one with trips of another. What tells mixed
timetables apart are counts: of buses and duties in all, of trips each way, of trips within hours
of the day, down to single departures. A bound on such a count is one row over the timetable's
columns, or over all duties, and leaves the search for duties as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil, floor, inf

import numpy as np

from shuttle.solver.integrated.master import Master, Part
from shuttle.solver.integrated.relax import Relaxation
from shuttle.solver.linear import Ints
from shuttle.solver.timetable.model import TimetableModel

_FRACTION = 0.02
_WIDTHS = (240, 120, 60, 30, 15, 1)
_DAY = 2880


@dataclass(frozen=True)
class Level:
    """Counts of about the same weight, each the sum of some timetable columns."""

    counts: tuple[Ints, ...]


def levels(model: TimetableModel) -> tuple[Level, ...]:
    """Every count that is split, coarse to fine."""
    trips = model.trips
    direction = np.array([item.run.direction for item in trips])
    minute = np.array([item.run.departure for item in trips])
    kind = np.array([item.vehicle_type for item in trips])
    column = np.array([item.column for item in trips], dtype=np.int64)
    ways = range(len(model.networks))
    kinds = range(len(model.problem.types))
    stock = model.fleet.stock
    fleets = [np.array(sorted(c for (k, _), c in stock.items() if k == t)) for t in kinds]
    slots = [Level(tuple(_within(column, minute // width, direction, ways))) for width in _WIDTHS]
    single = [*([c] for c in column), *([item.column] for item in model.deadheads)]
    return (
        Level((model.fleet.all,)),
        Level((column,)),
        Level(tuple(column[direction == way] for way in ways)),
        Level((*(column[kind == k] for k in kinds), *fleets)),
        *slots,
        Level(
            tuple(
                np.array(one, dtype=np.int64) for one in (*single, *([c] for c in stock.values()))
            )
        ),
    )


def _within(column: Ints, slot: Ints, direction: Ints, ways: range) -> Iterator[Ints]:
    for way in ways:
        for number in np.unique(slot[direction == way]).tolist():
            yield column[(direction == way) & (slot == number)]


def split(every: tuple[Level, ...], relaxation: Relaxation, master: Master) -> tuple[Part, ...]:
    """The part in two, by the coarsest count that is no whole number; none where all are."""
    part = relaxation.part
    duties = float(relaxation.shares.sum())
    if abs(duties - round(duties)) > _FRACTION:
        return (
            master.limited(part, -inf, floor(duties)),
            master.limited(part, ceil(duties), inf),
        )
    for level in every:
        sums = [float(relaxation.values[count].sum()) for count in level.counts]
        distance = [abs(value - round(value)) for value in sums]
        place = int(np.argmax(distance))
        if distance[place] > _FRACTION:
            count, value = level.counts[place], sums[place]
            return (
                replace(part, linear=part.linear.with_row(count, -inf, floor(value))),
                replace(part, linear=part.linear.with_row(count, ceil(value), inf)),
            )
    return ()
