"""Ports: one is reached 10 minutes after departure and left 10 minutes later."""

from datetime import timedelta
from typing import Any

import pytest

from shuttle.audit import check
from tests.audit.days import rules_of_a_trip
from tests.audit.verdict import words
from tests.builders import (
    TUESDAY,
    band,
    clearance,
    hours,
    leg,
    legs_over,
    plan,
    policies,
    port,
    scenario,
    trip,
    vehicle_type,
    with_figures,
    with_trip,
)

LATE = policies(span=band("00:00", "36:00"))
LEGS = legs_over()


@pytest.mark.parametrize(
    ("validity", "found"),
    [
        ({"valid_to": TUESDAY}, []),
        ({"valid_from": TUESDAY}, []),
        ({"valid_to": TUESDAY - timedelta(days=1)}, ["port-permitted", "port-hours"]),
        ({"valid_from": TUESDAY + timedelta(days=1)}, ["port-permitted", "port-hours"]),
    ],
)
def test_a_port_is_used_only_while_it_is_valid(validity: dict[str, Any], found: list[str]) -> None:
    assert rules_of_a_trip(scenario(ports=(port(**validity),)), "08:00") == found


@pytest.mark.parametrize(
    ("permits", "found"),
    [(None, []), (("gate",), []), (("other",), ["port-permitted"]), ((), ["port-permitted"])],
)
def test_a_bus_uses_only_ports_that_it_has_a_permit_for(
    permits: tuple[str, ...] | None, found: list[str]
) -> None:
    place = scenario(vehicle_types=(vehicle_type(ports=permits),))

    assert rules_of_a_trip(place, "08:00") == found


def test_a_trip_crosses_only_at_ports_of_its_route() -> None:
    place = scenario(ports=(port(), port("other")), legs=(*LEGS, *legs_over("other")))

    assert rules_of_a_trip(place, "08:00", port="other") == ["port-permitted"]


def test_a_trip_across_the_border_names_its_port() -> None:
    place = scenario(legs=(*LEGS, leg("a", "b", minutes=30)))
    answer = plan(place, [trip("to-b", "08:00")])
    portless = with_figures(place, with_trip(answer, "to-b-0800", port=None))

    assert "Trip to-b-0800 names no port, but its route crosses at one." in words(
        place, portless, "port-permitted"
    )


@pytest.mark.parametrize(
    ("departure", "found"),
    [
        ("06:45", ["port-hours"]),  # reached 06:55, five minutes before it opens
        ("06:50", []),  # reached 07:00, as it opens
        ("21:40", []),  # reached 21:50, cleared 22:00, as it closes
        ("21:45", ["port-hours"]),  # reached 21:55, cleared 22:05
        ("21:50", ["port-hours"]),  # reached 22:00, as it closes, but not cleared
        ("21:55", ["port-hours"]),  # reached 22:05
    ],
)
def test_the_port_is_open_from_reaching_it_to_being_cleared(
    departure: str, found: list[str]
) -> None:
    assert rules_of_a_trip(scenario(), departure) == found


@pytest.mark.parametrize(
    ("departure", "sentence"),
    [
        ("06:45", "reaches Gate at 06:55, but the port opens at 07:00."),
        ("21:45", "is cleared at Gate at 22:05, but the port closes at 22:00."),
        ("21:55", "reaches Gate at 22:05, but the port closes at 22:00."),
    ],
)
def test_a_closed_port_is_told_in_clock_times(departure: str, sentence: str) -> None:
    place = scenario()
    answer = plan(place, [trip("to-b", departure)])
    name = answer.trips[0].id

    assert words(place, answer, "port-hours") == [f"Trip {name} {sentence}"]


@pytest.mark.parametrize(
    ("departure", "found"),
    [
        ("11:40", []),
        ("11:45", ["port-hours"]),
        ("12:15", ["port-hours"]),
        ("12:20", []),
    ],
)
def test_a_port_may_close_at_noon(departure: str, found: list[str]) -> None:
    place = scenario(ports=(port(hours=(hours("07:00", "12:00"), hours("12:30", "22:00"))),))

    assert rules_of_a_trip(place, departure) == found


def test_a_port_closed_at_noon_is_told_with_both_ends() -> None:
    place = scenario(ports=(port(hours=(hours("07:00", "12:00"), hours("12:30", "22:00"))),))
    answer = plan(place, [trip("to-b", "12:05")])

    assert words(place, answer, "port-hours") == [
        "Trip to-b-1205 reaches Gate at 12:15, but the port is closed from 12:00 to 12:30."
    ]


