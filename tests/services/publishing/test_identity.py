"""Which planned trip is which published one."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shuttle.domain.time import format_minute
from shuttle.services.publishing.identity import identify
from tests.services.builders import planned, published

minutes = st.lists(st.integers(360, 480), unique=True, max_size=8).map(sorted)


def test_a_new_trip_is_named_by_direction_and_departure() -> None:
    assert identify([], [planned("08:30")], set()) == {"to-b-0830": "to-b-0830"}


def test_a_trip_after_midnight_is_named_by_its_service_minute() -> None:
    assert identify([], [planned("24:15")], set()) == {"to-b-2415": "to-b-2415"}


def test_a_trip_that_moves_by_five_minutes_keeps_its_id() -> None:
    found = identify([published("to-b-0830", "08:30")], [planned("08:35")], {"to-b-0830"})
    assert found == {"to-b-0835": "to-b-0830"}


def test_a_trip_that_moves_by_fifteen_minutes_keeps_its_id() -> None:
    found = identify([published("old", "08:30")], [planned("08:45")], {"old"})
    assert found == {"to-b-0845": "old"}


def test_a_trip_that_moves_by_sixteen_minutes_is_another_trip() -> None:
    found = identify([published("old", "08:30")], [planned("08:46")], {"old"})
    assert found == {"to-b-0846": "to-b-0846"}


def test_the_other_direction_has_trips_of_its_own() -> None:
    found = identify([published("old", "08:30")], [planned("08:30", "to-a")], {"old"})
    assert found == {"to-a-0830": "to-a-0830"}


def test_two_trips_that_move_do_not_swap_their_ids() -> None:
    previous = [published("first", "08:00"), published("second", "08:10")]
    found = identify(previous, [planned("08:05"), planned("08:15")], {"first", "second"})
    assert found == {"to-b-0805": "first", "to-b-0815": "second"}


def test_a_trip_that_still_leaves_at_its_minute_is_the_same_trip() -> None:
    previous = [published("first", "08:00"), published("second", "08:05")]
    found = identify(previous, [planned("08:05"), planned("08:10")], {"first", "second"})
    assert found == {"to-b-0805": "second", "to-b-0810": "to-b-0810"}


def test_as_many_trips_as_possible_keep_their_ids() -> None:
    previous = [published("first", "08:00"), published("second", "08:12")]
    found = identify(previous, [planned("08:11"), planned("08:25")], {"first", "second"})
    assert found == {"to-b-0811": "first", "to-b-0825": "second"}


def test_of_equally_many_the_nearest_keep_their_ids() -> None:
    found = identify([published("old", "08:00")], [planned("07:50"), planned("08:04")], {"old"})
    assert found == {"to-b-0750": "to-b-0750", "to-b-0804": "old"}


def test_an_id_once_taken_is_not_given_to_another_trip() -> None:
    previous = [published("to-b-0830", "08:45")]
    found = identify(previous, [planned("08:30"), planned("08:45")], {"to-b-0830"})
    assert found == {"to-b-0830": "to-b-0830-b", "to-b-0845": "to-b-0830"}


def test_a_trip_removed_and_added_later_does_not_get_the_old_id() -> None:
    taken = {"to-b-0830", "to-b-0830-b"}
    assert identify([], [planned("08:30")], taken) == {"to-b-0830": "to-b-0830-c"}


def test_letters_go_on_after_z() -> None:
    plain = "to-b-0830"
    taken = {plain, *(f"{plain}-{letter}" for letter in "bcdefghijklmnopqrstuvwxyz")}
    assert identify([], [planned("08:30")], taken) == {plain: f"{plain}-aa"}


def test_a_trip_at_the_same_minute_on_another_day_type_shares_its_id() -> None:
    weekday = [published("weekday-trip", "08:30")]
    found = identify([], [planned("08:30")], {"weekday-trip"}, elsewhere=weekday)
    assert found == {"to-b-0830": "weekday-trip"}


def test_a_trip_near_one_of_another_day_type_does_not_share_its_id() -> None:
    weekday = [published("weekday-trip", "08:30")]
    found = identify([], [planned("08:35")], {"weekday-trip"}, elsewhere=weekday)
    assert found == {"to-b-0835": "to-b-0835"}


def test_the_same_day_type_goes_before_another() -> None:
    previous, elsewhere = [published("mine", "08:25")], [published("other", "08:30")]
    found = identify(previous, [planned("08:30")], {"mine", "other"}, elsewhere=elsewhere)
    assert found == {"to-b-0830": "mine"}


def test_an_id_in_use_on_the_same_day_type_is_not_borrowed_from_another() -> None:
    previous, elsewhere = [published("moved", "09:00")], [published("moved", "08:30")]
    found = identify(previous, [planned("08:30")], {"moved"}, elsewhere=elsewhere)
    assert found == {"to-b-0830": "to-b-0830"}


@given(minutes, minutes)
def test_ids_are_distinct_keep_the_order_and_move_at_most_fifteen_minutes(
    old: list[int], new: list[int]
) -> None:
    previous = [published(f"old-{minute}", format_minute(minute)) for minute in old]
    trips = [planned(format_minute(minute)) for minute in new]
    taken = {trip.id for trip in previous}
    found = identify(previous, trips, taken)
    assert len(set(found.values())) == len(trips)
    pairs = [(trip, found[trip.id]) for trip in trips if found[trip.id] in taken]
    origins = [int(name.removeprefix("old-")) for _, name in pairs]
    assert all(earlier < later for earlier, later in pairwise(origins))
    moves = [abs(trip.departure - minute) for (trip, _), minute in zip(pairs, origins, strict=True)]
    assert all(move <= 15 for move in moves)
    assert set(old) & set(new) <= {trip.departure for trip, _ in pairs}


@given(minutes)
def test_an_unchanged_timetable_keeps_every_id(old: list[int]) -> None:
    previous = [published(f"old-{minute}", format_minute(minute)) for minute in old]
    trips = [planned(format_minute(minute)) for minute in old]
    found = identify(previous, trips, {trip.id for trip in previous})
    assert list(found.values()) == [trip.id for trip in previous]
