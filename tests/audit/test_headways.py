"""Rules for a direction's departures. The port closes from 12:00 to 14:00 in the closure tests."""

from typing import Any

import pytest

from shuttle.domain.policy import HeadwayPolicy, SpanPolicy
from shuttle.domain.scenario import Scenario
from tests.audit.verdict import broken, words
from tests.builders import (
    band,
    hours,
    leg,
    legs_over,
    plan,
    policies,
    port,
    riders,
    running,
    scenario,
    trip,
    vehicle_type,
)


def headways(*entries: dict[str, Any], **changes: Any) -> Scenario:
    """A scenario with those headway policies."""
    listed = tuple(HeadwayPolicy.model_validate(entry) for entry in entries)
    return scenario(policies=policies(headways=listed, **changes))


def rules_of(place: Scenario, *departures: str, direction: str = "to-b") -> list[str]:
    """The broken rules of trips in one direction, apart from buses not coming home."""
    answer = plan(place, [trip(direction, departure) for departure in departures])
    return [rule for rule in broken(place, answer) if rule != "depot-balance"]


@pytest.mark.parametrize(
    ("second", "found"), [("08:05", ["min-headway"]), ("08:10", []), ("08:15", [])]
)
def test_departures_are_at_least_the_least_headway_apart(second: str, found: list[str]) -> None:
    assert rules_of(headways({"min_minutes": 10}), "08:00", second) == found


@pytest.mark.parametrize(
    ("second", "found"), [("08:30", []), ("08:35", ["max-headway"]), ("08:25", [])]
)
def test_departures_are_at_most_the_most_headway_apart(second: str, found: list[str]) -> None:
    assert rules_of(headways({"max_minutes": 30}), "08:00", second) == found


def test_headways_are_told_in_minutes_and_clock_times() -> None:
    place = headways({"min_minutes": 10, "max_minutes": 30})
    answer = plan(place, [trip("to-b", "08:00"), trip("to-b", "08:05"), trip("to-b", "08:40")])

    assert words(place, answer, "min-headway") == [
        "Trip to-b-0805 leaves 5 minutes after to-b-0800; the least headway is 10 at 08:00."
    ]
    assert words(place, answer, "max-headway") == [
        (
            "Trip to-b-0840 leaves 35 minutes after to-b-0805; the most headway at 08:05 is 30, "
            "so that a bus must leave by 08:35."
        )
    ]


def test_two_departures_never_share_a_minute() -> None:
    two = (port(), port("other"))
    route = scenario().routes["a-b"].model_copy(update={"ports": ("gate", "other")})
    place = scenario(
        ports=two,
        routes=(route,),
        legs=(*legs_over(), *legs_over("other")),
        policies=policies(headways=(HeadwayPolicy(min_minutes=0),)),
    )
    answer = plan(place, [trip("to-b", "08:00"), trip("to-b", "08:00", port="other")])

    assert "min-headway" in broken(place, answer)


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("08:55", "09:05", ["min-headway"]),  # 20 minutes hold before 09:00
        ("09:00", "09:10", []),  # 10 minutes hold from 09:00 on
        ("08:55", "09:15", []),
    ],
)
def test_the_earlier_departure_decides_which_policy_holds(
    first: str, second: str, found: list[str]
) -> None:
    place = headways({"min_minutes": 20}, {"min_minutes": 10, "from": "09:00"})

    assert rules_of(place, first, second) == found


def test_the_last_listed_policy_that_holds_wins() -> None:
    wide_last = headways({"min_minutes": 10, "from": "08:00"}, {"min_minutes": 20})

    assert rules_of(wide_last, "08:00", "08:10") == ["min-headway"]


@pytest.mark.parametrize(
    "scope", [{"from_stop": "b"}, {"to_stop": "a"}, {"day_types": ("sunday",)}]
)
def test_a_headway_for_others_does_not_bind(scope: dict[str, Any]) -> None:
    assert rules_of(headways({"min_minutes": 30, **scope}), "08:00", "08:05") == []


def test_each_direction_has_its_own_headways() -> None:
    place = headways({"min_minutes": 30})
    answer = plan(place, [trip("to-b", "08:00"), trip("to-a", "08:05")])

    assert "min-headway" not in broken(place, answer)


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        # Buses may leave until 11:40 (cleared 12:00) and again from 13:50 (reached 14:00).
        ("11:40", "14:20", []),  # within 30 minutes of the first allowed slot
        ("11:40", "14:25", ["max-headway"]),
        ("11:40", "13:50", []),
        # 11:40 would have been allowed within 30 minutes of 11:35, so nothing is suspended.
        ("11:35", "13:50", ["max-headway"]),
    ],
)
def test_the_most_headway_is_suspended_while_the_port_is_closed(
    first: str, second: str, found: list[str]
) -> None:
    noon = port(hours=(hours("07:00", "12:00"), hours("14:00", "22:00")))
    place = scenario(ports=(noon,), policies=policies(headways=(HeadwayPolicy(max_minutes=30),)))

    assert rules_of(place, first, second) == found


@pytest.mark.parametrize(("least", "found"), [(5, ["max-headway"]), (10, [])])
def test_only_slots_beyond_the_least_headway_keep_the_most_in_force(
    least: int, found: list[str]
) -> None:
    noon = port(hours=(hours("07:00", "12:00"), hours("14:00", "22:00")))
    policy = HeadwayPolicy(min_minutes=least, max_minutes=30)
    place = scenario(ports=(noon,), policies=policies(headways=(policy,)))

    # After 11:35 only 11:40 is allowed within 30 minutes: usable at 5 minutes, not at 10.
    assert rules_of(place, "11:35", "13:50") == found


