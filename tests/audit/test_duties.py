"""Rules for drivers: a trip has 20 minutes of driving and 10 at the port."""

import pytest

from shuttle.domain.driver_rules import Drivers
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from tests.audit.days import day, ruled
from tests.audit.verdict import broken, words
from tests.builders import (
    plan,
    scenario,
    trip,
    with_duty,
    with_figures,
)

DUTY = "duty-bus-1"


def test_each_piece_has_a_driver() -> None:
    place = ruled()
    answer = with_duty(day(place, "08:00", "09:00"), DUTY, pieces=("to-b-0800",))

    assert words(place, answer, "duty-cover") == [
        "Piece to-a-0900 is in 0 duties; it must be in exactly one."
    ]


def test_no_piece_has_two_drivers() -> None:
    place = ruled()
    answer = day(place, "08:00", "09:00")
    second = answer.duties[0].model_copy(update={"id": "second", "pieces": ("to-a-0900",)})
    doubled = answer.model_copy(update={"duties": (*answer.duties, second)})

    assert words(place, doubled, "duty-cover") == [
        "Piece to-a-0900 is in 2 duties; it must be in exactly one."
    ]


def test_a_duty_has_only_pieces_of_blocks() -> None:
    place = ruled()
    answer = day(place, "08:00", "09:00")
    pieces = (*answer.duties[0].pieces, "to-b-1000")

    assert words(place, with_duty(answer, DUTY, pieces=pieces), "duty-cover") == [
        "A duty has the piece to-b-1000, which no block has."
    ]


def test_duties_have_unique_ids() -> None:
    place = ruled()
    answer = day(place, "08:00", "09:00")
    halves = tuple(
        answer.duties[0].model_copy(update={"pieces": (name,)}) for name in answer.duties[0].pieces
    )

    assert words(place, answer.model_copy(update={"duties": halves}), "duty-cover") == [
        f"Duty {DUTY} occurs 2 times; it may occur once."
    ]


@pytest.mark.parametrize(("back", "found"), [("08:30", []), ("08:25", ["duty-continuity"])])
def test_pieces_of_a_duty_do_not_overlap(back: str, found: list[str]) -> None:
    place = ruled()

    assert [rule for rule in broken(place, day(place, "08:00", back)) if "duty" in rule] == found


def test_pieces_of_a_duty_are_in_order() -> None:
    place = ruled()
    answer = with_duty(day(place, "08:00", "09:00"), DUTY, pieces=("to-a-0900", "to-b-0800"))

    assert "duty-continuity" in broken(place, answer)


def test_a_driver_starts_where_she_is() -> None:
    place = ruled()
    runs = [trip("to-b", "08:00", block="one"), trip("to-b", "09:00", block="two")]
    answer = plan(place, runs)
    joined = answer.duties[0].model_copy(
        update={"pieces": ("to-b-0800", "to-b-0900"), "sign_off": 570, "driving_minutes": 40}
    )

    assert words(place, answer.model_copy(update={"duties": (joined,)}), "duty-continuity") == [
        "Duty duty-one is at b after to-b-0800, but to-b-0900 leaves a."
    ]


@pytest.mark.parametrize(
    ("returns_home", "departures", "found"),
    [
        (True, ("08:00", "09:00"), []),
        (True, ("08:00",), ["duty-continuity"]),
        (False, ("08:00",), []),
    ],
)
def test_a_driver_ends_on_the_side_where_she_began_where_the_profile_says_so(
    returns_home: bool,  # noqa: FBT001 - a parameter of the table
    departures: tuple[str, ...],
    found: list[str],
) -> None:
    place = ruled(returns_home=returns_home)

    assert [
        rule for rule in broken(place, day(place, *departures)) if rule.startswith("duty")
    ] == found


def test_a_duty_is_at_home_where_it_begins() -> None:
    place = ruled()
    answer = with_duty(day(place, "08:00", "09:00"), DUTY, home="sz")

    assert words(place, answer, "duty-continuity") == [
        f"Duty {DUTY} begins on side hk, but its home is sz."
    ]


@pytest.mark.parametrize(
    ("places", "found"),
    [
        (None, []),
        (("b",), []),
        (("yard-b",), []),
        (("a", "b"), []),
        (("a", "yard-a"), ["duty-hand-over"] * 2),
        ((), ["duty-hand-over"] * 2),
    ],
)
def test_a_bus_changes_drivers_only_where_it_may(
    places: tuple[str, ...] | None, found: list[str]
) -> None:
    place = ruled(returns_home=False)
    place = place.model_copy(
        update={"drivers": Drivers(rule_profile="wide", hand_over_places=places)}
    )

    rules = broken(place, _two_drivers(place))
    assert [rule for rule in rules if rule.startswith("duty")] == found


