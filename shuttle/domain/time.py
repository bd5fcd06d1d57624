"""Service time: integer minutes since 00:00 of the service day, up to 48:00.

A trip after midnight stays on its service day, as in GTFS `stop_times`. In files a minute is a
quoted string such as `"08:30"`; in Python and in integer arrays it is an int.
"""

import re
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, PlainSerializer, ValidationInfo, model_validator

from shuttle.domain.base import Value

MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 1440
LAST_MINUTE = 2 * MINUTES_PER_DAY
_CLOCK = re.compile(r"^(\d{2}):([0-5]\d)$")
CLOCK_PATTERN = "^(([0-3][0-9]|4[0-7]):[0-5][0-9]|48:00)$"
"""What `parse_minute` accepts, for schemas."""


def parse_minute(text: str) -> int:
    """Minutes since 00:00 for `"HH:MM"` up to `"48:00"`; raises ValueError."""
    match = _CLOCK.match(text)
    minute = int(match[1]) * MINUTES_PER_HOUR + int(match[2]) if match else LAST_MINUTE + 1
    if minute > LAST_MINUTE:
        msg = 'is not a time; write it quoted as "08:30", from "00:00" to "48:00"'
        raise ValueError(msg)
    return minute


def format_minute(minute: int) -> str:
    """`"08:30"` for 510; hours run on past 24 for minutes after midnight."""
    return f"{minute // MINUTES_PER_HOUR:02d}:{minute % MINUTES_PER_HOUR:02d}"


def _service_minute(value: Any, info: ValidationInfo) -> int:
    """Text from anywhere; a bare int only from Python, for in a file 830 might mean anything."""
    if isinstance(value, str):
        return parse_minute(value)
    if info.mode == "python" and type(value) is int and 0 <= value <= LAST_MINUTE:
        return value
    msg = 'is not a time; write it quoted as "08:30", from "00:00" to "48:00"'
    raise ValueError(msg)


_ClockText = Annotated[str, Field(pattern=CLOCK_PATTERN)]

ServiceMinute = Annotated[
    int,
    BeforeValidator(_service_minute, json_schema_input_type=_ClockText),
    PlainSerializer(format_minute, return_type=str, when_used="json"),
]


def _stage_minute(value: Any) -> int:
    """Whole minutes or a clock time, as other programs write them; raises ValueError."""
    if isinstance(value, str):
        return parse_minute(value)
    if type(value) is int and 0 <= value <= LAST_MINUTE:
        return value
    msg = f'is not a time; write minutes since 00:00, from 0 to {LAST_MINUTE}, or "08:30"'
    raise ValueError(msg)


_WholeMinutes = Annotated[int, Field(ge=0, le=LAST_MINUTE)]

StageMinute = Annotated[
    int, BeforeValidator(_stage_minute, json_schema_input_type=_WholeMinutes | _ClockText)
]


class TimeBand(Value):
    """Minutes from `from` (included) to `to` (excluded) of a service day.

    Attributes:
        start: first minute, key `from`.
        end: first minute after the band, key `to`.
    """

    start: ServiceMinute = Field(default=0, alias="from")
    end: ServiceMinute = Field(default=LAST_MINUTE, alias="to")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end <= self.start:
            start, end = format_minute(self.start), format_minute(self.end)
            msg = f"ends at {end}, not after its start {start}"
            raise ValueError(msg)
        return self

    def holds_at(self, minute: int) -> bool:
        """Whether the minute lies in the band."""
        return self.start <= minute < self.end


def civil_time(service_date: date, minute: int, zone: ZoneInfo) -> datetime:
    """The aware instant at which a service minute falls, in that zone.

    The wall clock counts: minute 1470 is 00:30 on the next calendar day.
    """
    day = service_date + timedelta(days=minute // MINUTES_PER_DAY)
    rest = minute % MINUTES_PER_DAY
    return datetime(
        day.year,
        day.month,
        day.day,
        rest // MINUTES_PER_HOUR,
        rest % MINUTES_PER_HOUR,
        tzinfo=zone,
    )
