from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from shuttle.errors import InputError
from shuttle.scenario import load_scenario, shared_root
from shuttle.scenario.gtfs.feed import FeedDay, FeedPlace, FeedTrip, read_feed
from shuttle.services.stages.feed_timetable import fixed_trips, watched_stops
from tests.builders import scenario
from tests.formats.gtfs.feeds import seed_feed

PLACE = scenario()
TRIP = FeedTrip("1", "r", "a", "b", 480, 510, None)


def day(*trips: FeedTrip) -> FeedDay:
    ends = {end for trip in trips for end in (trip.origin, trip.destination)}
    return FeedDay(
        Path("f.zip"), trips, {end: FeedPlace(end, f"Stop {end}", None) for end in ends}, ()
    )


@pytest.mark.parametrize("name", ["pilot-2023", "cuhk-shuttle"])
def test_our_own_feed_gives_back_the_trips_of_every_date(tmp_path: Path, name: str) -> None:
    feed = seed_feed(name)
    (tmp_path / "gtfs.zip").write_bytes(feed.body)
    for answer in feed.timetable.days[::7]:
        if answer.day_type is not None:
            found = read_feed(tmp_path / "gtfs.zip", answer.date)
            read = {(t.id.split(".")[0], t.origin, t.start, t.end) for t in found.trips}
            trips = feed.timetable.trips_on(answer.date)
            assert read == {(t.id, t.origin, t.departure, t.arrival) for t in trips}
            assert all(trip.block for trip in found.trips)


def test_our_own_feed_is_the_timetable_of_its_scenario(tmp_path: Path) -> None:
    feed, place = seed_feed("pilot-2023"), load_scenario(shared_root() / "seeds" / "pilot-2023")
    (tmp_path / "gtfs.zip").write_bytes(feed.body)
    on = date(2026, 11, 23)
    found = read_feed(tmp_path / "gtfs.zip", on, (), watched_stops(place, {}))
    read = {(t.origin, t.destination, t.departure, t.port) for t in fixed_trips(found, place, {})}
    trips = feed.timetable.trips_on(on)
    assert read == {(t.origin, t.destination, t.departure, t.port) for t in trips}


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


def test_names_of_a_feed_are_shown_without_what_moves_a_terminal() -> None:
    other = day(replace(TRIP, origin="X"))
    places = {**other.places, "X": FeedPlace("X", "\x1b[2Jgone", None)}
    with pytest.raises(InputError) as caught:
        fixed_trips(replace(other, places=places), PLACE, {})
    assert "\x1b" not in str(caught.value)


def test_ways_that_the_scenario_does_not_have_are_told_once() -> None:
    with pytest.raises(InputError) as caught:
        fixed_trips(day(replace(TRIP, destination="a"), replace(TRIP, destination="a")), PLACE, {})
    assert [problem.key for problem in caught.value.problems] == ["2 trips"]
