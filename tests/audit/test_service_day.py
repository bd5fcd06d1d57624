"""Rule `service-day`, and plans on concrete dates. Built plans are for 1 Sep 2026 alone."""

from datetime import date, timedelta
from typing import Any

import pytest

from shuttle.audit import check_dates
from shuttle.domain.base import Effective
from shuttle.domain.plan import Plan, ScenarioRef
from shuttle.domain.port import PortException
from shuttle.domain.scenario import Scenario
from tests.audit.verdict import broken, words
from tests.builders import (
    FACT,
    TUESDAY,
    band,
    clearance,
    hours,
    leg,
    legs_over,
    plan,
    port,
    quota,
    riders,
    running,
    scenario,
    text,
    trip,
    with_duty,
)

WEDNESDAY = TUESDAY + timedelta(days=1)
NEXT_MONTH = date(2026, 10, 12)


def there_and_back(place: Scenario, **changes: Any) -> Plan:
    """A plan of two trips, one each way."""
    return plan(place, [trip("to-b", "08:00"), trip("to-a", "09:00")], **changes)


@pytest.mark.parametrize(
    "ref", [ScenarioRef(name="other", sha256="0" * 64), ScenarioRef(name="small", sha256="1" * 64)]
)
def test_a_plan_answers_one_scenario(ref: ScenarioRef) -> None:
    place = scenario()

    answer = there_and_back(place).model_copy(update={"scenario": ref})

    assert broken(place, answer) == ["service-day"]


def test_a_plan_is_for_the_scenarios_service() -> None:
    place = scenario()

    assert words(place, there_and_back(place, service="other"), "service-day") == [
        "The plan is for other; the scenario is for small."
    ]


def test_a_plan_is_for_a_day_type_of_the_scenario() -> None:
    place = scenario(demand=(riders(2, "08:00"), riders(2, "08:00", day_type="sunday")))
    answer = plan(place, [trip("to-b", "08:30"), trip("to-a", "09:10")], "sunday")

    assert answer.demand.served == 2
    assert words(place, answer, "service-day") == [
        "Day type sunday does not exist in the scenario."
    ]


def test_duties_are_planned_under_the_drivers_rules() -> None:
    place = scenario()
    answer = with_duty(there_and_back(place), "duty-bus-1", rule_profile="lax")

    assert words(place, answer, "service-day") == [
        "Duty duty-bus-1 is planned under lax; the drivers work under wide."
    ]


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (None, None, ["service-day"]),
        (None, date(2026, 10, 11), []),
        (TUESDAY, date(2026, 10, 11), []),
        (TUESDAY, NEXT_MONTH, ["service-day"]),  # one day too long
        (TUESDAY, None, ["service-day"]),
        (WEDNESDAY, date(2026, 10, 11), ["service-day"]),  # without its reference date
    ],
)
def test_the_facts_hold_on_every_date_of_the_plan(
    first: date | None, last: date | None, found: list[str]
) -> None:
    faster = clearance(5, valid_from=NEXT_MONTH)
    slower = clearance(10, valid_to=NEXT_MONTH - timedelta(days=1))
    place = scenario(ports=(port(clearance=(slower, faster)),))
    dates = Effective(valid_from=first, valid_to=last)

    assert broken(place, there_and_back(place, effective=dates)) == found


def test_where_no_fact_changes_a_plan_may_hold_for_ever() -> None:
    place = scenario()

    assert broken(place, there_and_back(place, effective=Effective())) == []


def test_dates_outside_the_facts_are_told() -> None:
    place = scenario(ports=(port(valid_to=date(2026, 10, 11)),))
    dates = Effective(valid_from=TUESDAY, valid_to=NEXT_MONTH)

    assert words(place, there_and_back(place, effective=dates), "service-day") == [
        (
            "The plan is for from 2026-09-01 to 2026-10-12, "
            "but the facts of 2026-09-01 hold from ever to 2026-10-11."
        )
    ]


def dated_rules(place: Scenario, answer: Plan, *days: date) -> list[str]:
    """The rules that the plan breaks on those dates."""
    return [violation.rule for violation in check_dates(place, answer, days)]


def test_a_plan_keeps_the_rules_on_dates_with_the_same_facts() -> None:
    place = scenario()

    assert dated_rules(place, there_and_back(place), TUESDAY, WEDNESDAY, NEXT_MONTH) == []


