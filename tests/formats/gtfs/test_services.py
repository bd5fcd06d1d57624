from datetime import UTC, date, datetime, timedelta

from hypothesis import given

from shuttle.domain.timetable import ExtraTrip, Timetable
from shuttle.formats.gtfs.services import Service, oldest, services
from tests.formats.builders import days, period, timetable, trip, weekdays
from tests.formats.ical.strategies import timetables

MONDAY = date(2026, 3, 2)
FRIDAY_WEEK = date(2026, 3, 13)


def service(*dates: date) -> Service:
    return Service("weekday.20260302", dates, (trip("08:00"),), None)


def each(first: date, count: int) -> list[date]:
    return [first + timedelta(days=number) for number in range(count)]


def test_a_closed_weekday_is_an_exception_and_nothing_else_is() -> None:
    closed = date(2026, 3, 4)
    (found,) = services(weekdays([trip("08:00")], MONDAY, FRIDAY_WEEK, closed=[closed]))
    assert found.weekdays == {0, 1, 2, 3, 4}
    assert list(found.exceptions()) == [(closed, False)]


def test_a_make_up_saturday_is_an_added_date() -> None:
    saturday = date(2026, 3, 7)
    (found,) = services(weekdays([trip("08:00")], MONDAY, date(2026, 4, 10), makeup=[saturday]))
    assert 5 not in found.weekdays
    assert list(found.exceptions()) == [(saturday, True)]


def test_a_weekday_that_runs_less_than_half_its_weeks_is_told_date_by_date() -> None:
    weeks = each(MONDAY, 21)
    found = service(weeks[0], weeks[1], weeks[8], weeks[15])
    assert found.weekdays == {1}
    assert list(found.exceptions()) == [(MONDAY, True)]
    assert list(service(MONDAY, date(2026, 4, 14)).exceptions()) == [
        (MONDAY, True),
        (date(2026, 4, 14), True),
    ]


@given(timetable=timetables())
def test_patterns_and_exceptions_together_are_the_dates(timetable: Timetable) -> None:
    for found in services(timetable):
        first, last = found.dates[0], found.dates[-1]
        span = each(first, (last - first).days + 1)
        runs = {day for day in span if day.weekday() in found.weekdays}
        for day, is_added in found.exceptions():
            assert (day in runs) != is_added
            (runs.add if is_added else runs.discard)(day)
        assert tuple(sorted(runs)) == found.dates


@given(timetable=timetables())
def test_every_date_has_the_trips_of_the_timetable(timetable: Timetable) -> None:
    found = services(timetable)
    assert len({each.id for each in found}) == len(found)
    for answer in timetable.days:
        if answer.date >= oldest(timetable):
            running = [one for each in found if answer.date in each.dates for one in each.trips]
            told = sorted(running, key=lambda one: (one.departure, one.id))
            assert told == list(timetable.trips_on(answer.date))


def test_a_trip_keeps_its_id_when_the_same_plan_is_published_for_longer() -> None:
    trips, later = [trip("08:00")], date(2026, 4, 30)
    short = weekdays(trips, MONDAY, FRIDAY_WEEK)
    answers = days(MONDAY, later)
    both = (period(trips, MONDAY, FRIDAY_WEEK), period(trips, date(2026, 3, 14), later))
    (before,), (after,) = services(short), services(timetable(answers, both))
    assert before.trip_id(trips[0]) == after.trip_id(trips[0])
    assert set(before.dates) < set(after.dates)


def test_a_trip_keeps_its_id_around_a_date_with_a_timetable_of_its_own() -> None:
    usual, special = [trip("08:00")], [trip("09:00")]
    wednesday = date(2026, 3, 4)
    cut = (
        period(usual, MONDAY, date(2026, 3, 3)),
        period(special, wednesday, wednesday),
        period(usual, date(2026, 3, 5), FRIDAY_WEEK),
    )
    found = {one.id: one for one in services(timetable(days(MONDAY, FRIDAY_WEEK), cut))}
    assert set(found) == {"weekday.20260302", "weekday.20260304"}
    assert list(found["weekday.20260302"].exceptions()) == [(wednesday, False)]
    assert found["weekday.20260304"].dates == (wednesday,)


def test_new_times_are_another_trip_of_the_same_public_id() -> None:
    name, switch = "to-sz-branch-0800", date(2026, 3, 9)
    old, new = trip("08:00", trip_id=name), trip("08:05", trip_id=name)
    periods = (period([old], MONDAY, date(2026, 3, 8)), period([new], switch, FRIDAY_WEEK))
    found = services(timetable(days(MONDAY, FRIDAY_WEEK), periods))
    ids = [one.trip_id(one.trips[0]) for one in found]
    assert ids == [f"{name}.weekday.20260302", f"{name}.weekday.20260309"]


def test_an_extra_trip_is_a_service_of_its_date() -> None:
    extra = ExtraTrip(service_date=MONDAY, trip=trip("21:00", trip_id="to-sz-branch-2100-x"))
    usual = weekdays([trip("08:00")], MONDAY, FRIDAY_WEEK)
    *_, found = services(usual.model_copy(update={"extras": (extra,)}))
    assert (found.id, found.dates) == ("20260302.extra", (MONDAY,))


def test_what_is_long_past_is_not_told() -> None:
    old = weekdays([trip("08:00")], date(2026, 1, 5), FRIDAY_WEEK)
    assert old.published_at < datetime(2026, 3, 1, tzinfo=UTC)
    (found,) = services(old)
    assert found.dates[0] == date(2026, 2, 2)
    assert found.id == "weekday.20260105"


def test_the_night_before_a_month_begins_is_still_told() -> None:
    usual = weekdays([trip("08:00")], MONDAY, FRIDAY_WEEK)
    at = datetime(2026, 4, 1, 16, 30, tzinfo=UTC)
    assert oldest(usual.model_copy(update={"published_at": at})) == date(2026, 3, 1)
    later = at + timedelta(days=1)
    assert oldest(usual.model_copy(update={"published_at": later})) == date(2026, 4, 1)
