"""The frontier of a small service: settings, knee, words, plans."""

import pytest

from shuttle import audit
from shuttle.domain.base import LANGUAGES
from shuttle.domain.policy import SpanPolicy
from shuttle.errors import InfeasibleError, InputError
from shuttle.scenario import load_scenario, shared_root
from shuttle.services.deciding.frontier import FrontierRequest, TracedFrontier, trace_frontier
from shuttle.solver.optimise import Options
from tests.builders import band, policies, scenario, vehicle_type

TINY = shared_root() / "seeds" / "tiny"


@pytest.fixture(scope="module")
def traced() -> TracedFrontier:
    return trace_frontier(load_scenario(TINY), FrontierRequest(options=Options(gap=0.005)))


def test_points_are_in_order_of_what_they_cost_the_operator(traced: TracedFrontier) -> None:
    costs = [point.operator_cost for point in traced.frontier.points if point.operator_cost]
    assert costs == sorted(costs)
    assert len(costs) >= 5


def test_every_point_is_certified_on_a_small_service(traced: TracedFrontier) -> None:
    for point in traced.frontier.points:
        assert point.status == "certified"
        assert point.gap is not None
        assert point.gap <= 0.005


def test_one_bus_more_is_told_with_what_it_costs_at_least(traced: TracedFrontier) -> None:
    (words,) = [text.en for text in traced.frontier.words if text.en.startswith("Bus number 4")]
    assert (
        words == "Bus number 4 costs HKD 230 a day more in all, riders included (at least HKD 230)."
    )


def test_each_point_that_stays_is_a_plan_that_passes_the_audit(traced: TracedFrontier) -> None:
    found = load_scenario(TINY)
    stays = {p.id: p for p in traced.frontier.points if p.dominated_by is None}
    assert set(traced.plans) == set(stays)
    for name, plan in traced.plans.items():
        assert audit.check(found, plan) == ()
        point = stays[name]
        assert point.operator_cost is not None
        assert point.riders_cost is not None
        assert plan.objective.total == pytest.approx(point.operator_cost + point.riders_cost)
        assert plan.proof.bound <= plan.proof.objective
        assert plan.kpis.buses == point.buses


def test_the_plan_at_other_weights_is_not_called_optimal_by_the_scenarios_own_prices(
    traced: TracedFrontier,
) -> None:
    own = [plan.proof for plan in traced.plans.values() if plan.proof.status == "optimal"]
    assert len(own) == 1
    bounds = {plan.proof.bound for plan in traced.plans.values()}
    assert bounds == {own[0].bound}


def test_there_is_one_knee_between_the_ends(traced: TracedFrontier) -> None:
    stays = [point for point in traced.frontier.points if point.dominated_by is None]
    knees = [place for place, point in enumerate(stays) if point.knee]
    assert len(knees) == 1
    assert 0 < knees[0] < len(stays) - 1


def test_every_sentence_is_said_in_three_languages(traced: TracedFrontier) -> None:
    for words in (*traced.frontier.words, *(point.words for point in traced.frontier.points)):
        assert len({words.in_language(language) for language in LANGUAGES}) == 3


def test_too_few_buses_are_proved_too_few() -> None:
    found = load_scenario(shared_root() / "seeds" / "pilot-2023")
    request = FrontierRequest(weights=(), buses=(1, 2), options=Options())
    points = trace_frontier(found, request).frontier.points
    assert {point.status for point in points} <= {"certified", "infeasible"}


def test_a_scenario_without_a_plan_has_no_frontier() -> None:
    first = SpanPolicy(first=band("08:00", "08:05"))
    none = scenario(
        policies=policies(span=band("08:00", "10:00"), spans=(first,)),
        vehicle_types=(vehicle_type(count=1),),
    )
    with pytest.raises(InfeasibleError):
        trace_frontier(none, FrontierRequest())


def test_riders_who_take_later_buses_are_refused_with_the_key() -> None:
    with pytest.raises(InputError) as caught:
        trace_frontier(scenario(policies=policies(semantics="carry-over")), FrontierRequest())
    assert [problem.key for problem in caught.value.problems] == ["policies.semantics"]
