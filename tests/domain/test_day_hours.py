"""Riders and seats by hour."""

from shuttle.domain.day_hours import hour_counts
from tests.builders import plan, riders, scenario, trip


def test_trips_count_in_the_hour_of_departure_and_wishes_in_their_own() -> None:
    here = scenario(demand=(riders(3, "08:45", minutes=1), riders(50, "09:00", minutes=1)))
    found = hour_counts(plan(here, [trip("to-b", "09:00"), trip("to-b", "09:59")]), here)
    told = [(c.hour, c.trips, c.seats, c.on_board, c.wishes, c.left_behind) for c in found]
    assert told == [(8, 0, 0, 0, 3, 0), (9, 2, 80, 40, 50, 13)]


def test_directions_stand_in_the_scenarios_order() -> None:
    here = scenario()
    found = hour_counts(plan(here, [trip("to-a", "08:00"), trip("to-b", "09:00")]), here)
    assert [(count.origin, count.hour) for count in found] == [("a", 9), ("b", 8)]


def test_a_bus_of_an_unknown_type_has_no_seats() -> None:
    here = scenario()
    mine = plan(here, [trip("to-b", "08:00")])
    bare = here.model_copy(update={"vehicle_types": {}})
    (count,) = hour_counts(mine, bare)
    assert (count.trips, count.seats) == (1, 0)
