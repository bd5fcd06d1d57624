"""The LP over all duties whose working time counts, by column generation, and what it proves."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from shuttle.solver.duties.worked.cover import CoverLp
from shuttle.solver.duties.worked.facts import WorkFacts
from shuttle.solver.duties.worked.judge import Judge
from shuttle.solver.duties.worked.search import Duty, WorkEffort, WorkFound, duties_below
from shuttle.solver.linear import Bools, Floats

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
_NEAR = 0.1


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


@dataclass(frozen=True, slots=True)
class LpLimits:
    """Where an LP begins, and when it stops.

    Attributes:
        least_duty: what a duty costs at least, for the bound.
        labels: after which no new round begins.
        worth: of each piece, to begin with; guessed where not given.
    """

    least_duty: float
    labels: int
    worth: Floats | None = None


def generate(facts: WorkFacts, known: Known, limits: LpLimits) -> WorkLp:
    """Solve the LP over all duties, and add to the known ones those that it asked for."""
    run = _Generation(facts, known, limits)
    run.begin()
    while not run.step():
        pass
    return run.outcome()


class _Generation:
    """One run of column generation: what the LP says, and what was found at its worths."""

    def __init__(self, facts: WorkFacts, known: Known, limits: LpLimits) -> None:
        self._facts, self._known, self._limits = facts, known, limits
        each = (facts.prices.minute + facts.prices.work) * facts.pieces.driving
        self._scale: Floats = np.asarray(1.6 * each + facts.prices.duty / 8, dtype=np.float64)
        self._lp = CoverLp(3.0 * self._scale)
        self._enough = _ENOUGH * len(facts) * _dearest(facts)
        self._level, self._work, self._bound = 0, 0, -np.inf
        self._worth: Floats = np.empty(0)
        self._gaps = self._shares = self._worth
        self._done = False

    def begin(self) -> None:
        """Duties to start from: those that are cheap if pieces were worth their minutes."""
        if self._limits.worth is None:
            for guess in _GUESSES:
                self._known.add(self._found(guess * self._scale, 0.0).duties)
        else:
            self._level = len(_EFFORTS) - 1
            near = _NEAR * self._limits.least_duty
            self._known.add(self._found(self._limits.worth, near).duties)
        self._lp.add(*self._known.all())

    def step(self) -> bool:
        """One round; whether it was the last."""
        solved = self._lp.solve()
        duals, self._gaps, self._shares = solved.worth, solved.gaps, solved.shares
        self._worth = self._smoothed(duals)
        found = self._found(self._worth, -_TOLERANCE)
        if found.exact:
            self._bound = max(self._bound, self._proved(found))
        new, costs = self._known.add(found.duties)
        self._lp.add(new, costs)
        out = self._gaps > _TOLERANCE
        ended = not new and self._level == len(_EFFORTS) - 1
        self._done = ended and found.exact and (not out.any() or self._dear())
        if not new and not self._done:
            self._look_harder(duals, out)
        return self._done or self._work > self._limits.labels

    def outcome(self) -> WorkLp:
        """What the LP says by now."""
        value = float(self._shares @ self._known.all()[1][: len(self._shares)])
        out = float(self._gaps.sum())
        return WorkLp(self._bound, self._worth, self._shares, value, out, self._done, self._work)

    def _smoothed(self, duals: Floats) -> Floats:
        """Halfway from the last worths while the search is quick: fewer rounds, as duals swing."""
        if self._level or not len(self._worth):
            return duals
        return _SMOOTH * self._worth + (1 - _SMOOTH) * duals

    def _found(self, worth: Floats, threshold: float) -> WorkFound:
        found = duties_below(threshold, self._facts, worth, _EFFORTS[self._level])
        self._work += found.work
        return found

    def _proved(self, found: WorkFound) -> float:
        """By A. Farley, A note on bounding a class of linear programming problems, 1990."""
        cheapest = min(0.0, float(found.costs[0])) if len(found.costs) else -_TOLERANCE
        total, least = float(self._worth.sum()), self._limits.least_duty
        return total * least / (least - cheapest) if total > 0 and least > 0 else -np.inf

    def _look_harder(self, duals: Floats, out: Bools) -> None:
        if np.abs(self._worth - duals).max() > _TOLERANCE:
            self._worth = duals
        elif out.any() and not self._dear():
            self._lp.price(np.where(out, _DEARER * self._lp.prices, self._lp.prices))
        else:
            self._level = min(self._level + 1, len(_EFFORTS) - 1)

    def _dear(self) -> bool:
        """Whether a piece is left out only where it must be."""
        return float(self._lp.prices.max()) >= self._enough


def _dearest(facts: WorkFacts) -> float:
    """No duty costs more."""
    prices, pieces = facts.prices, facts.pieces
    span = int(pieces.signs_off.max() - pieces.signs_on.min())
    steps = float(np.maximum(facts.step, 0.0).max(initial=0.0)) * len(facts)
    return prices.duty + prices.minute * span + prices.work * max(span, prices.least_paid) + steps
