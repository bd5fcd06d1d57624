"""The rule instances of a scenario: the key where each is written, and its sentence."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from shuttle.domain.base import LocalText
from shuttle.domain.network import Direction
from shuttle.domain.policy import ClockFace, HeadwayPolicy
from shuttle.domain.port import Quota
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import clock, listed, plain, say
from shuttle.domain.time import LAST_MINUTE, MINUTES_PER_DAY, TimeBand
from shuttle.errors import Conflict
from shuttle.solver.problem import Problem
from shuttle.solver.rules.span import End


def towards(scenario: Scenario, direction: Direction) -> LocalText:
    """`to HKSTP Shenzhen Branch`."""
    return say("common.towards", stop=scenario.stops[direction.destination].name)


def when(band: TimeBand) -> LocalText:
    """` from 07:00 to 09:00`; nothing for a band that holds all day."""
    if band.start == 0 and band.end in (MINUTES_PER_DAY, LAST_MINUTE):
        return plain("")
    return say("explain.when", start=clock(band.start), end=clock(band.end))


def most_headway(
    problem: Problem, direction: Direction, number: int, policy: HeadwayPolicy
) -> Conflict:
    """The longest wait for the next departure."""
    words = say(
        "explain.max-headway",
        count=policy.max_minutes or 0,
        towards=towards(problem.scenario, direction),
        when=when(policy),
    )
    return Conflict("max-headway", words, f"policies.headways[{number}].max_minutes")


def least_headway(
    problem: Problem, direction: Direction, number: int, policy: HeadwayPolicy
) -> Conflict:
    """The shortest gap between departures."""
    words = say(
        "explain.min-headway",
        count=policy.min_minutes,
        towards=towards(problem.scenario, direction),
        when=when(policy),
    )
    return Conflict("min-headway", words, f"policies.headways[{number}].min_minutes")


def end_of_service(
    problem: Problem, direction: Direction, number: int, window: tuple[End, TimeBand]
) -> Conflict:
    """The window of the first or the last departure."""
    end, band = window
    words = say(
        f"explain.{end}-departure",
        towards=towards(problem.scenario, direction),
        start=clock(band.start),
        end=clock(band.end),
    )
    return Conflict(f"{end}-departure", words, f"policies.spans[{number}].{end}")


def clock_face(number: int, face: ClockFace) -> Conflict:
    """The minutes past the hour."""
    minutes = listed([plain(f":{minute:02d}") for minute in face.minutes])
    words = say("explain.clock-face", minutes=minutes, when=when(face))
    return Conflict("clock-face", words, f"policies.clock_faces[{number}].minutes")


def span_of_service(problem: Problem) -> Conflict:
    """The band outside of which nothing leaves."""
    band = problem.scenario.policies.span
    words = say("explain.span", start=clock(band.start), end=clock(band.end))
    return Conflict("departure-grid", words, "policies.span")


def grid(problem: Problem) -> Conflict:
    """The minutes on which departures lie."""
    words = say("explain.departure-grid", count=problem.scenario.policies.grid_minutes)
    return Conflict("departure-grid", words, "policies.grid_minutes")


def no_way(problem: Problem, direction: Direction, rule: str) -> Conflict:
    """Nothing may leave in a window, for want of running times or of a permitted port."""
    words = say(f"explain.{rule}", towards=towards(problem.scenario, direction))
    return Conflict(rule, words, "legs" if rule == "running-time" else "vehicle_types")


def port_hours(problem: Problem, port: str) -> Conflict:
    """When a port is open for coaches on the problem's day."""
    place = problem.scenario.ports[port]
    bands = sorted(
        {
            (hours.start, hours.end)
            for hours in place.hours
            if hours.holds_on(problem.day) and hours.holds_for(problem.day_type)
        }
    )
    times = listed(
        [say("common.from-to", start=clock(start), end=clock(end)) for start, end in bands]
    )
    key = "explain.port-hours" if bands else "explain.port-closed"
    return Conflict("port-hours", say(key, port=place.name, times=times), f"ports.{port}.hours")


def approach_road(problem: Problem, port: str) -> Conflict:
    """How long before the port its approach road closes."""
    place = problem.scenario.ports[port]
    closing = [
        (hours.approach_closes_minutes, -number)
        for number, hours in enumerate(place.hours)
        if hours.holds_on(problem.day) and hours.holds_for(problem.day_type)
    ]
    minutes, number = max(closing)
    words = say("explain.approach-road", port=place.name, count=minutes)
    key = f"ports.{port}.hours[{-number}].approach_closes_minutes"
    return Conflict("approach-road", words, key)


