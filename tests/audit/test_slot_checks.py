"""Slot rules: the port is reached 10 minutes after departure and left 10 minutes later."""

from datetime import timedelta
from typing import Any

import pytest

from shuttle.audit.slots import ServiceDay, slot
from shuttle.domain.facts import Minutes
from shuttle.domain.network import Route, RunningBand
from shuttle.domain.policy import ClockFace
from shuttle.domain.port import ClearanceBand
from tests.audit.days import rules_of_a_trip
from tests.audit.verdict import broken, words
from tests.builders import (
    FACT,
    TUESDAY,
    band,
    clearance,
    deadhead,
    hours,
    leg,
    legs_over,
    plan,
    policies,
    port,
    running,
    scenario,
    text,
    trip,
    vehicle_type,
    with_block,
    with_trip,
)

LATE = policies(span=band("00:00", "36:00"))
LEGS = legs_over()


@pytest.mark.parametrize(
    ("departure", "found"),
    [
        ("07:00", []),
        ("07:01", ["departure-grid"]),
        ("07:05", []),
        ("06:55", ["departure-grid"]),
        ("20:55", []),
        ("21:00", ["departure-grid"]),
    ],
)
def test_departures_lie_on_the_grid_and_in_the_span(departure: str, found: list[str]) -> None:
    place = scenario(policies=policies(span=band("07:00", "21:00"), grid_minutes=5))

    assert rules_of_a_trip(place, departure) == found


@pytest.mark.parametrize(
    ("departure", "found"),
    [
        ("07:55", []),
        ("08:00", []),
        ("08:05", ["clock-face"]),
        ("08:30", []),
        ("09:55", ["clock-face"]),
        ("10:00", []),
        ("10:05", []),
    ],
)
def test_departures_keep_the_clock_face_within_its_band(departure: str, found: list[str]) -> None:
    face = ClockFace(start="08:00", end="10:00", minutes=(0, 30))
    place = scenario(policies=policies(clock_faces=(face,)))

    assert rules_of_a_trip(place, departure) == found


@pytest.mark.parametrize(
    "scope", [{"day_types": ("sunday",)}, {"origin": "b"}, {"destination": "a"}]
)
def test_a_clock_face_for_others_does_not_bind(scope: dict[str, Any]) -> None:
    face = ClockFace.model_validate({"minutes": (0,), **scope})

    assert rules_of_a_trip(scenario(policies=policies(clock_faces=(face,))), "08:05") == []


def test_an_empty_run_is_free_of_the_clock_face() -> None:
    place = scenario(
        policies=policies(clock_faces=(ClockFace(minutes=(0,)),)),
        vehicle_types=(vehicle_type(cost_per_deadhead=50),),
    )
    answer = plan(
        place, [trip("to-b", "08:00", block="bus"), deadhead("to-a", "08:45", block="bus")]
    )

    assert broken(place, answer) == []


def test_an_empty_run_keeps_the_grid() -> None:
    place = scenario(vehicle_types=(vehicle_type(cost_per_deadhead=50),))
    answer = plan(
        place, [trip("to-b", "08:00", block="bus"), deadhead("to-a", "08:42", block="bus")]
    )

    assert broken(place, answer) == ["departure-grid"]


def test_each_part_takes_the_minutes_of_the_band_in_which_it_begins() -> None:
    place = scenario(
        legs=(
            leg("a", "gate", running(10, "00:00", "08:00"), running(20, "08:00", "48:00")),
            leg("gate", "b", running(7, "00:00", "08:26"), running(9, "08:26", "48:00")),
            *LEGS[2:],
        ),
        ports=(port(clearance=(clearance(5, end="08:20"), clearance(6, start="08:20"))),),
    )
    day = ServiceDay(TUESDAY, "workday")
    early = slot(place, day, "a", "b", "gate", 7 * 60 + 59)
    late = slot(place, day, "a", "b", "gate", 8 * 60)

    # 07:59 + 10 = 08:09, + 5 = 08:14, + 7 = 08:21; 08:00 + 20 = 08:20, + 6 = 08:26, + 9 = 08:35
    assert [entry.arrival for entry in early.legs] == [489, 494, 501]
    assert [entry.arrival for entry in late.legs] == [500, 506, 515]


def test_parts_are_planned_at_the_planned_percentile() -> None:
    spread = Minutes(p50=10, p85=14, p95=21)
    place = scenario(
        legs=(leg("a", "gate", RunningBand(minutes=spread)), *LEGS[1:]),
        ports=(port(clearance=(ClearanceBand(minutes=spread, **FACT),)),),
        policies=policies(percentile="p95"),
    )
    found = slot(place, ServiceDay(TUESDAY, "workday"), "a", "b", "gate", 480)

    assert [entry.arrival - entry.departure for entry in found.legs] == [21, 21, 10]


