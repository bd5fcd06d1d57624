"""The linear program over all duties and all columns of the timetable, for a part of all solutions.

Both are generated: duties by label setting over the candidate runs, the timetable's columns by
their reduced costs, of which most never come into question.

The bound needs no exact solve. At whatever duals every solution of the part costs at least their
bound plus what each of its duties costs at them; and duals at which no duty costs less than
nothing are found from any others: a run with which a duty ends that costs less is worth that much
less. So each round proves something, and more of it halfway to the best duals so far, for those of
the linear program leap.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from shuttle.solver.duties.outlook import Tariff
from shuttle.solver.duties.pricing import Duty, DutySearch, Effort, Found
from shuttle.solver.highs import Deadline, LpResult
from shuttle.solver.integrated.master import Master
from shuttle.solver.integrated.program import Program
from shuttle.solver.linear import Bools, Floats, LinearModel

_TOLERANCE = 1e-3
_USED = 1e-6
_EXACT = Effort(per_piece=4)
_MOST_NEW = 1500
_FIRST_ACTIVE = 2000
_FIRST_DUTIES = 1500
_MOST_COLUMNS = 10_000
_ROUNDS = 150
_GLANCE = 100
_HALFWAY = 0.5


@dataclass(frozen=True)
class Relaxation:
    """A solved linear program.

    Attributes:
        linear: the part: the whole model with more bounds.
        bound: no solution of the part costs less. One that uses a column costs at least this plus
            the column's reduced cost, for a duty its cost at the tariff.
        duals: of its rows, by which no duty costs less than nothing.
        reduced: reduced costs of the timetable's columns.
        values: of the timetable's columns.
        duties: those that the LP uses, with `shares` how often.
    """

    linear: LinearModel
    bound: float
    duals: Floats
    reduced: Floats
    tariff: Tariff
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


@dataclass(frozen=True)
class _Proof:
    """What duals prove, with the duties that were found by them."""

    bound: float
    duals: Floats
    found: Found


class Relaxer:
    """Solves linear programs of parts; what one has generated serves the next.

    Args:
        master: the model.
        reduced: reduced costs of the timetable's columns by some first duals.
        duties: known ones, that drive some solution.
    """

    def __init__(self, master: Master, reduced: Floats, duties: Iterable[Duty]) -> None:
        self._master, self._search = master, DutySearch(master.pieces)
        self._known = dict.fromkeys(duties)
        self._columns, self._duties = np.zeros(0, dtype=np.int64), list[Duty]()
        self._program = self._begun(reduced, list(self._known))
        self.work = 0

    @property
    def known(self) -> Iterable[Duty]:
        """Every duty that is known."""
        return self._known

    def learn(self, duties: Iterable[Duty]) -> None:
        """Know more duties."""
        new = [duty for duty in dict.fromkeys(duties) if duty not in self._known]
        self._known.update(dict.fromkeys(new))
        self._enter(new)

    def begin(self, tariff: Tariff, effort: Effort, threshold: float = -_TOLERANCE) -> None:
        """Know duties that cost less than a threshold at a tariff."""
        self.learn(self._search.below(threshold, tariff, effort).duties)

    def _begun(self, reduced: Floats, duties: list[Duty]) -> Program:
        """A program of the columns of least reduced cost and those duties."""
        whole = self._master.whole
        active = np.ones(len(whole.cost), dtype=bool)
        if len(reduced) > _FIRST_ACTIVE:
            limit = np.partition(reduced, _FIRST_ACTIVE)[_FIRST_ACTIVE]
            active[: len(reduced)] = reduced <= limit
        self._program = Program(whole.restricted(active))
        self._columns, self._duties = np.flatnonzero(active), []
        self._enter(duties)
        return self._program

    def _enter(self, duties: Sequence[Duty]) -> None:
        if duties:
            self._program.add(self._master.duty_columns(duties))
            self._columns = np.append(self._columns, np.full(len(duties), -1))
            self._duties.extend(duties)

    def _activate(self, wanted: Bools) -> None:
        self._program.add(self._master.whole.restricted(wanted))
        self._columns = np.append(self._columns, np.flatnonzero(wanted))

    def solve(self, part: LinearModel, cutoff: float, near: float, deadline: Deadline) -> Relaxed:
        """The part's linear program.

        Args:
            part: which solutions.
            cutoff: cost from which on solutions are of no interest.
            near: the bound may stay that much below the program's value.
            deadline: the outer guard.
        """
        best: Relaxation | None = None
        for _ in range(_ROUNDS):
            lp = self._solved(part, deadline)
            active = np.zeros(len(part.cost), dtype=bool)
            active[self._columns[self._columns >= 0]] = True
            if lp.infeasible and not active.all():
                self._activate(~active)
                continue
            if lp.values is None or lp.duals is None:
                return Relaxed(best, empty=lp.infeasible)
            duals = part.usable(lp.duals)
            proofs = self._proofs(part, duals, best)
            best = self._bettered(part, best, proofs, lp.values)
            new = [duty for proof in proofs for duty in proof.found.duties]
            wanted, before = _wanted(part.reduced_costs(duals), active), len(self._known)
            if (
                best.bound >= cutoff
                or deadline.passed
                or self._value(lp.values) - best.bound <= near
            ):
                break
            self.learn(new)
            if len(self._known) == before and not wanted.any():
                break
            self._activate(wanted)
        self._thin(best)
        return Relaxed(best, empty=False)

    def glance(self, part: LinearModel) -> float:
        """What the part's linear program costs at least, over the columns known, at a glance."""
        self._tell(part)
        return self._program.at_least(_GLANCE)

    def _solved(self, part: LinearModel, deadline: Deadline) -> LpResult:
        """The program under the part's bounds."""
        self._tell(part)
        return self._program.solve(deadline.seconds)

    def _tell(self, part: LinearModel) -> None:
        """Move the program's bounds to the part's."""
        own, given = self._columns, self._columns >= 0
        lower = np.where(given, part.lower[own], 0.0)
        upper = np.where(given, part.upper[own], np.inf)
        self._program.bound((lower, upper), (part.row_lower, part.row_upper))

    def _value(self, values: Floats) -> float:
        """What a solution of the program costs."""
        given = self._columns >= 0
        wages = self._master.wages.cents(self._master.pieces, self._duties)
        cost = self._master.whole.cost[self._columns[given]]
        return float(cost @ values[given] + wages @ values[~given])

    def _thin(self, best: Relaxation | None) -> None:
        """Begin a new program with fewer columns, once they have become many."""
        if best is None or len(self._columns) <= _MOST_COLUMNS:
            return
        costs = priced(self._master, self._duties, best.tariff)
        order = np.sort(np.argsort(costs, kind="stable")[:_FIRST_DUTIES])
        duties = list(dict.fromkeys((*best.duties, *(self._duties[n] for n in order))))
        reduced = best.reduced.copy()
        reduced[best.values > _USED] = -np.inf
        self._known = dict.fromkeys(duties)
        self._begun(reduced, duties)

    def _proofs(
        self, part: LinearModel, duals: Floats, best: Relaxation | None
    ) -> tuple[_Proof, ...]:
        """What the duals prove, and those halfway to the best so far."""
        points = [duals]
        if best is not None and np.isfinite(best.bound):
            points.append(_HALFWAY * duals + (1 - _HALFWAY) * best.duals)
        return tuple(self._proof(part, point) for point in points)

    def _proof(self, part: LinearModel, duals: Floats) -> _Proof:
        found = self._search.below(-_TOLERANCE, self._master.tariff(duals), _EXACT)
        self.work += found.work
        if not found.exact:
            return _Proof(-np.inf, duals, found)
        less = np.full(len(self._master.pieces), _TOLERANCE)
        for duty, cost in zip(found.duties, found.costs.tolist(), strict=True):
            less[duty[-1]] = max(less[duty[-1]], -cost)
        mended = self._master.cheaper(duals, less)
        return _Proof(part.dual_bound(mended), mended, found)

    def _bettered(
        self,
        part: LinearModel,
        best: Relaxation | None,
        proofs: Sequence[_Proof],
        solution: Floats,
    ) -> Relaxation:
        """The best proof so far, with the latest solution."""
        columns, given = self._master.timetable_columns, self._columns >= 0
        values = np.zeros(len(part.cost))
        values[self._columns[given]] = solution[given]
        shares = solution[~given]
        whose = np.flatnonzero(shares > _TOLERANCE)
        proof = max(proofs, key=lambda proof: proof.bound)
        if best is None or proof.bound >= best.bound:
            bound, duals = proof.bound, proof.duals
        else:
            bound, duals = best.bound, best.duals
        return Relaxation(
            linear=part,
            bound=bound,
            duals=duals,
            reduced=part.reduced_costs(duals)[:columns],
            tariff=self._master.tariff(duals),
            values=values[:columns],
            duties=tuple(self._duties[number] for number in whose.tolist()),
            shares=shares[whose],
        )


def priced(master: Master, duties: Sequence[Duty], tariff: Tariff) -> Floats:
    """What each of those duties costs at a tariff."""
    wages, pieces = master.wages, master.pieces
    lengths = np.array([len(duty) for duty in duties], dtype=np.int64)
    every = np.fromiter((piece for duty in duties for piece in duty), dtype=np.int64)
    begins = np.cumsum(lengths) - lengths
    cost = -tariff.worth[every]
    if tariff.link is not None:
        onward = np.append(tariff.link[every[:-1], every[1:]], 0.0)
        onward[begins[1:] - 1] = 0.0
        cost = cost + onward
    own = replace(wages, duty=tariff.duty).cents(pieces, duties)
    home = tariff.home[pieces.origin_side[every[begins]]]
    return np.asarray(np.add.reduceat(cost, begins) + own + home)


def _wanted(reduced: Floats, active: Bools) -> Bools:
    """Columns left out so far that would make the linear program cheaper, the first ones."""
    wanted = (reduced < -_TOLERANCE) & ~active
    if int(wanted.sum()) > _MOST_NEW:
        limit = np.partition(reduced[wanted], _MOST_NEW)[_MOST_NEW]
        wanted &= reduced <= limit
    return np.asarray(wanted)
