"""A weekly series that all readers expand alike: what it starts, skips and replaces are its own.

A reader finds the start that an EXDATE or a RECURRENCE-ID means by its exact time; one that finds
none shows a trip twice, or one that does not run.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

from shuttle.formats.ical.content import Component
from shuttle.formats.ical.timezone import ZONE

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


class _Weekly(NamedTuple):
    """The starts of a series, exceptions apart; local times as they are written."""

    first: str
    last: str
    days: str

    def has(self, at: str) -> bool:
        within = at[8:] == self.first[8:] and self.first <= at <= self.last
        return within and _weekday(at[:8]) in self.days


def recurrence(events: list[Component]) -> Iterator[str]:
    """What is wrong with the starts of a UID's series, its master first."""
    master, *overrides = events
    for override in overrides:
        if override.all("RRULE") or override.all("EXDATE"):
            yield f"the override of {override.value('RECURRENCE-ID')} repeats itself"
    rule, first = master.value("RRULE"), master.value("DTSTART")
    if rule is None or first is None:
        if overrides or master.all("EXDATE"):
            yield "replaces or skips starts, but its master repeats nothing"
        return
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    last = _local(parts.get("UNTIL", ""))
    if last is None:
        yield "RRULE: its UNTIL is no date"
        return
    starts = _Weekly(first, last, parts.get("BYDAY", ""))
    if not starts.has(first):
        yield f"DTSTART {first} is none of the starts of its RRULE"
    yield from _exceptions(starts, master, overrides)


def _exceptions(starts: _Weekly, master: Component, overrides: list[Component]) -> Iterator[str]:
    skipped = [line.value for line in master.all("EXDATE")]
    if len(set(skipped)) != len(skipped):
        yield "EXDATE: skips one start twice"
    for skip in skipped:
        if not starts.has(skip):
            yield f"EXDATE {skip} is none of the starts of its series"
    for override in overrides:
        instance = override.value("RECURRENCE-ID") or ""
        if instance in skipped or not starts.has(instance):
            yield f"RECURRENCE-ID {instance} is none of the starts of its series"


@lru_cache(maxsize=4096)
def _weekday(day: str) -> str:
    """Its two letters; `-` for what is no date."""
    try:
        return _WEEKDAYS[date.fromisoformat(day).weekday()]
    except ValueError:
        return "-"


@lru_cache(maxsize=4096)
def _local(until: str) -> str | None:
    """An instant in UTC on the clock of the zone; None for what is no instant in UTC."""
    try:
        instant = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return f"{instant.astimezone(ZONE):%Y%m%dT%H%M%S}"
