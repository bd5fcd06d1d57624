"""What goes wrong on a day, as a planner learns of it: the facts that a repair starts from."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from shuttle.domain.base import LocalText, Money, Slug, Sourced, Value, not_given
from shuttle.domain.network import BorderDirection
from shuttle.domain.policy import DirectionScope
from shuttle.domain.time import LAST_MINUTE, ServiceMinute, TimeBand, format_minute

Factor = Annotated[float, Field(gt=0, le=10)]


class _Resuming(TimeBand):
    """A band after which service goes on, unless it ends too late for that.

    Attributes:
        resume_cutoff: where the band ends after this minute, it lasts to the end of the day.
    """

    resume_cutoff: ServiceMinute | None = Field(default=None, exclude_if=not_given)

    @property
    def last(self) -> int:
        """First minute after the band, by the cutoff."""
        late = self.resume_cutoff is not None and self.end > self.resume_cutoff
        return LAST_MINUTE if late else self.end


class PortClosed(_Resuming):
    """No bus is cleared at the port within the band; who has entered it waits there."""

    kind: Literal["port-closed"]
    port: Slug
    direction: BorderDirection | None = Field(default=None, exclude_if=not_given)


class ApproachRoadClosed(_Resuming):
    """No bus reaches the port within the band; who is there is cleared as usual."""

    kind: Literal["approach-road-closed"]
    port: Slug
    direction: BorderDirection | None = Field(default=None, exclude_if=not_given)


class NoService(_Resuming):
    """A signal: no trip with riders leaves within the band; buses on the road drive on.

    Attributes:
        routes: the routes that stop, empty for all: they may resume one after another, each by
            an entry of its own.
        bring_forward_minutes: riders who wished to leave within the band wish, evenly spread, to
            leave within so many minutes before it; 0 where they stay.
    """

    kind: Literal["no-service"]
    routes: tuple[Slug, ...] = Field(default=(), exclude_if=not_given)
    bring_forward_minutes: NonNegativeInt = 0


class BusMissing(Value):
    """A bus of the plan, or some buses of a type, leave for no run from a minute on.

    Attributes:
        block: the bus's block; or `vehicle_type` and `count`, where any of them may be missing.
        start: key `from`; when it is known where not given.
    """

    kind: Literal["bus-missing"]
    block: Slug | None = Field(default=None, exclude_if=not_given)
    vehicle_type: Slug | None = Field(default=None, exclude_if=not_given)
    count: PositiveInt = 1
    start: ServiceMinute = Field(default=0, alias="from")

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if (self.block is None) == (self.vehicle_type is None):
            msg = "needs either block, the bus of the plan, or vehicle_type with count"
            raise ValueError(msg)
        return self


class DriverMissing(Value):
    """The driver of a duty begins no run from a minute on.

    Attributes:
        start: key `from`; when it is known where not given.
    """

    kind: Literal["driver-missing"]
    duty: Slug
    start: ServiceMinute = Field(default=0, alias="from")


class Slower(TimeBand):
    """What begins within the band takes longer (or less) by a factor, rounded up to minutes.

    Attributes:
        places: stops and ports: drives from and to them, and the clearance there; empty for all.
    """

    kind: Literal["slower"]
    factor: Factor
    places: tuple[Slug, ...] = Field(default=(), exclude_if=not_given)


class Surge(TimeBand, DirectionScope):
    """More (or fewer) riders by a factor in demand bins that begin within the band."""

    kind: Literal["surge"]
    factor: Factor


Entry = Annotated[
    PortClosed | ApproachRoadClosed | NoService | BusMissing | DriverMissing | Slower | Surge,
    Field(discriminator="kind"),
]
ENTRY_KINDS: dict[str, type[Value]] = {
    "port-closed": PortClosed,
    "approach-road-closed": ApproachRoadClosed,
    "no-service": NoService,
    "bus-missing": BusMissing,
    "driver-missing": DriverMissing,
    "slower": Slower,
    "surge": Surge,
}


class EasingPrices(Sourced):
    """What it costs to break an obligation where nothing else is possible; assumed.

    Money is in the currency of the scenario's prices.

    Attributes:
        depot_bus: for each bus that ends the day at another depot than it should.
        headway: for each departure that follows too late, or first or last one out of its window.
    """

    depot_bus: Money
    headway: Money


EASING_PRICES = EasingPrices(
    source="Assumption: dear enough that obligations are broken only where nothing else is left",
    as_of=date(2026, 11, 23),
    assumed=True,
    depot_bus=5_000,
    headway=5_000,
)


class Disruption(Value):
    """All that is known, at one minute of a service day, to go wrong on it.

    Facts before `known_at` are as planned: entries hold from then on.

    Attributes:
        on: the service date, key `date`; the plan's reference date where not given.
        known_at: what left before this minute is history.
        notice_minutes: a departure that was not published leaves so many minutes later at the
            earliest.
        reason: what riders are told.
    """

    format: Literal[1] = 1
    on: date | None = Field(default=None, alias="date", exclude_if=not_given)
    known_at: ServiceMinute
    notice_minutes: NonNegativeInt = 0
    reason: LocalText | None = Field(default=None, exclude_if=not_given)
    entries: tuple[Entry, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _still_to_come(self) -> Self:
        for number, entry in enumerate(self.entries):
            if isinstance(entry, TimeBand) and entry.end <= self.known_at:
                end, known = format_minute(entry.end), format_minute(self.known_at)
                msg = f"entry {number + 1} ends at {end}, not after known_at, {known}; leave it out"
                raise ValueError(msg)
        return self

    @property
    def earliest(self) -> int:
        """The first minute at which a departure that was not published may leave."""
        return self.known_at + self.notice_minutes

    def closures(self, port: str, towards: BorderDirection) -> list[tuple[int, int]]:
        """First minute, and first after, of each closure of a port."""
        return [self._band(e) for e in self._of(PortClosed, port, towards)]

    def road_closures(self, port: str, towards: BorderDirection) -> list[tuple[int, int]]:
        """First minute, and first after, of each closure of a port's approach road."""
        return [self._band(e) for e in self._of(ApproachRoadClosed, port, towards)]

    def stops_of_service(self, route: str) -> Iterator[tuple[int, int, int]]:
        """First minute, first after, and minutes brought forward, of each stop of a route."""
        for entry in self.entries:
            if isinstance(entry, NoService) and (not entry.routes or route in entry.routes):
                yield (*self._band(entry), entry.bring_forward_minutes)

    def slower(self) -> Iterator[tuple[int, int, Slower]]:
        """First minute, and first after, of each entry that makes runs longer."""
        for entry in self.entries:
            if isinstance(entry, Slower):
                yield max(entry.start, self.known_at), entry.end, entry

    def surges(self) -> Iterator[tuple[int, int, Surge]]:
        """First minute, and first after, of each surge."""
        for entry in self.entries:
            if isinstance(entry, Surge):
                yield max(entry.start, self.known_at), entry.end, entry

    def missing_blocks(self) -> dict[str, int]:
        """Blocks whose bus is missing, with the minute from which on it is."""
        found = (e for e in self.entries if isinstance(e, BusMissing) and e.block is not None)
        return {str(entry.block): max(entry.start, self.known_at) for entry in found}

    def missing_buses(self) -> dict[str, tuple[int, int]]:
        """By bus type how many of any buses are missing, and the first minute at which they are."""
        found: dict[str, tuple[int, int]] = {}
        for entry in self.entries:
            if isinstance(entry, BusMissing) and entry.vehicle_type is not None:
                number, start = found.get(entry.vehicle_type, (0, LAST_MINUTE))
                since = min(start, max(entry.start, self.known_at))
                found[entry.vehicle_type] = number + entry.count, since
        return found

    def missing_drivers(self) -> dict[str, int]:
        """Duties whose driver is missing, with the minute from which on she is."""
        found = (entry for entry in self.entries if isinstance(entry, DriverMissing))
        return {entry.duty: max(entry.start, self.known_at) for entry in found}

    def _of(
        self, kind: type[PortClosed | ApproachRoadClosed], port: str, towards: BorderDirection
    ) -> Iterator[PortClosed | ApproachRoadClosed]:
        closed = (entry for entry in self.entries if isinstance(entry, kind))
        for entry in closed:
            if entry.port == port and entry.direction in (None, towards):
                yield entry

    def _band(self, entry: _Resuming) -> tuple[int, int]:
        return max(entry.start, self.known_at), entry.last
