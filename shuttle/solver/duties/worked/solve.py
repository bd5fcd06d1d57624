"""The cheapest duties whose working time counts: small tasks whole, large ones part by part."""

from shuttle.solver.duties.cheapest import Cheapest
from shuttle.solver.duties.worked.facts import WorkFacts
from shuttle.solver.duties.worked.improve import Improver
from shuttle.solver.duties.worked.judge import Judge
from shuttle.solver.duties.worked.part import PartEffort, solve_part
from shuttle.solver.duties.worked.search import Duty

_WHOLE_PIECES = 180
_BOUND_PIECES = 500
_WHOLE = PartEffort(
    lp_labels=400_000_000, list_labels=1_500_000, longest=12_000, nodes=500, steps=(0.1, 0.3, 1.0)
)
_LARGE = PartEffort(
    lp_labels=400_000_000, list_labels=1_000_000, longest=10_000, nodes=60, steps=(0.1,)
)


def cheapest_working(facts: WorkFacts, rounds: int = 60, workers: int = 1) -> Cheapest:
    """Cover each piece exactly once at the least cost.

    Args:
        facts: pieces, rules and prices.
        rounds: of improvement, for tasks that are too large to be solved whole; each solves up
            to four groups of related duties anew.
        workers: processes; the answer does not depend on them.
    """
    if len(facts) <= _WHOLE_PIECES:
        answer = solve_part(facts, (), _WHOLE)
        return _answer(facts, answer.duties, answer.bound, answer.work)
    improver = Improver(facts, workers)
    if len(facts) <= _BOUND_PIECES:
        whole = solve_part(facts, (), _LARGE)
        if whole.duties is None:
            return _answer(facts, None, whole.bound, whole.work)
        improver.worth, start, bound = whole.worth, whole.duties, whole.bound
        improver.work += whole.work
    else:
        start, bound = tuple(improver.start()), _least(facts)
    duties = tuple(improver.improve(start, rounds)) if start else None
    return _answer(facts, duties, bound, improver.work)


def _answer(facts: WorkFacts, duties: tuple[Duty, ...] | None, bound: float, work: int) -> Cheapest:
    cost = 0 if duties is None else round(float(Judge(facts).costs(duties).sum()))
    return Cheapest(duties, cost, bound, work)


def _least(facts: WorkFacts) -> float:
    """What any answer costs: its pieces, and no fewer duties than are under way at once."""
    pieces, prices = facts.pieces, facts.prices
    minutes = int((pieces.arrival - pieces.departure).sum())
    driving = -(-int(pieces.driving.sum()) // pieces.rules.max_driving_minutes)
    fewest = max(pieces.most_at_once(), driving)
    paid = prices.work * max(minutes, fewest * prices.least_paid)
    return float(prices.duty * fewest + prices.minute * minutes + paid)
