"""How a number is stated: as a distribution of minutes, for a band of the day, dates, day types."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BeforeValidator, NonNegativeInt, model_validator

from shuttle.domain.base import Effective, Slug, Value
from shuttle.domain.time import TimeBand

Percentile = Literal["p50", "p85", "p95"]


class Minutes(Value):
    """A duration as a distribution: median and two upper percentiles, in minutes.

    A plain number in a file stands for a duration that does not vary.
    """

    p50: NonNegativeInt
    p85: NonNegativeInt
    p95: NonNegativeInt

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.p50 <= self.p85 <= self.p95:
            msg = f"needs p50 <= p85 <= p95, has {self.p50}, {self.p85}, {self.p95}"
            raise ValueError(msg)
        return self

    def at(self, percentile: Percentile) -> int:
        """Minutes at one percentile."""
        return {"p50": self.p50, "p85": self.p85, "p95": self.p95}[percentile]


def _plain_number(value: Any) -> Any:
    return {"p50": value, "p85": value, "p95": value} if type(value) is int else value


Duration = Annotated[
    Minutes, BeforeValidator(_plain_number, json_schema_input_type=Minutes | NonNegativeInt)
]


class DayTypeScope(Value):
    """Day types for which a fact holds; empty means all.

    Attributes:
        day_types: names of the scenario's day types.
    """

    day_types: tuple[Slug, ...] = ()

    def holds_for(self, day_type: str) -> bool:
        """Whether the fact holds on days of that type."""
        return not self.day_types or day_type in self.day_types


class FactBand(TimeBand, Effective, DayTypeScope):
    """Scope of a fact: minutes of the day, dates, day types."""

    def governs(self, minute: int, day: date, day_type: str) -> bool:
        """Whether the fact holds at that minute of that day of that day type."""
        return self.holds_at(minute) and self.holds_on(day) and self.holds_for(day_type)


Band = TypeVar("Band", bound=FactBand)


def governing(bands: Iterable[Band], minute: int, day: date, day_type: str) -> Band | None:
    """The band that governs a minute (readers refuse overlaps), or None where none does."""
    return next((band for band in bands if band.governs(minute, day, day_type)), None)
