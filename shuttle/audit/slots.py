"""What the facts make of one departure: its parts, its time at the port, the port's hours."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from shuttle.domain.facts import governing
from shuttle.domain.fleet import VehicleType
from shuttle.domain.network import BorderDirection, Route
from shuttle.domain.plan import BlockPiece, Trip, TripLeg
from shuttle.domain.port import OpenHours, Port, PortException
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import LAST_MINUTE, MINUTES_PER_DAY, format_minute


@dataclass(frozen=True, slots=True)
class ServiceDay:
    """The day whose facts count.

    Attributes:
        date: the service date.
        day_type: id of its day type.
        dated: whether exceptions of ports on that very date count. A plan stands for every date
            of its day type, so it is judged by the usual hours; publication looks at real dates.
    """

    date: date
    day_type: str
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """One departure of one direction over one port, and how far the facts let it run.

    Attributes:
        port: id of the port; None for a way that crosses no border.
        departure: service minute.
        legs: its parts, as far as it can run.
        trouble: why it cannot run further; empty where it reaches its destination.
    """

    day: ServiceDay
    origin: str
    destination: str
    port: str | None
    departure: int
    legs: tuple[TripLeg, ...]
    trouble: str

    @property
    def reached(self) -> int | None:
        """The minute at which the bus reaches its port."""
        return self.legs[0].arrival if self.port and self.legs else None

    @property
    def cleared(self) -> int | None:
        """The minute at which the bus has been cleared."""
        return self.legs[1].arrival if self.port and len(self.legs) > 1 else None


@dataclass(frozen=True, slots=True)
class OpenPeriod:
    """Minutes during which a port is open without a break; both ends are usable.

    Attributes:
        closes: 48:00 where it does not close as far as a service day reaches.
        approach_closes: last minute at which the port may still be reached.
    """

    opens: int
    closes: int
    approach_closes: int


def calendar_date(day: ServiceDay, offset: int) -> date:
    """The date so many days after the service date; the last of all dates has none after it."""
    return date.fromordinal(min(day.date.toordinal() + offset, date.max.toordinal()))


def border_direction(scenario: Scenario, origin: str, destination: str) -> BorderDirection | None:
    """Which way a run between two stops crosses the border; None on one side or when unknown."""
    if not {origin, destination} <= scenario.stops.keys():
        return None
    sides = scenario.side_of(origin), scenario.side_of(destination)
    if sides[0] == sides[1]:
        return None
    return "to_sz" if sides[1] == "sz" else "to_hk"


def within_side(scenario: Scenario, bus: VehicleType | None, piece: BlockPiece | Trip) -> bool:
    """Whether a run is an empty one within a side, as its bus type's price for them has it."""
    priced = bus is not None and bus.cost_per_same_side_deadhead is not None
    empty = isinstance(piece, BlockPiece) and piece.kind == "deadhead"
    if not priced or not empty or not {piece.origin, piece.destination} <= {*scenario.places()}:
        return False
    return scenario.side_of(piece.origin) == scenario.side_of(piece.destination)


def routes_between(scenario: Scenario, origin: str, destination: str) -> tuple[Route, ...]:
    """The routes whose two ends are these stops, in either order."""
    routes = scenario.routes.values()
    return tuple(route for route in routes if set(route.stops) == {origin, destination})


def slot(
    scenario: Scenario,
    day: ServiceDay,
    origin: str,
    destination: str,
    port: str | None,
    departure: int,
) -> Slot:
    """Recompute the parts of a departure from the scenario's facts."""
    legs: list[TripLeg] = []
    trouble, minute = "", departure
    for start, end in _parts(origin, destination, port):
        found = (
            _clearance_minutes(scenario, day, (origin, destination), start, minute)
            if start == end
            else _drive_minutes(scenario, day, start, end, minute)
        )
        if isinstance(found, str):
            trouble = found
            break
        if minute + found > LAST_MINUTE:
            trouble = "does not arrive by 48:00, the end of the service day"
            break
        legs.append(
            TripLeg(
                kind="clearance" if start == end else "drive",
                origin=start,
                destination=end,
                departure=minute,
                arrival=minute + found,
            )
        )
        minute += found
    return Slot(day, origin, destination, port, departure, tuple(legs), trouble)


