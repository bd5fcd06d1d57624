"""The cheapest duties whose working time counts: small tasks whole, large ones group by group."""

from math import isfinite

import numpy as np

from shuttle.solver.duties.cheapest import Cheapest
from shuttle.solver.duties.prices import NO_HURRY
from shuttle.solver.duties.worked.cover import Duty
from shuttle.solver.duties.worked.facts import WorkFacts
from shuttle.solver.duties.worked.improve import Improver
from shuttle.solver.duties.worked.judge import Judge
from shuttle.solver.duties.worked.labels import shortest_duties
from shuttle.solver.duties.worked.part import PartEffort, solve_part
from shuttle.solver.duties.worked.relax import EFFORTS, Known, LpLimits, WorkLp, floor, generate
from shuttle.solver.duties.worked.search import WorkEffort
from shuttle.solver.highs import Deadline
from shuttle.solver.linear import Floats

_WHOLE_PIECES = 180
_LP_PIECES = 450  # beyond, the LP of the whole takes longer than it is worth
_LP_LABELS = 30_000_000
_BOUND_LABELS = 60_000_000
_LEAST_WORK, _WORK_A_PIECE, _MOST_WORK = 20_000_000, 150_000, 100_000_000
_TO_IMPROVE = 0.8  # of the time that is left, so that some remains for the bound
_EXACT = WorkEffort(labels=4_000_000, per_piece=4)
_PATIENCE = 2
_GOOD = 0.5
_WHOLE = PartEffort(
    lp_labels=400_000_000, list_labels=1_500_000, longest=12_000, nodes=500, steps=(0.1, 0.3, 1.0)
)


def cheapest_working(facts: WorkFacts, workers: int = 1, deadline: Deadline = NO_HURRY) -> Cheapest:
    """Cover each piece exactly once at the least cost.

    Args:
        facts: pieces, rules and prices.
        workers: processes; the answer does not depend on them.
        deadline: after which the search ends as soon as it has an answer.
    """
    if len(facts) <= _WHOLE_PIECES:
        answer = solve_part(facts, _WHOLE, deadline)
        return _answer(facts, answer.duties, answer.bound, answer.work)
    return _Large(facts, workers, deadline).solve()


class _Large:
    """The LP, about; a start from its worths; better duties group by group; the LP in full."""

    def __init__(self, facts: WorkFacts, workers: int, deadline: Deadline) -> None:
        self._facts, self._workers, self._deadline = facts, workers, deadline
        self._known = Known(Judge(facts))
        self._work = 0

    def solve(self) -> Cheapest:
        """The answer, with its bound."""
        facts, worth = self._facts, None
        if len(facts) <= _LP_PIECES:
            worth = self._relaxed(LpLimits(_LP_LABELS, None, EFFORTS[:-1], self._deadline)).worth
        until = Deadline(_TO_IMPROVE * self._deadline.seconds, lambda: self._deadline.passed)
        improver = Improver(facts, worth, self._workers, until)
        improver.pool.add(self._good(improver.worth))
        work = min(_MOST_WORK, max(_LEAST_WORK, _WORK_A_PIECE * len(facts)))
        start = improver.start()
        duties = improver.improve(start, work, _PATIENCE * len(start))
        bound = _least(facts)
        if not self._deadline.passed:
            self._known.add(improver.pool.duties)
            bound = max(bound, self._bound(improver.worth if worth is None else worth))
        work = self._work + improver.work
        stubs = set(facts.pieces.spells()) - set(shortest_duties(facts))
        whole = stubs.isdisjoint(duties)
        return _answer(facts, tuple(duties) if whole else None, bound, work)

    def _relaxed(self, limits: LpLimits) -> WorkLp:
        lp = generate(self._facts, self._known, limits)
        self._work += lp.work
        return lp

    def _bound(self, worth: Floats) -> float:
        lp = self._relaxed(LpLimits(_BOUND_LABELS, worth, (_EXACT,), self._deadline))
        bound = lp.bound if isfinite(lp.bound) else floor(self._facts, worth)
        return float(np.ceil(bound - 1e-3)) if isfinite(bound) else 0.0

    def _good(self, worth: Floats) -> list[Duty]:
        """Of the known duties those that may be of use."""
        return self._known.below(_GOOD * float(worth.mean()), worth)


def _answer(facts: WorkFacts, duties: tuple[Duty, ...] | None, bound: float, work: int) -> Cheapest:
    cost = 0 if duties is None else round(float(Judge(facts).costs(duties).sum()))
    return Cheapest(duties, cost, bound if duties is None else min(bound, cost), work)


def _least(facts: WorkFacts) -> float:
    """What any answer costs: its pieces, and no fewer duties than are under way at once."""
    pieces, prices = facts.pieces, facts.prices
    minutes = int((pieces.arrival - pieces.departure).sum())
    driving = -(-int(pieces.driving.sum()) // pieces.rules.max_driving_minutes)
    fewest = max(pieces.most_at_once(), driving)
    paid = prices.work * max(minutes, fewest * prices.least_paid)
    return float(prices.duty * fewest + prices.minute * minutes + paid)
