"""From column values to trips, blocks and the solver's own account of riders and money."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from shuttle.domain.change import Changes
from shuttle.domain.plan import Block, Trip
from shuttle.solver.blocks import decompose
from shuttle.solver.blocks.decompose import UsedCharge, UsedRun
from shuttle.solver.linear import Floats
from shuttle.solver.problem import Cents, Problem, in_cents
from shuttle.solver.same_side import SideRun
from shuttle.solver.timetable.changes import changes_of, stated
from shuttle.solver.timetable.model import TimetableModel
from shuttle.solver.timetable.network import SINK, SOURCE, Network
from shuttle.solver.timetable.vehicles import RunColumn

_HALF = 0.5


@dataclass(frozen=True)
class Account:
    """The solver's count of riders and minutes.

    Attributes:
        boarded: depart_after and arrive_by riders who come to each departure, seats or not, by
            direction and minute.
    """

    boarded: Mapping[tuple[int, int], int]
    waiting_minutes: int
    early_minutes: int
    beyond: int


RiderAccount = Callable[[TimetableModel, list[RunColumn]], Account]
"""Counts the riders of a timetable."""


@dataclass(frozen=True)
class Readout:
    """Trips, blocks and cents by term.

    Attributes:
        changes: against the published timetable, where there is one.
    """

    trips: tuple[Trip, ...]
    blocks: tuple[Block, ...]
    terms: dict[str, int]
    unserved: int
    changes: Changes | None = None


@dataclass(frozen=True)
class Left:
    """Points of the service's obligations that a partial plan leaves.

    Attributes:
        bound: no plan leaves fewer.
        nodes: branch-and-bound nodes used to find them.
    """

    points: int
    bound: int
    nodes: int


@dataclass(frozen=True)
class Found:
    """What a search leaves, read out.

    Attributes:
        answer: None where no timetable was found.
        bound: in cents; no timetable costs less.
        infeasible: proved that there is no timetable.
        nodes: branch-and-bound nodes used.
        seat_guarantee_cents: under carry-over, what a timetable made under the seat guarantee costs
            by the same count; None where none was made or the timetable is given.
        left: what a partial plan leaves; None for others.
    """

    answer: Readout | None
    bound: float
    infeasible: bool
    nodes: int
    seat_guarantee_cents: int | None = None
    left: Left | None = None


def read(model: TimetableModel, values: Floats, count: RiderAccount | None = None) -> Readout:
    """The timetable and blocks of a whole solution, its riders by another count where given."""
    problem = model.problem
    made = [c for c in model.trips if values[c.column] > _HALF]
    trips = [
        UsedRun(c.run, c.vehicle_type, empty=False)
        for c in made
        if (c.run.direction, c.run.departure) not in problem.held
    ]
    empty = [
        UsedRun(c.run, c.vehicle_type, empty=True)
        for c in model.deadheads
        for _ in range(round(float(values[c.column])))
    ]
    runs, charges = _with_levels(model, [*trips, *empty], values)
    stock = {place: round(float(values[column])) for place, column in model.fleet.stock.items()}
    blocks = decompose.blocks(problem, runs, stock, charges)
    account = (count or _account)(model, made)
    seats = {(c.run.direction, c.run.departure): problem.types[c.vehicle_type].seats for c in made}
    room = {(c.run.direction, c.run.departure): _room(model, c) for c in made}
    full = sum(max(0, riders - room[key]) for key, riders in account.boarded.items())
    unserved = account.beyond + full
    crowding = problem.scenario.policies.crowding
    cents = problem.cents
    terms = {
        "buses": _bus_days(problem, blocks),
        "trips": sum(cents.trip[c.vehicle_type] for c in made),
        "deadheads": sum(_price(cents, u) for u in empty) + sum(b.cents for b in problem.pinned),
        "waiting": account.waiting_minutes * cents.waiting_minute,
        "early": account.early_minutes * cents.early_minute,
        "unserved": unserved * cents.unserved,
    }
    if crowding:
        loads = ((min(account.boarded.get(key, 0), room[key]), most) for key, most in seats.items())
        crowded = (load - crowding.comfortable_riders(most) for load, most in loads)
        terms["crowding"] = cents.crowded * sum(max(0, riders) for riders in crowded)
    terms |= _stay(model, made)
    named = tuple(_trips(model, made, blocks, account))
    told = changes_of(problem, made)
    if told is None or problem.change is None:
        return Readout(named, blocks, terms, unserved)
    changes = stated(problem.change, told, named)
    return Readout(named, blocks, {**terms, "changes": told.cents}, unserved, changes)


def _bus_days(problem: Problem, blocks: tuple[Block, ...]) -> int:
    """Cents for the buses that leave the depot; one that stands there all day costs nothing."""
    cents = {kind.id: problem.cents.bus_day[k] for k, kind in enumerate(problem.types)}
    return sum(cents[block.vehicle_type] for block in blocks)


def _with_levels(
    model: TimetableModel, used: list[UsedRun], values: Floats
) -> tuple[list[UsedRun], list[UsedCharge]]:
    """The used runs, those of electric buses with the level of the battery, and their charges."""
    types, riding = model.problem.types, {id(c) for c in model.trips}
    levels = [
        UsedRun(r.item.run, r.item.vehicle_type, id(r.item) not in riding, r.level)
        for r in model.energy.runs
        for _ in range(round(float(values[r.column])))
    ]
    charges = [
        UsedCharge(c.vehicle_type, c.place, c.start, c.minutes, c.level)
        for c in model.energy.charges
        for _ in range(round(float(values[c.column])))
    ]
    plain = [item for item in used if types[item.vehicle_type].battery is None]
    return [*plain, *levels], charges


def _room(model: TimetableModel, trip: RunColumn) -> int:
    """Riders whom a trip takes: its seats, or those for whom it waits at the port."""
    seats = model.problem.types[trip.vehicle_type].seats
    return seats if trip.run.room is None else min(seats, trip.run.room)


def _stay(model: TimetableModel, trips: list[RunColumn]) -> dict[str, int]:
    """Cents for what wanted stays lack, where any are wanted."""
    problem = model.problem
    ends = [(way.origin, way.destination) for way in problem.directions]
    wishes = problem.scenario.policies.stays_on(problem.day_type)
    total = 0
    for wish in wishes:
        went, came = (wish.home, wish.visited), (wish.visited, wish.home)
        out = min((c.run.arrival for c in trips if ends[c.run.direction] == went), default=None)
        back = max((c.run.departure for c in trips if ends[c.run.direction] == came), default=0)
        stay = 0 if out is None else max(0, back - out)
        missing = max(0, wish.wanted_minutes - stay)
        total += in_cents(wish.price_per_missing_minute) * missing
    return {"stay": total} if wishes else {}


def _price(cents: Cents, empty: UsedRun) -> int:
    """Cents of an empty run."""
    within_side = isinstance(empty.run, SideRun)
    return (cents.same_side if within_side else cents.deadhead)[empty.vehicle_type] or 0


def _account(model: TimetableModel, trips: list[RunColumn]) -> Account:
    """Riders of each direction along the path that the trips make."""
    boarded: dict[tuple[int, int], int] = {}
    waiting = early = beyond = 0
    for index, network in enumerate(model.networks):
        mine = {
            (u.run.departure, u.run.port, u.run.room) for u in trips if u.run.direction == index
        }
        path = _path(model, network, mine)
        for arc in path:
            waiting += int(network.loads.waiting[arc])
            early += int(network.loads.early[arc])
            beyond += int(network.loads.beyond[arc])
            for end, riders in (
                (network.head[arc], network.loads.boarding[arc]),
                (network.tail[arc], network.loads.making[arc]),
            ):
                if end >= 0 and not _waits(network, int(end)):
                    key = index, network.nodes[end].departure
                    boarded[key] = boarded.get(key, 0) + int(riders)
    return Account(boarded, waiting, early, beyond)


def _path(
    model: TimetableModel, network: Network, used: set[tuple[int, str | None, int | None]]
) -> Iterator[int]:
    """Arcs from SOURCE over the nodes whose trips are used to SINK."""
    trips = model.problem.trips
    visited = [
        number
        for number, node in enumerate(network.nodes)
        if any((trips[t].departure, trips[t].port, trips[t].room) in used for t in node.trips)
    ]
    ends = [SOURCE, *visited, SINK]
    for tail, head in pairwise(ends):
        yield from _between(network, tail, head)


def _between(network: Network, tail: int, head: int) -> Iterator[int]:
    """The arc between two nodes, or those between them over waiting places."""
    while True:
        leaving = np.flatnonzero(network.tail == tail)
        direct = leaving[network.head[leaving] == head]
        if len(direct):
            yield int(direct[0])
            return
        on = next(a for a in leaving.tolist() if _waits(network, int(network.head[a])))
        yield on
        tail = int(network.head[on])


def _waits(network: Network, node: int) -> bool:
    """Whether a node is a waiting place of a partial plan."""
    return node >= 0 and not network.nodes[node].trips


def _trips(
    model: TimetableModel, used: list[RunColumn], blocks: tuple[Block, ...], account: Account
) -> Iterator[Trip]:
    problem = model.problem
    prefixes = decompose.trip_ids(problem)
    block_of = {piece.id: block.id for block in blocks for piece in block.pieces}
    for item in sorted(used, key=lambda u: (u.run.departure, u.run.direction)):
        run, direction = item.run, problem.directions[item.run.direction]
        trip_id = decompose.piece_id(prefixes[run.direction], run.departure)
        vehicle_type = problem.types[item.vehicle_type]
        riders = account.boarded.get((run.direction, run.departure), 0)
        yield Trip(
            id=trip_id,
            route=direction.route,
            direction=direction.id,
            origin=direction.origin,
            destination=direction.destination,
            departure=run.departure,
            arrival=run.arrival,
            port=run.port,
            vehicle_type=vehicle_type.id,
            block=block_of[trip_id],
            load=min(riders, _room(model, item)),
            legs=run.legs,
        )
