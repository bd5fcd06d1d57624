"""Which trips a selection finds, and what becomes of their events."""

from datetime import date

import pytest

from shuttle.domain.subscription import Pick
from shuttle.domain.timetable import PublishedTrip, Timetable
from shuttle.formats.ical.options import FeedOptions
from shuttle.formats.ical.parts import Fragment, take_apart
from shuttle.formats.ical.selection import chosen, on_dates, one_by_one, picked
from shuttle.formats.ical.series import series
from tests.formats.builders import ROUTE, days, period, timetable, trip, weekdays
from tests.formats.sample import (
    CANCELLED_ON,
    DELAYED_ON,
    FIRST,
    LAST,
    MORNING,
    NIGHT,
    feeds,
    sample,
)

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 27)
CLOSED = date(2026, 3, 11), date(2026, 3, 13)


def fragments(published: Timetable) -> list[Fragment]:
    """The events of the route's English feed."""
    parts = take_apart(feeds(published)[f"feeds/en/{ROUTE}.ics"])
    return list(parts.fragments({one.uid: one for one in series(published)}))


def daily(*trips: PublishedTrip) -> list[Fragment]:
    return fragments(weekdays(trips, MONDAY, FRIDAY, closed=CLOSED))


def ids(found: list[Fragment]) -> list[str]:
    return [one.series.trip.id for one in found]


def lines(fragment: Fragment, *names: bytes) -> list[str]:
    return [line.decode().strip() for name, line in fragment.master.lines if name in names]


def test_a_feed_taken_apart_is_the_feed() -> None:
    for body in feeds(sample()).values():
        parts = take_apart(body)
        events = [event.raw for same in parts.events.values() for event in same]
        assert b"".join((parts.head, *events, b"END:VCALENDAR\r\n")) == body


def test_overrides_are_found_under_their_service_date_also_after_midnight() -> None:
    found = {one.series.trip.id: one for one in fragments(sample()) if one.overrides}
    assert list(found[MORNING.id].overrides) == [DELAYED_ON]
    assert list(found[NIGHT.id].overrides) == [CANCELLED_ON]


def test_a_time_finds_the_trips_that_leave_then() -> None:
    found = daily(trip("08:30"), trip("08:30", north=False), trip("18:15"))
    assert ids(chosen(found, FeedOptions(times=(510,)))) == ["to-hksp-0830", "to-sz-branch-0830"]


@pytest.mark.parametrize("asked", [20, 1460])
def test_a_time_after_midnight_is_written_either_way(asked: int) -> None:
    assert ids(chosen(daily(trip("24:20"), trip("18:15")), FeedOptions(times=(asked,)))) == [
        "to-sz-branch-2420"
    ]


@pytest.mark.parametrize("asked", ["08:30", "08:35"])
def test_a_trip_that_has_moved_is_found_by_its_old_time_and_by_its_new_one(asked: str) -> None:
    hours, minutes = map(int, asked.split(":"))
    found = daily(trip("08:35", trip_id="to-sz-branch-0830"), trip("09:30"))
    assert ids(chosen(found, FeedOptions(times=(hours * 60 + minutes,)))) == ["to-sz-branch-0830"]


def test_a_time_finds_all_dates_of_a_trip_that_leaves_then_on_some() -> None:
    later = date(2026, 3, 16)
    moved = timetable(
        days(MONDAY, FRIDAY),
        (
            period([trip("08:30", trip_id="a")], MONDAY, date(2026, 3, 15)),
            period([trip("08:40", trip_id="a")], later, FRIDAY),
        ),
    )
    assert ids(chosen(fragments(moved), FeedOptions(times=(520,)))) == ["a", "a"]


def test_a_time_and_an_id_are_both_found() -> None:
    found = daily(trip("08:30"), trip("09:30"), trip("18:15"))
    options = FeedOptions(times=(1095,), trips=("to-sz-branch-0830",))
    assert ids(chosen(found, options)) == ["to-sz-branch-0830", "to-sz-branch-1815"]


