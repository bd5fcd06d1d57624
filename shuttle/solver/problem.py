"""Scenario and day type as integers: candidate runs, wishes, money in cents. Pure; no solving."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from shuttle.domain.change import Change
from shuttle.domain.fleet import VehicleType
from shuttle.domain.network import Direction
from shuttle.domain.plan import FixedTrip, TripLeg
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import LAST_MINUTE
from shuttle.errors import Conflict, InfeasibleError
from shuttle.solver import refusals
from shuttle.solver.crossing import Crossing, crossings, opening
from shuttle.solver.linear import Ints
from shuttle.solver.pinned import PinnedBus
from shuttle.solver.rules import clock_face, departure_grid, port_permits, port_permitted
from shuttle.solver.rules.running_time import Way


@dataclass(frozen=True, slots=True)
class Run:
    """One way of leaving: direction, minute and port, with where that leads.

    Attributes:
        direction: index in `Problem.directions`.
        reach: minute at which the port is reached; None without one.
        refusals: ids of slot rules that forbid it to any bus; empty where it is allowed.
        types: indices of the bus types that may run it.
        loaded: whether riders may be on it (the clock face binds only trips with riders).
        room: most riders for whom its dwell at the port is enough; 0 for one that waits for none,
            None where dwell does not depend on riders.
    """

    direction: int
    port: str | None
    departure: int
    reach: int | None
    arrival: int
    legs: tuple[TripLeg, ...]
    refusals: tuple[str, ...]
    types: tuple[int, ...]
    loaded: bool
    room: int | None = None


@dataclass(frozen=True)
class Wishes:
    """Riders of one direction by wished minute.

    Attributes:
        depart_after: riders by minute, shape (LAST_MINUTE + 1,).
        arrive_by: riders by minute, same shape.
    """

    depart_after: Ints
    arrive_by: Ints


@dataclass(frozen=True, slots=True)
class Cents:
    """Prices in whole cents, by bus type from `bus_day` on; None where empty runs are forbidden.

    Attributes:
        crowded: for each rider above the comfortable share of a bus's seats.
    """

    waiting_minute: int
    early_minute: int
    unserved: int
    bus_day: tuple[int, ...]
    trip: tuple[int, ...]
    deadhead: tuple[int | None, ...]
    same_side: tuple[int | None, ...]
    crowded: int = 0


@dataclass(frozen=True)
class Problem:
    """What the solver works on.

    Attributes:
        types: bus types; one of which only some buses may use a port is here in parts.
        trips: allowed runs with riders, by direction, departure, then order of ports.
        deadheads: allowed runs without riders along a route.
        refused: candidate runs that no bus may make, each with the rules that refuse it.
        allowed: allowed slots of each direction, ascending: departures that some bus may make.
        required: departures of each direction that must be made, ascending; empty for none.
        pinned: buses whose day is given; their trips are required too.
        partial: whether obligations of the service may be left, as few as possible.
        change: the published timetable against which changes cost money; None for none.
    """

    scenario: Scenario
    day: date
    day_type: str
    directions: tuple[Direction, ...]
    types: tuple[VehicleType, ...]
    trips: tuple[Run, ...]
    deadheads: tuple[Run, ...]
    refused: tuple[Run, ...]
    wishes: tuple[Wishes, ...]
    cents: Cents
    allowed: tuple[tuple[int, ...], ...] = ()
    required: tuple[tuple[int, ...], ...] = ()
    pinned: tuple[PinnedBus, ...] = ()
    partial: bool = False
    change: Change | None = None

    @cached_property
    def held(self) -> frozenset[tuple[int, int]]:
        """Direction and minute of each trip that a pinned bus makes."""
        return frozenset(trip for bus in self.pinned for trip in bus.trips)

    @property
    def fixed(self) -> bool:
        """Whether every departure must be made: a timetable that somebody else made."""
        return bool(self.required) and self.required == self.slots

    def required_of(self, direction: int) -> tuple[int, ...]:
        """Departures of one direction that must be made, ascending."""
        return self.required[direction] if self.required else ()

    @cached_property
    def slots(self) -> tuple[tuple[int, ...], ...]:
        """Departures of each direction that `trips` offer, ascending."""
        return _slots(self.trips, len(self.directions))


def build_problem(scenario: Scenario, day_type: str, day: date) -> Problem:
    """The problem of one day type under the facts of one day.

    Args:
        scenario: what the planner owns.
        day_type: id of the day type.
        day: the date whose effective-dated facts are used.
    """
    directions = scenario.directions()
    kinds = scenario.vehicle_types.values()
    types = tuple(p for kind in kinds for p in port_permits.parts(kind, scenario.ports))
    empty = Problem(
        scenario=scenario,
        day=day,
        day_type=day_type,
        directions=directions,
        types=types,
        trips=(),
        deadheads=(),
        refused=(),
        wishes=tuple(_wishes(scenario, day_type, direction) for direction in directions),
        cents=_cents(scenario, types),
    )
    minutes = departure_grid.minutes(scenario.policies)
    candidates = [
        run for directed in enumerate(directions) for run in _candidates(empty, directed, minutes)
    ]
    sound = [run for run in candidates if not run.refusals]
    trips = tuple(run for run in sound if run.loaded)
    return replace(
        empty,
        trips=trips,
        allowed=_slots(trips, len(directions)),
        deadheads=tuple(run for run in sound if not run.room),
        refused=tuple(run for run in candidates if run.refusals),
    )


def fix_timetable(problem: Problem, departures: Sequence[FixedTrip]) -> Problem:
    """The problem whose trips leave exactly at those departures.

    Departures off the grid are kept as they are; the audit says so.

    Raises:
        InfeasibleError: naming each departure that a slot rule refuses, and the rule; and each
            that is given twice.
    """
    trips = _trips_at(problem, departures)
    return replace(problem, trips=trips, required=_slots(trips, len(problem.directions)))


def pin(problem: Problem, departures: Sequence[FixedTrip]) -> Problem:
    """The problem whose timetable has those departures, and others where they pay.

    Departures off the grid are kept as they are; the audit says so.

    Raises:
        InfeasibleError: as `fix_timetable`.
    """
    pinned = _trips_at(problem, departures)
    minutes = {(run.direction, run.departure) for run in pinned}
    free = [run for run in problem.trips if (run.direction, run.departure) not in minutes]
    trips = sorted([*free, *pinned], key=lambda run: (run.direction, run.departure))
    return replace(problem, trips=tuple(trips), required=_slots(pinned, len(problem.directions)))


def _trips_at(problem: Problem, departures: Sequence[FixedTrip]) -> tuple[Run, ...]:
    """The runs of given departures, by direction and minute."""
    trips: list[Run] = []
    refused: list[Conflict] = []
    for index, direction in enumerate(problem.directions):
        ours = [d for d in departures if (d.origin, d.destination) == _ends(direction)]
        refused.extend(refusals.given_twice(direction, ours))
        for fixed in sorted(ours, key=lambda d: d.departure):
            runs = list(_candidates(problem, (index, direction), [fixed.departure]))
            chosen = [r for run in runs if (r := _restricted(run, fixed, problem.types))]
            trips.extend(chosen)
            if not chosen:
                asked = [run for run in runs if fixed.port in (None, run.port) and run.room != 0]
                refused.append(refusals.of_departure(direction, fixed, [r.refusals for r in asked]))
    if refused:
        message = "The timetable has departures that no bus may make."
        raise InfeasibleError(message, refused, proved=True)
    return tuple(trips)


def _slots(trips: Sequence[Run], directions: int) -> tuple[tuple[int, ...], ...]:
    return tuple(
        tuple(sorted({run.departure for run in trips if run.direction == index}))
        for index in range(directions)
    )


def _ends(direction: Direction) -> tuple[str, str]:
    return direction.origin, direction.destination


def _restricted(run: Run, fixed: FixedTrip, types: Sequence[VehicleType]) -> Run | None:
    if run.refusals or run.room == 0 or fixed.port not in (None, run.port):
        return None
    chosen = tuple(k for k in run.types if fixed.vehicle_type in (None, types[k].id))
    return replace(run, types=chosen, loaded=True) if chosen else None


def _candidates(
    problem: Problem, directed: tuple[int, Direction], minutes: Sequence[int]
) -> Iterator[Run]:
    index, direction = directed
    ports = port_permitted.ports(problem.scenario, problem.day, direction)
    ways = [Way(problem.scenario, problem.day, problem.day_type, direction, port) for port in ports]
    open_ = {way.port: opening(way) for way in ways}
    for minute in minutes:
        policies, day_type = problem.scenario.policies, problem.day_type
        faced = bool(clock_face.refusals(policies, day_type, direction, minute))
        for way in ways:
            for crossing in crossings(way, problem.types, minute, open_[way.port]):
                loaded = not faced and crossing.room != 0
                yield _run(index, way.port, minute, crossing, loaded=loaded)


def _run(index: int, port: str | None, minute: int, crossing: Crossing, *, loaded: bool) -> Run:
    legs = crossing.legs
    return Run(
        direction=index,
        port=port,
        departure=minute,
        reach=legs[0].arrival if legs and port is not None else None,
        arrival=legs[-1].arrival if legs else minute,
        legs=legs,
        refusals=crossing.refusals,
        types=crossing.types,
        loaded=loaded,
        room=crossing.room,
    )


def _wishes(scenario: Scenario, day_type: str, direction: Direction) -> Wishes:
    wishes = ("depart_after", "arrive_by")
    found = {wish: np.zeros(LAST_MINUTE + 1, dtype=np.int64) for wish in wishes}
    for bin_ in scenario.demand:
        if bin_.day_type == day_type and (bin_.origin, bin_.destination) == _ends(direction):
            np.add.at(found[bin_.wish], list(bin_.wish_minutes()), 1)
    return Wishes(found["depart_after"], found["arrive_by"])


def _cents(scenario: Scenario, types: Sequence[VehicleType]) -> Cents:
    prices, crowding = scenario.policies.prices, scenario.policies.crowding
    return Cents(
        waiting_minute=in_cents(prices.waiting_per_minute),
        early_minute=in_cents(prices.early_per_minute),
        unserved=in_cents(prices.unserved_per_rider),
        bus_day=tuple(in_cents(k.cost_per_day) for k in types),
        trip=tuple(in_cents(k.cost_per_trip) for k in types),
        deadhead=tuple(_if_priced(k.cost_per_deadhead) for k in types),
        same_side=tuple(_if_priced(k.cost_per_same_side_deadhead) for k in types),
        crowded=in_cents(crowding.price_per_rider) if crowding else 0,
    )


def _if_priced(amount: float | None) -> int | None:
    return None if amount is None else in_cents(amount)


def in_cents(amount: float) -> int:
    """Money in whole cents."""
    return round(amount * 100)
