"""What one rider or driver has subscribed to: the content behind a private feed's token."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from shuttle.domain.base import Language, Slug, Value
from shuttle.domain.time import MINUTES_PER_DAY, ServiceMinute

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AlarmMinutes = Annotated[int, Field(ge=0, le=MINUTES_PER_DAY)]
_MOST_PICKS = 50


class Pick(Value):
    """A trip that a rider takes every week, by its ids or by the minute at which it leaves.

    A trip keeps its id when it moves by some minutes, so a pick with ids follows it. With a
    minute as well, it also takes in a trip that leaves exactly then under a new id.

    Attributes:
        trips: public ids, usually one.
        direction: id of the direction of `departure`, as `to-hksp`; both are given or neither.
        departure: minute of the service day.
        weekdays: of the service day, so that a bus at 00:20 after Monday's service is Monday's.
    """

    trips: tuple[Slug, ...] = ()
    direction: str | None = None
    departure: ServiceMinute | None = None
    weekdays: tuple[Weekday, ...] = Field(default=WEEKDAYS, min_length=1)

    @model_validator(mode="after")
    def _names_a_trip(self) -> Self:
        if (self.direction is None) != (self.departure is None):
            msg = "needs direction and departure together"
            raise ValueError(msg)
        if not self.trips and self.departure is None:
            msg = "names no trip; give trips, or direction and departure"
            raise ValueError(msg)
        return self


class Subscription(Value):
    """What a private feed shows, never who reads it.

    Attributes:
        kind: a rider's trips, or a driver's duties.
        picks: for a rider, at least one.
        duties: for a driver, at least one; day type and duty id, as `working-day-duty-3`.
        alarm_minutes: how long before departure or sign-on to remind; None for no reminder.
        mark_cancelled: whether cancelled trips stay as ordinary events with a mark in the title,
            for calendars that hide cancelled ones.
    """

    kind: Literal["rider", "driver"]
    language: Language
    picks: tuple[Pick, ...] = Field(default=(), max_length=_MOST_PICKS)
    duties: tuple[Slug, ...] = Field(default=(), max_length=_MOST_PICKS)
    alarm_minutes: AlarmMinutes | None = None
    mark_cancelled: bool = False

    @model_validator(mode="after")
    def _has_content(self) -> Self:
        wanted, foreign = ("picks", "duties") if self.kind == "rider" else ("duties", "picks")
        if not getattr(self, wanted) or getattr(self, foreign):
            msg = f"a {self.kind}'s subscription has {wanted}, at least one, and no {foreign}"
            raise ValueError(msg)
        return self
