"""Under carry-over, solver, audit and brute force must agree, and no bound may lie too high."""

from hypothesis import given, settings

from shuttle.domain.policy import SEAT_GUARANTEE, Semantics
from shuttle.domain.scenario import Scenario
from shuttle.solver.carry_over.path import CarryPath
from shuttle.solver.highs import solve_lp
from shuttle.solver.problem import build_problem
from shuttle.solver.timetable.model import build_model
from tests.builders import TUESDAY, WORKDAY
from tests.properties.brute_force import best
from tests.properties.crowded import crowded_scenarios
from tests.properties.judging import SLOW, agrees, audited, solved
from tests.properties.strategies import tiny_scenarios

FEW = settings(SLOW, max_examples=20)


def under(scenario: Scenario, semantics: Semantics) -> Scenario:
    changed = scenario.policies.model_copy(update={"semantics": semantics})
    return scenario.model_copy(update={"policies": changed})


@SLOW
@given(crowded_scenarios())
def test_the_solver_finds_what_trying_everything_finds_where_buses_are_full(
    scenario: Scenario,
) -> None:
    agrees(scenario)


@SLOW
@given(tiny_scenarios())
def test_the_solver_finds_what_trying_everything_finds_under_all_rules(scenario: Scenario) -> None:
    agrees(under(scenario, "carry-over"))


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


@FEW
@given(crowded_scenarios())
def test_every_plan_passes_the_audit_and_its_count_of_riders(scenario: Scenario) -> None:
    plan = audited(scenario)
    if plan is not None:
        assert plan.seat_guarantee_total is not None
        assert plan.seat_guarantee_total >= plan.objective.total


@FEW
@given(crowded_scenarios())
def test_with_seats_for_everyone_both_semantics_cost_the_same(scenario: Scenario) -> None:
    roomy = {
        name: kind.model_copy(update={"seats": 99}) for name, kind in scenario.vehicle_types.items()
    }
    place = scenario.model_copy(update={"vehicle_types": roomy})
    mine, other = solved(place), solved(under(place, SEAT_GUARANTEE))
    assert (mine is None) == (other is None)
    if mine is not None and other is not None:
        assert mine.proof.objective == other.proof.objective
