"""The cheapest timetable of a tiny scenario, found by trying all of them.

Slow, simple and independent of the solver: every set of departures of each direction is tried
with every port and bus type, thrown out by the audit's own rules, priced by the audit's own
passenger count; then every pair of directions with every way to hand trips to buses.

It knows one route and no empty runs: other scenarios are refused.
"""

import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, pairwise, product

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
from shuttle.domain.change import Change
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import format_minute
from tests.builders import Wanted, trip, waiting
from tests.properties.brute_blocks import Fleet, Job, Jobs, Starts
from tests.properties.brute_changes import UNCHANGED, Turns, least_cents, turns_of

Ends = tuple[str, str]
_POINT = 10**9


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
        turns: cents, trips changed and minutes moved of each way to match them with what was
            published.
    """

    runs: tuple[Run, ...]
    cents: int
    jobs: Jobs
    least_bus_cents: int
    turns: Turns = UNCHANGED


@dataclass(frozen=True)
class Cheapest:
    """The cheapest answer.

    Attributes:
        terms: money by term, in the plan's order: buses, trips, deadheads, waiting, early,
            unserved, then those that the scenario prices; changes are not among them.
        trips: its timetable with the bus of each trip, as `tests.builders.plan` takes it.
    """

    total: float
    terms: tuple[float, ...]
    trips: tuple[Wanted, ...]


def best(
    scenario: Scenario, day_type: str, day: date, change: Change | None = None
) -> tuple[float, ...] | None:
    """The least total cost, then its terms in one cheapest answer; None where infeasible."""
    found = cheapest(scenario, day_type, day, change)
    return (found.total, *found.terms) if found else None


def cheapest(
    scenario: Scenario, day_type: str, day: date, change: Change | None = None
) -> Cheapest | None:
    """The cheapest timetable with the cheapest blocks for it, or None where there is none."""
    fleet = Fleet(scenario)
    found = _tried(scenario, ServiceDay(day, day_type), fleet, change)
    return _in_money(scenario, day_type, found, fleet) if found else None


def best_leaving(scenario: Scenario, day_type: str, day: date) -> tuple[int, float]:
    """The fewest points of obligations left, and the least cost of plans that leave no more."""
    found = _tried(scenario, ServiceDay(day, day_type), Fleet(scenario), None, Leeway(leaving=True))
    assert found, "a day without trips leaves every obligation, but is a plan"
    points, cents_ = divmod(found.cents, _POINT)
    return points, cents_ / 100


@dataclass(frozen=True)
class Leeway:
    """What may be otherwise than the rules ask, and what must be so.

    Attributes:
        leaving: whether obligations of the service may be left.
        forced: a departure, as (origin, destination, minute), that must or must not be made.
    """

    leaving: bool = False
    forced: tuple[tuple[str, str, int], bool] | None = None

    def chosen(self, departure: tuple[str, str, int], runs: list[Run | None]) -> list[Run | None]:
        """Those of a departure's runs that may be."""
        if self.forced is None or self.forced[0] != departure:
            return runs
        return [run for run in runs if (run is not None) == self.forced[1]]


def best_with(scenario: Scenario, departure: tuple[str, str, int], *, made: bool) -> float | None:
    """The least cost of timetables in which a departure is made, or is not."""
    day = ServiceDay(scenario.reference_date, scenario.day_types[0].id)
    leeway = Leeway(forced=(departure, made))
    found = _tried(scenario, day, Fleet(scenario), None, leeway)
    return found.cents / 100 if found else None


def _tried(
    scenario: Scenario,
    service_day: ServiceDay,
    fleet: Fleet,
    change: Change | None = None,
    leeway: "Leeway | None" = None,
) -> "_Answer | None":
    """The cheapest timetable; where obligations may be left, a point counts more than any money."""
    _refuse_what_is_not_tried(scenario)
    day_type = service_day.day_type
    there, back = (
        _lines(scenario, service_day, (way.origin, way.destination), fleet, change, leeway)
        for way in scenario.directions()
    )
    found: _Answer | None = None
    for one in there:
        for other in back:
            base = one.cents + other.cents
            if found and base >= found.cents:
                break
            changing = least_cents(change, one.turns, other.turns)
            if changing is None:
                continue
            base += _stay_cents(scenario, day_type, (*one.runs, *other.runs)) + changing
            if found and base + max(one.least_bus_cents, other.least_bus_cents) >= found.cents:
                continue
            jobs = tuple(map(operator.add, one.jobs, other.jobs))
            buses = fleet.cheapest(jobs)
            if buses and (found is None or base + buses[0] < found.cents):
                found = _Answer((*one.runs, *other.runs), base + buses[0], jobs, buses[1])
    return found


