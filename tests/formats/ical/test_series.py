"""Trips become weekly series whose identity outlives versions."""

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings

from shuttle.domain.timetable import Timetable
from shuttle.formats.ical.series import Series, series
from tests.formats.builders import WEEKDAY, day, days, period, timetable, trip, weekdays
from tests.formats.ical.seen import HONG_KONG
from tests.formats.ical.strategies import timetables

_MONDAY = date(2026, 3, 2)
_EASTER = date(2026, 4, 6)
_YEAR_END = date(2026, 12, 31)
_MAKEUP_SATURDAY = date(2026, 5, 9)


def uids(published: Timetable) -> list[str]:
    return [item.uid.removesuffix("@to-and-fro.shuttle.invalid") for item in series(published)]


def only(published: Timetable) -> Series:
    (found,) = series(published)
    return found


def test_a_weekday_trip_is_one_series_named_after_its_first_date() -> None:
    found = only(weekdays([trip("08:30")], _MONDAY, _YEAR_END))
    assert found.uid == "to-sz-branch-0830-20260302@to-and-fro.shuttle.invalid"
    assert found.weekdays == (0, 1, 2, 3, 4)
    assert found.skipped == ()


def test_a_closed_day_is_skipped() -> None:
    assert only(weekdays([trip("08:30")], _MONDAY, _YEAR_END, closed={_EASTER})).skipped == (
        _EASTER,
    )


def test_a_makeup_day_is_an_extra_run_with_a_uid_of_its_own() -> None:
    published = weekdays([trip("08:30")], _MONDAY, _YEAR_END, makeup={_MAKEUP_SATURDAY})
    assert uids(published) == [
        "to-sz-branch-0830-20260302",
        "to-sz-branch-0830-20260509-extra",
    ]


def test_a_trip_of_one_date_is_a_series_of_one_date() -> None:
    found = only(weekdays([trip("08:30")], _MONDAY, _MONDAY))
    assert found.dates == (_MONDAY,)


def test_a_trip_after_midnight_keeps_its_service_date_and_leaves_a_weekday_later() -> None:
    found = only(weekdays([trip("24:20")], _MONDAY, date(2026, 3, 31)))
    assert found.uid.startswith("to-sz-branch-2420-20260302@")
    assert found.weekdays == (1, 2, 3, 4, 5)


def test_new_times_end_one_series_and_begin_another() -> None:
    switch = date(2026, 6, 1)
    published = timetable(
        days(_MONDAY, _YEAR_END),
        (
            period([trip("08:30")], _MONDAY, switch - timedelta(days=1)),
            period([trip("08:35", trip_id="to-sz-branch-0830")], switch, _YEAR_END),
        ),
    )
    assert uids(published) == ["to-sz-branch-0830-20260302", "to-sz-branch-0830-20260601"]


def test_the_same_trip_in_the_next_period_goes_on_in_its_series() -> None:
    switch = date(2026, 6, 1)
    published = timetable(
        days(_MONDAY, _YEAR_END),
        (
            period([trip("08:30")], _MONDAY, switch - timedelta(days=1)),
            period([trip("08:30")], switch, _YEAR_END),
        ),
    )
    assert uids(published) == ["to-sz-branch-0830-20260302"]


def test_a_pause_of_more_than_four_weeks_ends_a_series() -> None:
    summer = {date(2026, 7, 1) + timedelta(days=count) for count in range(62)}
    published = weekdays([trip("08:30")], _MONDAY, _YEAR_END, closed=summer)
    assert uids(published) == ["to-sz-branch-0830-20260302", "to-sz-branch-0830-20260901"]


def test_a_saturday_service_that_begins_late_in_the_year_is_one_series() -> None:
    autumn = [date(2026, 10, 3) + timedelta(weeks=count) for count in range(13)]
    published = weekdays([trip("08:30")], _MONDAY, _YEAR_END, makeup=autumn)
    assert uids(published) == [
        "to-sz-branch-0830-20260302",
        "to-sz-branch-0830-20261003-extra",
    ]


def test_trips_without_any_weekly_pattern_are_single_events() -> None:
    dates = (_MONDAY, date(2026, 3, 17), date(2026, 4, 1))
    answers = tuple(
        day(on, day_type=WEEKDAY if on in dates else None)
        for on in (_MONDAY + timedelta(days=count) for count in range(40))
    )
    published = timetable(answers, (period([trip("08:30")], _MONDAY, _YEAR_END),))
    assert [item.dates for item in series(published)] == [(on,) for on in dates]


def test_a_longer_horizon_and_later_closures_keep_every_uid() -> None:
    trips = [trip("08:30"), trip("24:20")]
    first = weekdays(trips, _MONDAY, date(2026, 6, 30), makeup={_MAKEUP_SATURDAY})
    second = weekdays(
        trips, _MONDAY, _YEAR_END, makeup={_MAKEUP_SATURDAY}, closed={_EASTER, date(2026, 7, 1)}
    )
    assert uids(first) == uids(second)


def test_a_service_that_opens_on_a_makeup_day_keeps_its_uid_as_the_pattern_shows() -> None:
    saturday = date(2026, 2, 28)
    week = weekdays([trip("08:30")], saturday, date(2026, 3, 6), makeup={saturday})
    year = weekdays([trip("08:30")], saturday, _YEAR_END, makeup={saturday})
    assert uids(week) == ["to-sz-branch-0830-20260228"]
    assert uids(week)[0] in uids(year)


def test_an_empty_timetable_has_no_series() -> None:
    assert series(timetable((), ())) == ()


@settings(max_examples=50, deadline=None)
@given(published=timetables())
def test_each_trip_of_each_day_is_in_exactly_one_series(published: Timetable) -> None:
    runs = [(on, item.trip) for item in series(published) for on in item.dates]
    expected = [(a.date, item) for a in published.days for item in published.trips_on(a.date)]
    assert sorted(runs, key=str) == sorted(expected, key=str)
    assert len(set(uids(published))) == len(uids(published))


def published_on(day: date, version: Timetable) -> Timetable:
    return version.model_copy(
        update={"published_at": datetime.combine(day, time(12), tzinfo=HONG_KONG)}
    )


def test_a_series_that_has_ended_is_left_out_after_two_weeks() -> None:
    ended = weekdays([trip("08:30")], _MONDAY, date(2026, 3, 27))
    assert len(series(published_on(date(2026, 4, 10), ended))) == 1
    assert series(published_on(date(2026, 4, 11), ended)) == ()


def test_a_series_that_goes_on_keeps_its_start_and_its_name() -> None:
    whole = weekdays([trip("08:30")], _MONDAY, _YEAR_END)
    assert series(published_on(date(2026, 11, 2), whole)) == series(whole)


def test_an_extra_run_that_is_over_is_left_out_while_its_series_goes_on() -> None:
    version = weekdays([trip("08:30")], _MONDAY, _YEAR_END, makeup={_MAKEUP_SATURDAY})
    assert len(series(version)) == 2
    assert len(series(published_on(date(2026, 5, 24), version))) == 1