def quota(problem: Problem, port: str, number: int, limit: Quota) -> Conflict:
    """The buses that may reach a port."""
    key = "explain.quota-each-hour" if limit.each_hour else "explain.quota-in-all"
    way = "explain.each-way" if limit.direction is None else f"explain.{limit.direction}"
    words = say(
        key,
        count=limit.trips,
        port=problem.scenario.ports[port].name,
        way=say(way),
        when=when(limit),
    )
    return Conflict("port-quota", words, f"ports.{port}.quotas[{number}].trips")


def fleet(problem: Problem, kind: int) -> Conflict:
    """The buses that there are."""
    vehicle_type = problem.types[kind]
    words = say("explain.fleet-size", count=vehicle_type.count, name=vehicle_type.name)
    return Conflict("fleet-size", words, f"vehicle_types.{vehicle_type.id}.count")


def permits(problem: Problem, kind: int, port: str) -> Conflict:
    """The buses of a type that may use a port."""
    vehicle_type = problem.types[kind]
    number, most = next(
        (number, permit.count)
        for number, permit in enumerate(vehicle_type.permits)
        if permit.port == port
    )
    name = problem.scenario.ports[port].name
    words = say("explain.port-permits", count=most, name=vehicle_type.name, port=name)
    key = f"vehicle_types.{vehicle_type.id}.permits[{number}].count"
    return Conflict("port-permits", words, key)


def depot(problem: Problem, depot_id: str) -> Conflict:
    """The room of a depot."""
    place = problem.scenario.depots[depot_id]
    stop = problem.scenario.stops[place.stop].name if place.stop else plain(depot_id)
    words = say("explain.depot-capacity", count=place.capacity or 0, place=stop)
    return Conflict("depot-capacity", words, f"depots.{depot_id}.capacity")


def no_overtaking(problem: Problem, direction: Direction) -> Conflict:
    """A later bus does not arrive before an earlier one where riders plan by arrival."""
    words = say("explain.no-overtaking", towards=towards(problem.scenario, direction))
    return Conflict("no-overtaking", words, f"routes.{direction.route}.ports")


Without: TypeAlias = Callable[[Problem], Problem]


def layovers(problem: Problem) -> Iterator[tuple[Conflict, Without]]:
    """Each layover that is asked for, with the problem as it is without."""
    policies = problem.scenario.policies
    for number, own in enumerate(policies.layovers):
        if own.minutes:
            name = problem.scenario.stops[own.stop].name
            words = say("explain.layover-at", count=own.minutes, stop=name)
            key = f"policies.layovers[{number}].minutes"
            yield Conflict("layover", words, key), partial(_without_own_layover, number)
    if policies.layover_minutes:
        words = say("explain.layover", count=policies.layover_minutes)
        yield Conflict("layover", words, "policies.layover_minutes"), _without_layover


def _without_own_layover(number: int, problem: Problem) -> Problem:
    layovers = list(problem.scenario.policies.layovers)
    layovers[number] = layovers[number].model_copy(update={"minutes": 0})
    return _under(problem, {"layovers": tuple(layovers)})


def _without_layover(problem: Problem) -> Problem:
    return _under(problem, {"layover_minutes": 0})


def _under(problem: Problem, edits: dict[str, object]) -> Problem:
    """The problem under other layovers, which only the flow of buses reads."""
    policies = problem.scenario.policies.model_copy(update=edits)
    return replace(problem, scenario=problem.scenario.model_copy(update={"policies": policies}))


def batteries(problem: Problem) -> Iterator[Conflict]:
    """Each electric type's battery, as a rule that all others clash with."""
    for name, kind in problem.scenario.vehicle_types.items():
        if kind.battery:
            places = listed([plain(charger.place) for charger in kind.battery.chargers])
            words = say(
                "explain.battery", name=kind.name, energy=kind.battery.usable_kwh, places=places
            )
            yield Conflict("battery", words, f"vehicle_types.{name}.battery.usable_kwh")


def required(problem: Problem, direction: Direction, minute: int) -> Conflict:
    """A departure that must be made: of a given timetable, or kept from a published plan."""
    key = "explain.given-departure" if problem.fixed else "explain.pinned-departure"
    words = say(key, time=clock(minute), towards=towards(problem.scenario, direction))
    return Conflict("departure-grid", words, f"departure {direction.id} {clock(minute).en}")
