"""The headway-arc network of one direction: departures as nodes, consecutive ones joined.

A path from SOURCE to SINK is a timetable of the direction. Runs that leave at the same minute
share a node unless riders who plan by arrival could tell them apart.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from shuttle.domain.network import Direction
from shuttle.domain.time import LAST_MINUTE
from shuttle.solver.linear import Bools, Ints
from shuttle.solver.problem import Problem
from shuttle.solver.rules import headway, no_overtaking, span
from shuttle.solver.timetable.loads import AFTER_ALL, BEFORE_ALL, Counter, Loads
from shuttle.solver.timetable.seats import Limit, limits

SOURCE = -1
SINK = -2


@dataclass(frozen=True)
class Node:
    """Departures of one direction at one minute that riders cannot tell apart.

    Attributes:
        arrival: when they arrive (the earliest, where nobody plans by that).
        trips: indices in `Problem.trips`; none at a waiting place of a partial plan.
        room: most riders for whom their dwell at the port is enough; None for any number.
    """

    departure: int
    arrival: int
    trips: tuple[int, ...]
    room: int | None = None


@dataclass(frozen=True)
class Network:
    """Nodes by departure, and arcs between those that may be consecutive.

    Attributes:
        tail: index of the earlier node, or SOURCE.
        head: index of the later node, or SINK.
        loads: riders of each arc.
        limits: riders above which each further one on a bus costs money.
        points: what each arc leaves of the service's obligations; 0 where nothing may be left.
    """

    nodes: tuple[Node, ...]
    tail: Ints
    head: Ints
    loads: Loads
    limits: tuple[Limit, ...]
    points: Ints


def build_network(problem: Problem, index: int) -> Network:
    """The network of direction number `index`."""
    direction = problem.directions[index]
    policies = problem.scenario.policies
    counter = Counter(
        problem.wishes[index],
        policies.max_wait_minutes,
        policies.max_early_minutes,
    )
    reach = successor_windows(problem, index, direction)
    nodes = tuple(departure_nodes(problem, index, counter, reach))
    tail, head = _arcs(problem, index, direction, nodes, reach, counter)
    departures = np.array([node.departure for node in nodes] + [AFTER_ALL, BEFORE_ALL])
    arrivals = np.array([node.arrival for node in nodes] + [AFTER_ALL, BEFORE_ALL])
    loads = counter.loads((departures[tail], departures[head]), (arrivals[tail], arrivals[head]))
    rooms = [node.room for node in nodes]
    return Network(nodes, tail, head, loads, limits(problem, rooms), np.zeros_like(tail))


Windows = dict[int, tuple[int, int]]


def successor_windows(problem: Problem, index: int, direction: Direction) -> Windows:
    """For each slot, the first and last minute of departures that may follow it."""
    slots = problem.slots[index]
    policies = problem.scenario.policies
    windows = {
        slot: headway.followers(
            headway.governing(policies, problem.day_type, direction, slot),
            slot,
            problem.allowed[index],
        )
        for slot in slots
    }
    required = problem.required_of(index)
    for slot, (first, last) in windows.items() if required else ():
        # No departure may leap over one that must be made.
        place = bisect_right(required, slot)
        if place < len(required):
            windows[slot] = first, min(last, required[place])
    return windows


def departure_nodes(
    problem: Problem, index: int, counter: Counter, windows: Windows
) -> Iterator[Node]:
    """Nodes of a direction by departure, then arrival, then room."""
    by_minute: dict[int, dict[int, list[int]]] = {}
    for number, run in enumerate(problem.trips):
        if run.direction == index:
            by_minute.setdefault(run.departure, {}).setdefault(run.arrival, []).append(number)
    policies, direction = problem.scenario.policies, problem.directions[index]
    lasts = span.windows(policies, problem.day_type, direction, "last")
    slots = sorted(by_minute)
    latest = np.array([max(by_minute[minute]) for minute in slots], dtype=np.int64)
    for place, minute in enumerate(slots):
        groups = by_minute[minute]
        following = max(place + 1, bisect_right(slots, windows[minute][1]))
        until = int(latest[place:following].max())
        if problem.partial or span.admits(lasts, minute) or policies.semantics == "carry-over":
            # Where nobody follows (or only after a long gap), or those who follow may be full, all
            # count who are patient enough for the latest arrival.
            until = max(until, int(latest[place]) + policies.max_early_minutes)
        told_apart = counter.before[min(until, LAST_MINUTE) + 1] > counter.before[min(groups)]
        if told_apart:
            for arrival in sorted(groups):
                yield from _by_room(problem, minute, arrival, groups[arrival])
        else:
            every = sorted(number for numbers in groups.values() for number in numbers)
            yield from _by_room(problem, minute, min(groups), every)


def _by_room(problem: Problem, minute: int, arrival: int, trips: list[int]) -> Iterator[Node]:
    """The runs of one departure, apart where they wait for different numbers of riders."""
    by_room: dict[int | None, list[int]] = {}
    for number in trips:
        by_room.setdefault(problem.trips[number].room, []).append(number)
    for room, mine in by_room.items():
        yield Node(minute, arrival, tuple(mine), room)


def _arcs(
    problem: Problem,
    index: int,
    direction: Direction,
    nodes: tuple[Node, ...],
    windows: Windows,
    counter: Counter,
) -> tuple[Ints, Ints]:
    departures = np.array([node.departure for node in nodes], dtype=np.int64)
    arrivals = np.array([node.arrival for node in nodes], dtype=np.int64)
    first, last = _ends(problem, index, direction, departures)
    everyone = np.arange(len(nodes))
    pairs = [
        (np.full(int(first.sum()), SOURCE), everyone[first]),
        (everyone[last], np.full(int(last.sum()), SINK)),
    ]
    if _may_be_empty(problem, index, direction):
        pairs.append((np.array([SOURCE]), np.array([SINK])))
    for number, node in enumerate(nodes):
        least, most = windows[node.departure]
        start, end = np.searchsorted(departures, [least, most + 1])
        follows = no_overtaking.admits(node.arrival, arrivals[start:end], counter.before)
        heads = everyone[start:end][follows]
        pairs.append((np.full(len(heads), number), heads))
    tails, heads_ = zip(*pairs, strict=True)
    return np.concatenate(tails).astype(np.int64), np.concatenate(heads_).astype(np.int64)


def _ends(
    problem: Problem, index: int, direction: Direction, departures: Ints
) -> tuple[Bools, Bools]:
    """Which nodes may be the first and the last departure."""
    policies, day_type = problem.scenario.policies, problem.day_type
    firsts = span.windows(policies, day_type, direction, "first")
    lasts = span.windows(policies, day_type, direction, "last")
    first = np.array([span.admits(firsts, int(t)) for t in departures], dtype=bool)
    last = np.array([span.admits(lasts, int(t)) for t in departures], dtype=bool)
    required = problem.required_of(index)
    if required:
        first &= departures <= required[0]
        last &= departures >= required[-1]
    return first, last


def _may_be_empty(problem: Problem, index: int, direction: Direction) -> bool:
    policies, day_type = problem.scenario.policies, problem.day_type
    asked = (
        *span.windows(policies, day_type, direction, "first"),
        *span.windows(policies, day_type, direction, "last"),
    )
    return not asked and not problem.required_of(index)