def test_a_hand_over_where_none_may_be_is_told_of_both_drivers() -> None:
    place = ruled(returns_home=False)
    place = place.model_copy(update={"drivers": Drivers(rule_profile="wide", hand_over_places=())})

    assert words(place, _two_drivers(place), "duty-hand-over") == [
        f"Duty {DUTY} leaves its bus at b after to-b-0800, before to-a-0900; it may not there.",
        "Duty other takes its bus over at b for to-a-0900, after to-b-0800; it may not there.",
    ]


def _two_drivers(place: Scenario) -> Plan:
    """One bus to and fro, each way with a driver of its own."""
    answer = day(place, "08:00", "09:00")
    changes = {"pieces": ("to-b-0800",), "sign_off": 510, "driving_minutes": 20}
    first = answer.duties[0].model_copy(update=changes)
    second = {"id": "other", "home": "sz", "pieces": ("to-a-0900",), "sign_on": 540}
    other = first.model_copy(update={**second, "sign_off": 570})
    return answer.model_copy(update={"duties": (first, other)})


def test_a_duty_without_pieces_is_a_violation() -> None:
    place = ruled()
    answer = day(place, "08:00", "09:00")
    idle = answer.duties[0].model_copy(update={"id": "idle", "pieces": ()})
    more = answer.model_copy(update={"duties": (*answer.duties, idle)})

    assert words(place, more, "duty-continuity") == ["Duty idle has no piece."]


@pytest.mark.parametrize(("most", "found"), [(114, ["duty-length"]), (115, []), (116, [])])
def test_a_duty_is_not_too_long(most: int, found: list[str]) -> None:
    # 08:00 to 09:30, signed on 15 minutes before and off 10 minutes after: 115 minutes.
    place = ruled(max_duty_minutes=most, sign_on_minutes=15, sign_off_minutes=10)

    assert broken(place, day(place, "08:00", "09:00")) == found


def test_sign_on_and_sign_off_are_those_of_the_pieces() -> None:
    place = ruled(sign_on_minutes=15, sign_off_minutes=10)
    answer = with_duty(day(place, "08:00", "09:00"), DUTY, sign_on=466)

    assert words(place, answer, "duty-length") == [
        f"Duty {DUTY} is said to last from 07:46 to 09:40; its pieces make it from 07:45 to 09:40."
    ]


def test_work_before_midnight_counts_though_it_cannot_be_written() -> None:
    place = ruled(sign_on_minutes=15, max_duty_minutes=99)

    # 15 + 85 minutes, signed on at 23:50 of the day before.
    assert broken(place, day(place, "00:05", "01:00")) == ["duty-length"]


@pytest.mark.parametrize(
    ("limits", "found"),
    [
        ({}, []),
        ({"count_hk": 2}, []),
        ({"count_hk": 1}, ["driver-count"]),
        ({"count_sz": 1}, []),
        ({"count_sz": 0}, ["driver-count"]),
        ({"count_hk": 2, "count_sz": 1}, []),
    ],
)
def test_duties_that_begin_on_a_side_are_at_most_its_drivers(
    limits: dict[str, int], found: list[str]
) -> None:
    place = scenario(drivers=Drivers(rule_profile="wide", **limits))
    runs = [trip("to-b", "08:00"), trip("to-b", "08:05"), trip("to-a", "08:00")]
    answer = plan(place, [*runs, trip("to-a", "10:00")])

    # Two buses begin in Hong Kong; the one from Shenzhen ends there.
    assert [rule for rule in broken(place, answer) if rule != "depot-balance"] == found


def test_drivers_are_counted_where_their_first_piece_begins() -> None:
    place = scenario(drivers=Drivers(rule_profile="wide", count_hk=0))
    answer = plan(place, [trip("to-b", "08:00"), trip("to-a", "09:00")])
    moved = with_duty(answer, DUTY, home="sz")

    assert words(place, moved, "driver-count") == [
        "1 duties begin on side hk; there are 0 drivers."
    ]


def test_pieces_may_come_from_several_blocks() -> None:
    place = ruled()
    answer = plan(
        place, [trip("to-b", "08:00", block="bus-1"), trip("to-a", "09:00", block="bus-2")]
    )
    one = answer.duties[0].model_copy(
        update={"pieces": ("to-b-0800", "to-a-0900"), "sign_off": 570, "driving_minutes": 40}
    )
    joined = with_figures(place, answer.model_copy(update={"duties": (one,)}))

    assert broken(place, joined) == []
