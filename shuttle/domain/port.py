"""Control points ("ports") as effective-dated facts: hours, clearance, quotas, codes, dwell.

Nothing about a port is code: on 12 Oct 2026 a crossing with two halls gave way to a new one with
a single clearance, in the middle of a timetable.
"""

from datetime import date
from typing import Literal

from pydantic import Field, NonNegativeInt

from shuttle.domain.base import Effective, LocalText, SafeText, Slug, Sourced, Value
from shuttle.domain.facts import DayTypeScope, Duration, FactBand
from shuttle.domain.network import BorderDirection, Latitude, Longitude
from shuttle.domain.time import TimeBand

DwellMode = Literal["two_stop", "co_located", "on_board"]


class Directed(Value):
    """A fact about one way of crossing, or about both where `direction` is not given."""

    direction: BorderDirection | None = None

    def holds_towards(self, direction: BorderDirection) -> bool:
        """Whether the fact holds for that way of crossing."""
        return self.direction is None or self.direction == direction


class FeedCode(Effective):
    """The code by which an outside data feed names the port on some dates, as LMC then HGP.

    Attributes:
        feed: which feed uses it, as `immd-queue`.
    """

    feed: Slug
    code: SafeText


class Dwell(Effective, Sourced):
    """How riders clear: alight twice, once for both sides, or stay on board."""

    mode: DwellMode


class OpenHours(Directed, FactBand, Sourced):
    """The port is open for coaches from `from` to `to`; a port without any is closed.

    Several bands a day are several records. 24 hours are `from = "00:00"`, `to = "24:00"`, and
    the night between two such days is open too. Read on the calendar day of the clock: minutes
    after midnight are looked up on the next date.

    Attributes:
        approach_closes_minutes: the approach road closes that many minutes before `to`.
    """

    approach_closes_minutes: NonNegativeInt = 0


class ClearanceBand(Directed, FactBand, Sourced):
    """Minutes from reaching the port to leaving it, riders and bus, when reached in the band."""

    minutes: Duration


class Quota(Directed, TimeBand, Effective, DayTypeScope, Sourced):
    """Most buses, loaded or empty, that may reach the port within the band.

    Attributes:
        trips: buses in each hour of the band where `each_hour`, else in the whole band.
        each_hour: True for an hourly cap (clock hours: 08:00 to 08:59).
    """

    trips: NonNegativeInt
    each_hour: bool = True


class PortException(Directed, Sourced):
    """Other hours on certain dates: an extension, a closure, a signal.

    Attributes:
        first: first date, key `from`.
        last: last date (included), key `to`.
        open: the hours of those dates in place of the usual ones; empty for closed.
    """

    first: date = Field(alias="from")
    last: date = Field(alias="to")
    open: tuple[TimeBand, ...] = ()
    approach_closes_minutes: NonNegativeInt = 0
    reason: LocalText


class Port(Sourced, Effective):
    """A place where the border is crossed.

    Attributes:
        valid_from: first day on which it exists for coaches.
        hours: open hours; none that holds means closed.
        clearance: minutes by direction, day type and time; a minute without a band is refused.
    """

    id: Slug
    name: LocalText
    lat: Latitude | None = None
    lon: Longitude | None = None
    feed_codes: tuple[FeedCode, ...] = ()
    dwell: tuple[Dwell, ...] = Field(min_length=1)
    hours: tuple[OpenHours, ...] = Field(min_length=1)
    clearance: tuple[ClearanceBand, ...] = Field(min_length=1)
    quotas: tuple[Quota, ...] = ()
    exceptions: tuple[PortException, ...] = ()
