"""Every duty of a few pieces and the cheapest cover, by trying all with the audit's own rules."""

from itertools import combinations
from math import inf

from shuttle.audit.stage_duties import check_duties, cost_in_cents
from shuttle.domain.duty_stage import DutyAnswer, DutyTask, StageDuty
from shuttle.solver.duties.pieces import Pieces
from tests.plans import proof

Duty = tuple[int, ...]


def every_duty(task: DutyTask, pieces: Pieces) -> dict[Duty, float]:
    """What each duty that keeps all rules costs."""
    by_id = {piece.id: piece for piece in task.stage.pieces}
    found = {}
    for size in range(1, len(pieces) + 1):
        for duty in combinations(range(len(pieces)), size):
            named = [by_id[pieces.ids[index]] for index in duty]
            own = StageDuty(id="d", pieces=tuple(piece.id for piece in named))
            answer = DutyAnswer(duties=(own,), objective=0, proof=proof())
            broken = {violation.rule for violation in check_duties(task, answer)}
            if broken <= {"duty-cover", "objective-value"}:
                found[duty] = cost_in_cents(task, named) / 100
    return found


def cheapest_cover(duties: dict[Duty, float], count: int) -> float:
    """Least cost at which each piece is in exactly one duty; infinite where it cannot be."""
    best = [0.0] + [inf] * ((1 << count) - 1)
    masks = [(sum(1 << piece for piece in duty), cost) for duty, cost in duties.items()]
    for covered in range(1, len(best)):
        for mask, cost in masks:
            # The duty with the lowest piece comes last: each partition is met once.
            if mask & covered == mask and mask & covered & -covered:
                best[covered] = min(best[covered], best[covered ^ mask] + cost)
    return best[-1]
