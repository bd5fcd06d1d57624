"""What feeds should have so that real calendar programs show them well, one by one.

How often clients look, what they call a calendar, whether it blocks meetings, where it puts the
bus on a map: none of it is required by the standard, and each is missed by some program's users.
"""

from datetime import date, timedelta
from typing import Any

import icalendar
import pytest

from shuttle.domain.base import LANGUAGES
from tests.formats.builders import BASE_URL, ROUTE
from tests.formats.sample import LAST, feeds, sample

FEEDS = {path: body for path, body in feeds(sample()).items() if path.startswith("feeds/")}


def calendar(language: str = "en") -> Any:
    return icalendar.Calendar.from_ical(FEEDS[f"feeds/{language}/{ROUTE}.ics"])


@pytest.mark.parametrize("path", sorted(FEEDS))
def test_clients_are_told_to_look_every_hour_in_both_words(path: str) -> None:
    lines = FEEDS[path].split(b"\r\n")
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert b"X-PUBLISHED-TTL:PT1H" in lines


@pytest.mark.parametrize("path", sorted(FEEDS))
def test_a_calendar_says_who_it_is_and_where_it_comes_from(path: str) -> None:
    found: Any = icalendar.Calendar.from_ical(FEEDS[path])
    assert found["X-WR-CALNAME"] == found["NAME"]
    assert str(found["X-WR-CALDESC"]) == found["DESCRIPTION"].to_ical().decode()
    assert found["SOURCE"] == f"{BASE_URL}/{path}"
    assert found["X-WR-TIMEZONE"] == "Asia/Hong_Kong"
    assert {"COLOR", "URL", "UID", "LAST-MODIFIED"} <= set(found)


def test_a_bus_makes_nobody_look_busy() -> None:
    for event in calendar().events:
        assert event["TRANSP"] == "TRANSPARENT"
        assert event["X-MICROSOFT-CDO-BUSYSTATUS"] == "FREE"


def test_a_boarding_point_is_on_the_map_under_the_name_that_it_has_in_the_event() -> None:
    from_the_park = [event for event in calendar().events if "GEO" in event]
    assert from_the_park
    for event in from_the_park:
        pin = event["X-APPLE-STRUCTURED-LOCATION"]
        assert pin.params["X-TITLE"] == event["LOCATION"]
        assert str(pin) == f"geo:{event['GEO'].latitude},{event['GEO'].longitude}"


def test_nobody_is_reminded_who_did_not_ask() -> None:
    assert [path for path, body in FEEDS.items() if b"VALARM" in body] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_leads_to_live_times(language: str) -> None:
    for event in calendar(language).events:
        assert str(event["URL"]).startswith(f"{BASE_URL}/")
        assert str(event["URL"]) in str(event["DESCRIPTION"])


def test_the_language_is_in_the_address_and_changes_no_identity() -> None:
    uids = {lang: [str(event["UID"]) for event in calendar(lang).events] for lang in LANGUAGES}
    assert uids["en"] == uids["zh-Hant"] == uids["zh-Hans"]
    titles = {str(calendar(language).events[0]["SUMMARY"]) for language in LANGUAGES}
    assert len(titles) == 3


def test_series_reach_to_the_end_of_the_timetable() -> None:
    ends = [event["RRULE"]["UNTIL"][0].date() for event in calendar().events if "RRULE" in event]
    assert max(ends) >= LAST - timedelta(days=1)
    assert date(2026, 6, 30) in {end + timedelta(days=shift) for end in ends for shift in (0, 1)}


def test_feeds_stay_small() -> None:
    assert max(map(len, FEEDS.values())) < 1_000_000
