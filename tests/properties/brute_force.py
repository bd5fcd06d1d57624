"""The cheapest timetable of a tiny scenario, found by trying all of them.

Slow, simple and independent of the solver: every set of departures of each direction is tried
with every port and bus type, thrown out by the audit's own rules, priced by the audit's own
passenger count; then every pair of directions with every way to hand trips to buses.

It knows one route and no empty runs: other scenarios are refused.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain, product

from shuttle.audit.figures import cents
from shuttle.audit.headways import (
    first_departure,
    last_departure,
    max_headway,
    min_headway,
    no_overtaking,
)
from shuttle.audit.passengers import Departure, RiderCount, count_riders
from shuttle.audit.quotas import port_quota
from shuttle.audit.slot_faults import allowed_minutes, candidates, usable_types
from shuttle.audit.slots import ServiceDay, Slot
from shuttle.domain.fleet import VehicleType
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import format_minute
from tests.builders import Wanted, trip

Ends = tuple[str, str]
Starts = tuple[tuple[str, int], ...]
"""How many buses of one type begin at each depot."""
Idle = tuple[tuple[str, int], ...]
"""Where buses stand, and from when on they may leave."""
Job = tuple[int, int, str, str]
"""A trip as its bus sees it: departure, when the bus is ready again, from where, to where."""
Jobs = tuple[tuple[Job, ...], ...]


@dataclass(frozen=True)
class Run:
    """A trip that might be run: a slot, and a bus type that may run it."""

    slot: Slot
    vehicle_type: str

    @property
    def arrival(self) -> int:
        return self.slot.legs[-1].arrival


@dataclass(frozen=True)
class Line:
    """One direction's trips.

    Attributes:
        cents: what they cost and what the riders bear, without buses.
        jobs: what they ask of the buses of each type, in the fleet's order.
        least_bus_cents: what buses for them cost at least, whatever the other direction runs.
    """

    runs: tuple[Run, ...]
    cents: int
    jobs: Jobs
    least_bus_cents: int


@dataclass(frozen=True)
class Cheapest:
    """The cheapest answer.

    Attributes:
        terms: money by term, in the order buses, trips, deadheads, waiting, early, unserved.
        trips: its timetable, as `tests.builders.plan` takes it.
    """

    total: float
    terms: tuple[float, ...]
    trips: tuple[Wanted, ...]


def best(scenario: Scenario, day_type: str, day: date) -> tuple[float, ...] | None:
    """The least total cost, then its six terms in one cheapest answer; None where infeasible."""
    found = cheapest(scenario, day_type, day)
    return (found.total, *found.terms) if found else None


def cheapest(scenario: Scenario, day_type: str, day: date) -> Cheapest | None:
    """The cheapest timetable with the cheapest blocks for it, or None where there is none."""
    _refuse_what_is_not_tried(scenario)
    service_day = ServiceDay(day, day_type)
    fleet = _Fleet(scenario)
    there, back = (
        _lines(scenario, service_day, (way.origin, way.destination), fleet)
        for way in scenario.directions()
    )
    best_pair, best_cents = None, None
    for one in there:
        for other in back:
            base = one.cents + other.cents
            if best_cents is not None and base >= best_cents:
                break
            least = base + max(one.least_bus_cents, other.least_bus_cents)
            if best_cents is not None and least >= best_cents:
                continue
            buses = fleet.cents(one, other)
            if buses is not None and (best_cents is None or base + buses < best_cents):
                best_pair, best_cents = (*one.runs, *other.runs), base + buses
    if best_pair is None or best_cents is None:
        return None
    return _answer(scenario, day_type, best_pair, best_cents)


def _refuse_what_is_not_tried(scenario: Scenario) -> None:
    empties = [bus.id for bus in scenario.vehicle_types.values() if bus.cost_per_deadhead]
    if empties or len(scenario.routes) != 1:
        msg = "brute force tries one route without empty runs"
        raise ValueError(msg)


def _lines(scenario: Scenario, day: ServiceDay, ends: Ends, fleet: "_Fleet") -> list[Line]:
    """Every timetable of one direction that keeps the rules, the cheapest first.

    Of several that are the same to the buses, only the cheapest is kept.
    """
    choices = [_runs_at(scenario, day, ends, minute) for minute in _minutes(scenario)]
    mine = tuple(wish for wish in scenario.demand if (wish.origin, wish.destination) == ends)
    alone = scenario.model_copy(update={"demand": mine})
    allowed = allowed_minutes(scenario, day, *ends)
    found: dict[Jobs, Line] = {}
    for chosen in product(*choices):
        runs = tuple(run for run in chosen if run is not None)
        if _keeps_the_rules(scenario, day, ends, runs, allowed):
            count = count_riders(alone, day.day_type, _departures(scenario, runs))
            paid = _trip_cents(scenario, runs) + _rider_cents(scenario, count)
            jobs = _jobs(scenario, runs)
            if jobs not in found or paid < found[jobs].cents:
                found[jobs] = Line(runs, paid, jobs, fleet.least_cents(jobs))
    return sorted(found.values(), key=lambda line: line.cents)


def _jobs(scenario: Scenario, runs: Sequence[Run]) -> Jobs:
    layover = scenario.policies.layover_at
    return tuple(
        tuple(
            (
                run.slot.departure,
                run.arrival + layover(run.slot.destination),
                run.slot.origin,
                run.slot.destination,
            )
            for run in runs
            if run.vehicle_type == name
        )
        for name in scenario.vehicle_types
    )


def _minutes(scenario: Scenario) -> range:
    """Every minute of the grid in the span, allowed or not."""
    grid, span = scenario.policies.grid_minutes, scenario.policies.span
    return range(-(-span.start // grid) * grid, span.end, grid)


def _runs_at(scenario: Scenario, day: ServiceDay, ends: Ends, minute: int) -> list[Run | None]:
    """Nothing, or one of the trips that may leave at a minute."""
    slots = candidates(scenario, day, *ends, minute)
    return [None, *(Run(slot, name) for slot in slots for name in usable_types(scenario, slot))]


def _departures(scenario: Scenario, runs: Sequence[Run]) -> tuple[Departure, ...]:
    return tuple(
        Departure(
            origin=run.slot.origin,
            destination=run.slot.destination,
            departure=run.slot.departure,
            arrival=run.arrival,
            seats=scenario.vehicle_types[run.vehicle_type].seats,
            key=f"{run.slot.origin} {run.slot.departure}",
        )
        for run in runs
    )


def _keeps_the_rules(
    scenario: Scenario,
    day: ServiceDay,
    ends: Ends,
    runs: Sequence[Run],
    allowed: Sequence[int],
) -> bool:
    line = _departures(scenario, runs)
    findings = chain(
        min_headway(scenario, day, line),
        max_headway(scenario, day, line, lambda: allowed),
        first_departure(scenario, day, ends, line),
        last_departure(scenario, day, ends, line),
        no_overtaking(scenario, day, line),
        port_quota(scenario, day, (run.slot for run in runs)),
    )
    return next(findings, None) is None


def _trip_cents(scenario: Scenario, runs: Sequence[Run]) -> int:
    return sum(cents(scenario.vehicle_types[run.vehicle_type].cost_per_trip) for run in runs)


def _rider_cents(scenario: Scenario, count: RiderCount) -> int:
    prices = scenario.policies.prices
    return (
        cents(prices.waiting_per_minute) * count.waiting_minutes
        + cents(prices.early_per_minute) * count.early_minutes
        + cents(prices.unserved_per_rider) * count.unserved
    )


class _Fleet:
    """The buses of a scenario, and what they cost for given trips."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._types = tuple(scenario.vehicle_types.values())
        self._states = cache(self._ways_to_run)
        self._starts = cache(self._ways_to_start)

    def least_cents(self, jobs: Jobs) -> int:
        """What buses for these trips cost at least, wherever they begin and end."""
        return sum(
            cents(bus.cost_per_day)
            * min((_number(starts) for _, starts in self._states(number, jobs[number])), default=0)
            for number, bus in enumerate(self._types)
        )

    def cents(self, one: Line, other: Line) -> int | None:
        """Cents of the cheapest blocks that run all trips; None where the buses do not suffice."""
        ways = [
            self._starts(number, one.jobs[number] + other.jobs[number])
            for number in range(len(self._types))
        ]
        costs = [
            sum(
                cents(bus.cost_per_day) * _number(starts)
                for bus, starts in zip(self._types, chosen, strict=True)
            )
            for chosen in product(*ways)
            if self._depots_have_room(chosen)
        ]
        return min(costs, default=None)

    def _depots_have_room(self, chosen: Sequence[Starts]) -> bool:
        begun: Counter[str] = Counter()
        for starts in chosen:
            begun.update(dict(starts))
        return all(
            depot.capacity is None or begun[depot.id] <= depot.capacity
            for depot in self._scenario.depots.values()
        )

    def _ways_to_start(self, number: int, jobs: tuple[Job, ...]) -> frozenset[Starts]:
        """How many buses of a type may begin where, so that all trips run and depots balance."""
        return frozenset(
            starts
            for idle, starts in self._states(number, jobs)
            if _number(starts) <= self._types[number].count and self._balanced(idle, starts)
        )

    def _ways_to_run(self, number: int, jobs: tuple[Job, ...]) -> frozenset[tuple[Idle, Starts]]:
        """Where buses of a type may stand after all trips, and where they may have begun."""
        states: set[tuple[Idle, Starts]] = {((), ())}
        for job in sorted(jobs):
            states = {
                after for state in states for after in self._next(self._types[number], job, *state)
            }
        return frozenset(states)

    def _next(
        self, bus: VehicleType, job: Job, idle: Idle, starts: Starts
    ) -> Iterator[tuple[Idle, Starts]]:
        """Run a trip with each bus that stands ready, or with a new one from each depot there."""
        departure, ready, origin, destination = job
        for place in set(idle):
            if place[0] == origin and place[1] <= departure:
                left = list(idle)
                left.remove(place)
                yield tuple(sorted([*left, (destination, ready)])), starts
        for depot in self._scenario.depots.values():
            permitted = bus.depots is None or depot.id in bus.depots
            if depot.stop == origin and permitted:
                begun = Counter(dict(starts))
                begun[depot.id] += 1
                yield (
                    tuple(sorted([*idle, (destination, ready)])),
                    tuple(sorted(begun.items())),
                )

    def _balanced(self, idle: Idle, starts: Starts) -> bool:
        """Whether as many buses end at each stop as began at the depots there."""
        ended = Counter(stop for stop, _ in idle)
        begun: Counter[str] = Counter()
        for depot, number in starts:
            begun[self._scenario.depots[depot].stop] += number
        return ended == begun


def _number(starts: Starts) -> int:
    return sum(number for _, number in starts)


def _answer(scenario: Scenario, day_type: str, runs: Sequence[Run], total: int) -> Cheapest:
    count = count_riders(scenario, day_type, _departures(scenario, runs))
    prices = scenario.policies.prices
    trips = _trip_cents(scenario, runs)
    terms = (
        total - trips - _rider_cents(scenario, count),
        trips,
        0,
        cents(prices.waiting_per_minute) * count.waiting_minutes,
        cents(prices.early_per_minute) * count.early_minutes,
        cents(prices.unserved_per_rider) * count.unserved,
    )
    return Cheapest(
        total=total / 100,
        terms=tuple(term / 100 for term in terms),
        trips=tuple(
            trip(
                f"to-{run.slot.destination}",
                format_minute(run.slot.departure),
                port=run.slot.port,
                vehicle_type=run.vehicle_type,
            )
            for run in runs
        ),
    )
