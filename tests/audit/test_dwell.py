"""A port where ten riders clear in 10 minutes, twenty in 14 and thirty in 20."""

from typing import Any

import pytest

from shuttle.domain.plan import Plan
from shuttle.domain.port import DwellByLoad, LoadStep
from shuttle.domain.scenario import Scenario
from tests.audit.verdict import broken, words
from tests.builders import (
    FACT,
    clearance,
    deadhead,
    plan,
    port,
    riders,
    scenario,
    trip,
    vehicle_type,
    waiting,
    with_trip,
)

STEPS = tuple(
    LoadStep(riders_up_to=riders_up_to, extra_minutes=extra)
    for riders_up_to, extra in ((10, 0), (20, 4), (30, 10))
)


def dwell(**changes: Any) -> DwellByLoad:
    return DwellByLoad(**{**FACT, "steps": STEPS, **changes})


def place(number: int = 12, *, seats: int = 40, **changes: Any) -> Scenario:
    """So many riders for the bus to `b` at 08:00."""
    return scenario(
        ports=(port(dwell_by_load=(dwell(**changes),)),),
        vehicle_types=(vehicle_type(seats=seats),),
        demand=(riders(number, "08:00", minutes=1),),
    )


def answer(scenario: Scenario, extra: int) -> Plan:
    """There at 08:00 with so many extra minutes, and back at 10:00 without riders."""
    runs = [waiting(trip("to-b", "08:00"), extra), trip("to-a", "10:00")]
    return plan(scenario, runs)


@pytest.mark.parametrize(
    ("number", "extra", "load", "left"),
    [(10, 0, 10, 0), (11, 0, 10, 1), (11, 4, 11, 0), (25, 4, 20, 5), (30, 10, 30, 0)],
)
def test_a_bus_takes_as_many_riders_as_it_waits_for(
    number: int, extra: int, load: int, left: int
) -> None:
    there = place(number)
    made = answer(there, extra)

    assert made.trips[0].load == load
    assert made.demand.left_behind == made.kpis.left_at_port == left
    assert made.trips[0].arrival == 510 + extra
    assert broken(there, made) == []


def test_no_bus_takes_more_riders_than_the_last_step_has_room_for() -> None:
    there = place(35)
    made = answer(there, 10)

    assert (made.trips[0].load, made.demand.left_behind) == (30, 5)
    assert broken(there, made) == []


@pytest.mark.parametrize(("number", "behind", "at_port"), [(24, 4, 4), (30, 10, 5)])
def test_who_finds_no_seat_is_not_left_at_the_port(number: int, behind: int, at_port: int) -> None:
    # The bus waits for 20; five more would have had seats.
    made = answer(place(number, seats=25), 4)

    assert (made.demand.left_behind, made.kpis.left_at_port) == (behind, at_port)


def test_where_no_bus_waits_nobody_is_said_to_be_left_at_a_port() -> None:
    made = plan(scenario(), [trip("to-b", "08:00")])

    assert made.kpis.left_at_port is None
    assert "left_at_port" not in made.model_dump(mode="json")["kpis"]


def test_minutes_that_no_step_has_are_a_violation() -> None:
    there = place(12)

    said = "Trip to-b-0800 takes 15 minutes at Gate, where minutes by riders are "
    assert words(there, answer(there, 5), "port-dwell") == [
        f"{said}10 (up to 10), 14 (up to 20), 20 (up to 30)."
    ]
    assert "running-time" in broken(there, answer(there, 5))


def test_more_riders_than_the_bus_waits_for_are_a_violation() -> None:
    there = place(12)
    made = with_trip(answer(there, 0), "to-b-0800", load=11)

    assert words(there, made, "port-dwell") == [
        "Trip to-b-0800 carries 11 riders, but its 10 minutes at Gate are enough for 10."
    ]
    assert words(there, with_trip(answer(there, 0), "to-b-0800", load=10), "port-dwell") == []


@pytest.mark.parametrize(("seats", "found"), [(20, 1), (21, 0)])
def test_a_bus_does_not_wait_for_more_riders_than_it_has_seats(seats: int, found: int) -> None:
    there = place(12, seats=seats)
    said = words(there, answer(there, 10), "port-dwell")

    assert len(said) == found
    assert not found or "takes 20 minutes at Gate, though 14 are enough for all 20 seats" in said[0]


@pytest.mark.parametrize(
    "changes", [{"start": 491}, {"end": 490}, {"direction": "to_hk"}, {"day_types": ("sunday",)}]
)
def test_without_a_band_that_governs_the_minute_of_reaching_the_port_all_ride(
    changes: dict[str, Any],
) -> None:
    there = place(35, **changes)
    made = answer(there, 0)

    assert made.trips[0].load == 35
    assert broken(there, made) == []
    assert "running-time" in broken(there, answer(there, 4))


def test_extra_minutes_are_those_of_the_planned_percentile() -> None:
    step = LoadStep(riders_up_to=40, extra_minutes={"p50": 1, "p85": 3, "p95": 9})
    there = place(35, steps=(step,), direction="to_sz")

    assert there.policies.percentile == "p85"
    assert broken(there, answer(there, 3)) == []
    assert "port-dwell" in broken(there, answer(there, 1))


def test_an_empty_run_takes_the_minutes_of_the_band_alone() -> None:
    step = LoadStep(riders_up_to=40, extra_minutes=7)
    gate = port(dwell_by_load=(dwell(steps=(step,)),), clearance=(clearance(10),))
    there = scenario(ports=(gate,), vehicle_types=(vehicle_type(cost_per_deadhead=5),))
    runs = [waiting(trip("to-b", "08:00", block="x"), 7), deadhead("to-a", "10:00", block="x")]

    assert broken(there, plan(there, runs)) == []
    late = [
        waiting(trip("to-b", "08:00", block="x"), 7),
        waiting(deadhead("to-a", "10:00", block="x"), 7),
    ]
    assert "running-time" in broken(there, plan(there, late))
