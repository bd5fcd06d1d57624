import numpy as np
import pytest

from shuttle.simulate.chance import Days, Floats, Streams
from shuttle.simulate.knock_on import knock_on
from shuttle.simulate.operation import operation
from shuttle.simulate.propagate import Played, play
from tests.builders import deadhead, driver_rules, plan, trip
from tests.simulate.test_propagate import ASSUMED, morning, world
from tests.simulate.world import minutes, one_side, variation, with_drivers


def floats(*values: float) -> Floats:
    return np.array(values, dtype=np.float32)


def test_every_minute_of_delay_at_a_trips_departure_is_charged_once() -> None:
    place = world()
    planned = operation(place, morning(place), ASSUMED)
    played = play(planned, Days(Streams(4), 0, 4000), {})
    delay = sum(
        float((played.departures[number] - np.float32(run.piece.departure)).sum())
        for number, run in enumerate(planned.runs)
        if run.trip is not None
    )
    found = knock_on(planned, played, 4000)
    assert sum(found.by_run.values()) == float(found.by_day.sum())
    assert float(found.by_day.sum()) == pytest.approx(delay, rel=1e-3)
    assert delay > 1000


def test_a_run_answers_for_what_it_lost_and_passes_on_what_it_had_from_others() -> None:
    """Thirty minutes' drives back to back; the first loses 6, the second 4 more, the third none."""
    place = one_side(minutes(30, 38, 48))
    made = plan(place, [trip("to-b", "08:00"), trip("to-a", "08:30"), trip("to-b", "09:00")])
    planned = operation(place, made, variation())
    played = Played(
        departures=[floats(480), floats(516), floats(550)],
        arrivals=[floats(516), floats(550), floats(570)],
    )
    found = knock_on(planned, played, 1)
    # 6 minutes at 08:30; of the 10 at 09:00 the second trip lost 4 and had 6 from the first.
    assert found.by_run == {0: 12.0, 1: 4.0}


def test_time_made_up_on_the_way_is_not_charged() -> None:
    place = one_side(minutes(30, 38, 48))
    made = plan(place, [trip("to-b", "08:00"), trip("to-a", "08:30"), trip("to-b", "09:00")])
    played = Played(
        departures=[floats(480), floats(516), floats(542)],
        arrivals=[floats(516), floats(542), floats(570)],
    )
    found = knock_on(operation(place, made, variation()), played, 1)
    assert found.by_run == {0: 8.0, 1: 0.0}


def test_the_later_of_bus_and_driver_is_to_blame() -> None:
    place = one_side(minutes(30, 38, 48), driver_rules=(driver_rules(break_minutes=60),))
    runs = [
        trip("to-b", "08:00", block="x"),
        trip("to-b", "08:05", block="y"),
        trip("to-a", "08:40", block="x"),
    ]
    made = with_drivers(plan(place, runs), ("to-b-0800",), ("to-b-0805", "to-a-0840"))
    played = Played(
        departures=[floats(480, 480), floats(485, 485), floats(525, 525)],
        arrivals=[floats(525, 521), floats(521, 525), floats(555, 555)],
    )
    found = knock_on(operation(place, made, variation()), played, 2)
    assert found.by_run == {0: 5, 1: 5}
    assert list(found.by_day) == [5, 5]


def test_an_empty_run_hands_delay_on_without_being_late_itself() -> None:
    place = world()
    made = plan(
        place,
        [
            trip("to-b", "07:30", block="x"),
            deadhead("to-a", "08:00", block="x"),
            trip("to-b", "08:35", block="x"),
        ],
    )
    planned = operation(place, made, variation())
    back_at = planned.runs[1].piece.arrival
    played = Played(
        departures=[floats(450), floats(490), floats(518)],
        arrivals=[floats(490), floats(back_at + 10), floats(550)],
    )
    found = knock_on(planned, played, 1)
    # It was ten minutes late from end to end; only the three minutes of the trip after it count.
    assert found.by_run == {0: 3, 1: 0}
