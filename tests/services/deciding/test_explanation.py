"""What a planner is told of a day that cannot be planned, and that it is true."""

from dataclasses import replace
from typing import Any

import pytest

from shuttle.domain.base import LANGUAGES
from shuttle.domain.driver_rules import Drivers
from shuttle.domain.explanation import Explanation, Relaxation
from shuttle.domain.plan import FixedTrip
from shuttle.domain.policy import HeadwayPolicy, SpanPolicy
from shuttle.domain.scenario import Scenario
from shuttle.errors import InputError
from shuttle.services.deciding.explanation import explain
from shuttle.services.planning.day_plan import PlanRequest
from tests.builders import (
    band,
    driver_rules,
    hours,
    policies,
    port,
    quota,
    scenario,
    vehicle_type,
)

BOTH_AT_EIGHT = SpanPolicy(first=band("08:00", "08:10"))


def told(place: Scenario, **request: Any) -> Explanation:
    return explain(place, PlanRequest(**request), "normal", lambda _: None)


def day(*spans: SpanPolicy, **changes: Any) -> Any:
    """Policies of a morning with a 10-minute grid and these windows."""
    default: dict[str, Any] = {"grid_minutes": 10, "span": band("08:00", "11:00"), "spans": spans}
    return policies(**{**default, **changes})


def one_bus(**changes: Any) -> Scenario:
    """One bus, and both ways it must leave first at 08:00."""
    return scenario(policies=day(BOTH_AT_EIGHT), vehicle_types=(vehicle_type(count=1),), **changes)


def lines(relaxation: Relaxation) -> list[str]:
    return [edit.line for edit in relaxation.edits]


def changes(found: Explanation) -> dict[str, Relaxation]:
    """What is said to mend it by changes of the scenario, by their lines."""
    mends = [entry for entry in found.relaxations if entry.kind != "partial"]
    return {" & ".join(lines(entry)): entry for entry in mends}


def test_one_more_bus_is_named_with_its_line_and_its_price() -> None:
    found = told(one_bus())

    assert found.outcome == "infeasible"
    assert found.verified
    assert found.minimal
    assert {rule.rule for rule in found.rules} == {"first-departure", "fleet-size"}
    bus = changes(found)["vehicle_types.coach.count = 2  # was 1"]
    assert bus.words.en == "One more bus of type coach"
    assert bus.price.total == 2200  # two buses a day, one trip each way
    assert bus.price.gap == 0


def test_what_mends_a_clash_is_ranked_by_cost_and_a_partial_plan_comes_last() -> None:
    found = told(one_bus())

    totals = [entry.price.total for entry in found.relaxations if entry.kind == "change"]
    assert totals == sorted(totals)
    assert found.relaxations[-1].kind == "partial"
    assert found.relaxations[-1].edits == ()


def test_a_first_trip_that_may_leave_later_is_named_by_the_least_minutes() -> None:
    # A bus that leaves at 08:00 arrives at 08:30 and leaves again at 08:40 at the soonest.
    found = told(one_bus())

    assert 'policies.spans[0].first.to = "08:50"  # was "08:10"' in changes(found)
    assert not any('"08:40"' in key for key in changes(found))


def test_every_sentence_is_in_three_languages() -> None:
    found = told(one_bus())
    sentences = [
        found.words,
        *(rule.words for rule in found.rules),
        *(entry.words for entry in found.relaxations),
    ]
    for language in LANGUAGES[1:]:
        assert all(words.in_language(language) != words.en for words in sentences)


def test_a_larger_quota_is_named() -> None:
    place = scenario(policies=day(BOTH_AT_EIGHT), ports=(port(quotas=(quota(0),)),))
    found = told(place)

    assert "ports.gate.quotas[0].trips = 1  # was 0" in changes(found)
    assert "port-quota" in {rule.rule for rule in found.rules}


def test_a_closure_that_ends_earlier_is_named() -> None:
    gate = port(hours=(hours("07:00", "08:05"), hours("09:00", "22:00")))
    place = scenario(policies=day(BOTH_AT_EIGHT), ports=(gate,))
    found = changes(told(place))

    assert 'ports.gate.hours[0].to = "08:25"  # was "08:05"' in found
    assert 'ports.gate.hours[1].from = "08:10"  # was "09:00"' in found


