"""What the planner wants: headways, spans, clock faces, layovers, service levels, prices."""

from typing import Annotated, Literal

from pydantic import Field, NonNegativeInt, PositiveInt

from shuttle.domain.base import Money, SafeText, Slug, Sourced, Value, unstated
from shuttle.domain.change import ChangePrices
from shuttle.domain.facts import DayTypeScope, Percentile
from shuttle.domain.time import LAST_MINUTE, TimeBand

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


class Crowding(Sourced):
    """What it costs riders that their bus is nearly full.

    A bus may still take riders up to its seats; money is in the currency of the prices.

    Attributes:
        comfortable_percent: share of a bus's seats that may be taken without anyone minding.
        price_per_rider: for each rider on board above that share; at most what a rider without a
            seat costs, for else it would pay to leave her behind.
    """

    comfortable_percent: Annotated[int, Field(ge=0, le=100)]
    price_per_rider: Money

    def comfortable_riders(self, seats: int) -> int:
        """The share of that many seats in whole riders, rounded down."""
        return seats * self.comfortable_percent // 100


class StayWish(Sourced, DayTypeScope):
    """How long a day visitor wants to be able to stay, and what each minute less is worth.

    Her stay lasts from the first arrival at the far end to the last departure home. Where no bus
    brings her there and back, the whole of it is missing. Several wishes for the same two stops
    add up: the first hours may be worth more than later ones.

    Attributes:
        home: the stop where she starts, key `from_stop`.
        visited: the far end, key `to_stop`.
        price_per_missing_minute: money, in the currency of the prices.
    """

    home: Slug = Field(alias="from_stop")
    visited: Slug = Field(alias="to_stop")
    wanted_minutes: Annotated[int, Field(ge=1, le=LAST_MINUTE)]
    price_per_missing_minute: Money


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
        crowding: None where riders do not mind full buses.
        stays: what day visitors want; their number is in the price.
        semantics: what becomes of riders who find their bus full.
        changes: what changes against a published timetable cost where a plan is to keep to one;
            None for the assumed prices.
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
    crowding: Crowding | None = Field(default=None, exclude_if=unstated)
    stays: tuple[StayWish, ...] = Field(default=(), exclude_if=unstated)
    changes: ChangePrices | None = Field(default=None, exclude_if=unstated)
    # Left out of files and hashes where it is not asked for.
    semantics: Semantics = Field(default=SEAT_GUARANTEE, exclude_if=lambda v: v == SEAT_GUARANTEE)

    def layover_at(self, stop: str) -> int:
        """Least layover at a stop, in minutes."""
        own = (layover.minutes for layover in self.layovers if layover.stop == stop)
        return next(own, self.layover_minutes)

    def stays_on(self, day_type: str) -> tuple[StayWish, ...]:
        """The stays that are wanted on days of a type."""
        return tuple(wish for wish in self.stays if wish.holds_for(day_type))
