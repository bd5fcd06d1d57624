"""What breaks one calendar program or another, looked for in the finished bytes.

Each check stands for something that a real client lost events over; RFC 5545 alone allows most.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from shuttle.formats.ical.content import (
    Component,
    ContentError,
    Line,
    component,
    physical_lines,
)

_MAX_OCTETS = 75
_LOCAL = re.compile(r"\d{8}T\d{6}")
_UTC = re.compile(r"\d{8}T\d{6}Z")
_UNTIL = re.compile(r"(?:^|;)UNTIL=([^;]*)")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TYPED = {"REFRESH-INTERVAL": "DURATION", "SOURCE": "URI"}
_REVISION = ("SEQUENCE", "LAST-MODIFIED", "DTSTAMP", "CREATED")
_ONCE = ("UID", "DTSTART", "DTEND", "SUMMARY", *_REVISION)


def lint(body: bytes) -> tuple[str, ...]:
    """Everything wrong with a feed, in order; empty for a good one."""
    wire = tuple(_wire(body))
    try:
        calendar = component(body)
    except ContentError as error:
        return (*wire, str(error))
    return (*wire, *_calendar(calendar), *_events(calendar))


def _wire(body: bytes) -> Iterator[str]:
    """Line ends, line lengths, encoding."""
    if not body.endswith(b"\r\n"):
        yield "does not end with CRLF"
    for number, line in enumerate(physical_lines(body), start=1):
        if b"\n" in line or b"\r" in line or _CONTROL.search(line):
            yield f"line {number}: has a bare line end or control character"
        if len(line) > _MAX_OCTETS:
            yield f"line {number}: has {len(line)} octets, more than {_MAX_OCTETS}"
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            yield f"line {number}: is not UTF-8 by itself"


def _calendar(calendar: Component) -> Iterator[str]:
    """The calendar's own properties, then its zone."""
    for name in ("VERSION", "PRODID"):
        if len(calendar.all(name)) != 1:
            yield f"the calendar needs one {name}"
    if calendar.all("METHOD"):
        yield "METHOD: makes the feed a message; its content type says it is none"
    for name, kind in _TYPED.items():
        if any(line.parameters.get("VALUE") != kind for line in calendar.all(name)):
            yield f"{name}: needs VALUE={kind}"
    yield from _zone(calendar)


def _zone(calendar: Component) -> Iterator[str]:
    names = [child.name for child in calendar.children]
    if names[:1] != ["VTIMEZONE"] or names.count("VTIMEZONE") != 1:
        yield "VTIMEZONE: must come once, before the events"
    for zone in calendar.children:
        if zone.name == "VTIMEZONE" and [part.name for part in zone.children] != ["STANDARD"]:
            yield "VTIMEZONE: needs exactly one STANDARD block and nothing else"


def _events(calendar: Component) -> Iterator[str]:
    zones = [child.value("TZID") for child in calendar.children if child.name == "VTIMEZONE"]
    by_uid: dict[str, list[Component]] = defaultdict(list)
    for event in calendar.children:
        if event.name == "VEVENT":
            uid = event.value("UID") or "an event without UID"
            by_uid[uid].append(event)
            checks: tuple[Callable[[Component], Iterable[str]], ...] = (_times, _recurrence)
            yield from (f"{uid}: {problem}" for check in checks for problem in check(event))
            yield from (f"{uid}: {problem}" for problem in _zoned(event, zones))
    for uid, events in by_uid.items():
        yield from (f"{uid}: {problem}" for problem in _identity(events))


def _times(event: Component) -> Iterator[str]:
    """One value each, an end after the start, stamps in UTC."""
    for name in _ONCE:
        if len(event.all(name)) != 1:
            yield f"needs one {name}"
    if event.all("DURATION"):
        yield "DURATION: give DTEND instead"
    start, end = event.value("DTSTART"), event.value("DTEND")
    if start and end and end <= start:
        yield f"DTEND {end} is not after DTSTART {start}"
    for name in ("DTSTAMP", "LAST-MODIFIED", "CREATED"):
        if not all(_UTC.fullmatch(line.value) for line in event.all(name)):
            yield f"{name}: must be in UTC"


def _zoned(event: Component, zones: Iterable[str | None]) -> Iterator[str]:
    """Local times in the one zone: UTC moves weekdays, dates and floating times lose trips."""
    for name in ("DTSTART", "DTEND", "EXDATE", "RECURRENCE-ID"):
        if not all(_is_local(line, zones) for line in event.all(name)):
            yield f"{name}: must be one local time with the TZID of the VTIMEZONE"


def _is_local(line: Line, zones: Iterable[str | None]) -> bool:
    plain = set(line.parameters) == {"TZID"} and line.parameters["TZID"] in zones
    return plain and _LOCAL.fullmatch(line.value) is not None


def _recurrence(event: Component) -> Iterator[str]:
    if event.all("RDATE"):
        yield "RDATE: readers lose it; give the extra run an event of its own"
    for rule in event.all("RRULE"):
        until = _UNTIL.search(rule.value)
        if until is None or not _UTC.fullmatch(until[1]):
            yield "RRULE: needs an UNTIL in UTC"


def _identity(events: list[Component]) -> Iterator[str]:
    """One master, first; each override once; one revision for all."""
    instances = [event.value("RECURRENCE-ID") for event in events]
    if instances[0] is not None:
        yield "its override comes before its master"
    if len(set(instances)) != len(instances):
        yield "two events have the same UID and RECURRENCE-ID"
    for name in _REVISION:
        if len({event.value(name) for event in events}) != 1:
            yield f"{name}: must be the same on the master and all overrides"
