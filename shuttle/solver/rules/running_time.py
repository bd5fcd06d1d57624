"""Rule `running-time`: the parts of a way, each at the minutes of its governing band."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from shuttle.domain.facts import governing
from shuttle.domain.network import Direction, RunningBand
from shuttle.domain.plan import TripLeg
from shuttle.domain.port import ClearanceBand
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import LAST_MINUTE


@dataclass(frozen=True, slots=True)
class Way:
    """A direction over one port (or none), on one day of one day type."""

    scenario: Scenario
    day: date
    day_type: str
    direction: Direction
    port: str | None


def parts(way: Way, departure: int, extra_minutes: int = 0) -> tuple[TripLeg, ...] | None:
    """The parts of a trip that leaves at that minute, or None where one has no governing band.

    Args:
        way: where it goes.
        departure: service minute.
        extra_minutes: by which the clearance takes longer for its load.
    """
    origin, destination, port = way.direction.origin, way.direction.destination, way.port
    if port is None:
        drive = _drive(way, origin, destination, departure)
        return (drive,) if drive else None
    to_port = _drive(way, origin, port, departure)
    cleared = to_port and _clearance(way, port, to_port.arrival, extra_minutes)
    onward = cleared and _drive(way, port, destination, cleared.arrival)
    return (to_port, cleared, onward) if to_port and cleared and onward else None


def _drive(way: Way, origin: str, destination: str, minute: int) -> TripLeg | None:
    leg = way.scenario.leg(origin, destination)
    return _part(way, "drive", (origin, destination), leg.bands if leg else (), minute)


def _clearance(way: Way, port: str, minute: int, extra_minutes: int) -> TripLeg | None:
    border = way.direction.border
    bands = tuple(
        band
        for band in way.scenario.ports[port].clearance
        if border is not None and band.holds_towards(border)
    )
    return _part(way, "clearance", (port, port), bands, minute, extra_minutes)


def _part(
    way: Way,
    kind: Literal["drive", "clearance"],
    ends: tuple[str, str],
    bands: Sequence[RunningBand | ClearanceBand],
    minute: int,
    extra_minutes: int = 0,
) -> TripLeg | None:
    """The part begun at a minute; None without a governing band or beyond 48:00."""
    band = governing(bands, minute, way.day, way.day_type)
    if not band:
        return None
    arrival = minute + band.minutes.at(way.scenario.policies.percentile) + extra_minutes
    if arrival > LAST_MINUTE:
        return None
    origin, destination = ends
    return TripLeg(
        kind=kind, origin=origin, destination=destination, departure=minute, arrival=arrival
    )
