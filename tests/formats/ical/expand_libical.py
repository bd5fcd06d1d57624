"""Reads calendars with libical, as Evolution and GNOME Calendar do.

For each line of standard input, a JSON string that is a calendar, it prints a line with what its
user would see, as `[[start, end, title, cancelled], ...]`, instants in UTC. It runs under the
system's own Python, which has the bindings: Debian's python3-gi and gir1.2-ical-3.0.
"""

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import gi  # type: ignore[import-not-found]  # the system's own Python has it

gi.require_version("ICalGLib", "3.0")

from gi.repository import ICalGLib  # type: ignore[import-not-found]  # noqa: E402 - version first

_EVENT = ICalGLib.ComponentKind.VEVENT_COMPONENT
_FROM = ICalGLib.Time.new_from_string("20200101T000000Z")
_TO = ICalGLib.Time.new_from_string("20350101T000000Z")


def rows(body: str) -> list[list[Any]]:
    """What a user sees."""
    calendar = ICalGLib.Component.new_from_string(body)
    events = list(_events(calendar))
    replaced = {(event.get_uid(), at) for event in events if (at := _replaces(event)) is not None}
    found = []
    for event in events:
        if _replaces(event) is not None:
            found.append(_row(event, _stamp(event.get_dtstart()), _stamp(event.get_dtend())))
            continue
        for start, end in _spans(event):
            if (event.get_uid(), start) not in replaced:
                found.append(_row(event, start, end))
    return found


def _events(calendar: Any) -> Iterator[Any]:
    event = calendar.get_first_component(_EVENT)
    while event is not None:
        yield event
        event = calendar.get_next_component(_EVENT)


def _spans(event: Any) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []

    def each(_: object, span: Any, __: object) -> None:
        found.append((span.get_start(), span.get_end()))

    event.foreach_recurrence(_FROM, _TO, each, None)
    return found


def _replaces(event: Any) -> int | None:
    """The start that an override is for; libical leaves the zone of its value to the caller."""
    written = event.get_first_property(ICalGLib.PropertyKind.RECURRENCEID_PROPERTY)
    return _stamp(written.get_datetime_with_component(event)) if written else None


def _stamp(time: Any) -> int:
    return int(time.as_timet_with_zone(time.get_timezone()))


def _row(event: Any, start: int, end: int) -> list[Any]:
    cancelled = event.get_status() == ICalGLib.PropertyStatus.CANCELLED
    instants = (datetime.fromtimestamp(at, UTC).isoformat() for at in (start, end))
    return [*instants, event.get_summary(), cancelled]


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(rows(json.loads(line))), flush=True)  # noqa: T201 - its output is read
