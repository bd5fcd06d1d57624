"""What subscribers see in feeds that are put together for them, by real calendar readers."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.domain.base import LANGUAGES, Language
from shuttle.domain.network import Direction, Route
from shuttle.domain.subscription import WEEKDAYS, Pick, Subscription, Weekday
from shuttle.domain.timetable import Timetable
from shuttle.errors import NotFoundError
from shuttle.formats.ical.lint import lint
from shuttle.formats.ical.options import FeedOptions
from tests.formats.builders import BRANCH, PARK, PUBLISHED, ROUTE, trip, weekdays
from tests.formats.ical.readers import Reader, with_ical, with_icalendar, with_khal, with_vobject
from tests.formats.ical.seen import HONG_KONG, truth
from tests.formats.ical.strategies import timetables
from tests.formats.sample import MORNING, NIGHT, sample
from tests.services.custom import custom_feeds

TODAY = date(2026, 3, 18)
FEED = f"feeds/en/{ROUTE}.ics"
READERS: tuple[Reader, ...] = (with_icalendar, with_ical, with_vobject)
EVERYTHING = FeedOptions(
    times=(450, 20), after=0, before=1439, alarm_minutes=15, mark_cancelled=True, weeks=8
)
OPTIONS = (
    FeedOptions(times=(450,)),
    FeedOptions(trips=(NIGHT.id,)),
    FeedOptions(after=420, before=480),
    FeedOptions(alarm_minutes=15),
    FeedOptions(alarm_minutes=0),
    FeedOptions(mark_cancelled=True),
    FeedOptions(weeks=8),
    EVERYTHING,
)


def body(published: Timetable, options: FeedOptions, path: str = FEED) -> bytes:
    return custom_feeds(published).feed(path, options, TODAY).body


def parsed(made: bytes) -> Any:
    """A feed as icalendar reads it."""
    return icalendar.Calendar.from_ical(made)


def rider(
    *picks: Pick, language: Language = "en", alarm_minutes: int | None = None
) -> Subscription:
    return Subscription(kind="rider", language=language, picks=picks, alarm_minutes=alarm_minutes)


def only(published: Timetable, runs: Callable[[date], bool], *trip_ids: str) -> Timetable:
    """The timetable as if nothing else ran: on some dates, and where ids are given, some trips."""
    days = tuple(
        answer if runs(answer.date) else answer.model_copy(update={"day_type": None})
        for answer in published.days
    )
    periods = tuple(
        one.model_copy(
            update={"trips": tuple(t for t in one.trips if not trip_ids or t.id in trip_ids)}
        )
        for one in published.periods
    )
    extras = tuple(
        one
        for one in published.extras
        if runs(one.service_date) and (not trip_ids or one.trip.id in trip_ids)
    )
    return published.model_copy(update={"days": days, "periods": periods, "extras": extras})


@pytest.mark.parametrize("options", OPTIONS, ids=lambda options: options.query)
def test_no_calendar_program_stumbles_over_a_feed_with_options(options: FeedOptions) -> None:
    assert lint(body(sample(), options)) == ()


@pytest.mark.parametrize("reader", [*READERS, with_khal])
def test_a_feed_of_some_trips_shows_those_trips(reader: Reader) -> None:
    shown = reader(body(sample(), FeedOptions(times=(450,))))
    morning = [one for one in truth(sample(), "en") if "07:3" in one.title]
    assert shown == morning
    assert len({one.title for one in shown}) == 3


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=15, deadline=None)
@given(published=timetables(), language=st.sampled_from(LANGUAGES), days=st.integers(-30, 100))
def test_single_occurrences_are_those_of_the_series(
    reader: Reader, published: Timetable, language: Language, days: int
) -> None:
    path = f"feeds/{language}/{ROUTE}/to-{BRANCH}.ics"
    today = published.days[0].date + timedelta(days=days)
    options = FeedOptions(weeks=3)
    first, last = options.window(today)
    single = custom_feeds(published).feed(path, options, today).body
    assert b"RRULE" not in single
    assert lint(single) == ()
    shown = only(published, lambda day: first <= day <= last)
    assert reader(single) == truth(shown, language, f"to-{BRANCH}")


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=15, deadline=None)
@given(
    published=timetables(),
    names=st.sets(st.sampled_from(WEEKDAYS), min_size=1),
    language=st.sampled_from(LANGUAGES),
)
def test_a_rider_sees_her_trip_on_her_weekdays_and_nothing_else(
    reader: Reader, published: Timetable, names: set[Weekday], language: Language
) -> None:
    mine = published.periods[0].trips[0].id
    pick = Pick(trips=(mine,), weekdays=tuple(sorted(names, key=WEEKDAYS.index)))
    made = custom_feeds(published).personal(rider(pick, language=language)).body
    assert lint(made) == ()
    hers = only(published, lambda day: WEEKDAYS[day.weekday()] in names, mine)
    assert reader(made) == truth(hers, language)


def test_a_pick_of_every_trip_every_day_is_the_public_feed() -> None:
    feeds = custom_feeds(sample())
    trips = tuple(feeds.trips_of(FEED))
    mine = feeds.personal(rider(Pick(trips=trips))).body
    whole = feeds.feed(FEED, FeedOptions(), TODAY).body
    assert mine.partition(b"BEGIN:VEVENT")[2] == whole.partition(b"BEGIN:VEVENT")[2]


def test_a_riders_feed_says_neither_where_it_is_nor_what_token_opens_it() -> None:
    made = custom_feeds(sample()).personal(rider(Pick(trips=(MORNING.id,)))).body
    assert b"SOURCE" not in made
    assert b"/feeds/" not in made
    assert b"NAME:My shuttle\r\n" in made


def test_a_rider_whose_trips_are_gone_has_a_calendar_without_events() -> None:
    made = custom_feeds(sample()).personal(rider(Pick(trips=("to-nowhere-0830",)))).body
    assert made.startswith(b"BEGIN:VCALENDAR\r\n")
    assert lint(made) == ()
    assert b"VEVENT" not in made


def test_a_selection_that_finds_nothing_is_still_a_calendar() -> None:
    made = body(sample(), FeedOptions(times=(777,)))
    assert lint(made) == ()
    assert (made.count(b"VTIMEZONE"), made.count(b"VEVENT")) == (2, 0)


@pytest.mark.parametrize("reader", READERS)
def test_a_cancelled_trip_that_is_only_marked_is_an_ordinary_event(reader: Reader) -> None:
    marked = reader(body(sample(), FeedOptions(mark_cancelled=True)))
    plain = reader(body(sample(), FeedOptions()))
    assert marked == [one._replace(cancelled=False) for one in plain]
    assert [one.title for one in plain if one.cancelled] == [
        one.title for one in marked if one.title.startswith("CANCELLED: ")
    ]


def test_every_trip_that_runs_reminds_of_itself_and_no_cancelled_one() -> None:
    calendar = parsed(body(sample(), FeedOptions(alarm_minutes=15)))
    for event in calendar.events:
        alarms = event.walk("VALARM")
        assert len(alarms) == (0 if event["STATUS"] == "CANCELLED" else 1)
        for alarm in alarms:
            assert alarm["TRIGGER"].dt == timedelta(minutes=-15)
            assert alarm["ACTION"] == "DISPLAY"
            assert alarm["DESCRIPTION"] == event["SUMMARY"]


def test_reminders_have_uids_of_their_own_that_stay() -> None:
    def uids(minutes: int) -> list[str]:
        calendar = parsed(body(sample(), FeedOptions(alarm_minutes=minutes)))
        return [str(alarm["UID"]) for alarm in calendar.walk("VALARM")]

    assert len(set(uids(15))) == len(uids(15)) > 3
    assert uids(15) == uids(30)


def test_a_feed_with_options_is_another_calendar_with_the_same_events() -> None:
    whole = parsed(body(sample(), FeedOptions()))
    some = parsed(body(sample(), FeedOptions(times=(450,))))
    assert some["UID"] != whole["UID"]
    assert some["SOURCE"] == f"{whole['SOURCE']}?trips=0730"
    assert some["NAME"] == f"{whole['NAME']} · 07:30"
    assert {event["UID"] for event in some.events} < {event["UID"] for event in whole.events}


@pytest.mark.parametrize("options", OPTIONS, ids=lambda options: options.query)
def test_the_same_question_has_the_same_bytes_in_another_process(options: FeedOptions) -> None:
    assert body(sample(), options) == body(sample(), options)


def test_single_occurrences_are_the_same_all_week_and_others_in_the_next() -> None:
    feeds = custom_feeds(sample())
    monday = date(2026, 3, 16)
    made = [feeds.feed(FEED, FeedOptions(weeks=2), monday + timedelta(days=n)) for n in range(8)]
    assert len({one.etag for one in made[:7]}) == 1
    assert made[7].etag != made[0].etag
    assert made[0].last_modified == datetime(2026, 3, 16, tzinfo=HONG_KONG)
    assert made[7].last_modified > made[0].last_modified


def test_a_feed_is_as_new_as_the_published_one_from_which_it_is_taken() -> None:
    made = custom_feeds(sample()).feed(FEED, FeedOptions(times=(450,)), TODAY)
    assert made.last_modified == PUBLISHED


def test_there_is_no_selection_from_a_feed_that_is_not_published() -> None:
    with pytest.raises(NotFoundError):
        custom_feeds(sample()).feed("feeds/en/none.ics", FeedOptions(times=(450,)), TODAY)


def test_a_feed_of_a_stop_has_all_that_leaves_there_and_nothing_else() -> None:
    published = weekdays(
        [trip("08:30"), trip("18:15", north=False)], date(2026, 3, 2), date(2026, 3, 6)
    )
    shown = with_icalendar(body(published, FeedOptions(), f"feeds/en/stops/{BRANCH}.ics"))
    assert shown == truth(published, "en", "to-hksp")


def test_what_was_made_once_is_kept() -> None:
    feeds = custom_feeds(sample())
    question = FEED, FeedOptions(alarm_minutes=5), TODAY
    assert feeds.feed(*question) is feeds.feed(*question)


def two_routes() -> Timetable:
    """Buses from the park to the branch, and within the city to the lake."""
    published = weekdays([trip("08:30"), trip("18:15")], date(2026, 3, 2), date(2026, 3, 6))
    city = {"route": "city", "direction": "to-lake", "destination": "lake", "port": None}
    to_the_lake = trip("08:00", trip_id="to-lake-0800", crosses=False).model_copy(update=city)
    (only_period,) = published.periods
    park = published.stops[PARK]
    return published.model_copy(
        update={
            "stops": {**published.stops, "lake": park.model_copy(update={"id": "lake"})},
            "routes": {
                **published.routes,
                "city": Route(id="city", name=park.name, stops=(PARK, "lake"), ports=()),
            },
            "directions": (
                *published.directions,
                Direction(id="to-lake", route="city", origin=PARK, destination="lake", border=None),
            ),
            "periods": (
                only_period.model_copy(update={"trips": (*only_period.trips, to_the_lake)}),
            ),
        }
    )


def departures(made: bytes) -> list[str]:
    """The time in each title, in the order of the calendar."""
    return [str(event["SUMMARY"]).split()[1] for event in parsed(made).events]


def test_the_feed_of_a_stop_has_the_departures_of_all_its_routes() -> None:
    made = body(two_routes(), FeedOptions(), f"feeds/en/stops/{PARK}.ics")
    assert departures(made) == ["08:00", "08:30", "18:15"]
    assert parsed(made)["NAME"] == "Shuttle: from Science Park"
    assert departures(body(two_routes(), FeedOptions(), "feeds/en/stops/lake.ics")) == []


def test_a_riders_feed_goes_over_all_routes_in_the_order_of_departures() -> None:
    picks = Pick(trips=("to-sz-branch-1815",)), Pick(direction="to-lake", departure=480)
    made = custom_feeds(two_routes()).personal(rider(*picks)).body
    assert departures(made) == ["08:00", "18:15"]
    assert lint(made) == ()
