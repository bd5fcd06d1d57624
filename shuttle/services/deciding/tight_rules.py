"""Rules that leave a planned departure no room: a little earlier or later would break them."""

from collections.abc import Iterator
from itertools import pairwise

from shuttle.domain.plan import Plan, Trip
from shuttle.errors import Conflict
from shuttle.solver.explain import instances
from shuttle.solver.explain.slots import refusals
from shuttle.solver.problem import Problem
from shuttle.solver.rules import headway, port_quota, span

_OF_PORTS = ("port-hours", "approach-road")


def tight_rules(problem: Problem, plan: Plan, trip: Trip, index: int) -> tuple[Conflict, ...]:
    """Headways to its neighbours, windows, hours of its port, quotas.

    Args:
        problem: what was planned.
        plan: which keeps every rule.
        trip: of that plan.
        index: of its direction in the problem.
    """
    line = sorted(
        t.departure
        for t in plan.trips
        if (t.origin, t.destination) == (trip.origin, trip.destination)
    )
    found = (
        *_headways(problem, line, trip.departure, index),
        *_windows(problem, line, trip.departure, index),
        *_ports(problem, trip.departure, index),
        *_quotas(problem, plan, trip),
    )
    return tuple(dict.fromkeys(found))


def _headways(problem: Problem, line: list[int], minute: int, index: int) -> Iterator[Conflict]:
    """A step of the grid nearer to a neighbour, or further from it, is too near or too far."""
    policies, direction = problem.scenario.policies, problem.directions[index]
    for earlier, later in pairwise(line):
        policy = headway.governing(policies, problem.day_type, direction, earlier)
        if minute not in (earlier, later) or policy not in policies.headways:
            continue
        number = policies.headways.index(policy)
        least, most = headway.followers(policy, earlier, problem.allowed[index])
        if policy.min_minutes > 1 and later - policies.grid_minutes < least:
            yield instances.least_headway(problem, direction, number, policy)
        if policy.max_minutes is not None and later + policies.grid_minutes > most:
            yield instances.most_headway(problem, direction, number, policy)


def _windows(problem: Problem, line: list[int], minute: int, index: int) -> Iterator[Conflict]:
    """The first or the last departure of the day, a step of the grid from its window's end."""
    policies, direction = problem.scenario.policies, problem.directions[index]
    ends: tuple[span.End, ...] = ("first", "last")
    for number, policy in enumerate(policies.spans):
        holds = policy.holds_for(problem.day_type)
        if not holds or not policy.holds_between(direction.origin, direction.destination):
            continue
        for end in ends:
            band = policy.first if end == "first" else policy.last
            mine = line[0] if end == "first" else line[-1]
            # The first bus may as well leave earlier, the last one later: the other way is tight.
            step = policies.grid_minutes if end == "first" else -policies.grid_minutes
            if band is not None and mine == minute and not band.holds_at(minute + step):
                yield instances.end_of_service(problem, direction, number, (end, band))


def _ports(problem: Problem, minute: int, index: int) -> Iterator[Conflict]:
    """No port is open to a departure a step of the grid earlier or later."""
    grid = problem.scenario.policies.grid_minutes
    for near in (minute - grid, minute + grid):
        yield from (r for r in refusals(problem, index, near) if r.rule in _OF_PORTS)


def _quotas(problem: Problem, plan: Plan, trip: Trip) -> Iterator[Conflict]:
    """No further bus may reach the port in the same time."""
    counted = [key for other in plan.trips for key in _counts(problem, other)]
    for key in _counts(problem, trip):
        port, number, *_ = key
        quota = problem.scenario.ports[port].quotas[number]
        if counted.count(key) >= quota.trips:
            yield instances.quota(problem, port, number, quota)


def _counts(problem: Problem, trip: Trip) -> Iterator[port_quota.CountKey]:
    """The counts to which a trip adds."""
    ways = (w for w in problem.directions if (w.route, w.id) == (trip.route, trip.direction))
    border = next(ways).border
    if trip.port is None or border is None:
        return
    port, reach = problem.scenario.ports[trip.port], trip.legs[0].arrival
    for key, _ in port_quota.keys(port, problem.day, problem.day_type, border, reach):
        yield key
