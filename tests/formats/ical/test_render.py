"""What a feed says, whom it tells what revision, and what makes a fingerprint."""

from datetime import UTC, date, timedelta
from typing import Any

import icalendar
import pytest

from shuttle.domain.base import LocalText
from shuttle.domain.issue import Issue
from shuttle.domain.scenario import Contact
from shuttle.domain.timetable import Timetable, TripChange
from shuttle.errors import CheckError
from shuttle.formats.ical.render import CalendarRenderer, files, fingerprints
from tests.formats.builders import (
    BASE_URL,
    PUBLISHED,
    ROUTE,
    first_revisions,
    period,
    text,
    timetable,
    trip,
    weekdays,
)
from tests.formats.ical.readers import (
    Reader,
    with_ical,
    with_icalendar,
    with_khal,
    with_vobject,
)
from tests.formats.sample import (
    FIRST,
    LAST,
    feeds,
    sample,
)

_MONDAY, _FRIDAY = date(2026, 3, 2), date(2026, 3, 27)
_EMPTY = timetable((), ())


def calendar(published: Timetable, language: str = "en") -> Any:
    """The feed of the route, as icalendar reads it."""
    return icalendar.Calendar.from_ical(feeds(published)[f"feeds/{language}/{ROUTE}.ics"])


def events(published: Timetable, language: str = "en") -> list[Any]:
    return list(calendar(published, language).events)


def test_there_is_a_feed_for_each_language_route_direction_and_stop() -> None:
    assert list(feeds(_EMPTY)) == [
        "feeds/en/hetao.ics",
        "feeds/en/hetao/to-hksp.ics",
        "feeds/en/hetao/to-sz-branch.ics",
        "feeds/en/stops/hksp.ics",
        "feeds/en/stops/sz-branch.ics",
        "feeds/zh-Hans/hetao.ics",
        "feeds/zh-Hans/hetao/to-hksp.ics",
        "feeds/zh-Hans/hetao/to-sz-branch.ics",
        "feeds/zh-Hans/stops/hksp.ics",
        "feeds/zh-Hans/stops/sz-branch.ics",
        "feeds/zh-Hant/hetao.ics",
        "feeds/zh-Hant/hetao/to-hksp.ics",
        "feeds/zh-Hant/hetao/to-sz-branch.ics",
        "feeds/zh-Hant/stops/hksp.ics",
        "feeds/zh-Hant/stops/sz-branch.ics",
        "private/my/en.ics",
        "private/my/zh-Hans.ics",
        "private/my/zh-Hant.ics",
    ]


def test_a_feed_is_served_as_a_calendar_without_a_method() -> None:
    assert {file.media_type for file in files(_EMPTY, {}, BASE_URL)} == {
        "text/calendar; charset=utf-8"
    }


@pytest.mark.parametrize("reader", [with_icalendar, with_ical, with_vobject, with_khal])
def test_an_empty_timetable_is_still_a_calendar_with_its_zone(reader: Reader) -> None:
    body = feeds(_EMPTY)["feeds/en/hetao.ics"]
    assert reader(body) == []
    assert body.count(b"BEGIN:VTIMEZONE") == 1


def test_the_calendar_says_how_often_to_ask_in_both_ways_that_clients_know() -> None:
    body = feeds(_EMPTY)["feeds/en/hetao.ics"]
    assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in body
    assert b"\r\nX-PUBLISHED-TTL:PT1H\r\n" in body


def test_the_calendar_names_its_own_address() -> None:
    body = feeds(_EMPTY)["feeds/en/hetao/to-hksp.ics"].replace(b"\r\n ", b"")
    assert (
        b"\r\nSOURCE;VALUE=URI:https://shuttle.example.org/feeds/en/hetao/to-hksp.ics\r\n" in body
    )


def test_a_slash_at_the_end_of_the_public_address_changes_nothing() -> None:
    empty = Issue(_EMPTY, {})
    slashed, plain = (CalendarRenderer(url) for url in (f"{BASE_URL}/", BASE_URL))
    assert slashed.files(empty, {}) == plain.files(empty, {})


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "Shuttle: Science Park → Shenzhen Branch"),
        ("zh-Hant", "穿梭巴士\uff1a科學園 → 深圳分園"),
        ("zh-Hans", "班车\uff1a科学园 → 深圳分园"),
    ],
)
def test_the_calendar_of_a_direction_is_named_after_its_ends(language: str, name: str) -> None:
    body = feeds(_EMPTY)[f"feeds/{language}/hetao/to-sz-branch.ics"]
    found = icalendar.Calendar.from_ical(body)
    assert (str(found["NAME"]), str(found["X-WR-CALNAME"])) == (name, name)


