"""An event as lines, each as icalendar writes it, and each distinct line written once.

Most lines of a timetable's events are the same: in another language only the texts differ, on
another date only the times. Writing a line costs icalendar more than everything else does here.
"""

from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime, tzinfo
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from icalendar import Event, vUri
from icalendar.caselessdict import canonsort_keys

from shuttle.formats.ical.folding import folded

_TAKEN_APART = frozenset('\\"^')
_DIGITS = "%Y%m%dT%H%M%S"


class EventBlock:
    """Collects the properties of one VEVENT."""

    def __init__(self) -> None:
        self._lines: dict[str, list[bytes]] = {}

    def add(self, name: str, value: Hashable) -> None:
        """A property with a value as icalendar takes it; times know their zone."""
        self._put(
            name, time_line(name, value) if isinstance(value, datetime) else _line(name, value)
        )

    def repeat_weekly(self, until: datetime, days: Sequence[str]) -> None:
        """An RRULE: weekly on some days, as `MO`, to the last start in UTC."""
        self._put("rrule", _rule(until, tuple(days)))

    def put_on_maps(self, place: str, lat: float, lon: float) -> None:
        """Where it begins, in degrees of WGS 84.

        Apple's calendar shows a map only where its own property has the text of LOCATION as its
        title; a text that readers of parameters take apart differently is no title. Whether its
        maps of the Mainland, which are drawn in another system, put the pin right has not been
        seen on a phone.
        """
        self.add("geo", (lat, lon))
        self._put("x-apple-structured-location", _apple_place(place, lat, lon))

    def of(self, name: str) -> bytes:
        """The lines of one property, of which there may be none."""
        return b"".join(self._lines.get(name.upper(), ()))

    def to_ical(self) -> bytes:
        """All lines from BEGIN to END, in icalendar's order of properties."""
        lines = [line for name in _ordered(tuple(self._lines)) for line in self._lines[name]]
        return b"".join((b"BEGIN:VEVENT\r\n", *lines, b"END:VEVENT\r\n"))

    def _put(self, name: str, line: bytes) -> None:
        self._lines.setdefault(name.upper(), []).append(line)


@lru_cache(maxsize=2048)
def _line(name: str, value: Hashable) -> bytes:
    return _written(name, value)


def time_line(name: str, value: datetime) -> bytes:
    """A property with a time: only its digits differ from those of another."""
    before, after = _around_digits(name, value.tzinfo)
    return b"".join((before, value.strftime(_DIGITS).encode(), after))


@lru_cache(maxsize=64)
def _around_digits(name: str, zone: tzinfo | None) -> tuple[bytes, bytes]:
    sample = datetime(2026, 1, 1, tzinfo=zone)
    before, _, after = _written(name, sample).partition(sample.strftime(_DIGITS).encode())
    return before, after


@lru_cache(maxsize=256)
def _apple_place(place: str, lat: float, lon: float) -> bytes:
    parameters = {"VALUE": "URI", "X-APPLE-RADIUS": "50"}
    if _TAKEN_APART.isdisjoint(place):
        parameters["X-TITLE"] = place
    return _written("x-apple-structured-location", vUri(f"geo:{lat},{lon}"), parameters)


@lru_cache(maxsize=256)
def _rule(until: datetime, days: tuple[str, ...]) -> bytes:
    return _written("rrule", {"FREQ": "WEEKLY", "UNTIL": until, "BYDAY": list(days)})


@lru_cache(maxsize=256)
def _ordered(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(canonsort_keys(names, Event.canonical_order))


def _written(name: str, value: Any, parameters: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """The folded line of one property, its end included."""
    event = Event()
    event.add(name, value, dict(parameters))
    return folded(event.content_line(name.upper(), event[name]))
