from pathlib import Path

import pytest

from shuttle.errors import InputError
from shuttle.scenario.gtfs.feed import FeedDay, FeedPlace, FeedTrip
from shuttle.services.stages.given_blocks import duty_stage


def trip(name: str, ends: str, start: int, block: str | None) -> FeedTrip:
    return FeedTrip(name, "r", ends[0], ends[1], start, start + 30, block)


def day(*trips: FeedTrip) -> FeedDay:
    places = {end: FeedPlace(end, end, None) for one in trips for end in one.origin}
    return FeedDay(Path("feed.zip"), trips, places, ())


def test_trips_of_a_block_are_pieces_of_one_vehicle() -> None:
    stage = duty_stage(day(trip("1", "ab", 480, "x"), trip("2", "ba", 540, "x")), "strictest")
    assert [(piece.id, piece.vehicle) for piece in stage.pieces] == [("1", "x"), ("2", "x")]
    assert stage.rule_profile == "strictest"
    assert set(stage.sides.values()) == {"all"}


def test_a_run_to_where_the_next_trip_begins_is_a_piece_too() -> None:
    stage = duty_stage(day(trip("1", "ab", 480, "x"), trip("2", "cb", 540, "x")), "strictest")
    between = stage.pieces[1]
    assert (between.origin, between.destination) == ("b", "c")
    assert (between.start, between.end, between.id) == (510, 540, "to 2")


def test_a_trip_without_block_has_a_vehicle_of_its_own() -> None:
    stage = duty_stage(day(trip("1", "ab", 480, "x"), trip("2", "ba", 540, None)), "strictest")
    assert [piece.vehicle for piece in stage.pieces] == ["x", "trip 2"]


def test_a_feed_without_blocks_has_none_to_keep() -> None:
    with pytest.raises(InputError, match="no trip of the date has a block_id"):
        duty_stage(day(trip("1", "ab", 480, None)), "strictest")


def test_blocks_that_no_bus_can_run_are_refused() -> None:
    with pytest.raises(InputError, match='trips "1" and "2" of block "x" overlap'):
        duty_stage(day(trip("1", "ab", 480, "x"), trip("2", "ba", 500, "x")), "strictest")


def test_ids_that_a_stage_file_cannot_have_are_told() -> None:
    with pytest.raises(InputError, match="longer than 90 characters"):
        duty_stage(day(trip("1" * 101, "ab", 480, "x")), "strictest")
