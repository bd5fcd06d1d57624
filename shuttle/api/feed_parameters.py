"""What may be asked of a calendar feed, said in words where it is wrong."""

import re
from typing import Annotated, Literal

from fastapi import Query
from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, BaseModel, Field, ValidationInfo, field_validator

from shuttle.domain.time import LAST_MINUTE, MINUTES_PER_DAY, MINUTES_PER_HOUR
from shuttle.formats.ical.options import DEFAULT_WEEKS, FeedOptions

_CLOCK = re.compile(r"(\d\d):?([0-5]\d)", re.ASCII)
_TRIP = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_LONGEST_WISH = 160
_MOST_WEEKS = 26
_SOME_TRIPS = 40


def _minute(text: str) -> int:
    found = _CLOCK.fullmatch(text)
    minute = int(found[1]) * MINUTES_PER_HOUR + int(found[2]) if found else LAST_MINUTE + 1
    if minute > LAST_MINUTE:
        msg = "is not a time; write it as 08:30, from 00:00 to 48:00"
        raise ValueError(msg)
    return minute


def _clock(text: str) -> str:
    _minute(text)
    return text


def _wishes(text: str) -> str:
    """Times and trip ids, separated by commas; raises ValueError."""
    for wish in text.split(","):
        if wish[:1].isdigit() and _CLOCK.fullmatch(wish):
            _minute(wish)
        elif not _TRIP.fullmatch(wish) or wish.isdigit():
            msg = (
                "has something that is neither a time nor a trip id; write times as 0830 and ids "
                "as in /v1/departures, with commas between them"
            )
            raise ValueError(msg)
    return text


_Wishes = Annotated[str, Field(max_length=_LONGEST_WISH), AfterValidator(_wishes)]
_Clock = Annotated[str, AfterValidator(_clock)]


class FeedParameters(BaseModel):
    """A selection from a feed, and the form in which it is given; what is left out is all."""

    trips: _Wishes | None = Field(
        default=None,
        description="Only these trips: times at which they leave, as 0830, or trip ids, with "
        "commas between them. A trip that moves by some minutes stays.",
        examples=["0830,1815"],
    )
    after: _Clock | None = Field(
        default=None, description="Only trips that leave at this time or later.", examples=["07:00"]
    )
    before: _Clock | None = Field(
        default=None,
        description="Only trips that leave before this time; with a time not after `after`, on "
        "the next day.",
        examples=["10:00"],
    )
    alarm: int | None = Field(
        default=None,
        ge=0,
        le=MINUTES_PER_DAY,
        description="Remind so many minutes before departure, in calendars that allow feeds to.",
        examples=[15],
    )
    cancelled: Literal["mark"] | None = Field(
        default=None,
        description="`mark`: a cancelled trip stays an ordinary event with a mark in its title, "
        "for calendars that hide cancelled ones, as Google's does.",
    )
    expand: bool = Field(
        default=False,
        description="Each trip on each date as an event of its own, from the Monday of last week "
        "on, for programs that cannot repeat events.",
    )
    weeks: int = Field(
        default=DEFAULT_WEEKS,
        ge=1,
        le=_MOST_WEEKS,
        description="With `expand`: so many weeks ahead, the last one to its Sunday.",
    )

    @field_validator("before")
    @classmethod
    def _leaves_room(cls, before: str | None, info: ValidationInfo) -> str | None:
        after = info.data.get("after")
        same = before is not None and after is not None and _minute(before) == _minute(after)
        if same:
            msg = "is the time in `after`, so that no trip leaves in between; give another one"
            raise ValueError(msg)
        return before

    def options(self) -> FeedOptions:
        """The same, in the one form in which equal questions are equal."""
        wishes = self.trips.split(",") if self.trips else []
        times = {_minute(wish) for wish in wishes if _CLOCK.fullmatch(wish)}
        return FeedOptions(
            times=tuple(sorted(times)),
            trips=tuple(sorted({wish for wish in wishes if not _CLOCK.fullmatch(wish)})),
            after=None if self.after is None else _minute(self.after),
            before=None if self.before is None else _minute(self.before),
            alarm_minutes=self.alarm,
            mark_cancelled=self.cancelled is not None,
            weeks=self.weeks if self.expand else None,
        )


def unknown_trips(unknown: list[str], known: list[str]) -> RequestValidationError:
    """What to say of ids that no trip ever had; `known` are those of the feed."""
    more = f" and {len(known) - _SOME_TRIPS} more" if len(known) > _SOME_TRIPS else ""
    detail = (
        f"{len(unknown)} of the ids never belonged to a trip; this feed has "
        f"{', '.join(known[:_SOME_TRIPS]) or 'no trip now'}{more}"
    )
    return RequestValidationError(
        [{"loc": ("query", "trips"), "msg": detail, "type": "value_error"}]
    )


Wanted = Annotated[FeedParameters, Query()]
