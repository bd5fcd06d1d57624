"""The LP over all duties whose working time counts, by column generation, and what it proves."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from ortools.math_opt.python import mathopt

from shuttle.solver.duties.worked.facts import WorkFacts
from shuttle.solver.duties.worked.judge import Judge
from shuttle.solver.duties.worked.search import Duty, WorkEffort, duties_below
from shuttle.solver.linear import Floats

_TOLERANCE = 1e-6
_EFFORTS = (
    WorkEffort(likely=4, keep=12, per_piece=2),
    WorkEffort(likely=8, keep=40, per_piece=3),
    WorkEffort(likely=24, keep=150, per_piece=4),
    WorkEffort(per_piece=4),
)
_GUESSES = (0.9, 1.1, 1.4)
_SMOOTH = 0.5
_DEARER = 4.0
_ENOUGH = 10.0


class Known:
    """The duties found so far with their costs, each once, in the order in which they came."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._place: dict[Duty, int] = {}
        self._costs: list[float] = []

    def add(self, duties: Iterable[Duty]) -> tuple[list[Duty], Floats]:
        """Those that were not known, and their costs."""
        new = [duty for duty in dict.fromkeys(duties) if duty not in self._place]
        costs = self._judge.costs(new)
        for duty in new:
            self._place[duty] = len(self._place)
        self._costs += costs.tolist()
        return new, costs

    def all(self) -> tuple[list[Duty], Floats]:
        """Every duty, first found first, and its cost."""
        return list(self._place), np.array(self._costs)


@dataclass(frozen=True, slots=True)
class WorkLp:
    """What the LP says.

    Attributes:
        bound: no set of duties that covers everything costs less.
        worth: of each piece, at the last.
        shares: of each known duty.
        value: of the LP over the known duties.
        uncovered: pieces that it left uncovered.
        exact: whether no duty costs less than nothing at these worths.
        work: labels that were made.
    """

    bound: float
    worth: Floats
    shares: Floats
    value: float
    uncovered: float
    exact: bool
    work: int


class CoverLp:
    """Every piece in one duty, in fractions, warm-started; a piece may be left out at a price."""

    def __init__(self, prices: Floats) -> None:
        self._model = mathopt.Model()
        self._gaps = [self._model.add_variable(lb=0.0) for _ in prices]
        self._covers = [self._model.add_linear_constraint(gap == 1.0) for gap in self._gaps]
        self._columns: list[mathopt.Variable] = []
        self.price(prices)
        self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)

    def price(self, prices: Floats) -> None:
        """What it costs to leave each piece out."""
        self.prices = prices
        for gap, price in zip(self._gaps, prices.tolist(), strict=True):
            self._model.objective.set_linear_coefficient(gap, price)

    def add(self, duties: Iterable[Duty], costs: Floats) -> None:
        """Let the LP use more duties."""
        for duty, cost in zip(duties, costs.tolist(), strict=True):
            column = self._model.add_variable(lb=0.0)
            self._model.objective.set_linear_coefficient(column, cost)
            for piece in duty:
                self._covers[piece].set_coefficient(column, 1.0)
            self._columns.append(column)

    def solve(self) -> tuple[Floats, Floats, Floats]:
        """What each piece is worth, how far it is left out, and each duty's share."""
        result = self._solver.solve(params=mathopt.SolveParameters(threads=1))
        duals = result.dual_values()
        return (
            np.array([duals[cover] for cover in self._covers]),
            np.array(result.variable_values(self._gaps)),
            np.array(result.variable_values(self._columns)),
        )


def generate(facts: WorkFacts, known: Known, least: float, work_limit: int) -> WorkLp:
    """Solve the LP over all duties, and add to the known ones those that it asked for.

    Args:
        facts: pieces, rules and prices.
        known: duties to start from.
        least: what a duty costs at least, for the bound.
        work_limit: labels after which no new round begins.
    """
    each = (facts.prices.minute + facts.prices.work) * facts.pieces.driving
    scale = 1.6 * each + facts.prices.duty / 8
    work = 0
    for guess in _GUESSES:
        found = duties_below(0.0, facts, guess * scale, _EFFORTS[0])
        known.add(found.duties)
        work += found.work
    lp = CoverLp(3.0 * scale)
    lp.add(*known.all())
    dearest = _ENOUGH * len(facts) * _dearest(facts)
    bound, level, centre = -np.inf, 0, None
    while True:
        duals, gaps, shares = lp.solve()
        centre = duals if centre is None or level else _SMOOTH * centre + (1 - _SMOOTH) * duals
        found = duties_below(-_TOLERANCE, facts, centre, _EFFORTS[level])
        work += found.work
        if found.exact:
            cheapest = min(0.0, float(found.costs[0])) if len(found.costs) else -_TOLERANCE
            total = float(centre.sum())
            bound = max(bound, total * least / (least - cheapest) if total > 0 else -np.inf)
        new, costs = known.add(found.duties)
        out = gaps > _TOLERANCE
        done = not new and level == len(_EFFORTS) - 1
        done &= not out.any() or lp.prices.max() >= dearest
        if done or work > work_limit:
            value = float(shares @ known.all()[1][: len(shares)])
            exact = done and found.exact
            return WorkLp(bound, centre, shares, value, float(gaps.sum()), exact, work)
        lp.add(new, costs)
        if new:
            continue
        if np.abs(centre - duals).max() > _TOLERANCE:
            centre = duals
        elif out.any() and lp.prices.max() < dearest:
            lp.price(np.where(out, _DEARER * lp.prices, lp.prices))
        else:
            level += 1


def _dearest(facts: WorkFacts) -> float:
    """No duty costs more."""
    prices, pieces = facts.prices, facts.pieces
    span = int(pieces.signs_off.max() - pieces.signs_on.min())
    steps = float(np.maximum(facts.step, 0.0).max(initial=0.0)) * len(facts)
    return prices.duty + prices.minute * span + prices.work * max(span, prices.least_paid) + steps
