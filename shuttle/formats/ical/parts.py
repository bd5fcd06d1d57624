"""A rendered feed taken apart again, so that other feeds can be put together from its events.

Joining events that were written at publication costs microseconds; writing them anew would cost
a hundred times as much. Only whole lines are ever replaced, never a part of a folded one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache

from shuttle.domain.time import MINUTES_PER_DAY
from shuttle.formats.ical.folding import folded, unfolded
from shuttle.formats.ical.frame import END
from shuttle.formats.ical.series import Series

_BEGIN_EVENT, _END_EVENT = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"
_LINE_ENDS = re.compile(rb"\r\n(?! )")
_NAME = re.compile(rb"[A-Z0-9-]+")
_CANCELLED = b"\r\nSTATUS:CANCELLED\r\n"


@dataclass(frozen=True)
class EventText:
    """One VEVENT as it was written, from BEGIN to END."""

    raw: bytes

    @cached_property
    def lines(self) -> tuple[tuple[bytes, bytes], ...]:
        """Name and line of each property; a folded line keeps its folds."""
        inner = self.raw[len(_BEGIN_EVENT) : -len(_END_EVENT)]
        lines = _LINE_ENDS.split(inner.removesuffix(b"\r\n"))
        return tuple((_name(line), line + b"\r\n") for line in lines)

    def value(self, name: bytes) -> bytes:
        """What stands after the colon of a property without quoted parameters; else nothing."""
        found = _property(name).search(self.raw)
        return unfolded(found[1]) if found else b""

    @cached_property
    def revised(self) -> bytes:
        """The instant of its revision, in the form in which later ones are greater."""
        return self.value(b"LAST-MODIFIED")

    def with_lines(self, changes: Mapping[bytes, bytes]) -> "EventText":
        """The event with other lines for some names; all lines of a name give way to one text."""
        parts, done = [], set()
        for name, line in self.lines:
            if name not in changes:
                parts.append(line)
            elif name not in done:
                done.add(name)
                parts.append(changes[name])
        return EventText(b"".join((_BEGIN_EVENT, *parts, _END_EVENT)))

    @cached_property
    def alarm(self) -> bytes:
        """A reminder of this event up to its trigger; nothing for a cancelled one."""
        if _CANCELLED in self.raw:
            return b""
        summary = self.value(b"SUMMARY").decode()
        # RFC 9074 has a UID here, so that a snoozed reminder is known again after a refresh.
        name, _, authority = self.value(b"UID").decode().partition("@")
        instance = self.value(b"RECURRENCE-ID").decode() or "all"
        uid = f"UID:{name}-{instance}-alarm@{authority}"
        head = b"BEGIN:VALARM\r\nACTION:DISPLAY\r\n"
        return head + folded(f"DESCRIPTION:{summary}") + folded(uid)

    def reminded(self, trigger: bytes) -> Iterable[bytes]:
        """The event with its reminder, in pieces to be joined."""
        if not self.alarm:
            return (self.raw,)
        return (self.raw[: -len(_END_EVENT)], self.alarm, trigger, _END_EVENT)


@dataclass(frozen=True)
class Fragment:
    """The events of one UID: those of a series, and of the dates on which it differs."""

    series: Series
    master: EventText
    overrides: Mapping[date, EventText]

    @cached_property
    def events(self) -> tuple[EventText, ...]:
        """All of them, master first."""
        return (self.master, *self.overrides.values())


@dataclass(frozen=True, slots=True)
class FeedParts:
    """A rendered feed: what comes before its events, and its events by UID."""

    head: bytes
    events: Mapping[str, tuple[EventText, ...]]

    def fragments(self, known: Mapping[str, Series]) -> Iterable[Fragment]:
        """The events with the series from which they were made.

        A last good copy of an earlier version may have others; they are left out.
        """
        for uid, (master, *others) in self.events.items():
            series = known.get(uid)
            if series is None:
                continue
            overrides = {_service_date(other, series): other for other in others}
            yield Fragment(series, master, overrides)


def take_apart(body: bytes) -> FeedParts:
    """The parts of a feed that `shuttle.formats.ical.render` wrote."""
    head, *events = body.removesuffix(END).split(b"\r\n" + _BEGIN_EVENT)
    found: dict[str, list[EventText]] = {}
    for event in events:
        text = EventText(_BEGIN_EVENT + event.removesuffix(b"\r\n") + b"\r\n")
        found.setdefault(text.value(b"UID").decode(), []).append(text)
    return FeedParts(
        head.removesuffix(b"\r\n") + b"\r\n", {uid: tuple(texts) for uid, texts in found.items()}
    )


@lru_cache
def _property(name: bytes) -> re.Pattern[bytes]:
    """Finds the value of a property, which may be folded."""
    return re.compile(rb"\r\n" + name + rb"(?:;[^:\r]*)?:([^\r]*(?:\r\n [^\r]*)*)")


def _name(line: bytes) -> bytes:
    found = _NAME.match(line)
    return found[0] if found else b""


def _service_date(override: EventText, series: Series) -> date:
    """The service date of an override, whose trip may leave after midnight."""
    instant = datetime.strptime(override.value(b"RECURRENCE-ID").decode(), "%Y%m%dT%H%M%S")  # noqa: DTZ007 - only its date counts
    return instant.date() - timedelta(days=series.trip.departure // MINUTES_PER_DAY)
