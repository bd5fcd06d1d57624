from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuttle.domain.time import civil_time, format_minute
from shuttle.domain.timetable import Timetable, TripChange
from shuttle.errors import NotFoundError
from shuttle.services.publishing.overlay import merged
from shuttle.services.riders.departures import Departure, DepartureList, DepartureQuery, Departures
from tests.services.published import (
    DIRECTIONS,
    FIRST,
    HONG_KONG,
    LAST,
    cancelled,
    delayed,
    instant,
    timetable,
    trip,
    with_extra,
)

MONDAY = date(2026, 10, 12)


def ask(
    published: Timetable, at: datetime, *, limit: int = 3, until: datetime | None = None
) -> DepartureList:
    query = DepartureQuery("hksp", "hkstp-sz", at, limit, until)
    return Departures(published).next(query)


def clocks(found: DepartureList) -> list[str]:
    return [f"{one.scheduled_departure:%d %H:%M}" for one in found.departures]


def test_the_next_departures_follow_in_order() -> None:
    found = ask(timetable(), instant("2026-10-12 08:00"))
    assert clocks(found) == ["12 08:30", "12 13:45", "12 18:15"]


def test_a_bus_is_listed_until_the_very_minute_in_which_it_leaves() -> None:
    on_time, late = instant("2026-10-12 08:30"), instant("2026-10-12 08:30:01")
    assert clocks(ask(timetable(), on_time, limit=1)) == ["12 08:30"]
    assert clocks(ask(timetable(), late, limit=1)) == ["12 13:45"]


def test_the_instant_may_be_given_in_any_zone() -> None:
    at = instant("2026-10-12 08:30").astimezone(UTC)
    assert clocks(ask(timetable(), at, limit=1)) == ["12 08:30"]


def test_a_trip_after_midnight_belongs_to_the_day_before() -> None:
    found = ask(timetable(), instant("2026-10-13 00:10"), limit=1).departures[0]
    assert found.service_date == MONDAY
    assert found.scheduled_departure == instant("2026-10-13 00:20")


def test_the_last_bus_of_friday_night_is_no_service_on_saturday() -> None:
    found = ask(timetable(), instant("2026-10-17 00:10"), limit=1)
    assert clocks(found) == ["17 00:20"]
    assert found.position.notice is None


def test_after_the_last_bus_the_first_of_the_next_service_day_follows() -> None:
    found = ask(timetable(), instant("2026-10-13 00:21"), limit=1)
    assert clocks(found) == ["13 07:30"]
    assert found.position.notice is None


def test_a_holiday_says_its_reason_and_the_next_service_date() -> None:
    found = ask(timetable(), instant("2026-10-02 09:00"), limit=1)
    notice = found.position.notice
    assert clocks(found) == ["08 07:30"]
    assert notice is not None
    assert (notice.day, notice.next_service_date) == (date(2026, 10, 2), date(2026, 10, 8))
    assert notice.reason.text.en == "Mainland holiday: National Day"


def test_after_the_last_bus_before_a_holiday_the_gap_is_explained() -> None:
    notice = ask(timetable(), instant("2026-10-01 00:21")).position.notice
    assert notice is not None
    assert notice.day == date(2026, 10, 1)


def test_a_day_type_without_trips_of_the_pair_is_explained() -> None:
    published = timetable(trips=[trip(DIRECTIONS[1], "09:00")])
    notice = ask(published, instant("2026-10-12 09:00")).position.notice
    assert notice is not None
    assert notice.reason.code == "not_on_this_day_type"


@pytest.mark.parametrize("at", ["2026-11-05 08:00", "2026-10-31 09:00", "2150-01-01 00:00"])
def test_beyond_the_horizon_the_list_is_empty_with_a_reason(at: str) -> None:
    found = ask(timetable(), instant(at))
    assert found.departures == ()
    assert found.position.notice is not None
    assert found.position.notice.next_service_date is None


def test_after_the_last_bus_of_all_the_reason_is_the_end_of_the_timetable() -> None:
    published = timetable()
    shorter = published.model_copy(update={"days": published.days[:-1]})
    found = ask(shorter, instant("2026-10-31 00:21"))
    assert found.departures == ()
    assert found.position.notice is not None
    assert found.position.notice.reason.code == "outside_timetable"


