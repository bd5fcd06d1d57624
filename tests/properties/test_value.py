"""What riders value, by the solver, by the audit and by trying everything."""

from contextlib import suppress

from hypothesis import HealthCheck, given, settings

from shuttle import audit
from shuttle.domain.scenario import Scenario
from shuttle.errors import InfeasibleError
from shuttle.services.planning import PlanRequest, make_plan
from tests.builders import TUESDAY, WORKDAY
from tests.properties.brute_force import best
from tests.properties.test_solver import solved
from tests.properties.valued import crowded_scenarios, visited_scenarios

SLOW = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def must_agree(scenario: Scenario) -> None:
    """Solver and brute force find the same least cost, and the plan passes the audit."""
    expected = best(scenario, WORKDAY, TUESDAY)
    solution = solved(scenario)
    if expected is None or solution is None:
        assert expected is None
        assert solution is None
        return
    assert solution.proof.status == "optimal"
    assert solution.proof.objective == expected[0]
    with suppress(InfeasibleError):
        plan = make_plan(scenario, PlanRequest(day_type=WORKDAY, day=TUESDAY))
        assert audit.check(scenario, plan) == ()
        assert plan.objective.total == expected[0]


@SLOW
@given(crowded_scenarios())
def test_crowding_is_weighed_as_trying_everything_weighs_it(scenario: Scenario) -> None:
    must_agree(scenario)


@SLOW
@given(visited_scenarios())
def test_a_stay_is_weighed_as_trying_everything_weighs_it(scenario: Scenario) -> None:
    must_agree(scenario)
