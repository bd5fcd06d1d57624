"""Driver duties for blocks that somebody else made: solved, then checked against every rule."""

from shuttle.audit.stage_duties import check_duties
from shuttle.domain.duty_stage import DutyAnswer, DutyTask
from shuttle.errors import CheckError
from shuttle.solver.duties.prices import NO_HURRY
from shuttle.solver.duties.stage import solve_duties
from shuttle.solver.highs import Deadline


def make_duties(task: DutyTask, deadline: Deadline = NO_HURRY, workers: int = 1) -> DutyAnswer:
    """Duties that pass the audit; after the deadline the first that there are.

    Args:
        task: pieces, rules and costs.
        deadline: the outer guard.
        workers: processes, where the rules count working time; they do not change the answer.

    Raises:
        InfeasibleError: no duties keep every rule.
        NoPlanError: none were found within the work allowed.
        CheckError: solver and audit disagree, which is an error of this program.
    """
    answer = solve_duties(task, deadline, workers)
    violations = check_duties(task, answer)
    if violations:
        message = "The duties break rules, which is an error of this program; please report it."
        raise CheckError(message, [f"{v.rule}: {v.words}" for v in violations])
    return answer