def test_before_the_horizon_the_first_bus_is_listed_with_a_reason() -> None:
    found = ask(timetable(), instant("2026-09-01 08:00"), limit=1)
    assert clocks(found) == ["28 07:30"]
    assert found.position.notice is not None
    assert found.position.notice.reason.code == "outside_timetable"


def test_a_cancelled_trip_stays_in_the_list_without_expected_times() -> None:
    published = timetable(cancelled("to-hkstp-sz-0830", MONDAY))
    found = ask(published, instant("2026-10-12 08:00"), limit=1).departures[0]
    assert (found.status, found.expected_departure, found.expected_arrival) == (
        "cancelled",
        None,
        None,
    )


def test_a_delayed_trip_stays_until_it_is_expected_and_shifts_its_arrival() -> None:
    published = timetable(delayed("to-hkstp-sz-0830", MONDAY, 20))
    found = ask(published, instant("2026-10-12 08:45"), limit=1).departures[0]
    assert found.status == "delayed"
    assert found.expected_departure == instant("2026-10-12 08:50")
    assert found.expected_arrival == found.scheduled_arrival + timedelta(minutes=20)


def test_the_next_bus_is_the_first_that_runs_even_beyond_those_listed() -> None:
    gone = (cancelled("to-hkstp-sz-0830", MONDAY), cancelled("to-hkstp-sz-1345", MONDAY))
    found = ask(timetable(*gone), instant("2026-10-12 08:00"), limit=1)
    assert clocks(found) == ["12 08:30"]
    assert found.next_bus is not None
    assert found.next_bus.trip.id == "to-hkstp-sz-1815"


def test_an_extra_trip_runs_on_a_day_without_service_and_only_then() -> None:
    holiday = date(2026, 10, 2)
    published = with_extra(timetable(), "10:00", holiday)
    found = ask(published, instant("2026-10-02 09:00"), limit=2)
    assert [one.is_extra for one in found.departures] == [True, False]
    assert clocks(found) == ["02 10:00", "08 07:30"]
    assert found.position.notice is None


def test_a_bus_that_leaves_before_a_delayed_one_comes_first() -> None:
    trips = [trip(DIRECTIONS[0], clock) for clock in ("08:00", "08:10")]
    published = timetable(delayed("to-hkstp-sz-0800", MONDAY, 30), trips=trips)
    found = ask(published, instant("2026-10-12 07:00"), limit=2)
    assert clocks(found) == ["12 08:10", "12 08:00"]


def test_a_change_of_another_date_changes_nothing() -> None:
    published = timetable(delayed("to-hkstp-sz-0830", date(2026, 10, 13), 20))
    assert ask(published, instant("2026-10-12 08:00"), limit=1).departures[0].status == "scheduled"


def test_dates_beyond_the_announcements_are_provisional() -> None:
    found = Departures(timetable())
    assert not found.trip("to-hkstp-sz-0830", date(2026, 10, 20)).provisional
    assert found.trip("to-hkstp-sz-0830", date(2026, 10, 21)).provisional


def test_an_unknown_stop_is_refused_with_the_known_ones() -> None:
    with pytest.raises(NotFoundError) as caught:
        Departures(timetable()).next(
            DepartureQuery("nowhere", None, instant("2026-10-12 08:00"), 1)
        )
    assert caught.value.known == ("hksp", "hkstp-sz")


def test_stops_that_no_route_joins_are_refused() -> None:
    with pytest.raises(NotFoundError, match="connection"):
        Departures(timetable()).require_stops("hksp", "hksp")


def test_a_trip_that_does_not_run_that_day_is_refused_with_those_that_do() -> None:
    departures = Departures(timetable())
    with pytest.raises(NotFoundError) as caught:
        departures.trip("to-hkstp-sz-0900", MONDAY)
    assert "to-hkstp-sz-0830" in caught.value.known
    with pytest.raises(NotFoundError):
        departures.trip("to-hkstp-sz-0830", date(2026, 10, 1))


def test_a_day_lists_both_directions_in_scheduled_order() -> None:
    departures = Departures(timetable())
    everything = departures.day(MONDAY)
    assert [one.trip.departure for one in everything] == sorted(
        one.trip.departure for one in everything
    )
    assert len(everything) == 8
    assert len(departures.day(MONDAY, "hksp", "hkstp-sz")) == 5
    assert departures.day(date(2026, 10, 1)) == ()