@dataclass(frozen=True)
class _Answer:
    """The cheapest answer so far."""

    runs: tuple[Run, ...]
    cents: int
    jobs: Jobs
    starts: tuple[Starts, ...]


def _refuse_what_is_not_tried(scenario: Scenario) -> None:
    empties = [
        bus.id for bus in scenario.vehicle_types.values() if bus.cost_per_deadhead is not None
    ]
    if empties or len(scenario.routes) != 1:
        msg = "brute force tries one route without empty runs"
        raise ValueError(msg)


def _lines(
    scenario: Scenario,
    day: ServiceDay,
    ends: Ends,
    fleet: Fleet,
    change: Change | None = None,
    leeway: "Leeway | None" = None,
) -> list[Line]:
    """Every timetable of one direction that keeps the rules, the cheapest first.

    Of several that are the same to the buses and to what was published, only the cheapest is kept.
    """
    leeway = leeway or Leeway()
    choices = [
        leeway.chosen((*ends, minute), _runs_at(scenario, day, ends, minute))
        for minute in _minutes(scenario)
    ]
    mine = tuple(wish for wish in scenario.demand if (wish.origin, wish.destination) == ends)
    alone = scenario.model_copy(update={"demand": mine})
    allowed = allowed_minutes(scenario, day, *ends)
    found: dict[tuple[Jobs, Turns], Line] = {}
    for chosen in product(*choices):
        runs = tuple(run for run in chosen if run is not None)
        if _keeps_the_rules(scenario, day, ends, runs, allowed, leaving=leeway.leaving):
            line = _departures(scenario, runs)
            count = count_riders(alone, day.day_type, line)
            left = points_left(scenario, day, ends, line, allowed) if leeway.leaving else 0
            paid = _POINT * left + _trip_cents(scenario, runs) + sum(_rider_terms(scenario, count))
            jobs = _jobs(scenario, runs)
            turns = turns_of(change, ends, [(run.slot.departure, run.slot.port) for run in runs])
            if (jobs, turns) not in found or paid < found[jobs, turns].cents:
                found[jobs, turns] = Line(runs, paid, jobs, fleet.least_cents(jobs), turns)
    return sorted(found.values(), key=lambda line: line.cents)


def _jobs(scenario: Scenario, runs: Sequence[Run]) -> Jobs:
    return tuple(
        tuple(_job(scenario, run) for run in runs if run.vehicle_type == name)
        for name in scenario.vehicle_types
    )


def _job(scenario: Scenario, run: Run) -> Job:
    slot = run.slot
    ready = run.arrival + scenario.policies.layover_at(slot.destination)
    return slot.departure, ready, slot.origin, slot.destination


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
            room=run.slot.room,
        )
        for run in runs
    )


def _keeps_the_rules(
    scenario: Scenario,
    day: ServiceDay,
    ends: Ends,
    runs: Sequence[Run],
    allowed: Sequence[int],
    *,
    leaving: bool,
) -> bool:
    line = _departures(scenario, runs)
    owed = chain(
        max_headway(scenario, day, line, lambda: allowed),
        first_departure(scenario, day, ends, line),
        last_departure(scenario, day, ends, line),
    )
    findings = chain(
        min_headway(scenario, day, line),
        () if leaving else owed,
        no_overtaking(scenario, day, line),
        port_quota(scenario, day, (run.slot for run in runs)),
    )
    return next(findings, None) is None