def _parts(origin: str, destination: str, port: str | None) -> tuple[tuple[str, str], ...]:
    """Pairs of places; the same place twice is the clearance."""
    if port is None:
        return ((origin, destination),)
    return ((origin, port), (port, port), (port, destination))


def _drive_minutes(
    scenario: Scenario, day: ServiceDay, start: str, end: str, minute: int
) -> int | str:
    """Planned minutes of a drive begun at a minute, or why there are none."""
    leg = scenario.leg(start, end)
    if leg is None:
        return f"cannot run: no running time is given from {start} to {end}"
    band = governing(leg.bands, minute, day.date, day.day_type)
    if band is None:
        clock = format_minute(minute)
        return f"cannot run: no running time is given from {start} to {end} at {clock}"
    return band.minutes.at(scenario.policies.percentile)


def _clearance_minutes(
    scenario: Scenario, day: ServiceDay, ends: tuple[str, str], port_id: str, minute: int
) -> int | str:
    """Planned minutes at a port reached at a minute, or why there are none."""
    port, towards = scenario.ports.get(port_id), border_direction(scenario, *ends)
    if port is None or towards is None:
        return f"cannot run: there is no clearance at {port_id} from {ends[0]} to {ends[1]}"
    bands = (band for band in port.clearance if band.holds_towards(towards))
    band = governing(bands, minute, day.date, day.day_type)
    if band is None:
        clock = format_minute(minute)
        return f"cannot run: no clearance time is given at {port.name.en} at {clock}"
    return band.minutes.at(scenario.policies.percentile)


def open_periods(port: Port, towards: BorderDirection, day: ServiceDay) -> tuple[OpenPeriod, ...]:
    """When the port is open over the 48 hours of a service day, in order.

    Minutes up to 24:00 follow the service date, later ones the next date. Hours that touch are
    one period: a port that is open to 24:00 and again from 00:00 does not close in between.
    """
    hours: list[OpenPeriod] = []
    for offset in (0, 1):
        shift, on = offset * MINUTES_PER_DAY, calendar_date(day, offset)
        for start, end, approach in _hours_on(port, towards, day, on):
            closes = min(end, MINUTES_PER_DAY) + shift
            if start + shift < closes:
                hours.append(OpenPeriod(start + shift, closes, closes - approach))
    return tuple(_merged(hours))


def _hours_on(
    port: Port, towards: BorderDirection, day: ServiceDay, on: date
) -> Iterator[tuple[int, int, int]]:
    """Start, end and approach minutes of each opening on one calendar date."""
    if not port.holds_on(on):
        return
    exception = _exception_on(port, towards, on) if day.dated else None
    if exception:
        for band in exception.open:
            yield band.start, band.end, exception.approach_closes_minutes
        return
    for hours in port.hours:
        if _holds(hours, towards, day.day_type, on):
            yield hours.start, hours.end, hours.approach_closes_minutes


def _holds(hours: OpenHours, towards: BorderDirection, day_type: str, on: date) -> bool:
    return hours.holds_towards(towards) and hours.holds_on(on) and hours.holds_for(day_type)


def _exception_on(port: Port, towards: BorderDirection, on: date) -> PortException | None:
    directed = (entry for entry in port.exceptions if entry.holds_towards(towards))
    return next((entry for entry in directed if entry.first <= on <= entry.last), None)


def _merged(hours: Iterable[OpenPeriod]) -> Iterator[OpenPeriod]:
    """Join openings that touch or overlap; the one that closes last closes the whole."""
    open_now: OpenPeriod | None = None
    for period in sorted(hours, key=lambda entry: (entry.opens, entry.closes)):
        if open_now is None or period.opens > open_now.closes:
            if open_now:
                yield open_now
            open_now = period
        else:
            last = max(open_now, period, key=lambda entry: (entry.closes, -entry.approach_closes))
            open_now = OpenPeriod(open_now.opens, last.closes, last.approach_closes)
    if open_now:
        yield open_now
