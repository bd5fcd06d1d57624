from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from shuttle.domain.network import RunningBand
from shuttle.domain.plan import Plan
from shuttle.domain.port import ClearanceBand
from shuttle.domain.scenario import Scenario
from shuttle.domain.variation import Variation
from shuttle.simulate.chance import Days, Streams
from shuttle.simulate.operation import operation
from shuttle.simulate.propagate import Played, play
from tests.builders import (
    FACT,
    clearance,
    deadhead,
    driver_rules,
    plan,
    policies,
    port,
    scenario,
    trip,
    vehicle_type,
)
from tests.simulate.event_day import EventDay, numbers
from tests.simulate.world import SHARED, drives, lasting, minutes, variation, with_drivers

DAYS = 200


def world(**changes: Any) -> Scenario:
    """A port and roads whose minutes vary, more so in the second hour."""
    quiet, busy = minutes(8, 11, 15), minutes(10, 16, 25)

    def bands() -> tuple[RunningBand, ...]:
        return lasting(quiet, "00:00", "08:30"), lasting(busy, "08:30")

    ends = ("a", "gate"), ("gate", "b"), ("b", "gate"), ("gate", "a")
    slow = minutes(9, 15, 24)
    gate = port(
        clearance=(
            ClearanceBand(minutes=slow, direction="to_sz", **FACT),
            clearance(12, end=540, direction="to_hk"),
            ClearanceBand(minutes=slow, start=540, direction="to_hk", **FACT),
        )
    )
    default: dict[str, Any] = {
        "ports": (gate,),
        "legs": tuple(drives(*pair, *bands()) for pair in ends),
        "vehicle_types": (vehicle_type(cost_per_deadhead=10),),
        "driver_rules": (driver_rules(break_minutes=30, max_continuous_driving_minutes=65),),
        "policies": policies(percentile="p50", layover_minutes=5),
    }
    return scenario(**{**default, **changes})


def morning(place: Scenario) -> Plan:
    """Two buses, of which one runs home empty, and two drivers who change buses at noon."""
    made = plan(
        place,
        [
            trip("to-b", "07:30", block="x"),
            trip("to-b", "07:45", block="y"),
            deadhead("to-a", "08:10", block="x"),
            trip("to-a", "08:40", block="y"),
            trip("to-b", "08:45", block="x"),
            trip("to-b", "09:35", block="y"),
            trip("to-a", "10:20", block="x"),
            trip("to-a", "10:30", block="y"),
        ],
    )
    first = ("to-b-0730", "x-0810", "to-b-0845", "to-a-1030")
    return with_drivers(made, first, ("to-b-0745", "to-a-0840", "to-b-0935", "to-a-1020"))


def played(place: Scenario, made: Plan, assumed: Variation, days: int = DAYS) -> Played:
    return play(operation(place, made, assumed), Days(Streams(3), 0, days), {})


BREAKS_AFTER = ("to-b-0845", "to-b-0745")
"""Of 65 minutes at a time the drivers drive 74 and 76; each has one pause of 30 or more."""

ASSUMED = variation(clearance=SHARED, running=SHARED, turn_round_minutes=4)


def evening(place: Scenario) -> Plan:
    """The last buses, some of which come to the port too late."""
    runs = [trip("to-b", "20:40"), trip("to-a", "21:15"), trip("to-b", "21:50")]
    return plan(place, runs)


@pytest.mark.parametrize("hours_of", [morning, evening])
def test_every_run_of_every_day_is_as_one_event_after_the_other_has_it(
    hours_of: Callable[[Scenario], Plan],
) -> None:
    place = world()
    made = hours_of(place)
    runs = operation(place, made, ASSUMED).runs
    ours, drawn = played(place, made, ASSUMED), numbers(3, DAYS)
    for day in range(DAYS):
        theirs = EventDay(place, made, ASSUMED, drawn, day)
        theirs.breaks_after = BREAKS_AFTER
        theirs.run()
        for number, run in enumerate(runs):
            name = run.piece.id
            assert ours.departures[number][day] == pytest.approx(theirs.departed[name], abs=0.01)
            assert ours.arrivals[number][day] == pytest.approx(theirs.arrived[name], abs=0.01)


def test_a_day_without_chance_is_the_planned_one() -> None:
    place = scenario(policies=policies(layover_minutes=5))
    made = plan(place, [trip("to-b", "08:00"), trip("to-a", "08:35"), trip("to-b", "09:10")])
    found = played(place, made, variation(turn_round_minutes=9), days=4)
    for number, run in enumerate(operation(place, made, variation()).runs):
        assert np.all(found.departures[number] == run.piece.departure)
        assert np.all(found.arrivals[number] == run.piece.arrival)


def test_a_late_bus_leaves_its_least_turn_round_after_it_arrives() -> None:
    place = world(driver_rules=(driver_rules(),))
    made = plan(place, [trip("to-b", "07:30"), trip("to-a", "08:05")])
    found = played(place, made, variation(turn_round_minutes=3))
    leaves = np.maximum(485, found.arrivals[0] + 3)
    assert found.departures[1] == pytest.approx(leaves)
    assert np.any(found.departures[1] > 485)
    assert np.any(found.departures[1] == 485)


def test_a_driver_who_comes_late_with_another_bus_makes_the_bus_wait() -> None:
    place = world(driver_rules=(driver_rules(),))
    runs = [trip("to-b", "07:30", block="x"), trip("to-a", "08:20", block="y")]
    alone = plan(place, runs)
    together = with_drivers(alone, ("to-b-0730", "to-a-0820"))
    free, bound = played(place, alone, variation()), played(place, together, variation())
    assert np.all(free.departures[1] == 500)
    assert bound.departures[1] == pytest.approx(np.maximum(500, bound.arrivals[0]))
    assert np.any(bound.departures[1] > 500)


def test_a_break_that_the_driver_must_have_stays_a_break() -> None:
    rules = driver_rules(break_minutes=20, max_continuous_driving_minutes=30)
    place = world(driver_rules=(rules,))
    made = plan(place, [trip("to-b", "07:30"), trip("to-a", "08:20")])
    found = played(place, made, variation(turn_round_minutes=3))
    assert found.departures[1] == pytest.approx(np.maximum(500, found.arrivals[0] + 20))


def test_a_bus_that_comes_after_the_port_has_closed_waits_for_the_morning() -> None:
    place = world()
    made = plan(place, [trip("to-b", "21:50")])
    found = played(place, made, variation())
    late = found.late_at_port[0]
    assert 0 < np.count_nonzero(late) < DAYS
    assert np.all(found.arrivals[0][late] > 1440 + 7 * 60)
    assert np.all(found.arrivals[0][~late] < 24 * 60)