def everything_leaving(published: Timetable, origin: str) -> list[Departure]:
    """The oracle: every trip of every date, filtered; no index."""
    departures = Departures(published)
    days = [FIRST + timedelta(days=count) for count in range((LAST - FIRST).days + 1)]
    every = [
        departures.trip(one.id, on)
        for on in days
        for one in published.trips_on(on)
        if one.origin == origin
    ]
    return sorted(every, key=lambda one: (one.leaves_at, one.trip.id))


MINUTES = st.integers(0, 1700)
DAYS = st.integers(0, (LAST - FIRST).days).map(lambda count: FIRST + timedelta(days=count))


@st.composite
def timetables(draw: st.DrawFn) -> Timetable:
    minutes = draw(st.sets(MINUTES, min_size=1, max_size=6))
    ways = draw(st.lists(st.sampled_from(DIRECTIONS), min_size=6, max_size=6))
    trips = [
        trip(way, format_minute(minute)) for way, minute in zip(ways, sorted(minutes), strict=False)
    ]
    published = timetable(trips=trips)
    for minute, on in draw(st.lists(st.tuples(MINUTES, DAYS), max_size=3, unique=True)):
        published = with_extra(published, format_minute(minute), on)
    ids = st.sampled_from([one.id for one in trips] + [one.trip.id for one in published.extras])
    late = st.builds(said, ids, DAYS, delay_minutes=st.integers(0, 90))
    full = st.builds(said, ids, DAYS, full=st.just(value=True))
    gone = st.builds(said, ids, DAYS, cancelled=st.just(value=True))
    changes: dict[tuple[str, date], TripChange] = {}
    for one in draw(st.lists(late | full | gone, max_size=6)):
        key = one.trip_id, one.service_date
        changes[key] = merged(changes.get(key), one)
    return published.model_copy(update={"changes": tuple(changes.values())})


def said(trip_id: str, on: date, **what: Any) -> TripChange:
    return TripChange(trip_id=trip_id, service_date=on, **what)


@given(
    published=timetables(),
    day=DAYS,
    minute=MINUTES,
    second=st.integers(0, 59),
    limit=st.integers(1, 9),
)
def test_next_departures_are_a_filter_of_everything(
    published: Timetable, day: date, minute: int, second: int, limit: int
) -> None:
    at = civil_time(day, minute, HONG_KONG) + timedelta(seconds=second)
    expected = [one for one in everything_leaving(published, "hksp") if one.leaves_at >= at]
    query = DepartureQuery("hksp", None, at, limit)
    found = Departures(published).next(query)
    assert list(found.departures) == expected[:limit]
    running = [one for one in expected if one.status != "cancelled"]
    assert found.next_bus == (running[0] if running else None)


@given(published=timetables(), day=DAYS, limit=st.integers(1, 4))
def test_pages_follow_each_other_without_gap_or_repetition(
    published: Timetable, day: date, limit: int
) -> None:
    at = civil_time(day, 0, HONG_KONG)
    departures = Departures(published)
    until = at + timedelta(days=3)
    query = DepartureQuery("hksp", None, at, limit, until)
    every = everything_leaving(published, "hksp")
    expected = [one for one in every if at <= one.leaves_at < until]
    listed: list[Departure] = []
    for _ in range(len(expected) + 1):
        page = departures.next(query)
        listed += page.departures
        if page.position.resume is None:
            break
        resume_at, after = page.position.resume
        query = DepartureQuery("hksp", None, resume_at, limit, until, after)
    assert listed == expected


@given(published=timetables(), day=DAYS, minute=MINUTES, later=st.integers(0, 600))
def test_the_answer_depends_on_the_position_alone(
    published: Timetable, day: date, minute: int, later: int
) -> None:
    at = civil_time(day, minute, HONG_KONG)
    departures = Departures(published)
    first = DepartureQuery("hksp", None, at, 5)
    second = DepartureQuery("hksp", None, at + timedelta(minutes=later), 5)
    if departures.locate(first) == departures.locate(second):
        assert departures.next(first) == departures.next(second)
