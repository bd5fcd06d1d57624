"""Each way in which a feed has ever broken a calendar program is found in its bytes."""

import re

import icalendar
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


_START = rb"DTSTART;TZID=Asia/Hong_Kong:(\d{8})T(\d{6})"
_UNTIL = rb"UNTIL=(\d{8})T(\d{6})Z"
_ALARM = (
    b"BEGIN:VALARM\r\nUID:a@b\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nDESCRIPTION:Bus\r\n"
    b"END:VALARM\r\n"
)


def _master_with(pattern: bytes, replacement: bytes) -> bytes:
    """The feed with something else in the first series that repeats and skips dates."""
    master = next(event for event in _EVENTS if b"EXDATE" in event)
    return _GOOD.replace(master, re.sub(pattern, replacement, master, count=1))


def _without_rule() -> bytes:
    """The feed with a series that has an override and lost its rule."""
    at = next(n for n, event in enumerate(_EVENTS) if b"RECURRENCE-ID" in event)
    master = _EVENTS[at - 1]
    return _GOOD.replace(master, re.sub(rb"RRULE[^\r]*\r\n(?: [^\r]*\r\n)*", b"", master))


# What loses events in one program or another, with who does.
_LOST = [
    (_sub(rb"RRULE", b"RDATE;TZID=Asia/Hong_Kong:20260711T073000\r\nRRULE"), "RDATE: readers lose"),
    (_sub(_EXDATE, b"EXDATE;VALUE=DATE:20260406"), "EXDATE: must be one local time"),
    (_sub(_EXDATE, b"EXDATE:20260405T233000Z"), "EXDATE: must be one local time"),
    (
        _sub(_EXDATE, rb"EXDATE;TZID=Asia/Hong_Kong:\1,20260501T073000"),
        "EXDATE: must be one local time",
    ),
    (_sub(_UNTIL, rb"UNTIL=\1"), "RRULE: must be weekly with an UNTIL in UTC"),
    (_sub(_UNTIL, rb"UNTIL=\1T\2"), "RRULE: must be weekly with an UNTIL in UTC"),
    (_sub(_UNTIL + rb";", b""), "RRULE: must be weekly with an UNTIL in UTC"),
    (_GOOD.replace(_VTIMEZONE, b""), "VTIMEZONE: must come once, before the events"),
    (_GOOD.replace(_VTIMEZONE, _VTIMEZONE * 2), "VTIMEZONE: must come once"),
    (
        _GOOD.replace(_VTIMEZONE, b"").replace(b"END:VCALENDAR", _VTIMEZONE + b"END:VCALENDAR"),
        "VTIMEZONE",
    ),
    (_GOOD.replace(_VTIMEZONE, b"").replace(_EVENTS[0], _EVENTS[0] + _VTIMEZONE), "VTIMEZONE"),
    (_sub(rb"(?s)(BEGIN:STANDARD.*END:STANDARD\r\n)", rb"\1\1"), "exactly one STANDARD"),
    (_GOOD.replace(b":STANDARD", b":DAYLIGHT"), "exactly one STANDARD"),
    (_sub(rb"END:STANDARD", b"RDATE:19730422T033000\r\nEND:STANDARD"), "VTIMEZONE: RDATE"),
    (_sub(rb"TZOFFSETTO:\+0800", b"TZOFFSETTO:+0900"), "VTIMEZONE: changes its offset"),
    (_second_block_first(), "its override comes before its master"),
    (_sub(_OVERRIDE, rb"RECURRENCE-ID:\1T\2Z"), "RECURRENCE-ID: must be one local time"),
    (_sub(_OVERRIDE, rb"RECURRENCE-ID;VALUE=DATE:\1"), "RECURRENCE-ID: must be one local time"),
    (_sub(_START, rb"DTSTART:\1T\2Z"), "DTSTART: must be one local time"),
    (_sub(_START, rb"DTSTART:\1T\2"), "DTSTART: must be one local time"),
    (_sub(_START, rb"DTSTART;VALUE=DATE:\1"), "DTSTART: must be one local time"),
    (_sub(_START, rb"DTSTART;TZID=Asia/Shanghai:\1T\2"), "DTSTART: must be one local time"),
    (_sub(rb"DTEND;TZID=Asia/Hong_Kong:\d{8}T\d{6}", b"DURATION:PT50M"), "DURATION: give DTEND"),
    (_GOOD.replace(b"\r\n", b"\n"), "has a bare line end"),
]
# What makes a series mean different starts to different programs.
_SERIES = [
    (_master_with(rb"BYDAY=MO,", b"BYDAY="), "DTSTART 20260302T073000 is none of the starts"),
    (_master_with(rb"FREQ=WEEKLY", b"FREQ=DAILY"), "RRULE: must be weekly"),
    (_master_with(rb"BYDAY=", b"BYHOUR=7,18;BYDAY="), "and nothing else"),
    (_master_with(_UNTIL, rb"COUNT=9"), "RRULE: must be weekly with an UNTIL"),
    (_master_with(_UNTIL, rb"UNTIL=20200101T000000Z"), "DTSTART 20260302T073000 is none of"),
    (_master_with(_UNTIL, rb"UNTIL=20269901T000000Z"), "UNTIL is no date"),
    (_master_with(_EXDATE, rb"EXDATE;TZID=Asia/Hong_Kong:20260404T073000"), "EXDATE 20260404T07"),
    (_master_with(_EXDATE, rb"EXDATE;TZID=Asia/Hong_Kong:20260406T000000"), "EXDATE 20260406T00"),
    (_master_with(_EXDATE, rb"EXDATE;TZID=Asia/Hong_Kong:20290406T073000"), "EXDATE 20290406T07"),
    (_master_with(_EXDATE, rb"EXDATE;TZID=Asia/Hong_Kong:20269906T073000"), "EXDATE 20269906T07"),
    (_master_with(rb"(" + _EXDATE + rb"\r\n)", rb"\1\1"), "EXDATE: skips one start twice"),
    (_sub(_OVERRIDE, rb"RECURRENCE-ID;TZID=Asia/Hong_Kong:\1T000000"), "RECURRENCE-ID 2026030"),
    (_sub(_OVERRIDE, rb"RECURRENCE-ID;TZID=Asia/Hong_Kong:20260406T\2"), "RECURRENCE-ID 20260406"),
    (
        _override_with(b"STATUS", b"RRULE:FREQ=WEEKLY;UNTIL=20260601T000000Z;BYDAY=MO\r\nSTATUS"),
        "repeats itself",
    ),
    (_without_rule(), "its master repeats nothing"),
    (_GOOD.replace(_EVENTS[0], _EVENTS[0] * 2), "two events have the same UID"),
]
# What makes a program keep an old copy, or think everything new.
_REVISIONS = [
    (_override_with(b"SEQUENCE:0", b"SEQUENCE:1"), "SEQUENCE: must be the same on the master"),
    (
        _override_with(b"LAST-MODIFIED:2026", b"LAST-MODIFIED:2027"),
        "LAST-MODIFIED: must be the same",
    ),
    (
        _override_with(b"DTSTAMP:2026", b"DTSTAMP:2027"),
        "DTSTAMP: must be the instant of LAST-MODIF",
    ),
    (_override_with(b"CREATED:2026", b"CREATED:2027"), "CREATED: lies after LAST-MODIFIED"),
    (_sub(rb"DTSTAMP:(\d{8}T\d{6})Z", rb"DTSTAMP:\1"), "DTSTAMP: must be in UTC"),
    (_sub(rb"SEQUENCE:0\r\n", b""), "needs one SEQUENCE"),
    (_sub(rb"SEQUENCE:0", b"SEQUENCE:-1"), "SEQUENCE: must be a whole number"),
    (_sub(rb"UID:to-[^\r]*\r\n", b""), "needs one UID"),
    (_sub(rb"(UID:to-[^\r]*)@[^\r]*\r\n", rb"\1\r\n"), "UID: must be a name, @ and whose"),
    (_sub(rb"PRODID:[^\r]*", b"PRODID:-//collective//icalendar 7.3.0//EN"), "PRODID: must be our"),
    (_sub(rb"TZID:Asia", b"COMMENT:This timezone only works from\r\nTZID:Asia"), "COMMENT: is no"),
]
# What RFC 5545 and RFC 7986 refuse, and with them a strict program the whole feed.
_FORM = [
    (_sub(rb"(DTEND;TZID=Asia/Hong_Kong:)\d{8}", rb"\g<1>20200101"), "is not after DTSTART"),
    (_sub(rb"REFRESH-INTERVAL;VALUE=DURATION", b"REFRESH-INTERVAL"), "REFRESH-INTERVAL: must be"),
    (_sub(rb"INTERVAL;VALUE=DURATION", b"INTERVAL:VALUE=DURATION"), "REFRESH-INTERVAL: must be"),
    (_sub(rb"INTERVAL;VALUE=DURATION:PT1H", b"INTERVAL;VALUE=DURATION:1H"), "REFRESH-INTERVAL: mu"),
    (_sub(rb"REFRESH-INTERVAL[^\r]*\r\n", b""), "needs one REFRESH-INTERVAL"),
    (_sub(rb"X-PUBLISHED-TTL[^\r]*\r\n", b""), "needs one X-PUBLISHED-TTL"),
    (_sub(rb"SOURCE;VALUE=URI", b"SOURCE"), "SOURCE: must be VALUE=URI"),
    (_sub(rb"(SOURCE;VALUE=URI:[^\r]*)\.ics", rb"\1"), "whose path ends in .ics"),
    (
        _sub(rb"(SOURCE;VALUE=URI:)[^\r]*(\.ics)", rb"\1https://" + b"a/" * 99 + rb"\2"),
        "at most 200",
    ),
    (_sub(rb"VERSION:2.0", b"VERSION:2.0\r\nMETHOD:PUBLISH"), "METHOD: makes the feed a message"),
    (_sub(rb"VERSION:2.0", b"VERSION:1.0"), "VERSION: must be 2.0"),
    (_sub(rb"VERSION:2.0\r\n", b""), "needs one VERSION"),
    (_sub(rb"SUMMARY:", b"SUMMARY:one, two; "), "SUMMARY: must be text with its"),
    (_sub(rb"SUMMARY:", rb"SUMMARY:back\\x"), "SUMMARY: must be text with its"),
    (_sub(rb"SUMMARY:", rb"SUMMARY;X=;"), "no property"),
    (_sub(rb"STATUS:CONFIRMED", b"STATUS:TENTATIVE"), "STATUS: must be CONFIRMED or CANCELLED"),
    (
        _sub(rb"STATUS:CONFIRMED", b"STATUS:CONFIRMED\r\nSTATUS:CANCELLED"),
        "needs one STATUS, has 2",
    ),
    (_sub(rb"STATUS:", b"ATTENDEE:mailto:a@example.org\r\nSTATUS:"), "ATTENDEE: is no property"),
    (_sub(rb"URL:https:[^\r]*", b"URL:javascript:alert(1)"), "URL: must be an http or https"),
    (_sub(rb"GEO:22.4262;", b"GEO:22.4262,"), "GEO: must be latitude;longitude"),
    (_GOOD.replace(_EVENTS[0], _EVENTS[0].replace(b"VEVENT", b"VTODO")), "VTODO: is no part"),
    (_GOOD.replace(b"END:VEVENT", b"BEGIN:VFREE\r\nEND:VFREE\r\nEND:VEVENT"), "VFREE: is no part"),
    (_GOOD.replace(b"END:VEVENT", _ALARM.replace(b"UID:a@b\r\n", b"") + b"END:VEVENT"), "one UID"),
    (_GOOD.replace(b"END:VEVENT", _ALARM.replace(b"-PT", b"PT") + b"END:VEVENT"), "TRIGGER: must"),
]
# What is wrong before a single property is read.
_WIRE = [
    (_GOOD.removesuffix(b"\r\n"), "does not end with CRLF"),
    (_sub(rb"\r\n ", b""), "octets, more than 75"),
    (_sub(rb"\r\nCOLOR:teal", b"\r\nCOLOR:" + b"t" * 70), "has 76 octets"),
    (_sub(rb"(\xe7)(\xa7\x91)", rb"\1\r\n \2"), "is not UTF-8 by itself"),
    (_sub(rb"STATUS:CONFIRMED", b"STATUS:CONF\x07IRMED"), "control character"),
    (_sub(rb"STATUS:CONFIRMED", b"STATUS:CONFIRMED\rX-EVIL:1"), "has a bare line end"),
    (_sub(rb"STATUS:CONFIRMED", b"STATUS:CONFIRMED\nX-EVIL:1"), "has a bare line end"),
    (_sub(rb"SUMMARY:", "SUMMARY:\u2028".encode()), "control character"),
    (_sub(rb"SUMMARY:", "SUMMARY:\u0085".encode()), "control character"),
    (_sub(rb"STATUS:CONFIRMED", b"STATUS:CONFIRMED\r\n\r\n"), "no property"),
    (_sub(rb"END:VEVENT\r\n", b""), "is not one VEVENT with an END for each BEGIN"),
    (_sub(rb"END:STANDARD\r\n", b""), "END:VTIMEZONE closes BEGIN:STANDARD"),
    (_GOOD.removesuffix(b"END:VCALENDAR\r\n"), "lacks an END"),
    (_GOOD + b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "after an event that is none"),
    (b"", "does not end with CRLF"),
    (b"<html>503</html>\r\n", "no property"),
]