def test_a_timetable_over_a_change_of_ports_fails_on_the_side_where_its_facts_do_not_hold() -> None:
    old = port("old", valid_to=NEXT_MONTH - timedelta(days=1))
    new = port("new", valid_from=NEXT_MONTH)
    route = scenario().routes["a-b"].model_copy(update={"ports": ("old", "new")})
    place = scenario(ports=(old, new), routes=(route,), legs=(*legs_over("old"), *legs_over("new")))
    days = [NEXT_MONTH + timedelta(days=n) for n in (-2, -1, 0, 1)]
    runs = [("to-b", "08:00"), ("to-a", "09:00")]
    by_old = plan(place, [trip(way, clock, port="old") for way, clock in runs])
    by_new = plan(place, [trip(way, clock, port="new") for way, clock in runs])

    assert dated_rules(place, by_old, *days[:2]) == []
    assert dated_rules(place, by_new, *days[2:]) == []
    assert {entry.words[:37] for entry in check_dates(place, by_old, days)} == {
        "On 2 dates from 2026-10-12 to 2026-10"
    }
    assert {entry.words[:37] for entry in check_dates(place, by_new, days)} == {
        "On 2 dates from 2026-10-10 to 2026-10"
    }
    assert set(dated_rules(place, by_old, *days)) == {"port-permitted", "port-hours"}


def test_another_running_time_on_a_date_is_a_violation_there() -> None:
    slow = leg("a", "gate", running(12, valid_from=WEDNESDAY), running(10, valid_to=TUESDAY))
    place = scenario(legs=(slow, *legs_over()[1:]))

    assert dated_rules(place, there_and_back(place), TUESDAY) == []
    assert dated_rules(place, there_and_back(place), WEDNESDAY) == ["running-time"]


def closed(**changes: Any) -> PortException:
    """A day on which the port does not open."""
    fields: dict[str, Any] = {"first": TUESDAY, "last": TUESDAY, "reason": text("A storm")}
    return PortException(**{**FACT, **fields, **changes})


def excepted(*exceptions: PortException) -> Scenario:
    """A scenario whose port has exceptions."""
    return scenario(ports=(port(exceptions=exceptions),))


def test_an_exception_counts_on_its_dates_alone_and_not_for_the_plan_as_such() -> None:
    place = excepted(closed(first=WEDNESDAY, last=WEDNESDAY + timedelta(days=1)), closed())
    days = [TUESDAY + timedelta(days=n) for n in range(-1, 4)]
    answer = there_and_back(place)

    assert [len(dated_rules(place, answer, day)) for day in days] == [0, 2, 2, 2, 0]
    assert broken(place, answer) == []


def test_one_violation_tells_all_dates_on_which_the_same_is_wrong() -> None:
    place = excepted(closed(last=WEDNESDAY))

    assert [entry.words for entry in check_dates(place, there_and_back(place), [TUESDAY])] == [
        "On 2026-09-01: Trip to-a-0900 reaches Gate at 09:10, but the port is closed that day.",
        "On 2026-09-01: Trip to-b-0800 reaches Gate at 08:10, but the port is closed that day.",
    ]
    both = check_dates(place, there_and_back(place), [WEDNESDAY, TUESDAY, WEDNESDAY])
    assert [entry.words[:41] for entry in both] == ["On 2 dates from 2026-09-01 to 2026-09-02:"] * 2


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"direction": "to_sz"}, ["port-hours"]),
        ({"open": (band("08:10", "08:20"),), "direction": "to_sz"}, []),
        ({"open": (band("08:11", "08:20"),), "direction": "to_sz"}, ["port-hours"]),
        ({"open": (band("08:10", "08:19"),), "direction": "to_sz"}, ["port-hours"]),
        (
            {
                "open": (band("08:00", "08:30"),),
                "direction": "to_sz",
                "approach_closes_minutes": 20,
            },
            [],
        ),
        (
            {
                "open": (band("08:00", "08:30"),),
                "direction": "to_sz",
                "approach_closes_minutes": 21,
            },
            ["approach-road"],
        ),
    ],
)
def test_hours_of_an_exception_stand_in_place_of_the_usual_ones(
    changes: dict[str, Any], found: list[str]
) -> None:
    place = excepted(closed(**changes))

    assert dated_rules(place, there_and_back(place), TUESDAY) == found


def test_an_extension_of_hours_lets_a_late_trip_run_on_its_date() -> None:
    longer = closed(open=(band("07:00", "24:00"),))
    place = excepted(longer)
    answer = plan(place, [trip("to-b", "22:30"), trip("to-a", "08:00")])

    assert dated_rules(place, answer, TUESDAY) == []
    assert dated_rules(place, answer, WEDNESDAY) == ["port-hours"]


def test_a_quota_of_a_date_counts_on_that_date() -> None:
    scarce = quota(1, valid_from=WEDNESDAY)
    place = scenario(ports=(port(quotas=(scarce,)),))
    answer = plan(place, [trip("to-b", "08:00"), trip("to-b", "08:10")])

    assert dated_rules(place, answer, TUESDAY) == []
    assert dated_rules(place, answer, WEDNESDAY) == ["port-quota"]


def test_minutes_after_midnight_follow_an_exception_of_the_next_date() -> None:
    always = port(
        hours=(hours("00:00", "24:00"),), exceptions=(closed(first=WEDNESDAY, last=WEDNESDAY),)
    )
    place = scenario(ports=(always,))
    late = plan(place, [trip("to-b", "23:50")])

    # The bus reaches the port at 24:00, as it closes for a day.
    assert "port-hours" in dated_rules(place, late, TUESDAY)
