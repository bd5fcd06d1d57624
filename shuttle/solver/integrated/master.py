"""The one linear model: timetable and vehicle flow, duties, and a row that joins them a run.

For each candidate run as many duties drive it as buses make it. Joining by equality is needed: a
driver could otherwise ride on trips that do not run. Further rows count: duties by home, in all,
and those under way at certain minutes; and what else is given. A part of all solutions is the model
with bounds on counts. In the linear program a run may also stay without a driver, and a count may
miss its bounds, each at a high price: so few columns have a solution too.
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

_MOST_ALIKE = 100.0
_DEAR = 4.0
_DEARER = 40.0
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
        first, last = _ends(duties)
        minutes = pieces.signs_off[last] - pieces.signs_on[first]
        return np.asarray(self.duty + self.minute * minutes)


class Master:
    """Builds linear programs over the timetable's columns and known duties.

    Args:
        linear: the timetable's model.
        candidates: its runs as pieces.
        wages: what drivers cost.
        sums: timetable columns whose sums are counted.

    Attributes:
        timetable_columns: how many columns, the first ones, are the timetable's.
        counts: rows that count duties: of each home, all, those under way at each of `minutes`.
        minutes: of the day, an hour apart.
        sums: rows of the other counts, in their order.
        whole: the model of all solutions: timetable columns, then runs without driver, then what
            counts lack and exceed; rows of the timetable, one for each candidate, then the counts.
    """

    def __init__(
        self,
        linear: LinearModel,
        candidates: Candidates,
        wages: Wages,
        sums: Sequence[Ints] = (),
    ) -> None:
        self.candidates, self.wages = candidates, wages
        self._linear, pieces = linear, candidates.pieces
        self.timetable_columns = len(linear.cost)
        self._joins = len(linear.row_lower)
        self._homes = self._joins + len(pieces)
        self._number = self._homes + len(pieces.most_duties)
        first, last = int(pieces.signs_on.min()), int(pieces.signs_off.max())
        self.minutes: Ints = np.arange(-(-first // _HOUR) * _HOUR, last, _HOUR)
        self.counts: Ints = np.arange(self._homes, self._number + 1 + len(self.minutes))
        self.sums: Ints = np.arange(len(sums)) + int(self.counts[-1]) + 1
        self.whole = self._joined(linear, sums)

    @property
    def pieces(self) -> Pieces:
        """The candidate runs."""
        return self.candidates.pieces

    @property
    def number(self) -> int:
        """The row that counts all duties."""
        return self._number

    def _joined(self, linear: LinearModel, sums: Sequence[Ints]) -> LinearModel:
        """The timetable's model with the rows that duties will enter, and the counts."""
        pieces, piece_of, first = self.pieces, self.candidates.piece_of, self.timetable_columns
        runs, joins = np.flatnonzero(piece_of >= 0), self._joins + np.arange(len(pieces))
        counts = np.concatenate([self.counts, self.sums])
        drivers = [np.inf if most is None else float(most) for most in pieces.most_duties]
        free = np.full(len(counts) - len(drivers), np.inf)
        longest = float(self.wages.cents(pieces, [(n,) for n in range(len(pieces))]).max())
        prices = np.repeat([_DEAR, _DEARER], [len(joins), 2 * len(counts)]) * longest
        upper = np.append(linear.upper, np.full(len(prices), _MOST_ALIKE))
        upper[self.candidates.barred] = 0.0
        given = np.concatenate([np.zeros(0, dtype=np.int64), *sums])
        signs = np.repeat([1.0, -1.0], [len(joins) + len(counts), len(counts)])
        return _sorted(
            LinearModel(
                cost=np.append(linear.cost, prices),
                lower=np.append(linear.lower, np.zeros(len(prices))),
                upper=upper,
                integer=np.append(linear.integer, np.zeros(len(prices), dtype=bool)),
                row_lower=np.concatenate(
                    [linear.row_lower, np.zeros(len(joins)), np.full(len(counts), -np.inf)]
                ),
                row_upper=np.concatenate([linear.row_upper, np.zeros(len(joins)), drivers, free]),
                row=np.concatenate(
                    [
                        linear.row,
                        joins[piece_of[runs]],
                        np.repeat(self.sums, [len(columns) for columns in sums]),
                        *(joins, counts, counts),
                    ]
                ),
                column=np.concatenate([linear.column, runs, given, first + np.arange(len(prices))]),
                value=np.concatenate(
                    [linear.value, np.full(len(runs), -1.0), np.ones(len(given)), signs]
                ),
            )
        )

    def counted(self, duties: Sequence[Duty]) -> Bools:
        """Which duties enter each count: shape (counts, duties)."""
        pieces = self.pieces
        first, last = _ends(duties)
        homes = np.arange(len(pieces.most_duties))[:, None] == pieces.origin_side[first]
        minutes = self.minutes[:, None]
        under_way = (pieces.signs_on[first] <= minutes) & (minutes < pieces.signs_off[last])
        return np.concatenate([homes, np.ones((1, len(duties)), dtype=bool), under_way])

    def with_duties(self, linear: LinearModel, duties: Sequence[Duty]) -> LinearModel:
        """The model with a column for each duty, last."""
        more, first = self.duty_columns(duties), len(linear.cost)
        return _sorted(
            replace(
                linear,
                cost=np.append(linear.cost, more.cost),
                lower=np.append(linear.lower, more.lower),
                upper=np.append(linear.upper, more.upper),
                integer=np.append(linear.integer, more.integer),
                row=np.append(linear.row, more.row),
                column=np.append(linear.column, first + more.column),
                value=np.append(linear.value, more.value),
            )
        )

    def duty_columns(self, duties: Sequence[Duty]) -> LinearModel:
        """The rows with a column for each duty, and no other."""
        count, columns = len(duties), np.arange(len(duties))
        driven = np.concatenate([np.asarray(duty, dtype=np.int64) for duty in (*duties, ())])
        row, counted = np.nonzero(self.counted(duties))
        lengths = [len(duty) for duty in duties]
        return _sorted(
            replace(
                self.whole,
                cost=self.wages.cents(self.pieces, duties),
                lower=np.zeros(count),
                upper=np.full(count, _MOST_ALIKE),
                integer=np.ones(count, dtype=bool),
                row=np.append(self._joins + driven, self.counts[row]),
                column=np.append(np.repeat(columns, lengths), columns[counted]),
                value=np.ones(len(driven) + len(row)),
            )
        )

    def tariff(self, usable: Floats) -> Tariff:
        """What a duty costs at the rows' duals.

        A dual of those under way at a minute is paid by whoever's duty spans it. It is shared out
        among the duty's pieces and the gaps between them: each pays for the minutes inside.
        """
        pieces, duals = self.pieces, usable[self._number + 1 :][: len(self.minutes)]
        before = np.append(0.0, -np.cumsum(duals))
        on = before[np.searchsorted(self.minutes, pieces.signs_on)]
        off = before[np.searchsorted(self.minutes, pieces.signs_off)]
        return Tariff(
            duty=self.wages.duty - float(usable[self._number]),
            minute=self.wages.minute,
            worth=usable[self._joins : self._homes] - (off - on),
            home=-usable[self._homes : self._number],
            link=on[None, :] - off[:, None] if duals.any() else None,
        )

    def cheaper(self, usable: Floats, cents: Floats) -> Floats:
        """The duals with each candidate worth so many cents less."""
        less = usable.copy()
        less[self._joins : self._homes] -= cents
        return less

    def among(self, runs: Ints) -> tuple["Master", Bools]:
        """The same over some candidates, ascending, and the timetable's columns that stay."""
        piece_of = self.candidates.piece_of
        kept = (piece_of < 0) | np.isin(piece_of, runs)
        return Master(
            self._linear.restricted(kept), self.candidates.some(runs, kept), self.wages
        ), kept


def _ends(duties: Sequence[Duty]) -> tuple[Ints, Ints]:
    """First and last pieces."""
    first = np.array([duty[0] for duty in duties], dtype=np.int64)
    return first, np.array([duty[-1] for duty in duties], dtype=np.int64)


def _sorted(linear: LinearModel) -> LinearModel:
    order = np.lexsort((linear.column, linear.row))
    return replace(
        linear,
        row=linear.row[order],
        column=linear.column[order],
        value=linear.value[order],
    )
