"""Rule `port-quota`: a bus reaches the port 10 minutes after it leaves."""

from datetime import timedelta
from typing import Any

import pytest

from shuttle.domain.port import Quota
from shuttle.domain.scenario import Scenario
from tests.audit.verdict import broken, words
from tests.builders import (
    FACT,
    TUESDAY,
    band,
    deadhead,
    hours,
    plan,
    policies,
    port,
    quota,
    scenario,
    trip,
    vehicle_type,
)


def limited(*quotas: Quota) -> Scenario:
    """A scenario whose port is open day and night and has those quotas."""
    gate = port(hours=(hours("00:00", "24:00"),), quotas=quotas)
    return scenario(
        ports=(gate,),
        policies=policies(span=band("00:00", "36:00")),
        vehicle_types=(vehicle_type(cost_per_deadhead=50),),
    )


def rules_of(place: Scenario, *departures: str) -> list[str]:
    """The broken rules of trips to `b`, apart from buses not coming home."""
    answer = plan(place, [trip("to-b", departure) for departure in departures])
    return [rule for rule in broken(place, answer) if rule != "depot-balance"]


@pytest.mark.parametrize(
    ("departures", "found"),
    [
        (("07:50", "08:00"), []),
        (("07:50", "08:00", "08:45"), ["port-quota"]),  # 08:00, 08:10, 08:55
        (("07:45", "08:00", "08:45"), []),  # the first reaches the port at 07:55
        (("07:50", "08:00", "08:50"), []),  # the last at 09:00
    ],
)
def test_each_clock_hour_has_its_quota(departures: tuple[str, ...], found: list[str]) -> None:
    assert rules_of(limited(quota(2)), *departures) == found


@pytest.mark.parametrize(
    ("departures", "found"),
    [
        (("07:50", "09:45"), []),  # 08:00 and 09:55
        (("07:50", "08:30", "09:45"), ["port-quota"]),
        (("07:45", "08:30", "09:45"), []),  # 07:55 lies before the band
        (("07:50", "08:30", "09:50"), []),  # 10:00 lies after it
    ],
)
def test_a_quota_may_hold_for_a_whole_band(departures: tuple[str, ...], found: list[str]) -> None:
    whole = quota(2, each_hour=False, start="08:00", end="10:00")

    assert rules_of(limited(whole), *departures) == found


def test_an_hourly_quota_counts_only_the_part_of_an_hour_within_its_band() -> None:
    half = quota(1, start="08:30", end="10:00")

    assert rules_of(limited(half), "07:50", "08:10", "08:25") == []
    assert rules_of(limited(half), "08:20", "08:45") == ["port-quota"]


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        ({}, ["port-quota"]),
        ({"direction": "to_sz"}, ["port-quota"]),
        ({"direction": "to_hk"}, []),
        ({"day_types": ("workday",)}, ["port-quota"]),
        ({"day_types": ("sunday",)}, []),
        ({"valid_from": TUESDAY, "valid_to": TUESDAY}, ["port-quota"]),
        ({"valid_to": TUESDAY - timedelta(days=1)}, []),
    ],
)
def test_a_quota_holds_for_its_way_dates_and_day_types(
    scope: dict[str, Any], found: list[str]
) -> None:
    assert rules_of(limited(quota(1, **scope)), "08:00", "08:10") == found


def test_each_way_has_the_quota_on_its_own() -> None:
    place = limited(quota(1))
    answer = plan(place, [trip("to-b", "08:00"), trip("to-a", "08:05")])

    assert "port-quota" not in broken(place, answer)


def test_empty_runs_count() -> None:
    place = limited(quota(1))
    runs = [
        trip("to-b", "08:00", block="bus"),
        deadhead("to-a", "08:45", block="bus"),
        trip("to-a", "08:40", block="other"),
    ]

    # 08:55 empty and 08:50 loaded towards Hong Kong.
    assert "port-quota" in broken(place, plan(place, runs))


def test_minutes_after_midnight_belong_to_the_next_date() -> None:
    tomorrow = Quota(trips=1, valid_from=TUESDAY + timedelta(days=1), **FACT)
    today = Quota(trips=1, valid_to=TUESDAY, **FACT)

    assert rules_of(limited(tomorrow), "24:00", "24:10") == ["port-quota"]
    assert rules_of(limited(today), "24:00", "24:10") == []
    assert rules_of(limited(today), "00:00", "00:10") == ["port-quota"]


def test_a_quotas_band_is_read_on_each_calendar_day() -> None:
    small_hours = quota(1, each_hour=False, start="00:00", end="02:00")

    assert rules_of(limited(small_hours), "24:00", "25:00") == ["port-quota"]
    assert rules_of(limited(small_hours), "01:00", "24:00") == []


def test_the_same_clock_hour_of_two_dates_has_two_quotas() -> None:
    assert rules_of(limited(quota(1)), "01:00", "25:00") == []


def test_a_quota_of_none_forbids_the_port() -> None:
    assert rules_of(limited(quota(0)), "08:00") == ["port-quota"]


def test_a_quota_is_told_with_its_hour_and_numbers() -> None:
    place = limited(quota(1))
    answer = plan(place, [trip("to-b", "08:00"), trip("to-b", "08:10")])

    assert words(place, answer, "port-quota") == [
        "2 buses reach Gate towards Shenzhen from 08:00 until before 09:00; the quota is 1."
    ]
