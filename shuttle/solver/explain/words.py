"""One sentence for each rule instance, in a planner's words, with its numbers."""

from collections.abc import Iterator

from shuttle.domain.network import Direction
from shuttle.domain.policy import ClockFace, HeadwayPolicy
from shuttle.domain.port import Port, Quota
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import LAST_MINUTE, TimeBand, format_minute
from shuttle.errors import Conflict
from shuttle.solver.problem import Problem


def towards(scenario: Scenario, direction: Direction) -> str:
    """`to HKSTP Shenzhen Branch`."""
    return f"to {scenario.stops[direction.destination].name.en}"


def _when(band: TimeBand) -> str:
    if band.start == 0 and band.end == LAST_MINUTE:
        return ""
    return f" from {format_minute(band.start)} to {format_minute(band.end)}"


def most_headway(problem: Problem, policy: HeadwayPolicy, direction: Direction) -> str:
    """The longest wait for the next departure."""
    where = towards(problem.scenario, direction)
    return f"At most {policy.max_minutes} minutes to the next departure {where}{_when(policy)}."


def least_headway(problem: Problem, policy: HeadwayPolicy, direction: Direction) -> str:
    """The shortest gap between departures."""
    where = towards(problem.scenario, direction)
    return f"At least {policy.min_minutes} minutes between departures {where}{_when(policy)}."


def end_of_service(problem: Problem, window: TimeBand, direction: Direction, end: str) -> str:
    """The window of the first or the last departure."""
    where = towards(problem.scenario, direction)
    return f"The {end} departure {where} leaves{_when(window)} (the end excluded)."


def clock_face(policy: ClockFace) -> str:
    """The minutes past the hour."""
    minutes = ", ".join(f":{minute:02d}" for minute in policy.minutes)
    return f"Departures{_when(policy)} only at {minutes} past the hour."


def port_rule(problem: Problem, port: str, rule: str) -> str:
    """Why a port is out of reach at some minutes."""
    name = problem.scenario.ports[port].name.en
    if rule == "approach-road":
        return f"The approach road to {name} closes before the port does."
    return f"{name} is open for coaches only within its hours."


def quota(port: Port, limit: Quota) -> str:
    """The buses that may reach a port."""
    each = "in each hour" if limit.each_hour else "in all"
    return f"At most {limit.trips} buses {each} each way at {port.name.en}{_when(limit)}."


def fleet(problem: Problem, kind: int) -> str:
    """The buses that there are."""
    vehicle_type = problem.types[kind]
    number = f"{vehicle_type.count} buses" if vehicle_type.count != 1 else "1 bus"
    return f"No more than {number} of type {vehicle_type.name.en} ({vehicle_type.seats} seats)."


def permits(problem: Problem, kind: int, port: str) -> str:
    """The buses of a type that may use a port."""
    vehicle_type = problem.types[kind]
    most = next(permit.count for permit in vehicle_type.permits if permit.port == port)
    name = problem.scenario.ports[port].name.en
    return f"No more than {most} of type {vehicle_type.name.en} hold a permit for {name}."


def batteries(problem: Problem) -> Iterator[Conflict]:
    """Each electric type's battery, as a rule that all others clash with."""
    for name, kind in problem.scenario.vehicle_types.items():
        if kind.battery:
            places = ", ".join(charger.place for charger in kind.battery.chargers)
            sentence = f"{kind.name.en} has {kind.battery.usable_kwh} kWh and charges at {places}."
            yield Conflict("battery", f"The battery of {name} must last: {sentence}")


def depot(problem: Problem, depot_id: str) -> str:
    """The room of a depot."""
    place = problem.scenario.depots[depot_id]
    return f"Depot {depot_id} has room for {place.capacity} buses."


def required(problem: Problem, direction: Direction, minute: int) -> str:
    """A departure of a given timetable."""
    where = towards(problem.scenario, direction)
    return f"The timetable has a departure at {format_minute(minute)} {where}."
