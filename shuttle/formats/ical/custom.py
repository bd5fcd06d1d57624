"""Feeds put together from published events: those of options, of riders, of drivers."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from shuttle.formats.ical.folding import folded, unfolded
from shuttle.formats.ical.frame import END
from shuttle.formats.ical.parts import EventText

_DIGEST_DIGITS = 12
_TOLD_APART = ("UID", "NAME", "X-WR-CALNAME", "LAST-MODIFIED", "SOURCE")


@dataclass(frozen=True, slots=True)
class Title:
    """What tells a calendar from the one whose lines it takes.

    Attributes:
        mark: added to the UID; the calendar is another one to its readers.
        name: its whole name; None where only something is added to it.
        label: added to the name.
        query: added to the address where it is fetched.
    """

    mark: str
    name: str | None = None
    label: str = ""
    query: str = ""


def mark_of(content: str) -> str:
    """A short name of what makes a calendar another one."""
    return hashlib.sha256(content.encode()).hexdigest()[:_DIGEST_DIGITS]


def calendar(
    head: bytes,
    title: Title,
    events: Sequence[EventText],
    *,
    alarm_minutes: int | None,
    mark_cancelled: bool,
) -> bytes:
    """A calendar of some events.

    Args:
        head: the lines of a rendered calendar up to its first event.
        title: what is different about this one.
        events: in the order in which they are to stand.
        alarm_minutes: how long before each to remind; None for no reminder.
        mark_cancelled: whether cancelled events are ordinary ones; their title says it anyway.
    """
    pieces = [_titled(head, title, events)]
    if alarm_minutes is None:
        pieces.extend(event.raw for event in events)
    else:
        trigger = _trigger(alarm_minutes)
        for event in events:
            pieces.extend(event.reminded(trigger))
    body = b"".join((*pieces, END))
    if mark_cancelled:
        # Google's calendar hides what is cancelled.
        return body.replace(b"\r\nSTATUS:CANCELLED\r\n", b"\r\nSTATUS:CONFIRMED\r\n")
    return body


def _trigger(minutes: int) -> bytes:
    return f"TRIGGER:-PT{minutes}M\r\nEND:VALARM\r\n".encode()


def _titled(head: bytes, title: Title, events: Iterable[EventText]) -> bytes:
    """The calendar's own lines with what is different, and the newest revision among its events."""
    own, zone = _own_lines(head)
    revised = max((event.revised for event in events), default=b"").decode()
    lines = (
        folded(_changed(line, title, revised)) if line.startswith(_TOLD_APART) else raw
        for line, raw in own
    )
    return b"".join((*lines, zone))


@lru_cache(maxsize=256)
def _own_lines(head: bytes) -> tuple[tuple[tuple[str, bytes], ...], bytes]:
    """The calendar's own lines, each without and with its folds, and its time zone."""
    own, zone, rest = head.partition(b"BEGIN:VTIMEZONE\r\n")
    lines = unfolded(own).decode().split("\r\n")[:-1]
    return tuple((line, folded(line)) for line in lines), zone + rest


def _changed(line: str, title: Title, revised: str) -> str:
    name, colon, value = line.partition(":")
    if name == "UID":
        identity, _, authority = value.partition("@")
        return f"UID:{identity}-{title.mark}@{authority}"
    if name in {"NAME", "X-WR-CALNAME"}:
        value = value if title.name is None else title.name
        return f"{name}:{value} · {title.label}" if title.label else f"{name}:{value}"
    if name == "LAST-MODIFIED":
        return f"{name}:{revised or value}"
    if name.startswith("SOURCE") and title.query:
        return f"{name}{colon}{value}?{title.query}"
    return line