def test_clearance_takes_the_minutes_of_its_way() -> None:
    both = (clearance(5, direction="to_sz"), clearance(15, direction="to_hk"))
    place = scenario(ports=(port(clearance=both),))
    day = ServiceDay(TUESDAY, "workday")

    assert slot(place, day, "a", "b", "gate", 480).legs[-1].arrival == 480 + 25
    assert slot(place, day, "b", "a", "gate", 480).legs[-1].arrival == 480 + 35


def test_a_part_with_other_minutes_is_a_violation() -> None:
    slow = scenario()
    fast = scenario(ports=(port(clearance=(clearance(9),)),))
    answer = plan(fast, [trip("to-b", "08:00")])

    sentence = "has the part clearance gate 08:10-08:19; it should be clearance gate 08:10-08:20."
    assert words(slow, answer, "running-time") == [f"Trip to-b-0800 {sentence}"]


def test_an_arrival_that_is_not_the_last_parts_end_is_a_violation() -> None:
    place = scenario()
    answer = with_trip(plan(place, [trip("to-b", "08:00")]), "to-b-0800", arrival=509)

    assert words(place, answer, "running-time") == [
        "Trip to-b-0800 is said to arrive at 08:29; its last part ends at 08:30."
    ]


@pytest.mark.parametrize(
    ("departure", "found"),
    [("07:55", []), ("08:00", ["running-time"]), ("08:05", ["running-time"])],
)
def test_a_part_without_a_governing_band_cannot_run(departure: str, found: list[str]) -> None:
    whole = scenario()
    place = scenario(legs=(leg("a", "gate", running(10, "00:00", "08:00")), *LEGS[1:]))
    answer = plan(whole, [trip("to-b", departure)])

    assert [rule for rule in broken(place, answer) if rule != "depot-balance"] == found


@pytest.mark.parametrize(
    ("band_scope", "found"),
    [
        ({"valid_to": TUESDAY}, []),
        ({"valid_to": TUESDAY - timedelta(days=1)}, ["running-time"]),
        ({"day_types": ("workday",)}, []),
        ({"day_types": ("sunday",)}, ["running-time"]),
    ],
)
def test_a_running_time_of_other_dates_or_day_types_does_not_govern(
    band_scope: dict[str, Any], found: list[str]
) -> None:
    place = scenario(legs=(leg("a", "gate", running(10, **band_scope)), *LEGS[1:]))
    answer = plan(scenario(), [trip("to-b", "08:00")])

    assert [rule for rule in broken(place, answer) if rule != "depot-balance"] == found


def test_a_trip_that_ends_after_48_hours_cannot_run() -> None:
    always = port(hours=(hours("00:00", "24:00"),))
    place = scenario(ports=(always,), policies=policies(span=band("00:00", "48:00")))
    day = ServiceDay(TUESDAY, "workday")

    assert slot(place, day, "a", "b", "gate", 2880 - 30).trouble == ""
    assert "by 48:00" in slot(place, day, "a", "b", "gate", 2880 - 29).trouble


def test_a_trip_must_run_in_a_direction_of_its_route() -> None:
    place = scenario()
    answer = with_trip(plan(place, [trip("to-b", "08:00")]), "to-b-0800", direction="to-nowhere")

    assert words(place, answer, "running-time") == [
        "Trip to-b-0800 runs from a to b, which is not direction 'to-nowhere' of route a-b."
    ]


def test_a_route_without_ports_is_one_drive() -> None:
    place = scenario(
        routes=(Route(id="a-b", name=text("A to B"), stops=("a", "b")),),
        legs=(leg("a", "b", minutes=25), leg("b", "a", minutes=25)),
    )
    answer = plan(place, [trip("to-b", "08:00"), trip("to-a", "08:35")])

    assert broken(place, answer) == []
    assert [(part.kind, part.arrival) for part in answer.trips[0].legs] == [("drive", 505)]


def test_an_unknown_stop_is_a_violation_and_no_error() -> None:
    place = scenario()
    answer = plan(place, [trip("to-b", "08:00")])
    block = answer.blocks[0]
    piece = block.pieces[0].model_copy(update={"destination": "nowhere"})
    changed = with_trip(answer, "to-b-0800", destination="nowhere", port="nothing", route="none")
    changed = with_block(changed, block.id, pieces=(piece,), vehicle_type="none", depot="none")

    assert {"running-time", "block-continuity", "fleet-size"} <= set(broken(place, changed))