@pytest.mark.parametrize(("broken", "problem"), _LOST + _SERIES + _REVISIONS + _FORM + _WIRE)
def test_a_broken_feed_is_found(broken: bytes, problem: str) -> None:
    assert broken != _GOOD
    assert any(problem in line for line in lint(broken)), lint(broken)


def test_the_zone_that_a_library_would_add_is_refused() -> None:
    calendar = icalendar.Calendar.from_ical(_GOOD)
    calendar.subcomponents.remove(calendar.walk("VTIMEZONE")[0])
    calendar.add_missing_timezones()
    found = lint(calendar.to_ical())
    assert any("VTIMEZONE" in line for line in found), found


def test_a_problem_names_the_event_that_has_it() -> None:
    broken = _override_with(b"SEQUENCE:0", b"SEQUENCE:1")
    (problem,) = lint(broken)
    assert problem.startswith("to-sz-branch-0730-20260228@to-and-fro.shuttle.invalid: SEQUENCE: ")


def test_a_feed_without_events_and_one_with_alarms_have_no_problems() -> None:
    empty = _GOOD
    for event in _EVENTS:
        empty = empty.replace(event, b"")
    assert lint(empty) == ()
    assert lint(_GOOD.replace(b"END:VEVENT", _ALARM + b"END:VEVENT")) == ()


def test_a_quoted_parameter_may_have_a_colon_of_its_own() -> None:
    place = b'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="Bay: 3":geo:22.4,114.2\r\n'
    assert lint(_sub(rb"X-APPLE-STRUCTURED-LOCATION(?:[^\r]|\r\n )*\r\n", place)) == ()
