"""Four independent calendar readers, each reporting what its users would see."""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import icalendar
import recurring_ical_events
import vobject
from ical.calendar_stream import IcsCalendarStream
from khal.khalendar.backend import SQLiteDb

from tests.formats.ical.seen import Seen

Reader = Callable[[bytes], list[Seen]]
_FROM = datetime(2020, 1, 1, tzinfo=UTC)
_TO = datetime(2035, 1, 1, tzinfo=UTC)


def with_icalendar(body: bytes) -> list[Seen]:
    """The icalendar package, expanded by recurring-ical-events."""
    calendar = icalendar.Calendar.from_ical(body)
    events = recurring_ical_events.of(calendar).between(_FROM, _TO)
    return sorted(_of_icalendar(event) for event in events)


def with_ical(body: bytes) -> list[Seen]:
    """The strict reader of Home Assistant."""
    calendar = IcsCalendarStream.calendar_from_ics(body.decode())
    return sorted(_of_ical(event) for event in calendar.timeline_tz(UTC))


def with_vobject(body: bytes) -> list[Seen]:
    """The reader of Radicale, which leaves overrides to its caller."""
    by_uid: dict[str, list[Any]] = defaultdict(list)
    for event in getattr(vobject.readOne(body.decode()), "vevent_list", []):
        by_uid[event.uid.value].append(event)
    return sorted(seen for events in by_uid.values() for seen in _of_vobject(events))


def with_khal(body: bytes) -> list[Seen]:
    """The cache of khal; like its synchroniser we give it one item for each UID."""
    calendar = icalendar.Calendar.from_ical(body)
    database = SQLiteDb(["feed"], ":memory:", {"default_timezone": UTC})
    for uid, item in _items(calendar).items():
        database.update(item, uid, calendar="feed")
    found = [_of_khal(*row) for row in database.get_localized(_FROM, _TO)]
    database.conn.close()
    return sorted(found)


def _of_icalendar(event: Any) -> Seen:
    return Seen(
        event["DTSTART"].dt.astimezone(UTC),
        event["DTEND"].dt.astimezone(UTC),
        str(event["SUMMARY"]),
        event.get("STATUS") == "CANCELLED",
    )


def _of_ical(event: Any) -> Seen:
    cancelled = event.status is not None and event.status.value == "CANCELLED"
    return Seen(
        event.start.astimezone(UTC), event.end.astimezone(UTC), event.summary or "", cancelled
    )


def _of_vobject(events: list[Any]) -> list[Seen]:
    """A master expanded by vobject, each instance with an override replaced by it."""
    overrides = {
        event.recurrence_id.value.astimezone(UTC): event
        for event in events
        if hasattr(event, "recurrence_id")
    }
    found = [_shown(event, event.dtstart.value) for event in overrides.values()]
    for event in events:
        if not hasattr(event, "recurrence_id"):
            starts = event.getrruleset(addRDate=True) or [event.dtstart.value]
            found += [_shown(event, at) for at in starts if at.astimezone(UTC) not in overrides]
    return found


def _shown(event: Any, start: datetime) -> Seen:
    length = event.dtend.value - event.dtstart.value
    return Seen(
        start.astimezone(UTC),
        (start + length).astimezone(UTC),
        event.summary.value,
        event.status.value == "CANCELLED",
    )


def _items(calendar: Any) -> dict[str, str]:
    zones = calendar.walk("VTIMEZONE")
    by_uid: dict[str, Any] = {}
    for event in calendar.walk("VEVENT"):
        item = by_uid.setdefault(str(event["UID"]), icalendar.Calendar())
        if not item.subcomponents:
            item.subcomponents = list(zones)
        item.add_component(event)
    return {uid: item.to_ical().decode() for uid, item in by_uid.items()}


def _of_khal(item: str, _: str, start: datetime, end: datetime, ref: str, *__: object) -> Seen:
    """An instance; `ref` is the override's original instant, or PROTO for the master."""
    events = {
        _khal_ref(event): event for event in icalendar.Calendar.from_ical(item).walk("VEVENT")
    }
    event = events[ref]
    title, status = str(event["SUMMARY"]), event.get("STATUS")
    return Seen(start.astimezone(UTC), end.astimezone(UTC), title, status == "CANCELLED")


def _khal_ref(event: Any) -> str:
    return str(int(event["RECURRENCE-ID"].dt.timestamp())) if "RECURRENCE-ID" in event else "PROTO"
