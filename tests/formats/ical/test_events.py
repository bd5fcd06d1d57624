"""What an event says to its rider."""

from datetime import date, timedelta
from typing import Any

import icalendar

from shuttle.domain.timetable import Timetable, TripChange
from tests.formats.builders import ROUTE, trip, weekdays
from tests.formats.sample import (
    CANCELLED_ON,
    DELAYED_ON,
    EXTRA_CANCELLED_ON,
    NIGHT,
    feeds,
    sample,
)

_MONDAY, _FRIDAY = date(2026, 3, 2), date(2026, 3, 27)


def events(published: Timetable, language: str = "en") -> list[Any]:
    """The events of the route's feed, as icalendar reads them."""
    body = feeds(published)[f"feeds/{language}/{ROUTE}.ics"]
    return list(icalendar.Calendar.from_ical(body).walk("VEVENT"))


def only_event(published: Timetable, language: str = "en") -> Any:
    (event,) = events(published, language)
    return event


def one_change(change: TripChange, published: Timetable) -> Any:
    """The override for a change."""
    changed = published.model_copy(update={"changes": (change,)})
    (override,) = [event for event in events(changed) if "RECURRENCE-ID" in event]
    return override


def test_an_event_says_what_a_rider_must_know() -> None:
    event = only_event(weekdays([trip("08:30")], _MONDAY, _FRIDAY))
    assert str(event["SUMMARY"]) == "Shuttle 08:30 Science Park → Shenzhen Branch"
    assert str(event["DESCRIPTION"]).split("\n") == [
        "Planned arrival 09:20, Shenzhen Branch.",
        "Border crossing: Lok Ma Chau / Huanggang.",
        "Planned clearance at Lok Ma Chau / Huanggang: 08:46\u201309:02.",
        "Bring your travel documents and all your luggage.",
        "Clocks on both sides show the same time (UTC+8).",
        "Seats: 33.",
        "Live times: https://shuttle.example.org/en/",
    ]


def test_a_trip_that_crosses_no_border_asks_for_no_documents() -> None:
    event = only_event(weekdays([trip("08:30", crosses=False)], _MONDAY, _FRIDAY))
    assert str(event["DESCRIPTION"]).split("\n") == [
        "Planned arrival 09:20, Shenzhen Branch.",
        "Seats: 33.",
        "Live times: https://shuttle.example.org/en/",
    ]


def test_an_event_is_where_the_bus_leaves_and_does_not_block_meetings() -> None:
    event = events(sample())[0]
    assert str(event["LOCATION"]) == "Science Park, Bay 3, Building 19W"
    assert event["GEO"].to_ical() == "22.4262;114.2098"
    assert str(event["TRANSP"]) == "TRANSPARENT"
    assert str(event["X-MICROSOFT-CDO-BUSYSTATUS"]) == "FREE"


def test_a_stop_without_known_place_has_no_geo() -> None:
    published = weekdays([trip("08:30", north=False)], _MONDAY, _FRIDAY)
    assert "GEO" not in only_event(published)


def test_a_delayed_trip_moves_and_says_so() -> None:
    (event,) = [
        event
        for event in events(sample())
        if "RECURRENCE-ID" in event and event["RECURRENCE-ID"].dt.date() == DELAYED_ON
    ]
    assert str(event["SUMMARY"]).startswith("Delayed 20 min: Shuttle 07:30 ")
    assert event["DTSTART"].to_ical() == b"20260304T075000"
    assert event["RECURRENCE-ID"].to_ical() == b"20260304T073000"
    assert str(event["DESCRIPTION"]).split("\n")[:2] == [
        "This trip leaves 20 minutes late on this day: 07:50.",
        "Queue at the port; sorry 🚌",
    ]


def test_a_cancelled_trip_stays_and_says_so() -> None:
    (event,) = [
        event
        for event in events(sample(), "zh-Hant")
        if "RECURRENCE-ID" in event
        and event["RECURRENCE-ID"].dt.date() == CANCELLED_ON + timedelta(days=1)
    ]
    assert str(event["STATUS"]) == "CANCELLED"
    assert str(event["SUMMARY"]) == "【取消】穿梭巴士 00:20 深圳分園 → 科學園"


def test_a_cancelled_extra_run_is_changed_in_place() -> None:
    (event,) = [
        event
        for event in events(sample())
        if event.uid.startswith(f"{NIGHT.id}-{EXTRA_CANCELLED_ON:%Y%m%d}-extra@")
    ]
    assert str(event["STATUS"]) == "CANCELLED"
    assert "RECURRENCE-ID" not in event


def test_a_delay_of_unknown_length_keeps_the_time_and_points_to_the_live_times() -> None:
    change = TripChange(trip_id="to-sz-branch-0830", service_date=date(2026, 3, 4), delay_minutes=0)
    event = one_change(change, weekdays([trip("08:30")], _MONDAY, _FRIDAY))
    assert event["DTSTART"].dt == event["RECURRENCE-ID"].dt
    assert str(event["DESCRIPTION"]).startswith("This trip is delayed on this day; see the live")


def test_a_change_on_a_date_without_the_trip_changes_nothing() -> None:
    plain = weekdays([trip("08:30")], _MONDAY, _FRIDAY)
    sunday = TripChange(trip_id="to-sz-branch-0830", service_date=date(2026, 3, 8), cancelled=True)
    assert feeds(plain.model_copy(update={"changes": (sunday,)})) == feeds(plain)
