"""What may change against a published timetable, what changes cost, and what did change."""

from datetime import date

from pydantic import Field, NonNegativeInt

from shuttle.domain.base import Money, Slug, Sourced, Value
from shuttle.domain.time import ServiceMinute

MAX_SHIFT_MINUTES = 15
"""A departure that moves further is another one: the published is dropped, a new one added."""


class ChangePrices(Sourced):
    """What it costs those who know the published timetable that it changes.

    Money is in the currency of the scenario's prices.

    Attributes:
        moved_trip: for each trip that leaves at another minute.
        moved_minute: for each minute by which it does.
        dropped_trip: for each published trip that no longer runs.
        added_trip: for each trip that was not published.
        other_port: for each published trip that still runs, over another port.
    """

    moved_trip: Money
    moved_minute: Money
    dropped_trip: Money
    added_trip: Money
    other_port: Money


ASSUMED_PRICES = ChangePrices(
    source=(
        "Assumption: every change costs its announcement and the habits of those who know the "
        "timetable; a dropped trip most, for its riders must find another one"
    ),
    as_of=date(2026, 11, 23),
    assumed=True,
    moved_trip=50,
    moved_minute=2,
    dropped_trip=300,
    added_trip=100,
    other_port=60,
)
"""Prices of changes where a scenario states none (`policies.changes`)."""


class ChangeLimits(Value):
    """How much may change; None for any number.

    Attributes:
        trips: most trips that are moved, dropped, added or sent over another port, together.
        minutes: most minutes that trips move, together.
    """

    trips: NonNegativeInt | None = None
    minutes: NonNegativeInt | None = None


NO_LIMITS = ChangeLimits()
"""Any number of changes."""


class PublishedDeparture(Value):
    """A trip of a published timetable, as far as riders know it.

    Attributes:
        id: the trip's id in the published plan.
    """

    id: Slug
    origin: Slug = Field(alias="from")
    destination: Slug = Field(alias="to")
    departure: ServiceMinute
    port: Slug | None


class Change(Value):
    """A published timetable, and on what terms another one may differ from it.

    Attributes:
        max_shift_minutes: a departure that moves further counts as dropped and added.
    """

    published: tuple[PublishedDeparture, ...]
    prices: ChangePrices = ASSUMED_PRICES
    limits: ChangeLimits = NO_LIMITS
    max_shift_minutes: NonNegativeInt = MAX_SHIFT_MINUTES


class Fate(Value):
    """What became of a published departure.

    Attributes:
        trip: id of the plan's trip that it is now; None where it was dropped.
    """

    published: PublishedDeparture
    trip: Slug | None


class Changes(Value):
    """What a plan changed against a published timetable; trips that are nobody's fate were added.

    Attributes:
        fates: one for each published departure, by direction and minute.
    """

    prices: ChangePrices
    limits: ChangeLimits
    max_shift_minutes: NonNegativeInt
    fates: tuple[Fate, ...]
