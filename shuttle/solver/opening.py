"""When a port is open on a service day, as intervals of service minutes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from shuttle.domain.network import BorderDirection
from shuttle.domain.port import Port
from shuttle.domain.time import LAST_MINUTE, MINUTES_PER_DAY


@dataclass(frozen=True, slots=True)
class OpenInterval:
    """The port is open from `start` to `end`.

    Attributes:
        last_reach: last minute at which a bus gets to it before the approach road closes.
    """

    start: int
    end: int
    last_reach: int


def open_intervals(
    port: Port, direction: BorderDirection, day: date, day_type: str
) -> tuple[OpenInterval, ...]:
    """Open intervals of the 48 hours from 00:00 of `day`, those that touch made one.

    The second 24 hours are those of the next date's facts: minutes after midnight are looked up
    on the calendar day of the clock, and hours end with their day. Dated exceptions are left out,
    for a plan is made for a day type. What is open at 48:00 does not close there.
    """
    merged: list[OpenInterval] = []
    for piece in sorted(_bands(port, direction, day, day_type), key=lambda band: band.start):
        if merged and piece.start <= merged[-1].end:
            if piece.end > merged[-1].end:
                merged[-1] = OpenInterval(merged[-1].start, piece.end, piece.last_reach)
        else:
            merged.append(piece)
    if merged and merged[-1].end == LAST_MINUTE:
        merged[-1] = OpenInterval(merged[-1].start, LAST_MINUTE, LAST_MINUTE)
    return tuple(merged)


def _bands(
    port: Port, direction: BorderDirection, day: date, day_type: str
) -> Iterator[OpenInterval]:
    for offset in (0, MINUTES_PER_DAY):
        on = day + timedelta(days=offset // MINUTES_PER_DAY)
        for hours in port.hours:
            applies = hours.holds_towards(direction) and hours.holds_for(day_type)
            if applies and hours.holds_on(on) and port.holds_on(on):
                end = min(hours.end, MINUTES_PER_DAY) + offset
                closes = end - hours.approach_closes_minutes
                yield OpenInterval(hours.start + offset, end, closes)
