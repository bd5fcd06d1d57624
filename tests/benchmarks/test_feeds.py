"""What feeds cost: at publication, and when somebody asks for some trips. CPU milliseconds.

Run with `pytest -m benchmark -s`. The peer builds its events with icalendar for each request, as
calendar services usually do.
"""

import gzip
import time
from collections.abc import Callable
from datetime import date
from itertools import count

import icalendar
import pytest

from shuttle.domain.issue import Issue
from shuttle.domain.subscription import Pick, Subscription
from shuttle.domain.time import format_minute
from shuttle.domain.timetable import Timetable
from shuttle.formats.ical.lint import lint
from shuttle.formats.ical.options import FeedOptions
from shuttle.formats.ical.render import CalendarRenderer
from tests.formats.builders import BASE_URL, ROUTE, first_revisions, trip, weekdays
from tests.services.custom import custom_feeds

pytestmark = pytest.mark.benchmark

FIRST, LAST = date(2026, 3, 2), date(2026, 7, 31)
CLOSED = date(2026, 4, 6), date(2026, 5, 1), date(2026, 6, 19)
TODAY = date(2026, 4, 1)
FEED = f"feeds/en/{ROUTE}.ics"
MOST_MS_PUBLISHED = 1500.0
MOST_MS_CUSTOM = 0.2
LEAST_RATIO = 100.0
MONDAY_TO_THURSDAY = ("mon", "tue", "wed", "thu")


def busy(trips: int) -> Timetable:
    """So many trips on every working day of five months: as many VEVENTs in each language."""
    found = [
        trip(format_minute(300 + number), trip_id=f"trip-{number}", north=bool(number % 2))
        for number in range(trips)
    ]
    return weekdays(found, FIRST, LAST, closed=CLOSED)


def milliseconds(work: Callable[[], object], times: int = 1) -> float:
    """CPU milliseconds of the quickest of some rounds."""
    rounds = []
    for _ in range(times):
        started = time.process_time_ns()
        work()
        rounds.append((time.process_time_ns() - started) / 1e6)
    return min(rounds)


def tell(what: str, spent: float) -> None:
    print(f"{what:52} {spent:10.3f} ms")  # noqa: T201 - the table


def test_a_thousand_events_in_three_languages_are_published_quickly() -> None:
    published = busy(1000)
    issue = Issue(published, {})
    renderer = CalendarRenderer(BASE_URL)
    building = milliseconds(lambda: renderer.fingerprints(issue))
    revisions = first_revisions(renderer.fingerprints(issue))
    finishing = milliseconds(lambda: renderer.files(issue, revisions))
    files = renderer.files(issue, revisions)
    packing = milliseconds(lambda: [gzip.compress(file.body, mtime=0) for file in files])
    whole = [file.body for file in files if file.path.endswith(f"/{ROUTE}.ics")]
    checking = milliseconds(lambda: [lint(body) for body in whole])
    tell("1,000 events x 3 languages: build and fingerprint", building)
    tell("stamp, lint and join into all feeds", finishing)
    tell("of which lint", checking)
    tell("gzip", packing)
    assert sum(body.count(b"BEGIN:VEVENT") for body in whole) == 3000
    assert building + finishing + packing <= MOST_MS_PUBLISHED


def test_a_feed_of_sixty_trips_is_put_together_in_a_fifth_of_a_millisecond() -> None:
    feeds = custom_feeds(busy(66))
    body = feeds.feed(FEED, FeedOptions(), TODAY).body
    minute = count(1)

    def selected() -> bytes:
        # Another window each time, with the same sixty trips: never an answer that is kept.
        options = FeedOptions(after=next(minute) % 300, before=360, mark_cancelled=True)
        return feeds.feed(FEED, options, TODAY).body

    def reminded() -> bytes:
        options = FeedOptions(after=next(minute) % 300, before=360, alarm_minutes=15)
        return feeds.feed(FEED, options, TODAY).body

    def own() -> bytes:
        picks = tuple(
            Pick(trips=(f"trip-{number}",), weekdays=MONDAY_TO_THURSDAY) for number in range(2)
        )
        subscription = Subscription(
            kind="rider", language="en", picks=picks, alarm_minutes=next(minute)
        )
        return feeds.personal(subscription).body

    def expanded() -> bytes:
        options = FeedOptions(after=next(minute) % 300, before=360, weeks=8)
        return feeds.feed(FEED, options, TODAY).body

    built = milliseconds(lambda: _built_anew(body), 3)
    plain, alarms = milliseconds(selected, 250), milliseconds(reminded, 250)
    tell("60 trips selected, joined, hashed and packed", plain)
    tell("the same with a reminder each", alarms)
    tell("a rider's own feed: two trips, Monday to Thursday", milliseconds(own, 40))
    tell("60 trips for 8 weeks, each occurrence by itself", milliseconds(expanded, 5))
    tell("66 events built by icalendar for the request", built)
    print(f"{'ratio':52} {built / plain:10.0f}")  # noqa: T201 - the table
    assert selected().count(b"BEGIN:VEVENT") == 60
    assert plain <= MOST_MS_CUSTOM
    assert built / plain >= LEAST_RATIO


def _built_anew(body: bytes) -> bytes:
    """The same events, given to icalendar one property at a time, as a request would."""
    calendar = icalendar.Calendar()
    for known in _parsed(body):
        event = icalendar.Event()
        for name, value in known:
            event.add(name, value)
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


_PARSED: dict[bytes, list[list[tuple[str, object]]]] = {}


def _parsed(body: bytes) -> list[list[tuple[str, object]]]:
    """Properties and their plain values, read outside of what is measured."""
    if body not in _PARSED:
        events = icalendar.Calendar.from_ical(body).events
        _PARSED[body] = [_plain(event) for event in events]
    return _PARSED[body]


def _plain(event: icalendar.Event) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = []
    for name, value in event.property_items(recursive=False):
        if name not in {"BEGIN", "END", "RRULE", "GEO", "EXDATE"}:
            found.append((name, getattr(value, "dt", str(value))))
    return found