def points_left(
    scenario: Scenario,
    day: ServiceDay,
    ends: Ends,
    line: Sequence[Departure],
    allowed: Sequence[int],
) -> int:
    """Minutes of one direction by which departures are too far apart or outside their windows."""
    policies, span = scenario.policies, scenario.policies.span
    slots = range(0, 2880, policies.grid_minutes)
    points = 0
    for policy in policies.spans:
        if policy.holds_for(day.day_type) and policy.holds_between(*ends):
            for window, bus in ((policy.first, line[:1]), (policy.last, line[-1:])):
                if window and not bus:
                    points += span.end - span.start
                elif window and not window.holds_at(bus[0].departure):
                    leaves = bus[0].departure
                    opens = min(slot for slot in slots if slot >= window.start)
                    closes = max(slot for slot in slots if slot < window.end)
                    points += opens - leaves if leaves < window.start else leaves - closes
    for earlier, later in pairwise(line):
        late = 0
        while next(max_headway(scenario, day, (earlier, _sooner(later, late)), lambda: allowed), 0):
            late += 1
        points += late
    return points


def _sooner(bus: Departure, minutes: int) -> Departure:
    return replace(bus, departure=bus.departure - minutes)


def _trip_cents(scenario: Scenario, runs: Sequence[Run]) -> int:
    return sum(cents(scenario.vehicle_types[run.vehicle_type].cost_per_trip) for run in runs)


def _rider_terms(scenario: Scenario, count: RiderCount) -> tuple[int, ...]:
    """Cents for waiting, early, unserved and, where it is priced, crowding."""
    prices, crowding = scenario.policies.prices, scenario.policies.crowding
    return (
        cents(prices.waiting_per_minute) * count.waiting_minutes,
        cents(prices.early_per_minute) * count.early_minutes,
        cents(prices.unserved_per_rider) * count.unserved,
        *((cents(crowding.price_per_rider) * count.crowded,) if crowding else ()),
    )


def _stay_cents(scenario: Scenario, day_type: str, runs: Sequence[Run]) -> int:
    """Cents for what is missing of each wanted stay, over every way out and way home."""
    total = 0
    for wish in scenario.policies.stays_on(day_type):
        out = [r.arrival for r in runs if r.slot.origin == wish.home]
        back = [r.slot.departure for r in runs if r.slot.origin == wish.visited]
        there = max((go - come for come in out for go in back), default=0)
        lacking = max(0, wish.wanted_minutes - max(0, there))
        total += cents(wish.price_per_missing_minute) * lacking
    return total


def _in_money(scenario: Scenario, day_type: str, answer: _Answer, fleet: Fleet) -> Cheapest:
    runs = answer.runs
    count = count_riders(scenario, day_type, _departures(scenario, runs))
    trips = _trip_cents(scenario, runs)
    borne = _rider_terms(scenario, count)
    stay = _stay_cents(scenario, day_type, runs)
    buses = sum(
        cents(scenario.vehicle_types[name].cost_per_day) * sum(number for _, number in starts)
        for name, starts in zip(scenario.vehicle_types, answer.starts, strict=True)
    )
    wanted = scenario.policies.stays_on(day_type)
    terms = (buses, trips, 0, *borne, *((stay,) if wanted else ()))
    blocks = fleet.blocks(answer.jobs, answer.starts)
    return Cheapest(
        total=answer.cents / 100,
        terms=tuple(term / 100 for term in terms),
        trips=tuple(
            waiting(
                trip(
                    f"to-{run.slot.destination}",
                    format_minute(run.slot.departure),
                    port=run.slot.port,
                    vehicle_type=run.vehicle_type,
                    block=blocks[run.vehicle_type, _job(scenario, run)],
                ),
                run.slot.extra_minutes,
            )
            for run in runs
        ),
    )


def every_pair(
    scenario: Scenario, day_type: str, day: date, worth_it: Callable[[int], bool]
) -> Iterator[tuple[int, tuple[Run, ...]]]:
    """Cents without drivers, and runs, of every timetable that can be run, seldom in order.

    Of timetables that are the same to buses, and so to drivers by their times, only the cheapest;
    and only those whose cents, as far as they are known, are worth it.
    """
    _refuse_what_is_not_tried(scenario)
    service_day, fleet = ServiceDay(day, day_type), Fleet(scenario)
    there, back = (
        _lines(scenario, service_day, (way.origin, way.destination), fleet)
        for way in scenario.directions()
    )
    for one, other in product(there, back):
        base = one.cents + other.cents
        if not worth_it(base + max(one.least_bus_cents, other.least_bus_cents)):
            continue
        buses = fleet.cheapest(tuple(map(operator.add, one.jobs, other.jobs)))
        if buses and worth_it(base + buses[0]):
            yield base + buses[0], (*one.runs, *other.runs)
