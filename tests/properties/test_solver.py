"""Solver, audit and brute force must agree on whatever is small enough to try out."""

from contextlib import suppress

from hypothesis import HealthCheck, given, settings

from shuttle import audit
from shuttle.domain.scenario import Scenario
from shuttle.errors import InfeasibleError
from shuttle.services.planning import PlanRequest, make_plan
from shuttle.solver.optimise import Options, optimise
from shuttle.solver.problem import build_problem
from shuttle.solver.result import Solution
from tests.builders import TUESDAY, WORKDAY
from tests.properties.brute_force import best
from tests.properties.strategies import tiny_scenarios

SLOW = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def solved(scenario: Scenario) -> Solution | None:
    with suppress(InfeasibleError):
        return optimise(build_problem(scenario, WORKDAY, TUESDAY), Options())
    return None


@SLOW
@given(tiny_scenarios())
def test_the_solver_finds_what_trying_everything_finds(scenario: Scenario) -> None:
    expected = best(scenario, WORKDAY, TUESDAY)
    solution = solved(scenario)
    if expected is None or solution is None:
        assert expected is None
        assert solution is None
        return
    assert solution.proof.status == "optimal"
    assert solution.proof.objective == expected[0]
    assert solution.proof.bound <= expected[0]


@SLOW
@given(tiny_scenarios())
def test_every_plan_passes_the_audit_and_its_count_of_riders(scenario: Scenario) -> None:
    with suppress(InfeasibleError):
        plan = make_plan(scenario, PlanRequest(day_type=WORKDAY, day=TUESDAY))
        assert audit.check(scenario, plan) == ()
        assert plan.objective.total == plan.proof.objective
