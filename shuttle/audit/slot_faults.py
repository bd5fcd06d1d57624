"""The rules for one departure alone. Each function tells what is wrong, as the end of a sentence.

`None` means that the rule is kept. The start of the sentence ("Trip to-hksp-0830") is added by
who asks.
"""

from collections.abc import Iterator, Sequence

from shuttle.audit.dwell import needless, waits
from shuttle.audit.slots import (
    OpenPeriod,
    ServiceDay,
    Slot,
    border_direction,
    open_periods,
    routes_between,
    slot,
)
from shuttle.domain.fleet import VehicleType
from shuttle.domain.network import Route
from shuttle.domain.port import Port
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import (
    LAST_MINUTE,
    MINUTES_PER_DAY,
    MINUTES_PER_HOUR,
    TimeBand,
    format_minute,
)


def departure_grid(scenario: Scenario, candidate: Slot) -> str | None:
    """Rule `departure-grid`."""
    grid, span = scenario.policies.grid_minutes, scenario.policies.span
    clock = format_minute(candidate.departure)
    if candidate.departure % grid:
        return f"leaves at {clock}, which is not a multiple of {grid} minutes"
    if not span.start <= candidate.departure < span.end:
        return f"leaves at {clock}, outside the span of service {in_words(span)}"
    return None


def in_words(band: TimeBand) -> str:
    """A band with its ends, as `from 07:00 until before 22:00`."""
    return f"from {format_minute(band.start)} until before {format_minute(band.end)}"


def clock_face(scenario: Scenario, candidate: Slot) -> str | None:
    """Rule `clock-face`: every band that holds counts."""
    past = candidate.departure % MINUTES_PER_HOUR
    for face in scenario.policies.clock_faces:
        holds = (
            face.holds_at(candidate.departure)
            and face.holds_for(candidate.day.day_type)
            and face.holds_between(candidate.origin, candidate.destination)
        )
        if holds and past not in face.minutes:
            clock = format_minute(candidate.departure)
            if not face.minutes:  # of a disruption
                return f"leaves at {clock}, though there is no service {in_words(face)}"
            wanted = ", ".join(f":{minute:02d}" for minute in face.minutes[:20])
            return f"leaves at {clock}, but the clock face {in_words(face)} allows only {wanted}"
    return None


def port_permitted(
    scenario: Scenario, candidate: Slot, vehicle_type: VehicleType | None, routes: Sequence[Route]
) -> str | None:
    """Rule `port-permitted`; `routes` are those over whose ports the run may go."""
    ports = {port for route in routes for port in route.ports}
    if candidate.port is None:
        needs_port = bool(routes) and all(route.ports for route in routes)
        return "names no port, but its route crosses at one" if needs_port else None
    port = scenario.ports.get(candidate.port)
    if port is None or candidate.port not in ports:
        return f"crosses at {candidate.port}, which is not a port of its route"
    if not port.holds_on(candidate.day.date):
        first, last = port.valid_from or "ever", port.valid_to or "ever"
        return f"crosses at {port.name.en}, which is in use only from {first} to {last}"
    if vehicle_type and vehicle_type.ports is not None and port.id not in vehicle_type.ports:
        return f"crosses at {port.name.en}, for which {vehicle_type.name.en} has no permit"
    return None


def port_hours(scenario: Scenario, candidate: Slot) -> str | None:
    """Rule `port-hours`: open from reaching the port to being cleared, without a break."""
    port, periods = _port_and_periods(scenario, candidate)
    reached = candidate.reached
    if port is None or reached is None:
        return None
    cleared = candidate.cleared if candidate.cleared is not None else reached
    if any(period.opens <= reached and cleared <= period.closes for period in periods):
        return None
    for period in periods:
        if period.opens <= reached <= period.closes:
            return (
                f"is cleared at {port.name.en} at {format_minute(cleared)}, "
                f"but the port closes at {format_minute(period.closes)}"
            )
    return f"reaches {port.name.en} at {format_minute(reached)}, but {_closed(periods, reached)}"


def _closed(periods: Sequence[OpenPeriod], minute: int) -> str:
    """Why the port is closed at a minute that lies in none of its periods, by that day's hours."""
    midnight = minute - minute % MINUTES_PER_DAY
    closed = [period.closes for period in periods if midnight <= period.closes < minute]
    later = [period.opens for period in periods if period.opens > minute]
    opens = [start for start in later if start < midnight + MINUTES_PER_DAY]
    if closed and opens:
        between = f"from {format_minute(closed[-1])} to {format_minute(opens[0])}"
        return f"the port is closed {between}"
    if closed:
        return f"the port closes at {format_minute(closed[-1])}"
    if opens:
        return f"the port opens at {format_minute(opens[0])}"
    return "the port is closed that day"


def approach_road(scenario: Scenario, candidate: Slot) -> str | None:
    """Rule `approach-road`: silent where the port itself is closed."""
    port, periods = _port_and_periods(scenario, candidate)
    reached = candidate.reached
    if port is None or reached is None:
        return None
    for period in periods:
        inside = period.opens <= reached <= period.closes
        if inside and period.closes < LAST_MINUTE and reached > period.approach_closes:
            return (
                f"reaches {port.name.en} at {format_minute(reached)}, but its approach road "
                f"closes at {format_minute(max(period.approach_closes, 0))}, "
                f"{period.closes - period.approach_closes} minutes before the port"
            )
    return None


def _port_and_periods(
    scenario: Scenario, candidate: Slot
) -> tuple[Port | None, tuple[OpenPeriod, ...]]:
    port = scenario.ports.get(candidate.port) if candidate.port else None
    towards = border_direction(scenario, candidate.origin, candidate.destination)
    if port is None or towards is None:
        return None, ()
    return port, open_periods(port, towards, candidate.day)


def usable_types(scenario: Scenario, candidate: Slot) -> list[str]:
    """Bus types with buses for which the departure keeps every slot rule, in the fleet's order."""
    faults = (
        departure_grid(scenario, candidate),
        clock_face(scenario, candidate),
        candidate.trouble or None,
        port_hours(scenario, candidate),
        approach_road(scenario, candidate),
    )
    if any(faults):
        return []
    routes = routes_between(scenario, candidate.origin, candidate.destination)
    return [
        vehicle_type.id
        for vehicle_type in scenario.vehicle_types.values()
        if vehicle_type.count
        and not port_permitted(scenario, candidate, vehicle_type, routes)
        and needless(scenario, candidate, vehicle_type) is None
    ]


def candidates(
    scenario: Scenario, day: ServiceDay, origin: str, destination: str, departure: int
) -> Iterator[Slot]:
    """The ways in which a departure with riders might run: one for each port and wait there."""
    routes = routes_between(scenario, origin, destination)
    ports = {port: None for route in routes for port in route.ports or (None,)}
    for port in ports:
        yield from waits(scenario, slot(scenario, day, origin, destination, port, departure))


def allowed_minutes(
    scenario: Scenario, day: ServiceDay, origin: str, destination: str
) -> tuple[int, ...]:
    """The departures of a direction that keep every slot rule over some port, by some bus type."""
    grid, span = scenario.policies.grid_minutes, scenario.policies.span
    first = -(-span.start // grid) * grid
    return tuple(
        minute
        for minute in range(first, span.end, grid)
        if any(
            usable_types(scenario, candidate)
            for candidate in candidates(scenario, day, origin, destination, minute)
        )
    )
