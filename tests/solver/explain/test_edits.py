"""Changes of a scenario as a planner would write them, step by step."""

from collections.abc import Sequence
from typing import Any

import pytest

from shuttle.domain.driver_rules import Drivers
from shuttle.domain.policy import ClockFace, HeadwayPolicy, Layover, SpanPolicy
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import plain
from shuttle.errors import Conflict
from shuttle.solver.explain.edit import Edit, key_of, path_of, value_at
from shuttle.solver.explain.ladders import ladders
from tests.builders import (
    band,
    depot,
    driver_rules,
    hours,
    policies,
    port,
    quota,
    scenario,
    vehicle_type,
)
from tests.electric import battery
from tests.solver.timetable.builders import problem

SPAN = SpanPolicy(first=band("08:00", "08:30"), last=band("20:00", "21:00"), origin="a")
PLACE = scenario(
    policies=policies(
        grid_minutes=10,
        headways=(HeadwayPolicy(min_minutes=15, max_minutes=60, destination="b"),),
        spans=(SPAN,),
        clock_faces=(ClockFace(minutes=(0, 30)),),
        layovers=(Layover(stop="a", minutes=3),),
    ),
    ports=(
        port(
            hours=(hours("07:00", "12:00", approach_closes_minutes=25), hours("12:40", "22:00")),
            quotas=(quota(2), quota(5, each_hour=False)),
        ),
    ),
    depots=(depot("yard-a", "a", 4), depot("yard-b", "b")),
    vehicle_types=(vehicle_type(count=2, permits=({"port": "gate", "count": 1},)),),
    driver_rules=(driver_rules(), driver_rules(id="other", min_duty_minutes=100)),
    drivers=Drivers(rule_profile="other", count_hk=3, hand_over_places=("a",)),
)


def eased(place: Scenario, rule: str, key: str) -> list[list[tuple[str, Any]]]:
    """Every step of every ladder of a rule: key and value as they are written."""
    conflict = Conflict(rule, plain("words"), key)
    found = ladders(problem(place), conflict)
    return [
        [(edit.key, edit.literal(edit.value)) for edit in map(ladder.step, steps(ladder.most))]
        for ladder in found
    ]


def steps(most: int) -> Sequence[int]:
    return range(1, most + 1)


@pytest.mark.parametrize(
    ("rule", "key", "first", "last"),
    [
        ("fleet-size", "vehicle_types.coach.count", "3", "14"),
        ("port-permits", "vehicle_types.coach.permits[0].count", "2", "2"),
        ("depot-capacity", "depots.yard-a.capacity", "5", "16"),
        ("port-quota", "ports.gate.quotas[1].trips", "6", "35"),
        ("max-headway", "policies.headways[0].max_minutes", "70", "240"),
        ("min-headway", "policies.headways[0].min_minutes", "5", "0"),
        ("clock-face", "policies.clock_faces[0].minutes", "[0, 10, 30]", "[0, 10, 20, 30, 40, 50]"),
        ("approach-road", "ports.gate.hours[0].approach_closes_minutes", "15", "0"),
        ("layover", "policies.layover_minutes", "9", "0"),
        ("layover", "policies.layovers[0].minutes", "2", "0"),
        ("departure-grid", "policies.grid_minutes", "5", "1"),
    ],
)
def test_one_value_goes_from_the_least_step_to_the_last(
    rule: str, key: str, first: str, last: str
) -> None:
    (found,) = eased(PLACE, rule, key)
    assert found[0] == (key, first)
    assert found[-1] == (key, last)


def test_a_window_is_widened_at_either_end_within_the_hours_of_service() -> None:
    later, earlier = eased(PLACE, "first-departure", "policies.spans[0].first")
    assert later[0] == ("policies.spans[0].first.to", '"08:40"')
    assert earlier[0] == ("policies.spans[0].first.from", '"07:50"')
    assert earlier[-1] == ("policies.spans[0].first.from", '"06:00"')
    sooner, _ = eased(PLACE, "last-departure", "policies.spans[0].last")
    assert sooner[0] == ("policies.spans[0].last.from", '"19:50"')


def test_the_hours_of_service_are_widened_at_either_end() -> None:
    earlier, later = eased(PLACE, "departure-grid", "policies.span")
    assert earlier[0] == ("policies.span.from", '"05:50"')
    assert later[0] == ("policies.span.to", '"23:10"')


def test_a_port_opens_no_further_than_it_is_open_anyway() -> None:
    found = eased(PLACE, "port-hours", "ports.gate.hours")
    ends = {ladder[-1] for ladder in found}
    assert ("ports.gate.hours[0].to", '"12:40"') in ends
    assert ("ports.gate.hours[1].from", '"12:00"') in ends
    assert ("ports.gate.hours[1].to", '"24:00"') in ends


def test_a_battery_grows_by_its_steps_of_energy() -> None:
    electric = battery(usable_kwh=20, step_kwh=5)
    place = scenario(vehicle_types=(vehicle_type(battery=electric),))
    (found,) = eased(place, "battery", "vehicle_types.coach.battery.usable_kwh")
    assert [value for _, value in found[:2]] == ["25", "30"]
    assert found[-1][1] == "100"


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        ("driver-count", {("drivers.count_hk", "4")}),
        ("duty-hand-over", {("drivers.hand_over_places", '["a", "b"]')}),
        ("duty-driving", {("drivers.rule_profile", '"wide"')}),
        (
            "duty-min-length",
            {("drivers.rule_profile", '"wide"'), ("driver_rules.other.min_duty_minutes", "85")},
        ),
        (
            "duty-continuity",
            {("drivers.rule_profile", '"wide"'), ("driver_rules.other.returns_home", "false")},
        ),
        (
            "duty-rest",
            {("drivers.rule_profile", '"wide"'), ("policies.layover_minutes", "20")},
        ),
    ],
)
def test_what_the_planner_decides_of_drivers_is_eased_and_no_law(
    rule: str, lines: set[tuple[str, str]]
) -> None:
    assert {ladder[0] for ladder in eased(PLACE, rule, "drivers")} == lines


def test_rules_of_the_world_are_not_eased() -> None:
    assert eased(PLACE, "no-overtaking", "routes.a-b.ports") == []
    assert eased(PLACE, "running-time", "legs") == []


def test_a_key_is_read_as_it_is_written() -> None:
    for key in ("policies.headways[0].max_minutes", "vehicle_types.coach.permits[0].count"):
        assert key_of(path_of(key)) == key


def test_a_change_leaves_all_else_as_it_was() -> None:
    edit = Edit(("ports", "gate", "quotas", 1, "trips"), 9, plain("more"))
    changed = edit.made_in(PLACE)
    assert value_at(changed, edit.path) == 9
    assert value_at(PLACE, edit.path) == 5
    assert changed.ports["gate"].quotas[0] == PLACE.ports["gate"].quotas[0]
    assert changed.policies == PLACE.policies
