"""Rule `repair-history`: a disrupted day as the solver sees it: what has left, what is still open.

Departures that have left are required ones with no choice but that of their port where they can
still change it. Riders who left had chosen their bus by the times then published, so these count
for them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from shuttle.domain.change import ASSUMED_PRICES, Change, PublishedDeparture
from shuttle.domain.plan import Block, BlockPiece, Plan, Trip
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import clock, say
from shuttle.domain.under_way import Onward, UnderWay
from shuttle.errors import Conflict, InfeasibleError
from shuttle.solver.problem import Problem, Run, build_problem
from shuttle.solver.rules import port_dwell


@dataclass(frozen=True)
class Bus:
    """A bus that has left its depot.

    Attributes:
        block: its block in the plan before.
        left: its runs that had left.
        ways: how the last of them may end.
        missing: whether it makes no further run.
    """

    block: Block
    left: tuple[BlockPiece, ...]
    ways: tuple[Onward, ...]
    missing: bool


@dataclass(frozen=True)
class RepairDay:
    """What is to be planned anew.

    Attributes:
        base: the plan before.
        problem: trips that have left, and runs that may still be made.
        buses: those that have left their depots, in the order of the plan's blocks.
        unused: blocks of the plan before that have not.
    """

    under_way: UnderWay
    base: Plan
    problem: Problem
    buses: tuple[Bus, ...]
    unused: tuple[Block, ...]


def repair_day(under_way: UnderWay, base: Plan) -> RepairDay:
    """The disrupted day of a plan.

    Raises:
        InfeasibleError: a bus on the road can be cleared nowhere; names each.
    """
    buses = tuple(_buses(under_way, base))
    started = {bus.block.id for bus in buses}
    whole = _to_come(under_way, base)
    runs = tuple(_left(under_way, base, buses, whole))
    trips = sorted([*runs, *whole.trips], key=lambda run: (run.direction, run.departure))
    required = tuple(
        tuple(sorted({run.departure for run in runs if run.direction == index}))
        for index in range(len(whole.directions))
    )
    return RepairDay(
        under_way=under_way,
        base=base,
        problem=replace(
            whole,
            trips=tuple(trips),
            required=required if runs else (),
            change=_change(under_way.usual, base),
        ),
        buses=buses,
        unused=tuple(block for block in base.blocks if block.id not in started),
    )


def _change(usual: Scenario, base: Plan) -> Change:
    """The plan before as what riders know: to depart from it has its price, and no limit."""
    published = tuple(
        PublishedDeparture(
            id=trip.id,
            origin=trip.origin,
            destination=trip.destination,
            departure=trip.departure,
            port=trip.port,
        )
        for trip in sorted(base.trips, key=lambda t: (t.origin, t.destination, t.departure))
    )
    return Change(published=published, prices=usual.policies.changes or ASSUMED_PRICES)


def _buses(under_way: UnderWay, base: Plan) -> Iterator[Bus]:
    types, stuck = under_way.today.vehicle_types, list[Conflict]()
    missing = under_way.disruption.missing_blocks()
    for block in base.blocks:
        left = tuple(p for p in block.pieces if under_way.had_left(p.departure))
        if not left:
            continue
        ways = under_way.ways_on(left[-1], types[block.vehicle_type])
        if not ways:
            words = say(
                "repair.stuck",
                bus=block.id,
                stop=under_way.usual.stops[left[-1].origin].name,
                time=clock(left[-1].departure),
            )
            stuck.append(Conflict("port-hours", words, f"ports.{left[-1].port}.hours"))
        yield Bus(block, left, ways, block.id in missing)
    if stuck:
        message = "Buses on the road can be cleared nowhere."
        raise InfeasibleError(message, stuck, proved=True)


def _to_come(under_way: UnderWay, base: Plan) -> Problem:
    """The problem with the runs that may still be made, by the facts of the day."""
    today, disruption = under_way.today, under_way.disruption
    span = today.policies.span
    first = min(max(span.start, disruption.known_at), span.end - 1)
    rest = today.policies.model_copy(update={"span": span.model_copy(update={"start": first})})
    short = today.model_copy(update={"policies": rest})
    problem = build_problem(short, under_way.day_type, under_way.day)
    published = {(t.origin, t.destination, t.departure) for t in base.trips}

    def possible(direction: int, departure: int) -> bool:
        way = problem.directions[direction]
        ends = way.origin, way.destination, departure
        return departure >= disruption.earliest or (
            departure >= disruption.known_at and ends in published
        )

    trips = tuple(run for run in problem.trips if possible(run.direction, run.departure))
    allowed = tuple(
        tuple(minute for minute in slots if possible(index, minute))
        for index, slots in enumerate(problem.allowed)
    )
    later = (run for run in problem.deadheads if run.departure >= disruption.known_at)
    return replace(problem, scenario=today, trips=trips, allowed=allowed, deadheads=tuple(later))


def _left(
    under_way: UnderWay, base: Plan, buses: tuple[Bus, ...], problem: Problem
) -> Iterator[Run]:
    """Trips that have left, each with the ways in which it may end."""
    numbers = {
        (way.route, way.origin, way.destination): n for n, way in enumerate(problem.directions)
    }
    last = {bus.left[-1].id: bus.ways for bus in buses}
    names = [kind.id for kind in problem.types]
    for trip in base.trips:
        if not under_way.had_left(trip.departure):
            continue
        as_planned = (Onward(trip.port, trip.legs),)
        for way in last.get(trip.id, as_planned):
            yield Run(
                direction=numbers[trip.route, trip.origin, trip.destination],
                port=way.port,
                departure=trip.departure,
                reach=way.reach,
                arrival=trip.arrival,
                legs=way.legs,
                refusals=(),
                types=(names.index(trip.vehicle_type),),
                loaded=True,
                room=_room(under_way, trip),
            )


def _room(under_way: UnderWay, trip: Trip) -> int | None:
    """Riders for whom the trip was planned to wait at its port; None where it does not matter."""
    usual, port = under_way.usual, trip.port
    if port is None or len(trip.legs) != 3:  # noqa: PLR2004 - to the port, through, onward
        return None
    way = next(
        w
        for w in usual.directions()
        if (w.origin, w.destination) == (trip.origin, trip.destination)
    )
    if way.border is None:
        return None
    moment = trip.legs[0].arrival, under_way.day, under_way.day_type
    percentile = usual.policies.percentile
    rooms = port_dwell.rooms(usual.ports[port], way.border, moment, percentile)
    extra = under_way.extra_minutes(trip.legs, port, way.border)
    return rooms.get(extra) if rooms else None


def kinds_of(problem: Problem, name: str) -> list[int]:
    """Places of a bus type, or of its parts, in the problem's types."""
    return [k for k, kind in enumerate(problem.types) if kind.id == name]
