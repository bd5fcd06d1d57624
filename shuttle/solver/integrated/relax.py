"""The linear program over all duties and all columns of the timetable, for a part of all solutions.

Both are generated: duties by label setting over the candidate runs, the timetable's columns by
their reduced costs, of which most never come into question.

The bound needs no exact solve. At whatever duals y it is y @ rows, plus each timetable column at
the end of its range that its reduced cost prefers, plus, for each of at most `most` duties, the
least that a duty costs at y: every solution of the part costs at least that.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shuttle.solver.duties.outlook import Tariff
from shuttle.solver.duties.pricing import Duty, DutySearch, Effort
from shuttle.solver.highs import Deadline, solve_lp
from shuttle.solver.integrated.master import Master, Part
from shuttle.solver.linear import Bools, Floats

_TOLERANCE = 1e-3
_EFFORTS = (Effort(keep=8, per_piece=2), Effort(per_piece=4))
_MOST_NEW = 1500
_FIRST_ACTIVE = 4000
_ROUNDS = 150
_MANY_DUTIES = 2000


@dataclass(frozen=True)
class Relaxation:
    """A solved linear program.

    Attributes:
        bound: no solution of the part costs less.
        at_duals: what solutions cost at least at these duals, duties aside: a solution costs at
            least this plus its duties' costs at the tariff, plus the reduced cost of each of
            its columns.
        reduced: reduced costs of the timetable's columns.
        least: what the cheapest duty costs at the tariff, at most 0.
        values: of the timetable's columns.
        duties: those that the LP uses, with `shares` how often.
    """

    part: Part
    bound: float
    at_duals: float
    reduced: Floats
    tariff: Tariff
    least: float
    values: Floats
    duties: tuple[Duty, ...]
    shares: Floats


@dataclass(frozen=True)
class Relaxed:
    """What is known of a part.

    Attributes:
        relaxation: None where there was no time for any.
        empty: the part is proved to have no solution.
    """

    relaxation: Relaxation | None
    empty: bool


class Relaxer:
    """Solves linear programs of parts; what one has generated serves the next.

    Args:
        master: the model.
        reduced: reduced costs of the timetable's columns by some first duals.
        duties: known ones, that drive some solution.
        least_duty: what the cheapest duty costs at least, in cents.
    """

    def __init__(
        self, master: Master, reduced: Floats, duties: Sequence[Duty], least_duty: float
    ) -> None:
        self._master, self._search = master, DutySearch(master.pieces)
        self._least_duty = least_duty
        self._known = dict.fromkeys(duties)
        columns = len(master.whole.linear.cost)
        self._active: Bools = np.ones(columns, dtype=bool)
        if len(reduced) > _FIRST_ACTIVE:
            limit = np.partition(reduced, _FIRST_ACTIVE)[_FIRST_ACTIVE]
            self._active[: len(reduced)] = reduced <= limit
        self.work = 0

    def learn(self, duties: Sequence[Duty]) -> None:
        """Know more duties."""
        self._known.update(dict.fromkeys(duties))

    def begin(self, worth: float) -> None:
        """Know duties that would pay if each run were worth so much."""
        pieces, wages = self._master.pieces, self._master.wages
        homes = np.zeros(len(pieces.most_duties))
        tariff = Tariff(wages.duty, wages.minute, np.full(len(pieces), worth), homes)
        self.learn(self._search.below(-_TOLERANCE, tariff, _EFFORTS[0]).duties)

    def solve(self, part: Part, cutoff: float, near: float, deadline: Deadline) -> Relaxed:
        """The part's linear program.

        Args:
            part: which solutions.
            cutoff: cost from which on solutions are of no interest.
            near: the bound may stay that much below the program's value.
            deadline: the outer guard.
        """
        best: Relaxation | None = None
        level = 0
        for _ in range(_ROUNDS):
            duties, active = self._fewer(best), self._active.copy()
            linear = self._master.with_duties(part.linear.restricted(active), duties)
            found = solve_lp(linear, deadline.seconds, corner=False)
            if found.infeasible and not active.all():
                self._active[:] = True
                continue
            if found.values is None or found.duals is None:
                return Relaxed(best, empty=found.infeasible)
            now = self._priced(part, (duties, active), found.values, found.duals, cutoff, level)
            best = now if best is None or now.bound >= best.bound else best
            asked = len(self._known) > len(duties) or bool((self._active != active).any())
            last = level == len(_EFFORTS) - 1
            close = linear.objective(found.values) - best.bound <= near
            if best.bound >= cutoff or deadline.passed or (last and (close or not asked)):
                break
            level += not asked  # harder only where easier finds nothing
        return Relaxed(best, empty=False)

    def _fewer(self, last: Relaxation | None) -> list[Duty]:
        """The known duties; once they are many, those that the last duals like best."""
        if last is not None and len(self._known) > _MANY_DUTIES:
            duties = list(self._known)
            worth = [last.tariff.worth[list(duty)].sum() for duty in duties]
            reduced = self._master.wages.cents(self._master.pieces, duties) - np.array(worth)
            order = np.argsort(reduced, kind="stable")[: _MANY_DUTIES // 2]
            self._known = dict.fromkeys((*last.duties, *(duties[n] for n in np.sort(order))))
        return list(self._known)

    def _priced(
        self,
        part: Part,
        used: tuple[list[Duty], Bools],
        solution: Floats,
        duals: Floats,
        cutoff: float,
        level: int,
    ) -> Relaxation:
        """What the duals prove; learns the columns that they ask for."""
        master, linear = self._master, part.linear
        usable = linear.usable(duals)
        reduced, tariff = linear.reduced_costs(usable), master.tariff(usable)
        priced = self._search.below(-_TOLERANCE, tariff, _EFFORTS[level])
        self.work += priced.work
        self.learn(priced.duties)
        self._active |= self._wanted(reduced)
        at_duals = linear.dual_bound(usable)
        least = min(-_TOLERANCE, *priced.costs[:1].tolist(), 0.0)
        most = min(part.most, cutoff / self._least_duty)
        duties, active = used
        values = np.zeros(len(linear.cost))
        values[active] = solution[: len(solution) - len(duties)]
        shares = solution[len(solution) - len(duties) :]
        whose = np.flatnonzero(shares > _TOLERANCE)
        return Relaxation(
            part=part,
            bound=at_duals + most * least if priced.exact else -np.inf,
            at_duals=at_duals,
            reduced=reduced[: master.timetable_columns],
            tariff=tariff,
            least=least,
            values=values[: master.timetable_columns],
            duties=tuple(duties[number] for number in whose.tolist()),
            shares=shares[whose],
        )

    def _wanted(self, reduced: Floats) -> Bools:
        """Columns left out so far that would make the linear program cheaper, the first ones."""
        wanted = (reduced < -_TOLERANCE) & ~self._active
        if int(wanted.sum()) > _MOST_NEW:
            limit = np.partition(reduced[wanted], _MOST_NEW)[_MOST_NEW]
            wanted &= reduced <= limit
        return np.asarray(wanted)
