import numpy as np
import pytest

from shuttle.domain.facts import Minutes
from shuttle.domain.plan import Plan
from shuttle.domain.port import DwellByLoad, LoadStep
from shuttle.domain.scenario import Scenario
from shuttle.simulate.at_port import LeftAtPort, left_at_port
from shuttle.simulate.boarding import board
from shuttle.simulate.chance import Days, Streams
from shuttle.simulate.operation import operation
from shuttle.simulate.propagate import Played, play
from shuttle.simulate.run import Experiment, simulate
from shuttle.simulate.wishes import lines
from tests.builders import FACT, plan, port, riders, scenario, trip, vehicle_type, waiting
from tests.simulate.world import minutes, variation

DAYS = 40_000
EXTRA = minutes(2, 6, 10)


def world(load: int, extra: Minutes = EXTRA) -> Scenario:
    """A port where the slowest of up to 20 riders takes some minutes more; 20 seats a bus."""
    steps = (LoadStep(riders_up_to=20, extra_minutes=extra),)
    gate = port(dwell_by_load=(DwellByLoad(steps=steps, **FACT),))
    return scenario(
        ports=(gate,),
        vehicle_types=(vehicle_type(seats=20),),
        demand=(riders(load, "07:59", minutes=1),),
    )


def two_buses(place: Scenario) -> Plan:
    runs = [trip("to-b", "08:00", block="x"), trip("to-b", "08:30", block="y")]
    return plan(place, [waiting(run, 6) for run in runs])


def played(place: Scenario, hold: int | None) -> tuple[Played, LeftAtPort | None]:
    planned = operation(place, two_buses(place), variation(hold_minutes=hold))
    days = Days(Streams(9), 0, DAYS)
    boarded = board(lines(planned), days, "fixed")
    found = play(planned, days, boarded.loads)
    return found, left_at_port(planned, days, found, boarded)


def test_a_bus_that_waits_for_all_leaves_nobody_and_is_late_for_it() -> None:
    found, left = played(world(12), None)
    assert left is None
    assert np.mean(found.arrivals[0] > 480 + 30 + 6.01) == pytest.approx(0.15, abs=0.01)


def test_a_bus_that_waits_no_longer_than_planned_is_never_late_for_its_riders() -> None:
    found, _ = played(world(12), 0)
    assert found.arrivals[0].max() == pytest.approx(480 + 30 + 6)


def test_as_many_are_left_as_riders_who_clear_one_by_one_would_be() -> None:
    """The slowest of 12 is through in 6 minutes in 85 of 100 cases, so one of them in 98.65."""
    _, left = played(world(12), 0)
    assert left is not None
    assert left.left.mean() == pytest.approx(12 * (1 - 0.85 ** (1 / 12)), rel=0.03)
    assert np.mean(left.left > 0) == pytest.approx(0.15, abs=0.01)


def test_those_left_take_the_free_seats_of_the_next_bus() -> None:
    _, left = played(world(12), 0)
    assert left is not None
    assert left.stranded.max() == 0  # the second bus runs empty
    _, full = played(world(40), 0)
    assert full is not None
    assert np.all(full.stranded >= 0)
    assert full.stranded.mean() > 0.2


def test_the_figures_tell_who_is_left() -> None:
    place = world(12)
    found = simulate(place, two_buses(place), Experiment(variation(hold_minutes=0), 500, 1))
    assert found.riders.left_at_port is not None
    assert found.riders.left_at_port.value > 0
    waits = simulate(place, two_buses(place), Experiment(variation(), 500, 1))
    assert waits.riders.left_at_port is None