def test_names_with_punctuation_are_escaped_in_the_calendars_own_lines() -> None:
    named = timetable((), (), park=text("North; South, \\n"))
    body = feeds(named)["feeds/en/hetao/to-sz-branch.ics"].replace(b"\r\n ", b"")
    assert body.count(rb"NAME:Shuttle: North\; South\, \\n ") == 2


def test_the_calendar_tells_whom_to_ask() -> None:
    contact = Contact(name="Transport office", email="bus@example.org")
    told = calendar(_EMPTY.model_copy(update={"contact": contact}))
    assert "Contact: Transport office, bus@example.org" in str(told["DESCRIPTION"])


def test_dates_beyond_the_announcements_are_called_provisional() -> None:
    note = "Dates after 31 December 2026 are provisional"
    assert note in str(calendar(sample())["X-WR-CALDESC"])
    told = {
        event.uid.split("@")[0] for event in events(sample()) if note in str(event["DESCRIPTION"])
    }
    assert "to-sz-branch-0730-20260701" in told
    assert "to-sz-branch-0730-20260228" not in told


@pytest.mark.parametrize(
    ("language", "note"),
    [("zh-Hant", "2026年12月31日之後的日期為暫定"), ("zh-Hans", "2026年12月31日之后的日期为暂定")],
)
def test_the_provisional_note_is_in_the_feeds_language(language: str, note: str) -> None:
    assert note in str(calendar(sample(), language)["X-WR-CALDESC"])


def test_master_and_overrides_carry_the_revision_of_their_uid() -> None:
    later = PUBLISHED + timedelta(days=3)
    revisions = {
        uid: revision.model_copy(update={"sequence": 7, "last_modified": later})
        for uid, revision in first_revisions(fingerprints(sample(), BASE_URL)).items()
    }
    found: Any = icalendar.Calendar.from_ical(files(sample(), revisions, BASE_URL)[0].body)
    stamps = {
        (event["SEQUENCE"], event["DTSTAMP"].dt, event["LAST-MODIFIED"].dt, event["CREATED"].dt)
        for event in found.events
    }
    assert stamps == {(7, later, later, PUBLISHED)}
    assert found["LAST-MODIFIED"].dt.astimezone(UTC) == later


def test_an_empty_calendar_was_last_modified_when_it_was_published() -> None:
    assert calendar(_EMPTY)["LAST-MODIFIED"].dt == PUBLISHED


def test_all_languages_have_the_same_uids() -> None:
    found = [
        [event.uid for event in events(sample(), language)]
        for language in ("en", "zh-Hant", "zh-Hans")
    ]
    assert found[0] == found[1] == found[2]


def _prints(published: Timetable) -> dict[str, str]:
    return fingerprints(published, BASE_URL)


def test_a_change_of_one_trip_changes_the_fingerprint_of_its_series_alone() -> None:
    plain = weekdays([trip("08:30"), trip("18:30", north=False)], _MONDAY, _FRIDAY)
    cancelled = TripChange(
        trip_id="to-sz-branch-0830", service_date=date(2026, 3, 4), cancelled=True
    )
    before, after = _prints(plain), _prints(plain.model_copy(update={"changes": (cancelled,)}))
    changed = {uid for uid in before if before[uid] != after[uid]}
    assert changed == {"to-sz-branch-0830-20260302@to-and-fro.shuttle.invalid"}


@pytest.mark.parametrize("language", ["en", "zh_hant", "zh_hans"])
def test_a_word_in_any_language_changes_the_fingerprint(language: str) -> None:
    def named(stop: LocalText) -> Timetable:
        periods = (period([trip("08:30")], FIRST, LAST),)
        return timetable(sample().days, periods, park=stop)

    plain = text("Park", "園", "园")
    other = plain.model_copy(update={language: "Yard"})
    before, after = _prints(named(plain)), _prints(named(other))
    assert before.keys() == after.keys()
    assert all(before[uid] != after[uid] for uid in before)


def test_a_later_publication_alone_changes_no_fingerprint() -> None:
    later = sample().model_copy(
        update={"version": 2, "published_at": PUBLISHED + timedelta(days=1)}
    )
    assert _prints(later) == _prints(sample())


def test_a_feed_that_some_client_would_misread_is_refused() -> None:
    twice = weekdays(
        [trip("08:30", trip_id="morning"), trip("08:40", trip_id="morning")], _MONDAY, _FRIDAY
    )
    with pytest.raises(CheckError, match=r"morning-20260302@.*: has 2 series"):
        feeds(twice)


def test_a_year_of_a_busy_service_is_a_small_feed() -> None:
    trips = [trip(f"{hour:02d}:{minute}") for hour in range(6, 22) for minute in (10, 30, 50)]
    files = feeds(weekdays(trips, date(2026, 1, 1), date(2026, 12, 31)))
    assert max(map(len, files.values())) < 100_000
