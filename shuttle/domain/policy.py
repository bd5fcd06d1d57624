"""What the planner wants: headways, spans, clock faces, layovers, service levels, prices."""

from typing import Literal

from pydantic import Field, NonNegativeInt, PositiveInt

from shuttle.domain.base import Money, SafeText, Slug, Sourced, Value
from shuttle.domain.facts import DayTypeScope, Percentile
from shuttle.domain.time import TimeBand

Semantics = Literal["seat-guarantee", "carry-over"]
"""What becomes of a rider who finds her bus full, rule `passenger-count`.

`seat-guarantee` leaves her behind. `carry-over` lets her take the next bus within her tolerance
that has a seat.
"""
SEAT_GUARANTEE: Semantics = "seat-guarantee"


class DirectionScope(Value):
    """Directions for which a policy holds.

    Attributes:
        origin: only trips from this stop, key `from_stop`; None for any.
        destination: only trips to this stop, key `to_stop`; None for any.
    """

    origin: Slug | None = Field(default=None, alias="from_stop")
    destination: Slug | None = Field(default=None, alias="to_stop")

    def holds_between(self, origin: str, destination: str) -> bool:
        """Whether the policy holds for trips from one stop to the other."""
        return self.origin in (None, origin) and self.destination in (None, destination)


class HeadwayPolicy(DirectionScope, TimeBand, DayTypeScope):
    """Least and most minutes to the next departure, for departures within the band.

    The pair of consecutive departures is governed by the earlier one. The last listed policy
    that holds wins. The most is suspended where no departure is allowed between the least and
    the most (a closed port): then the next one leaves within `max_minutes` of the first minute
    allowed again.
    """

    min_minutes: NonNegativeInt = 1
    max_minutes: PositiveInt | None = None


class SpanPolicy(DirectionScope, DayTypeScope):
    """When the first and the last trip of a direction leave.

    Attributes:
        first: the first departure lies in this band (`to` excluded); None for any time.
        last: the last departure lies in this band; None for any time.
    """

    first: TimeBand | None = None
    last: TimeBand | None = None


class ClockFace(DirectionScope, TimeBand, DayTypeScope):
    """Departures within the band only at these minutes past the hour.

    Attributes:
        minutes: such as 0, 20, 40.
    """

    minutes: tuple[int, ...] = Field(min_length=1)


class Layover(Value):
    """Least minutes between an arrival at a stop and the bus's next departure."""

    stop: Slug
    minutes: NonNegativeInt


class ServiceDayPolicy(Value):
    """Switches that day-type expressions may ask for as `policy.NAME`."""

    makeup_days_run: bool = False


class Prices(Sourced):
    """What minutes and riders are worth, in the scenario's currency.

    Attributes:
        currency: ISO 4217 code.
        waiting_per_minute: for each minute from a `depart_after` wish to the departure.
        early_per_minute: for each minute from arrival to an `arrive_by` wish.
        unserved_per_rider: for each rider without a seat or a bus within tolerance.
    """

    currency: SafeText
    waiting_per_minute: Money
    early_per_minute: Money
    unserved_per_rider: Money


class Policies(Value):
    """Everything that the planner decides.

    Attributes:
        grid_minutes: departures lie on multiples of this many minutes.
        percentile: running and clearance times are planned at this percentile, each part of the
            way at its own; their sum is on the safe side of the same percentile of the whole.
        max_wait_minutes: a `depart_after` rider waits at most this long.
        max_early_minutes: an `arrive_by` rider accepts to arrive at most this much early.
        layover_minutes: at stops without a layover of their own.
        span: no departure outside this band.
        semantics: what becomes of riders who find their bus full.
    """

    grid_minutes: PositiveInt = 5
    percentile: Percentile = "p85"
    max_wait_minutes: PositiveInt = 60
    max_early_minutes: PositiveInt = 60
    layover_minutes: NonNegativeInt = 10
    layovers: tuple[Layover, ...] = ()
    span: TimeBand = TimeBand(start=0, end=1440)
    headways: tuple[HeadwayPolicy, ...] = ()
    spans: tuple[SpanPolicy, ...] = ()
    clock_faces: tuple[ClockFace, ...] = ()
    service_days: ServiceDayPolicy = ServiceDayPolicy()
    prices: Prices
    # Left out of files and hashes where it is not asked for.
    semantics: Semantics = Field(default=SEAT_GUARANTEE, exclude_if=lambda v: v == SEAT_GUARANTEE)

    def layover_at(self, stop: str) -> int:
        """Least layover at a stop, in minutes."""
        own = (layover.minutes for layover in self.layovers if layover.stop == stop)
        return next(own, self.layover_minutes)
