from dataclasses import replace
from pathlib import Path

import pytest

from shuttle.errors import InputError
from shuttle.scenario.gtfs.feed import FeedDay, FeedPlace, FeedTrip
from shuttle.services.feed_timetable import fixed_trips, watched_stops
from tests.builders import scenario

PLACE = scenario()
TRIP = FeedTrip("1", "r", "a", "b", 480, 510, None)


def day(*trips: FeedTrip) -> FeedDay:
    ends = {end for trip in trips for end in (trip.origin, trip.destination)}
    return FeedDay(
        Path("f.zip"), trips, {end: FeedPlace(end, f"Stop {end}", None) for end in ends}, ()
    )


def test_stops_with_the_scenarios_ids_need_no_naming() -> None:
    [trip] = fixed_trips(day(TRIP), PLACE, {})
    assert (trip.origin, trip.destination, trip.departure, trip.port) == ("a", "b", 480, None)


def test_other_stops_are_named_and_ports_are_known_by_the_way() -> None:
    named = {"X": "a", "Y": "b", "Z": "gate"}
    assert watched_stops(PLACE, named) == {"gate": "gate", "port.gate": "gate", "Z": "gate"}
    other = replace(TRIP, origin="X", destination="Y", via=("Z",))
    [trip] = fixed_trips(day(other), PLACE, named)
    assert (trip.origin, trip.destination, trip.port) == ("a", "b", "gate")


def test_stops_that_nobody_named_are_told_all_at_once() -> None:
    with pytest.raises(InputError) as caught:
        fixed_trips(day(replace(TRIP, origin="X", destination="Y")), PLACE, {})
    assert [problem.key for problem in caught.value.problems] == ["X", "Y"]
    assert "write --stop X=ID with one of a, b" in caught.value.problems[0].message


def test_ways_that_the_scenario_does_not_have_are_told_once() -> None:
    with pytest.raises(InputError) as caught:
        fixed_trips(day(replace(TRIP, destination="a"), replace(TRIP, destination="a")), PLACE, {})
    assert [problem.key for problem in caught.value.problems] == ["2 trips"]
