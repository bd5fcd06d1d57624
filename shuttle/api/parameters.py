"""What may be asked: parameters with their limits, said in words where they are wrong."""

import re
from contextlib import suppress
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from shuttle.domain.base import Language

_RFC3339 = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})", re.ASCII
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# Room on both sides for time zones and for dates counted on; no timetable lies outside.
_YEARS = range(1970, 2200)
_OFFSET_LENGTH = len("+08:00")
_EXAMPLE_INSTANT = "2026-03-18T13:40:00+08:00"
_EXAMPLE_DATE = "2026-03-18"


def _instant(value: Any) -> Any:
    """An aware datetime; numbers, which pydantic would read as seconds since 1970, are refused."""
    text = str(value)
    if len(text) > _OFFSET_LENGTH and text[-_OFFSET_LENGTH] == " ":
        # A plus sign that was not percent-encoded arrives as a space.
        text = f"{text[:-_OFFSET_LENGTH]}+{text[-_OFFSET_LENGTH + 1 :]}"
    if _RFC3339.fullmatch(text):
        with suppress(ValueError):
            instant = datetime.fromisoformat(text.upper())
            if instant.year in _YEARS:
                return instant
    msg = (
        f"is not an RFC 3339 time with offset between the years {_YEARS.start} and "
        f"{_YEARS.stop - 1}; write it as {_EXAMPLE_INSTANT}"
    )
    raise ValueError(msg)


def parse_date(value: Any) -> date:
    """A date written as 2026-03-18, from 1970 to 2199; raises ValueError."""
    if _DATE.fullmatch(str(value)):
        with suppress(ValueError):
            day = date.fromisoformat(str(value))
            if day.year in _YEARS:
                return day
    msg = (
        f"is not a date between the years {_YEARS.start} and {_YEARS.stop - 1}; write it as "
        f"{_EXAMPLE_DATE}"
    )
    raise ValueError(msg)


Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": [_EXAMPLE_INSTANT]}),
]
ServiceDate = Annotated[
    date,
    BeforeValidator(parse_date),
    WithJsonSchema({"type": "string", "format": "date", "examples": [_EXAMPLE_DATE]}),
]
_Id = Annotated[str, Field(max_length=80)]


class _Parameters(BaseModel):
    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    lang: Language = Field(default="en", description="Language of names and reasons.")


class LanguageParameters(_Parameters):
    """Parameters of answers that depend on the language alone."""


class NextParameters(_Parameters):
    """Which of the coming departures to list."""

    at: Instant | None = Field(
        default=None, description="List what leaves at this time or later; default: now."
    )
    limit: int = Field(default=5, ge=1, le=50, description="Most departures to list.")
    until: Instant | None = Field(
        default=None, description="List only what leaves before this time."
    )
    after: _Id = Field(
        default="",
        description="Go on after this trip among those leaving at `at`; as `next` has it.",
        examples=["to-hkstp-sz-0830"],
    )


class DepartureParameters(NextParameters):
    """Departures from one stop to another."""

    origin: _Id = Field(alias="from", description="Stop id, as in /v1/stops.", examples=["hksp"])
    destination: _Id = Field(alias="to", description="Stop id.", examples=["hkstp-sz"])


class StopDepartureParameters(NextParameters):
    """Departures from a stop."""

    destination: _Id | None = Field(
        default=None,
        alias="to",
        description="Stop id; default: to everywhere.",
        examples=["hkstp-sz"],
    )


class DayParameters(_Parameters):
    """One service date."""

    date: ServiceDate | None = Field(default=None, description="Service date; default: today.")
    origin: _Id | None = Field(
        default=None, alias="from", description="Stop id; default: all.", examples=["hksp"]
    )
    destination: _Id | None = Field(
        default=None, alias="to", description="Stop id; default: all.", examples=["hkstp-sz"]
    )


class CalendarParameters(_Parameters):
    """A range of dates, both ends included, of 400 days at most."""

    first: ServiceDate | None = Field(default=None, alias="from", description="Default: today.")
    last: ServiceDate | None = Field(
        default=None, alias="to", description="Default: 30 days later; 400 days at most."
    )


StopId = Annotated[
    str, Path(max_length=80, description="Stop id, as in /v1/stops.", examples=["hksp"])
]
TripId = Annotated[
    str, Path(max_length=80, description="As in /v1/departures.", examples=["to-hkstp-sz-0830"])
]
TripDate = Annotated[ServiceDate, Path(description="Service date of the trip.")]
Languages = Annotated[LanguageParameters, Query()]
Next = Annotated[DepartureParameters, Query()]
NextAtStop = Annotated[StopDepartureParameters, Query()]
OneDay = Annotated[DayParameters, Query()]
Dates = Annotated[CalendarParameters, Query()]
