"""Control points ("ports") as effective-dated facts: hours, clearance, quotas, codes, dwell.

Nothing about a port is code: on 12 Oct 2026 a crossing with two halls gave way to a new one with
a single clearance, in the middle of a timetable.
"""

from datetime import date
from itertools import accumulate, pairwise
from typing import Literal, Self, get_args

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from shuttle.domain.base import Effective, LocalText, SafeText, Slug, Sourced, Value, unstated
from shuttle.domain.facts import DayTypeScope, Duration, FactBand, Minutes, Percentile
from shuttle.domain.network import BorderDirection, Latitude, Longitude
from shuttle.domain.slowest import slowest_of
from shuttle.domain.time import TimeBand

DwellMode = Literal["two_stop", "co_located", "on_board"]
_PERCENTILES: tuple[Percentile, ...] = get_args(Percentile)


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


class LoadStep(Value):
    """How much longer the bus waits for so many riders than the clearance band says.

    Attributes:
        riders_up_to: most riders for whom the wait is enough.
    """

    riders_up_to: PositiveInt
    extra_minutes: Duration


class DwellByLoad(Directed, FactBand, Sourced):
    """How clearance grows with the riders of a bus that reaches the port in the band.

    A bus waits for the slowest of its riders, so planned minutes grow with their number. A trip is
    planned with the extra minutes of one step and carries at most that step's riders: who is one
    too many stays behind. Empty runs clear in the minutes of the clearance band alone.

    The steps are given, or reckoned from the minutes of one rider: each takes as much longer as
    the slowest of its riders does at the same percentile (`shuttle.domain.slowest`).

    Attributes:
        steps: from few riders to many; a step for more riders takes no less time.
        one_rider: what a rider alone takes, in place of `steps`, with `riders_up_to`.
        riders_up_to: most riders of each step to be reckoned, ascending.
    """

    steps: tuple[LoadStep, ...] = ()
    one_rider: Duration | None = None
    riders_up_to: tuple[PositiveInt, ...] = ()

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        if bool(self.steps) == bool(self.riders_up_to) or bool(self.steps) == bool(self.one_rider):
            msg = "needs either steps, or one_rider with riders_up_to"
            raise ValueError(msg)
        for one, other in pairwise(self.load_steps):
            if other.riders_up_to <= one.riders_up_to:
                msg = f"needs riders_up_to that rise, has {one.riders_up_to}, {other.riders_up_to}"
                raise ValueError(msg)
            for name in _PERCENTILES:
                less, more = one.extra_minutes.at(name), other.extra_minutes.at(name)
                if more < less:
                    msg = f"needs extra_minutes that do not fall, has {less}, {more} at {name}"
                    raise ValueError(msg)
        return self

    @property
    def load_steps(self) -> tuple[LoadStep, ...]:
        """The steps, given or reckoned."""
        if self.one_rider is None:
            return self.steps
        return tuple(_reckoned(self.one_rider, riders) for riders in self.riders_up_to)

    def rooms(self, percentile: Percentile) -> dict[int, int]:
        """Most riders for each number of extra minutes planned at a percentile, ascending."""
        return {step.extra_minutes.at(percentile): step.riders_up_to for step in self.load_steps}


def _reckoned(one: Minutes, riders: int) -> LoadStep:
    """By how much the slowest of so many riders takes longer than one, at each percentile."""
    slowest = slowest_of(one, riders)
    # One rider read as lognormal may come out above her own percentiles, so the ends are ordered.
    extra = [max(0, slowest.at(name) - one.at(name)) for name in _PERCENTILES]
    ordered = dict(zip(_PERCENTILES, accumulate(extra, max), strict=True))
    return LoadStep(riders_up_to=riders, extra_minutes=Minutes(**ordered))


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
        dwell_by_load: extra minutes for the slowest of the riders; none where no band governs.
    """

    id: Slug
    name: LocalText
    lat: Latitude | None = None
    lon: Longitude | None = None
    feed_codes: tuple[FeedCode, ...] = ()
    dwell: tuple[Dwell, ...] = Field(min_length=1)
    hours: tuple[OpenHours, ...] = Field(min_length=1)
    clearance: tuple[ClearanceBand, ...] = Field(min_length=1)
    dwell_by_load: tuple[DwellByLoad, ...] = Field(default=(), exclude_if=unstated)
    quotas: tuple[Quota, ...] = ()
    exceptions: tuple[PortException, ...] = ()