def test_a_window_narrows_what_was_asked_for_by_time() -> None:
    found = daily(trip("08:30"), trip("18:15"))
    assert ids(chosen(found, FeedOptions(times=(510, 1095), after=600))) == ["to-sz-branch-1815"]


def test_a_pick_by_id_follows_its_trip() -> None:
    found = daily(trip("08:42", trip_id="to-sz-branch-0830"), trip("08:30", north=False))
    assert ids(list(picked(found, [Pick(trips=("to-sz-branch-0830",))]))) == ["to-sz-branch-0830"]


def test_a_pick_by_time_is_one_of_a_direction() -> None:
    found = daily(trip("08:30"), trip("08:30", north=False))
    pick = Pick(direction="to-hksp", departure=510)
    assert ids(list(picked(found, [pick]))) == ["to-hksp-0830"]


def test_two_picks_of_one_trip_add_up_their_weekdays() -> None:
    picks = [
        Pick(trips=("to-sz-branch-0830",), weekdays=("mon", "tue")),
        Pick(direction="to-sz-branch", departure=510, weekdays=("thu",)),
    ]
    (found,) = picked(daily(trip("08:30")), picks)
    assert {day.weekday() for day in found.series.dates} == {0, 1, 3}


def test_some_weekdays_are_a_narrower_series_with_few_exceptions() -> None:
    (found,) = picked(
        daily(trip("08:30")),
        [Pick(trips=("to-sz-branch-0830",), weekdays=("tue", "wed"))],
    )
    assert lines(found, b"DTSTART", b"DTEND", b"RRULE", b"EXDATE") == [
        "DTSTART;TZID=Asia/Hong_Kong:20260303T083000",
        "DTEND;TZID=Asia/Hong_Kong:20260303T092000",
        "RRULE:FREQ=WEEKLY;UNTIL=20260325T003000Z;BYDAY=TU,WE",
        "EXDATE;TZID=Asia/Hong_Kong:20260311T083000",
    ]


def test_a_weekday_is_that_of_the_service_day() -> None:
    (found,) = picked(daily(trip("24:20")), [Pick(trips=("to-sz-branch-2420",), weekdays=("mon",))])
    assert lines(found, b"DTSTART", b"RRULE") == [
        "DTSTART;TZID=Asia/Hong_Kong:20260303T002000",
        "RRULE:FREQ=WEEKLY;UNTIL=20260323T162000Z;BYDAY=TU",
    ]


def test_one_date_of_a_series_is_one_event_as_it_is_on_that_date() -> None:
    (whole,) = [one for one in fragments(sample()) if DELAYED_ON in one.overrides]
    single = on_dates(whole, (DELAYED_ON,))
    assert single.overrides == {}
    assert lines(single, b"RRULE", b"RECURRENCE-ID", b"EXDATE") == []
    assert lines(single, b"DTSTART") == ["DTSTART;TZID=Asia/Hong_Kong:20260304T075000"]
    assert single.master.value(b"UID") == whole.master.value(b"UID")


def test_a_trip_on_none_of_the_weekdays_is_left_out() -> None:
    assert not list(
        picked(daily(trip("08:30")), [Pick(trips=("to-sz-branch-0830",), weekdays=("sat",))])
    )


def test_single_occurrences_have_uids_that_stay() -> None:
    (found,) = daily(trip("08:30"))
    uids = [event.value(b"UID").decode() for event in one_by_one(found, MONDAY, CLOSED[0])]
    assert uids[:2] == [
        "to-sz-branch-0830-20260302-on-20260302@to-and-fro.shuttle.invalid",
        "to-sz-branch-0830-20260302-on-20260303@to-and-fro.shuttle.invalid",
    ]
    assert len(uids) == len(set(uids)) == 7


def test_single_occurrences_stay_within_the_dates_asked_for() -> None:
    for fragment in fragments(sample()):
        dates = [day for day in fragment.series.dates if MONDAY <= day <= FRIDAY]
        assert len(list(one_by_one(fragment, MONDAY, FRIDAY))) == len(dates)
        assert not list(one_by_one(fragment, date(2025, 1, 1), date(2025, 12, 31)))
    assert FIRST < MONDAY < FRIDAY < LAST
