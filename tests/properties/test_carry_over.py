"""Under carry-over, solver, audit and brute force must agree, and no bound may lie too high."""

from contextlib import suppress

from hypothesis import HealthCheck, given, settings

from shuttle import audit
from shuttle.domain.policy import SEAT_GUARANTEE
from shuttle.domain.scenario import Scenario
from shuttle.errors import InfeasibleError
from shuttle.services.planning import PlanRequest, make_plan
from shuttle.solver.carry_over.path import CarryPath
from shuttle.solver.highs import solve_lp
from shuttle.solver.optimise import Options, optimise
from shuttle.solver.problem import build_problem
from shuttle.solver.result import Solution
from shuttle.solver.timetable.model import build_model
from tests.builders import TUESDAY, WORKDAY
from tests.properties.brute_force import best
from tests.properties.crowded import crowded_scenarios
from tests.properties.strategies import tiny_scenarios

SLOW = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def carried(scenario: Scenario) -> Scenario:
    changed = scenario.policies.model_copy(update={"semantics": "carry-over"})
    return scenario.model_copy(update={"policies": changed})


def solved(scenario: Scenario) -> Solution | None:
    with suppress(InfeasibleError):
        return optimise(build_problem(scenario, WORKDAY, TUESDAY), Options())
    return None


def agrees(scenario: Scenario) -> None:
    expected = best(scenario, WORKDAY, TUESDAY)
    solution = solved(scenario)
    if expected is None or solution is None:
        assert expected is None
        assert solution is None
        return
    assert solution.proof.status == "optimal"
    assert solution.proof.objective == expected[0]
    assert solution.proof.bound == expected[0]


@SLOW
@given(crowded_scenarios())
def test_the_solver_finds_what_trying_everything_finds_where_buses_are_full(
    scenario: Scenario,
) -> None:
    agrees(scenario)


@SLOW
@given(tiny_scenarios())
def test_the_solver_finds_what_trying_everything_finds_under_all_rules(scenario: Scenario) -> None:
    agrees(carried(scenario))


@SLOW
@given(crowded_scenarios())
def test_the_linear_bound_is_at_most_the_optimum(scenario: Scenario) -> None:
    expected = best(scenario, WORKDAY, TUESDAY)
    linear = build_model(build_problem(scenario, WORKDAY, TUESDAY), CarryPath).linear
    found = solve_lp(linear, 60)
    if expected is None or found.duals is None:
        assert expected is None or not found.infeasible
        return
    assert linear.dual_bound(found.duals) <= expected[0] * 100 + 1e-3


@settings(SLOW, max_examples=20)
@given(crowded_scenarios())
def test_every_plan_passes_the_audit_and_its_count_of_riders(scenario: Scenario) -> None:
    with suppress(InfeasibleError):
        plan = make_plan(scenario, PlanRequest(day_type=WORKDAY, day=TUESDAY))
        assert audit.check(scenario, plan) == ()
        assert plan.objective.total == plan.proof.objective
        assert plan.seat_guarantee_total is not None
        assert plan.seat_guarantee_total >= plan.objective.total


@settings(SLOW, max_examples=20)
@given(crowded_scenarios())
def test_with_seats_for_everyone_both_semantics_cost_the_same(scenario: Scenario) -> None:
    roomy = {
        name: kind.model_copy(update={"seats": 99}) for name, kind in scenario.vehicle_types.items()
    }
    place = scenario.model_copy(update={"vehicle_types": roomy})
    guaranteed = place.policies.model_copy(update={"semantics": SEAT_GUARANTEE})
    mine, other = solved(place), solved(place.model_copy(update={"policies": guaranteed}))
    assert (mine is None) == (other is None)
    if mine is not None and other is not None:
        assert mine.proof.objective == other.proof.objective
