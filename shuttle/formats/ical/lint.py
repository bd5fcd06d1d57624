"""What breaks one calendar program or another, looked for in the finished bytes.

Each check stands for something that a real client lost events over; RFC 5545 alone allows most.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from shuttle.formats.ical.content import Component, ContentError, apart, component, physical_lines
from shuttle.formats.ical.forms import ALARM, CALENDAR, EVENT, STANDARD, ZONE, misfits
from shuttle.formats.ical.recurrence import recurrence

_MAX_OCTETS = 75
# Besides controls, the line ends of Unicode: some readers cut lines there too.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_UID = re.compile(rb"\r\nUID:(?:[^\r]|\r\n[ \t])*")
_KEPT_SERIES = 8192
_REVISION = ("SEQUENCE", "LAST-MODIFIED", "DTSTAMP", "CREATED")


def lint(body: bytes) -> tuple[str, ...]:
    """Everything wrong with a feed, in order; empty for a good one."""
    wire = tuple(_wire(body))
    try:
        frame, events = apart(body)
        calendar = tuple(_calendar(component(frame, "VCALENDAR")))
    except ContentError as error:
        return (*wire, str(error))
    by_uid: dict[bytes, list[bytes]] = defaultdict(list)
    for event in events:
        by_uid[_uid(event)].append(event)
    return (*wire, *calendar, *(each for same in by_uid.values() for each in _series(tuple(same))))


def _uid(event: bytes) -> bytes:
    """The line of an event's UID, as it is on the wire."""
    found = _UID.search(event)
    return found[0] if found else b""


def _wire(body: bytes) -> Iterator[str]:
    """Line ends, line lengths, encoding."""
    if not body.endswith(b"\r\n"):
        yield "does not end with CRLF"
    for number, line in enumerate(physical_lines(body), start=1):
        if len(line) > _MAX_OCTETS:
            yield f"line {number}: has {len(line)} octets, more than {_MAX_OCTETS}"
    if not _is_plain(body):
        for number, line in enumerate(physical_lines(body), start=1):
            yield from (f"line {number}: {problem}" for problem in _characters(line))


def _is_plain(body: bytes) -> bool:
    """Whether no line has anything wrong with its characters: all of them looked at at once.

    A line end cannot stand within a character of UTF-8, so lines are UTF-8 where the whole is.
    """
    ends = body.count(b"\r\n")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return body.count(b"\r") == body.count(b"\n") == ends and not _CONTROL.search(text)


def _characters(line: bytes) -> Iterator[str]:
    if b"\n" in line or b"\r" in line or _CONTROL.search(line.decode("utf-8", errors="replace")):
        yield "has a bare line end or control character"
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        yield "is not UTF-8 by itself"


def _calendar(calendar: Component) -> Iterator[str]:
    """The calendar's own properties, then its parts and its zone."""
    yield from (f"the calendar: {problem}" for problem in misfits(calendar, CALENDAR))
    names = [child.name for child in calendar.children]
    if names[:1] != ["VTIMEZONE"] or names.count("VTIMEZONE") != 1:
        yield "VTIMEZONE: must come once, before the events"
    for name in sorted(set(names) - {"VTIMEZONE"}):
        yield f"{name}: is no part of a timetable"
    for zone in calendar.children:
        if zone.name == "VTIMEZONE":
            yield from (f"VTIMEZONE: {problem}" for problem in _zone(zone))


def _zone(zone: Component) -> Iterator[str]:
    """One offset for all times: some readers know no more of a zone than its TZID and that."""
    yield from misfits(zone, ZONE)
    if [part.name for part in zone.children] != ["STANDARD"]:
        yield "needs exactly one STANDARD block and nothing else"
    for part in zone.children:
        yield from misfits(part, STANDARD)
        if part.value("TZOFFSETFROM") != part.value("TZOFFSETTO"):
            yield "changes its offset; both cities keep one"


@lru_cache(maxsize=_KEPT_SERIES)
def _series(blocks: tuple[bytes, ...]) -> tuple[str, ...]:
    """What is wrong with the events of one UID: the same in every feed that has them."""
    try:
        events = [component(block, "VEVENT") for block in blocks]
    except ContentError as error:
        return (str(error),)
    problems = [problem for event in events for problem in _event(event)]
    uid = events[0].value("UID") or "an event without UID"
    return tuple(f"{uid}: {each}" for each in (*problems, *_identity(events), *recurrence(events)))


def _event(event: Component) -> Iterator[str]:
    """Its properties, an end after the start, stamps that belong together, its alarms."""
    yield from misfits(event, EVENT)
    start, end = event.value("DTSTART"), event.value("DTEND")
    if start and end and end <= start:
        yield f"DTEND {end} is not after DTSTART {start}"
    changed = event.value("LAST-MODIFIED")
    if event.value("DTSTAMP") != changed:
        yield "DTSTAMP: must be the instant of LAST-MODIFIED"
    if (event.value("CREATED") or "") > (changed or ""):
        yield "CREATED: lies after LAST-MODIFIED"
    for part in event.children:
        if part.name != "VALARM":
            yield f"{part.name}: is no part of an event of ours"
        yield from (f"{part.name}: {problem}" for problem in misfits(part, ALARM))


def _identity(events: list[Component]) -> Iterator[str]:
    """One master, first; each override once; one revision for all."""
    instances = [event.value("RECURRENCE-ID") for event in events]
    if instances[0] is not None:
        yield "its override comes before its master"
    if len(events) == 1:
        return
    if len(set(instances)) != len(instances):
        yield "two events have the same UID and RECURRENCE-ID"
    for name in _REVISION:
        if len({event.value(name) for event in events}) != 1:
            yield f"{name}: must be the same on the master and all overrides"
