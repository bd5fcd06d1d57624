from dataclasses import replace
from typing import Any

import pytest

from shuttle import audit
from shuttle.domain.base import LANGUAGES
from shuttle.domain.plan import Plan
from shuttle.domain.policy import Policies, SpanPolicy
from shuttle.domain.scenario import Scenario
from shuttle.services.deciding.advice import AdviceRequest, _better, advise, at
from shuttle.services.deciding.compared_settings import Advice, Setting
from shuttle.services.planning.day_plan import PlanRequest
from shuttle.simulate import Experiment
from tests.builders import band, plan, policies, riders, trip, vehicle_type, with_figures
from tests.simulate.world import minutes, one_side, variation

MORNING = SpanPolicy(first=band("08:00", "09:00"))
TIGHT, EASY = Setting("p50", 0), Setting("p95", 10)


def few_slots(**changes: Any) -> Policies:
    return policies(grid_minutes=10, span=band("07:30", "12:00"), **changes)


def world(**changes: Any) -> Scenario:
    """A bus to and fro every half hour, over a drive whose time varies."""
    demand = [
        riders(6, f"{hour:02d}:{start}", ends, minutes=1)
        for hour in (8, 9, 10)
        for start, ends in (("00", "a-b"), ("30", "b-a"))
    ]
    default: dict[str, Any] = {
        "demand": tuple(demand),
        "vehicle_types": (vehicle_type(seats=20, cost_per_day=300, cost_per_trip=5),),
        "policies": few_slots(percentile="p85", layover_minutes=5),
    }
    return one_side(minutes(30, 38, 48), **{**default, **changes})


def compared(place: Scenario, *settings: Setting) -> tuple[Advice, dict[str, Plan]]:
    kept: dict[str, Plan] = {}
    asked = AdviceRequest(
        settings=settings,
        request=PlanRequest(),
        experiment=Experiment(variation(), 2000, 3),
        keep=lambda setting, made: kept.update({setting.id: made}),
        heard=lambda _: None,
    )
    return advise(place, asked), kept


def test_the_cheapest_setting_that_keeps_time_is_recommended_with_its_price() -> None:
    advice, _ = compared(world(), TIGHT, EASY)
    tight, easy = advice.settings
    assert tight.cost < easy.cost
    assert tight.departs_within_3.high < 0.99 <= easy.departs_within_3.low
    assert (advice.cheapest, advice.recommended) == ("p50-0", "p95-10")
    assert advice.price == pytest.approx(easy.cost - tight.cost)


def test_every_plan_keeps_the_rules_of_its_setting() -> None:
    _, kept = compared(world(), TIGHT, EASY)
    assert set(kept) == {"p50-0", "p95-10"}
    for setting in (TIGHT, EASY):
        assert not audit.check(at(world(), setting), kept[setting.id])


def test_where_no_setting_keeps_time_the_most_punctual_is_told() -> None:
    advice, _ = compared(world(), TIGHT)
    assert (advice.recommended, advice.price) == (None, None)
    assert any("longer layovers" in entry.en for entry in advice.sentences)


def test_a_setting_without_a_plan_is_said_so_and_left_out() -> None:
    impossible = world(policies=few_slots(spans=(MORNING,)))
    none = impossible.model_copy(update={"vehicle_types": {"coach": vehicle_type(count=0)}})
    advice, kept = compared(none, EASY)
    assert (advice.settings, kept, advice.cheapest) == ((), {}, None)
    assert advice.unplanned[0].id == "p95-10"


def test_the_setting_that_the_scenario_has_needs_no_change() -> None:
    easy = few_slots(percentile="p95", layover_minutes=10)
    advice, _ = compared(world(policies=easy), EASY)
    assert any("planned so already" in entry.en for entry in advice.sentences)


def test_a_setting_stands_for_every_stop_and_changes_the_fingerprint() -> None:
    place = world()
    changed = at(place, EASY)
    assert changed.policies.layovers == ()
    assert changed.policies.layover_at("a") == 10
    assert changed.sha256 != place.sha256


def test_advice_is_given_in_every_language() -> None:
    advice, _ = compared(world(), TIGHT, EASY)
    for language in LANGUAGES:
        said = "\n".join(entry.in_language(language) for entry in advice.sentences)
        assert "p95" in said
        assert "HKD" in said


def test_a_plan_of_a_longer_layover_is_taken_where_a_shorter_one_found_none_so_good() -> None:
    place = at(world(), Setting("p85", 0))
    runs = [trip("to-b", "08:00"), trip("to-a", "09:00")]
    one_bus = plan(at(world(), Setting("p85", 10)), runs)
    two_buses = plan(place, [replace(run, block=f"bus-{n}") for n, run in enumerate(runs)])
    taken = _better(place, two_buses, one_bus)
    assert taken.blocks == one_bus.blocks
    assert taken.scenario == two_buses.scenario
    assert taken.proof.bound <= taken.proof.objective == one_bus.objective.total
    assert not audit.check(place, taken)
    assert _better(place, one_bus, two_buses) == one_bus
    assert _better(place, two_buses, None) == two_buses


def test_a_plan_that_breaks_a_rule_here_is_not_taken_over() -> None:
    place = at(world(), Setting("p85", 0))
    other = plan(at(world(), Setting("p95", 10)), [trip("to-b", "08:00"), trip("to-a", "09:00")])
    dear = with_figures(place, plan(place, [trip("to-b", "08:00"), trip("to-a", "09:00")]))
    dear = dear.model_copy(update={"objective": dear.objective.model_copy(update={"total": 1e6})})
    assert _better(place, dear, other) == dear
