"""Driving and rest: a trip has 20 minutes of driving and 10 at the port."""

import pytest

from shuttle.domain.driver_rules import RestAfterDriving
from tests.audit.days import day, ruled
from tests.audit.verdict import broken, words
from tests.builders import (
    band,
    with_duty,
)

DUTY = "duty-bus-1"


@pytest.mark.parametrize(("most", "found"), [(39, ["duty-driving"]), (40, []), (41, [])])
def test_a_driver_does_not_drive_too_long(most: int, found: list[str]) -> None:
    place = ruled(max_driving_minutes=most)

    assert broken(place, day(place, "08:00", "09:00")) == found


@pytest.mark.parametrize(("most", "found"), [(59, ["duty-driving"]), (60, [])])
def test_clearance_is_driving_where_the_profile_says_so(most: int, found: list[str]) -> None:
    place = ruled(max_driving_minutes=most, clearance_is_driving=True)

    assert broken(place, day(place, "08:00", "09:00")) == found


def test_stated_driving_is_that_of_the_pieces() -> None:
    place = ruled()
    answer = with_duty(day(place, "08:00", "09:00"), DUTY, driving_minutes=41)

    assert words(place, answer, "duty-driving") == [
        f"Duty {DUTY} states 41 minutes of driving; its pieces have 40."
    ]


@pytest.mark.parametrize(
    ("departures", "most", "found"),
    [
        (("08:00", "08:35"), 40, []),
        (("08:00", "08:35"), 39, ["duty-continuous-driving"]),  # a pause of 5 minutes is none
        (("08:00", "08:50"), 20, []),  # a pause of 20 minutes is one
        (("08:00", "08:45"), 20, ["duty-continuous-driving"]),  # 15 minutes are too short
        (("08:00", "08:35", "09:25"), 40, []),
        (("08:00", "08:50", "09:25"), 39, ["duty-continuous-driving"]),
    ],
)
def test_a_driver_has_breaks(departures: tuple[str, ...], most: int, found: list[str]) -> None:
    place = ruled(max_continuous_driving_minutes=most, break_minutes=20)
    rules = broken(place, day(place, *departures))

    assert [rule for rule in rules if rule != "depot-balance"] == found


@pytest.mark.parametrize(
    ("departures", "found"),
    [
        (("20:55", "21:30"), []),  # ends at 22:00, as the night begins
        (("21:00", "21:35"), ["duty-continuous-driving"]),  # ends at 22:05
        (("26:00", "26:30"), []),  # begins as the night ends
        (("25:55", "26:30"), ["duty-continuous-driving"]),
    ],
)
def test_a_stretch_that_touches_the_night_has_the_nights_limit(
    departures: tuple[str, ...], found: list[str]
) -> None:
    place = ruled(
        max_continuous_night_driving_minutes=39, night=band("22:00", "26:00"), break_minutes=20
    )

    assert broken(place, day(place, *departures)) == found


def test_the_nights_limit_itself_is_allowed() -> None:
    place = ruled(
        max_continuous_night_driving_minutes=40, night=band("22:00", "26:00"), break_minutes=20
    )

    assert broken(place, day(place, "21:00", "21:35")) == []


def test_long_driving_is_told_with_its_stretch() -> None:
    place = ruled(max_continuous_driving_minutes=39, break_minutes=20)

    assert words(place, day(place, "08:00", "08:35"), "duty-continuous-driving") == [
        (
            f"Duty {DUTY} has 40 minutes of driving from 08:00 to 09:05 without a pause of "
            "20 minutes; at most 39 are allowed."
        )
    ]


@pytest.mark.parametrize(
    ("departures", "found"),
    [
        # 20 minutes of driving a trip; 40 may pass before pauses add up to 30 minutes.
        (("08:00", "08:30"), []),  # 40 minutes of driving, no rest
        (("08:00", "08:30", "09:00"), ["duty-rest"]),  # 60 minutes
        (("08:00", "08:45", "09:30"), []),  # two pauses of 15 minutes are 30
        (("08:00", "08:45", "09:29"), ["duty-rest"]),  # 15 and 14 are 29
        (("08:00", "08:50", "09:30"), []),  # 20 and 10
        (("08:00", "08:51", "09:30"), ["duty-rest"]),  # 21 and 9, which are too few to count
        (("08:00", "09:00", "09:30", "10:00"), ["duty-rest"]),  # 30 at once, then 60 again
        (("08:00", "09:00", "09:30"), []),
        (("08:00", "08:30", "09:30", "10:00"), []),
    ],
)
def test_a_driver_rests_after_long_driving(departures: tuple[str, ...], found: list[str]) -> None:
    limit = RestAfterDriving(driving_minutes=40, rest_minutes=30)
    place = ruled(rest_after_driving=limit, break_minutes=10)
    rules = broken(place, day(place, *departures))

    assert [rule for rule in rules if rule != "depot-balance"] == found


@pytest.mark.parametrize(("least", "found"), [(90, []), (91, ["duty-min-length"])])
def test_a_duty_is_long_enough(least: int, found: list[str]) -> None:
    place = ruled(min_duty_minutes=least, sign_on_minutes=0, sign_off_minutes=0)

    assert broken(place, day(place, "08:00", "09:00")) == found


@pytest.mark.parametrize(("least", "found"), [(30, []), (31, ["duty-gap"])])
def test_between_two_runs_lie_enough_minutes(least: int, found: list[str]) -> None:
    place = ruled(min_gap_minutes=least)

    assert broken(place, day(place, "08:00", "09:00")) == found