def test_a_slot_just_at_the_most_headway_keeps_it_in_force() -> None:
    noon = port(hours=(hours("07:00", "12:00"), hours("14:00", "22:00")))
    policy = HeadwayPolicy(min_minutes=30, max_minutes=30)
    place = scenario(ports=(noon,), policies=policies(headways=(policy,)))

    assert rules_of(place, "11:10", "13:50") == ["max-headway"]
    assert rules_of(place, "11:15", "13:50") == []


def test_a_slot_without_any_bus_that_may_use_it_is_not_allowed() -> None:
    policy = HeadwayPolicy(max_minutes=30)
    fleet = (vehicle_type(), vehicle_type("none", count=0))
    noon = port(hours=(hours("07:00", "12:00"), hours("14:00", "22:00")))
    other = port("other")
    route = scenario().routes["a-b"].model_copy(update={"ports": ("gate", "other")})
    place = scenario(
        ports=(noon, other),
        routes=(route,),
        legs=(*legs_over(), *legs_over("other")),
        vehicle_types=(
            fleet[0].model_copy(update={"ports": ("gate",)}),
            fleet[1].model_copy(update={"ports": ("other",)}),
        ),
        policies=policies(headways=(policy,)),
    )
    permitted = place.model_copy(update={"vehicle_types": {"coach": vehicle_type()}})

    assert rules_of(place, "11:40", "14:20") == []
    assert rules_of(permitted, "11:40", "14:20") == ["max-headway"]


def test_nothing_must_follow_the_last_departure() -> None:
    assert rules_of(headways({"max_minutes": 30}), "08:00") == []


@pytest.mark.parametrize(
    ("departure", "found"),
    [
        ("06:55", ["first-departure"]),
        ("07:00", []),
        ("07:25", []),
        ("07:30", ["first-departure"]),
    ],
)
def test_the_first_bus_leaves_in_its_window(departure: str, found: list[str]) -> None:
    span = SpanPolicy(first=band("07:00", "07:30"), origin="a")

    assert rules_of(scenario(policies=policies(spans=(span,))), departure, "09:00") == found


@pytest.mark.parametrize(
    ("departure", "found"),
    [
        ("20:55", ["last-departure"]),
        ("21:00", []),
        ("21:25", []),
        ("21:30", ["last-departure"]),
    ],
)
def test_the_last_bus_leaves_in_its_window(departure: str, found: list[str]) -> None:
    span = SpanPolicy(last=band("21:00", "21:30"), destination="b")

    assert rules_of(scenario(policies=policies(spans=(span,))), "09:00", departure) == found


def test_a_direction_with_a_window_has_a_trip() -> None:
    span = SpanPolicy(first=band("07:00", "07:30"), last=band("21:00", "21:30"), origin="b")
    place = scenario(policies=policies(spans=(span,)))
    answer = plan(place, [trip("to-b", "09:00")])

    assert words(place, answer, "first-departure") == [
        (
            "The direction from b to a has no trip, "
            "but its first one must leave from 07:00 until before 07:30."
        )
    ]
    assert "last-departure" in broken(place, answer)


def test_every_window_that_holds_counts() -> None:
    spans = (
        SpanPolicy(first=band("07:00", "08:00"), origin="a"),
        SpanPolicy(first=band("07:30", "08:30"), origin="a"),
        SpanPolicy(first=band("10:00", "11:00"), day_types=("sunday",)),
    )
    place = scenario(policies=policies(spans=spans))

    assert rules_of(place, "07:30") == []
    assert rules_of(place, "07:00") == ["first-departure"]


def overtaking(*wished: str) -> Scenario:
    """The bus at 08:00 takes 60 minutes to `b`, the one at 08:15 only 30: 09:00 and 08:45."""
    slow = leg("a", "gate", running(40, "00:00", "08:01"), running(10, "08:01", "48:00"))
    demand = (riders(1, minute, wish="arrive_by", minutes=1) for minute in wished)
    return scenario(legs=(slow, *legs_over()[1:]), demand=tuple(demand))


@pytest.mark.parametrize(
    ("wished", "found"),
    [
        ((), []),
        (("08:44",), []),
        (("08:45",), ["no-overtaking"]),
        (("08:59",), ["no-overtaking"]),
        (("09:00",), []),
        (("08:44", "09:00"), []),
    ],
)
def test_a_later_bus_arrives_first_only_where_nobody_plans_by_arrival(
    wished: tuple[str, ...], found: list[str]
) -> None:
    assert rules_of(overtaking(*wished), "08:00", "08:15") == found


def test_wishes_to_depart_do_not_forbid_overtaking() -> None:
    place = overtaking().model_copy(update={"demand": (riders(5, "08:45"),)})

    assert rules_of(place, "08:00", "08:15") == []


def test_overtaking_is_told_with_both_arrivals() -> None:
    place = overtaking("08:45")
    answer = plan(place, [trip("to-b", "08:00"), trip("to-b", "08:15")])

    assert words(place, answer, "no-overtaking") == [
        (
            "Trip to-b-0815 arrives at 08:45, before the earlier to-b-0800 at 09:00, "
            "and 1 riders want to arrive in between (the first by 08:45)."
        )
    ]