def test_hours_that_touch_are_one_period() -> None:
    place = scenario(ports=(port(hours=(hours("07:00", "12:00"), hours("12:00", "22:00"))),))

    assert rules_of_a_trip(place, "11:45") == []


def test_hours_of_the_other_way_do_not_count() -> None:
    place = scenario(ports=(port(hours=(hours(direction="to_hk"),)),))
    answer = plan(place, [trip("to-b", "08:00"), trip("to-a", "09:00")])

    assert words(place, answer, "port-hours") == [
        "Trip to-b-0800 reaches Gate at 08:10, but the port is closed that day."
    ]


@pytest.mark.parametrize(
    ("departure", "found"),
    [
        ("23:45", []),  # reached 23:55, cleared 24:05
        ("24:30", []),
        ("25:40", []),  # cleared 26:00, as it closes
        ("25:45", ["port-hours"]),
    ],
)
def test_minutes_after_midnight_follow_the_next_dates_hours(
    departure: str, found: list[str]
) -> None:
    tomorrow = TUESDAY + timedelta(days=1)
    openings = (
        hours("07:00", "24:00", valid_to=TUESDAY),
        hours("00:00", "02:00", valid_from=tomorrow),
    )
    place = scenario(ports=(port(hours=openings),), policies=LATE)

    assert rules_of_a_trip(place, departure) == found


@pytest.mark.parametrize(("departure", "found"), [("23:40", []), ("23:45", ["port-hours"])])
def test_a_port_that_closes_at_midnight_is_closed_after_it(
    departure: str, found: list[str]
) -> None:
    place = scenario(ports=(port(hours=(hours("07:00", "24:00"),)),), policies=LATE)

    assert rules_of_a_trip(place, departure) == found


def test_a_port_open_24_hours_has_no_break_at_midnight_and_no_closing_approach() -> None:
    always = hours("00:00", "24:00", approach_closes_minutes=30)
    place = scenario(ports=(port(hours=(always,)),), policies=LATE)

    assert rules_of_a_trip(place, "23:45") == []
    assert rules_of_a_trip(place, "24:00") == []


def test_what_is_open_at_the_end_of_a_service_day_does_not_close_there() -> None:
    always = hours("00:00", "24:00", approach_closes_minutes=30)
    late = policies(span=band("00:00", "48:00"))
    place = scenario(ports=(port(hours=(always,)),), policies=late)

    # Reached at 47:35, which would be too late if the port closed at 48:00.
    assert rules_of_a_trip(place, "47:25") == []


@pytest.mark.parametrize(("departure", "found"), [("23:40", []), ("23:45", ["port-hours"])])
def test_hours_beyond_midnight_are_the_next_dates(departure: str, found: list[str]) -> None:
    place = scenario(ports=(port(hours=(hours("07:00", "26:00"),)),), policies=LATE)

    assert rules_of_a_trip(place, departure) == found


@pytest.mark.parametrize(
    ("departure", "found"),
    [
        ("21:20", []),  # reached 21:30, as the road closes
        ("21:25", ["approach-road"]),  # reached 21:35
        ("21:45", ["port-hours", "approach-road"]),  # reached 21:55, cleared too late as well
        ("21:55", ["port-hours"]),  # the port itself is closed
    ],
)
def test_the_port_is_reached_before_its_approach_road_closes(
    departure: str, found: list[str]
) -> None:
    place = scenario(ports=(port(hours=(hours(approach_closes_minutes=30),)),))

    assert rules_of_a_trip(place, departure) == found


def test_a_closed_approach_road_is_told_in_clock_times() -> None:
    place = scenario(ports=(port(hours=(hours(approach_closes_minutes=30),)),))
    answer = plan(place, [trip("to-b", "21:25")])

    sentence = "its approach road closes at 21:30, 30 minutes before the port."
    assert words(place, answer, "approach-road") == [
        f"Trip to-b-2125 reaches Gate at 21:35, but {sentence}"
    ]


def test_the_road_to_a_later_opening_does_not_close_in_between() -> None:
    morning = hours("07:00", "12:00", approach_closes_minutes=60)
    place = scenario(ports=(port(hours=(morning, hours("12:00", "22:00"))),))

    assert rules_of_a_trip(place, "11:30") == []


def test_a_trip_forced_in_by_hand_after_closing_is_caught_without_any_clearance_time() -> None:
    place = scenario(ports=(port(clearance=(clearance(end="22:00"),)),))
    answer = plan(scenario(), [trip("to-b", "21:55")])

    assert [entry.rule for entry in check(place, answer)][:2] == ["running-time", "port-hours"]
