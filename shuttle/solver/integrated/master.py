"""The one linear model: timetable and vehicle flow, duties, and a row that joins them a run.

For each candidate run as many duties drive it as buses make it. Joining by equality is needed: a
driver could otherwise ride on trips that do not run. In the linear program a run may also stay
without a driver at a high price, so that it always has a solution.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from shuttle.domain.driver_rules import Drivers
from shuttle.solver.duties.outlook import Tariff
from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.duties.pricing import Duty
from shuttle.solver.integrated.candidates import Candidates
from shuttle.solver.linear import Bools, Floats, Ints, LinearModel
from shuttle.solver.timetable.model import TimetableModel

_MOST_ALIKE = 100.0
_CENTS = 100
_HOUR = 60


@dataclass(frozen=True, slots=True)
class Wages:
    """What drivers cost, in cents: for each duty, and for each minute of it."""

    duty: float
    minute: float

    @classmethod
    def of(cls, drivers: Drivers) -> "Wages | None":
        """The scenario's; None where drivers have no price."""
        duty, hour = round(drivers.cost_per_duty * _CENTS), round(drivers.cost_per_hour * _CENTS)
        return cls(float(duty), hour / _HOUR) if duty or hour else None

    def cents(self, pieces: Pieces, duties: Sequence[Duty]) -> Floats:
        """The cost of each duty."""
        first = np.array([duty[0] for duty in duties], dtype=np.int64)
        last = np.array([duty[-1] for duty in duties], dtype=np.int64)
        minutes = pieces.signs_off[last] - pieces.signs_on[first]
        return np.asarray(self.duty + self.minute * minutes)


@dataclass(frozen=True)
class Part:
    """Some of all solutions: those that keep further rows.

    Attributes:
        linear: timetable columns, then runs without driver; rows of the timetable, one for each
            candidate, one for the duties of each home, one for all duties, then the further ones.
        fewest, most: duties in all.
    """

    linear: LinearModel
    fewest: float = 0.0
    most: float = np.inf


class Master:
    """Builds linear programs over the timetable's columns and known duties.

    Attributes:
        timetable_columns: how many columns, the first ones, are the timetable's.
        whole: all solutions.
    """

    def __init__(self, model: TimetableModel, candidates: Candidates, wages: Wages) -> None:
        self.candidates, self.wages = candidates, wages
        linear = model.linear
        self.timetable_columns = len(linear.cost)
        self._joins = len(linear.row_lower)
        self._homes = self._joins + len(candidates.pieces)
        self._number = self._homes + len(candidates.pieces.most_duties)
        self.whole = Part(self._joined(linear))

    @property
    def pieces(self) -> Pieces:
        """The candidate runs."""
        return self.candidates.pieces

    def _joined(self, linear: LinearModel) -> LinearModel:
        """The timetable's model with the rows that duties will enter."""
        pieces, piece_of = self.pieces, self.candidates.piece_of
        runs, count = np.flatnonzero(piece_of >= 0), len(self.pieces)
        undriven = self.timetable_columns + np.arange(count)
        row = np.concatenate([self._joins + piece_of[runs], self._joins + np.arange(count)])
        column = np.concatenate([runs, undriven])
        value = np.concatenate([np.full(len(runs), -1.0), np.ones(count)])
        drivers = [np.inf if most is None else float(most) for most in pieces.most_duties]
        upper = np.append(linear.upper, np.full(count, _MOST_ALIKE))
        upper[self.candidates.barred] = 0.0
        penalty = 4 * float(self.wages.cents(pieces, [(n,) for n in range(count)]).max())
        return _sorted(
            LinearModel(
                cost=np.append(linear.cost, np.full(count, penalty)),
                lower=np.append(linear.lower, np.zeros(count)),
                upper=upper,
                integer=np.append(linear.integer, np.zeros(count, dtype=bool)),
                row_lower=np.concatenate([linear.row_lower, np.zeros(count + len(drivers) + 1)]),
                row_upper=np.concatenate([linear.row_upper, np.zeros(count), drivers, [np.inf]]),
                row=np.append(linear.row, row),
                column=np.append(linear.column, column),
                value=np.append(linear.value, value),
            )
        )

    def limited(self, part: Part, fewest: float, most: float) -> Part:
        """The part with so many duties in all."""
        linear = part.linear
        lower, upper = linear.row_lower.copy(), linear.row_upper.copy()
        fewest, most = max(fewest, part.fewest), min(most, part.most)
        lower[self._number], upper[self._number] = fewest, most
        return Part(replace(linear, row_lower=lower, row_upper=upper), fewest, most)

    def with_duties(self, linear: LinearModel, duties: Sequence[Duty]) -> LinearModel:
        """The model with a column for each duty, last."""
        count, first = len(duties), len(linear.cost)
        columns = np.arange(first, first + count)
        lengths = [len(duty) for duty in duties]
        driven = np.concatenate([np.asarray(duty, dtype=np.int64) for duty in (*duties, ())])
        homes = self.pieces.origin_side[[duty[0] for duty in duties]] if count else columns
        row = np.concatenate(
            [self._joins + driven, self._homes + homes, np.full(count, self._number)]
        )
        column = np.concatenate([np.repeat(columns, lengths), columns, columns])
        return _sorted(
            replace(
                linear,
                cost=np.append(linear.cost, self.wages.cents(self.pieces, duties)),
                lower=np.append(linear.lower, np.zeros(count)),
                upper=np.append(linear.upper, np.full(count, _MOST_ALIKE)),
                integer=np.append(linear.integer, np.ones(count, dtype=bool)),
                row=np.append(linear.row, row),
                column=np.append(linear.column, column),
                value=np.append(linear.value, np.ones(len(row))),
            )
        )

    def tariff(self, usable: Floats) -> Tariff:
        """What a duty costs at the rows' duals."""
        return Tariff(
            duty=self.wages.duty - float(usable[self._number]),
            minute=self.wages.minute,
            worth=usable[self._joins : self._homes],
            home=-usable[self._homes : self._number],
        )

    def driven(self) -> Bools:
        """Columns of a model without duties that leave no run without a driver."""
        columns = self.timetable_columns + len(self.pieces)
        return np.arange(columns) < self.timetable_columns

    def columns_of(self, runs: Ints) -> Bools:
        """Timetable columns that make those candidates or are no runs."""
        piece_of = self.candidates.piece_of
        return (piece_of < 0) | np.isin(piece_of, runs)


def _sorted(linear: LinearModel) -> LinearModel:
    order = np.lexsort((linear.column, linear.row))
    return replace(
        linear,
        row=linear.row[order],
        column=linear.column[order],
        value=linear.value[order],
    )
