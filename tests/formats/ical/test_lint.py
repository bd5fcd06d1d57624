"""Each way in which a feed has ever broken a calendar program is found in its bytes."""

import re

import pytest

from shuttle.formats.ical.lint import lint
from tests.formats.sample import feeds, sample

_FEEDS = feeds(sample())
_GOOD = _FEEDS["feeds/zh-Hant/hetao.ics"]
_ZONE = re.search(rb"BEGIN:VTIMEZONE.*END:VTIMEZONE\r\n", _GOOD, re.DOTALL)
_VTIMEZONE = _ZONE[0] if _ZONE else b""
_EXDATE = rb"EXDATE;TZID=Asia/Hong_Kong:(\d{8}T\d{6})"
_OVERRIDE = rb"RECURRENCE-ID;TZID=Asia/Hong_Kong:(\d{8})T(\d{6})"
_EVENTS = re.findall(rb"BEGIN:VEVENT.*?END:VEVENT\r\n", _GOOD, re.DOTALL)


def _second_block_first() -> bytes:
    """The feed with the first override moved before its master."""
    at = next(n for n, event in enumerate(_EVENTS) if b"RECURRENCE-ID" in event)
    return _GOOD.replace(_EVENTS[at - 1] + _EVENTS[at], _EVENTS[at] + _EVENTS[at - 1])


def _sub(pattern: bytes, replacement: bytes) -> bytes:
    return re.sub(pattern, replacement, _GOOD, count=1)


def _override_with(old: bytes, new: bytes) -> bytes:
    """The feed with something else in its first override alone."""
    override = next(event for event in _EVENTS if b"RECURRENCE-ID" in event)
    return _GOOD.replace(override, override.replace(old, new))


@pytest.mark.parametrize("path", sorted(_FEEDS))
def test_a_rendered_feed_has_no_problems(path: str) -> None:
    assert lint(_FEEDS[path]) == ()


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        (_sub(rb"RRULE", b"RDATE;TZID=Asia/Hong_Kong:20260711T073000\r\nRRULE"), "RDATE"),
        (_sub(_EXDATE, b"EXDATE;VALUE=DATE:20260406"), "EXDATE"),
        (_sub(_EXDATE, b"EXDATE:20260405T233000Z"), "EXDATE"),
        (_sub(_EXDATE, rb"EXDATE;TZID=Asia/Hong_Kong:\1,20260501T073000"), "EXDATE"),
        (_sub(rb"UNTIL=(\d{8})T\d{6}Z", rb"UNTIL=\1"), "UNTIL"),
        (_sub(rb"UNTIL=(\d{8}T\d{6})Z", rb"UNTIL=\1"), "UNTIL"),
        (_sub(rb"UNTIL=\d{8}T\d{6}Z;", b""), "UNTIL"),
        (_GOOD.replace(_VTIMEZONE, b""), "VTIMEZONE"),
        (_GOOD.replace(_VTIMEZONE, _VTIMEZONE * 2), "VTIMEZONE"),
        (
            _GOOD.replace(_VTIMEZONE, b"").replace(b"END:VCALENDAR", _VTIMEZONE + b"END:VCALENDAR"),
            "before the events",
        ),
        (_sub(rb"(?s)(BEGIN:STANDARD.*END:STANDARD\r\n)", rb"\1\1"), "one STANDARD"),
        (_GOOD.replace(b":STANDARD", b":DAYLIGHT"), "one STANDARD"),
        (_second_block_first(), "before its master"),
        (_sub(_OVERRIDE, rb"RECURRENCE-ID:\1T\2Z"), "RECURRENCE-ID"),
        (_sub(_OVERRIDE, rb"RECURRENCE-ID;VALUE=DATE:\1"), "RECURRENCE-ID"),
        (_sub(rb"DTSTART;TZID=Asia/Hong_Kong:(\d{8}T\d{6})", rb"DTSTART:\1Z"), "DTSTART"),
        (_sub(rb"DTSTART;TZID=Asia/Hong_Kong", b"DTSTART"), "DTSTART"),
        (_sub(rb"DTSTART;TZID=Asia/Hong_Kong", b"DTSTART;TZID=Asia/Shanghai"), "DTSTART"),
        (_sub(rb"DTEND;TZID=Asia/Hong_Kong:\d{8}T\d{6}", b"DURATION:PT50M"), "DURATION"),
        (_sub(rb"(DTEND;TZID=Asia/Hong_Kong:)\d{8}", rb"\g<1>20200101"), "not after"),
        (_sub(rb"DTSTAMP:(\d{8}T\d{6})Z", rb"DTSTAMP:\1"), "DTSTAMP"),
        (_sub(rb"REFRESH-INTERVAL;VALUE=DURATION", b"REFRESH-INTERVAL"), "REFRESH-INTERVAL"),
        (
            _sub(rb"REFRESH-INTERVAL;VALUE=DURATION", b"REFRESH-INTERVAL:VALUE=DURATION"),
            "REFRESH-INTERVAL",
        ),
        (_sub(rb"SOURCE;VALUE=URI", b"SOURCE"), "SOURCE"),
        (_sub(rb"VERSION:2.0", b"VERSION:2.0\r\nMETHOD:PUBLISH"), "METHOD"),
        (_override_with(b"SEQUENCE:0", b"SEQUENCE:1"), "SEQUENCE"),
        (_override_with(b"LAST-MODIFIED:2026", b"LAST-MODIFIED:2027"), "LAST-MODIFIED"),
        (_GOOD.replace(_EVENTS[0], _EVENTS[0] * 2), "same UID"),
        (_sub(rb"UID:to-[^\r]*\r\n", b""), "UID"),
        (_sub(rb"SEQUENCE:0\r\n", b""), "SEQUENCE"),
        (_GOOD.replace(b"\r\n", b"\n"), "line end"),
        (_GOOD.removesuffix(b"\r\n"), "CRLF"),
        (_sub(rb"\r\n ", b""), "octets"),
        (_sub(rb"(\xe7)(\xa7\x91)", rb"\1\r\n \2"), "UTF-8"),
        (_sub(rb"STATUS:CONFIRMED", b"STATUS:CONF\x07IRMED"), "control"),
        (_sub(rb"STATUS:CONFIRMED", b"STATUS:CONFIRMED\r\n\r\n"), "no property"),
        (_sub(rb"END:VEVENT\r\n", b""), "END:VCALENDAR closes"),
        (_GOOD.removesuffix(b"END:VCALENDAR\r\n"), "END for each BEGIN"),
        (b"", "CRLF"),
        (b"<html>503</html>\r\n", "no property"),
    ],
)
def test_a_broken_feed_is_found(broken: bytes, problem: str) -> None:
    assert broken != _GOOD
    assert any(problem in line for line in lint(broken)), lint(broken)