def test_a_longer_headway_is_named() -> None:
    # One bus comes back every 80 minutes.
    often = HeadwayPolicy(max_minutes=30, origin="a")
    ends = SpanPolicy(first=band("08:00", "08:10"), last=band("10:40", "10:50"), origin="a")
    place = scenario(
        policies=day(ends, headways=(often,), span=band("08:00", "13:00")),
        vehicle_types=(vehicle_type(count=1),),
    )
    found = changes(told(place))

    assert "policies.headways[0].max_minutes = 80  # was 30" in found
    assert "vehicle_types.coach.count = 3  # was 1" in found


def test_a_shorter_layover_is_named_where_it_helps() -> None:
    # A bus is back after 60 minutes of driving and two layovers of 10, and should be after 70.
    often = HeadwayPolicy(max_minutes=70, origin="a")
    ends = SpanPolicy(first=band("08:00", "08:01"), last=band("10:20", "10:21"), origin="a")
    place = scenario(
        policies=day(ends, headways=(often,), span=band("08:00", "13:00"), grid_minutes=5),
        vehicle_types=(vehicle_type(count=1),),
    )
    found = told(place)

    assert "layover" in {rule.rule for rule in found.rules}
    assert "policies.layover_minutes = 5  # was 10" in changes(found)


def test_two_clashes_are_mended_by_two_changes_together() -> None:
    place = one_bus(ports=(port(quotas=(quota(0),)),))
    found = changes(told(place))

    assert any("vehicle_types.coach.count" in key and "quotas" in key for key in found)


def test_drivers_rules_are_named_where_only_duties_fail() -> None:
    rules = driver_rules(id="tight", max_driving_minutes=19)
    place = scenario(
        policies=day(BOTH_AT_EIGHT),
        driver_rules=(rules, driver_rules()),
        drivers=Drivers(rule_profile="tight"),
    )
    found = told(place)

    assert [rule.key for rule in found.rules] == ["driver_rules.tight.max_driving_minutes"]
    assert list(changes(found)) == ['drivers.rule_profile = "wide"  # was "tight"']


def test_more_drivers_are_named_where_there_are_too_few() -> None:
    drivers = Drivers(rule_profile="wide", count_hk=0, count_sz=5)
    place = scenario(policies=day(BOTH_AT_EIGHT), drivers=drivers)
    found = told(place)

    assert [rule.rule for rule in found.rules] == ["driver-count"]
    assert "drivers.count_hk = 1  # was 0" in changes(found)


def test_a_given_timetable_is_mended_by_one_more_bus() -> None:
    place = scenario(vehicle_types=(vehicle_type(count=1),))
    runs = (("a", "b", 480), ("b", "a", 540), ("a", "b", 490), ("b", "a", 550))
    given = tuple(FixedTrip(origin=a, destination=b, departure=minute) for a, b, minute in runs)
    found = told(place, method="timetable", timetable=given)

    assert {rule.key for rule in found.rules} == {
        "departure to-a 09:00",
        "departure to-a 09:10",
        "vehicle_types.coach.count",
    }
    assert "vehicle_types.coach.count = 2  # was 1" in changes(found)


def test_a_departure_that_no_bus_may_make_is_named() -> None:
    given = (FixedTrip(origin="a", destination="b", departure=180),)
    found = told(scenario(), method="timetable", timetable=given)

    assert found.outcome == "infeasible"
    assert [rule.key for rule in found.rules] == ["departure to-b 03:00"]


def test_a_day_that_can_be_planned_is_told_with_its_cost() -> None:
    place = scenario(policies=day(BOTH_AT_EIGHT))
    found = told(place)

    assert found.outcome == "feasible"
    assert found.rules == ()
    assert found.plan is not None
    assert found.plan.total == 2200
    assert "HKD 2,200.00" in found.words.en


def test_the_same_question_has_the_same_answer() -> None:
    assert told(one_bus()) == told(one_bus())


def test_an_unknown_day_type_is_refused() -> None:
    with pytest.raises(InputError):
        told(one_bus(), day_type="never")


def test_what_is_being_done_is_told() -> None:
    said: list[str] = []
    request = replace(PlanRequest(), day_type="workday")
    explain(one_bus(), request, "quick", lambda words: said.append(words.en))

    assert said[0] == "seeking rules that clash"
    assert said[1] == "3 rules clash; seeking what would mend it"
    assert "planning with: One more bus of type coach" in said
