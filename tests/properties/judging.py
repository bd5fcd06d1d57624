"""The solver on trial: what it finds against what trying everything finds, and the audit."""

from contextlib import suppress

from hypothesis import HealthCheck, settings

from shuttle import audit
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.errors import InfeasibleError
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.solver.optimise import Options, optimise, silent
from shuttle.solver.problem import build_problem
from shuttle.solver.progress import Progress, Report
from shuttle.solver.result import Solution
from tests.builders import TUESDAY, WORKDAY
from tests.properties.brute_force import best

_ROUNDING = 1e-3
SLOW = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def solved(scenario: Scenario, report: Report = silent) -> Solution | None:
    """What the solver finds; None where it says that nothing keeps every rule."""
    with suppress(InfeasibleError):
        return optimise(build_problem(scenario, WORKDAY, TUESDAY), Options(), report)
    return None


def agrees(scenario: Scenario) -> None:
    """The solver finds and proves the least cost that trying everything finds, or neither any.

    On its way it never says that nothing costs less where something does.
    """
    expected = best(scenario, WORKDAY, TUESDAY)
    told: list[Progress] = []
    solution = solved(scenario, told.append)
    if expected is None or solution is None:
        assert expected is None
        assert solution is None
        return
    assert solution.proof.status == "optimal"
    assert solution.proof.objective == expected[0]
    assert solution.proof.bound == expected[0]
    assert all(step.bound <= expected[0] * 100 + _ROUNDING for step in told)


def audited(scenario: Scenario) -> Plan | None:
    """A plan that passes the audit at the money that it states; None where there is none."""
    with suppress(InfeasibleError):
        plan = make_plan(scenario, PlanRequest(day_type=WORKDAY, day=TUESDAY))
        assert audit.check(scenario, plan) == ()
        assert plan.objective.total == plan.proof.objective
        return plan
    return None
