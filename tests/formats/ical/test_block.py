"""Lines that are written once are the lines that icalendar writes each time."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Event

from shuttle.formats.ical.block import EventBlock
from shuttle.formats.ical.timezone import ZONE

_TEXTS = st.text("甲🚌éa0 ,;:\\\"'%\n", max_size=120)
_TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)).map(  # noqa: DTZ001 - zoned next
    lambda at: at.replace(microsecond=0, tzinfo=ZONE)
)


def written(properties: list[tuple[str, Any]]) -> bytes:
    """As icalendar writes an event."""
    event = Event()
    for name, value in properties:
        event.add(name, value)
    body: bytes = event.to_ical()
    return body


@given(title=_TEXTS, text=_TEXTS, times=st.lists(_TIMES, min_size=3, max_size=6))
def test_an_event_is_written_as_icalendar_writes_it(
    title: str, text: str, times: list[datetime]
) -> None:
    properties = [
        ("uid", "a-b-0830-20260302@small.shuttle.invalid"),
        ("dtstart", times[0]),
        ("dtend", times[1]),
        ("summary", title),
        ("description", text),
        ("location", title),
        ("geo", (22.4262, 114.2098)),
        ("status", "CONFIRMED"),
        ("sequence", 3),
        ("dtstamp", times[2].astimezone(UTC)),
        ("x-microsoft-cdo-busystatus", "FREE"),
        *(("exdate", time) for time in times[2:]),
    ]
    block = EventBlock()
    for name, value in properties:
        block.add(name, value)
    assert block.to_ical() == written(properties)


def test_a_weekly_rule_is_written_as_icalendar_writes_it() -> None:
    until, days = datetime(2026, 3, 27, 0, 30, tzinfo=UTC), ["MO", "TH"]
    block = EventBlock()
    block.repeat_weekly(until, days)
    rule = {"FREQ": "WEEKLY", "UNTIL": until, "BYDAY": days}
    assert block.to_ical() == written([("rrule", rule)])


def test_one_instant_in_two_zones_is_two_lines() -> None:
    local = datetime(2026, 3, 2, 8, 30, tzinfo=ZONE)
    block = EventBlock()
    block.add("dtstart", local)
    block.add("dtstamp", local.astimezone(UTC))
    assert block.of("dtstart") == b"DTSTART;TZID=Asia/Hong_Kong:20260302T083000\r\n"
    assert block.of("dtstamp") == b"DTSTAMP:20260302T003000Z\r\n"


@pytest.mark.parametrize("name", ["exdate", "rrule"])
def test_a_property_that_was_not_given_has_no_line(name: str) -> None:
    assert EventBlock().of(name) == b""


@given(place=st.text("甲🚌éa0 ,;:'%", min_size=1, max_size=120).map(lambda text: f"x{text}x"))
def test_a_place_on_apples_maps_has_the_text_of_the_location(place: str) -> None:
    block = EventBlock()
    block.add("location", place)
    block.put_on_maps(place, 22.4262, 114.2098)
    event: Any = Event.from_ical(block.to_ical())
    pin = event["X-APPLE-STRUCTURED-LOCATION"]
    assert (pin.params["X-TITLE"], str(pin)) == (place, "geo:22.4262,114.2098")
    assert event["LOCATION"] == place


@pytest.mark.parametrize("odd", ['Bay "3"', "Bay\\3", "Bay^3"])
def test_a_place_whose_signs_readers_take_apart_is_no_title_of_a_map(odd: str) -> None:
    block = EventBlock()
    block.put_on_maps(odd, 22.4262, 114.2098)
    assert b"X-TITLE" not in block.of("x-apple-structured-location")
    assert block.of("geo") == b"GEO:22.4262;114.2098\r\n"
