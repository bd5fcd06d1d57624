"""Driver duties for blocks that somebody else made: solved, then checked against every rule."""

from shuttle.audit.stage_duties import check_duties
from shuttle.domain.duty_stage import DutyAnswer, DutyTask
from shuttle.errors import CheckError
from shuttle.solver.duties.stage import solve_duties


def make_duties(task: DutyTask) -> DutyAnswer:
    """Duties that pass the audit.

    Raises:
        InfeasibleError: no duties keep every rule.
        NoPlanError: none were found within the work allowed.
        CheckError: solver and audit disagree, which is an error of this program.
    """
    answer = solve_duties(task)
    violations = check_duties(task, answer)
    if violations:
        message = "The duties break rules, which is an error of this program; please report it."
        raise CheckError(message, [f"{v.rule}: {v.words}" for v in violations])
    return answer
