"""Premiums: what the count of one direction's trips costs more than the model says.

A premium is a column and a row of the model. The row makes the column 1 for exactly these trips of
the direction; with any other trips it may stay 0, so that no other answer is touched.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from shuttle.solver.linear import Bools, Floats, Ints, LinearModel
from shuttle.solver.timetable.model import Spans, TimetableModel

_HALF = 0.5


@dataclass(frozen=True)
class Premium:
    """Cents that the trips of a direction cost more.

    Attributes:
        trips: columns of its trips that run.
        others: columns of its other trips.
    """

    trips: tuple[int, ...]
    others: tuple[int, ...]
    cents: int

    def due(self, values: Floats) -> bool:
        """Whether exactly these trips run."""
        runs: Bools = values > _HALF
        return bool(runs[list(self.trips)].all()) and not bool(runs[list(self.others)].any())


def with_premiums(model: TimetableModel, premiums: Sequence[Premium]) -> TimetableModel:
    """The model with one more column and row for each premium, last, in their order."""
    linear = model.linear
    for premium in premiums:
        linear = _with_premium(linear, premium)
    nowhere = np.full(len(premiums), -1, dtype=np.int64)
    spans = model.spans
    parts = (np.append(part, nowhere) for part in (spans.direction, spans.start, spans.end))
    return replace(model, linear=linear, spans=Spans(*parts))


def extended(values: Floats, premiums: Sequence[Premium]) -> Floats:
    """Values of the model with premiums, out of those without."""
    return np.append(values, [float(premium.due(values)) for premium in premiums])


def _with_premium(linear: LinearModel, premium: Premium) -> LinearModel:
    """The column z at its cost, and z - (trips) + (other trips) >= 1 - (number of trips)."""
    columns: Ints = np.array([*premium.trips, *premium.others, len(linear.cost)], dtype=np.int64)
    signs = np.array([-1.0] * len(premium.trips) + [1.0] * (len(premium.others) + 1))
    order = np.argsort(columns)
    return LinearModel(
        cost=np.append(linear.cost, float(premium.cents)),
        lower=np.append(linear.lower, 0.0),
        upper=np.append(linear.upper, 1.0),
        integer=np.append(linear.integer, [False]),
        row_lower=np.append(linear.row_lower, 1.0 - len(premium.trips)),
        row_upper=np.append(linear.row_upper, np.inf),
        row=np.append(linear.row, np.full(len(columns), len(linear.row_lower))),
        column=np.append(linear.column, columns[order]),
        value=np.append(linear.value, signs[order]),
    )
