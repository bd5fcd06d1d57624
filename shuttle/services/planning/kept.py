"""Planning with what is to be kept: the problem, the duties, and that all of it stayed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from shuttle.domain.plan import Block, BlockPiece, Duty, FixedTrip, Plan, Trip
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import clock, say
from shuttle.domain.time import format_minute
from shuttle.errors import CheckError, Conflict, InfeasibleError
from shuttle.services.planning.keeping import Keeping
from shuttle.solver.duties.assign import DutyPlan, assign_duties
from shuttle.solver.duties.keeping import Stays, assign_keeping, survivors
from shuttle.solver.highs import Deadline
from shuttle.solver.pins import pin_blocks, trips_of
from shuttle.solver.problem import Problem, pin
from shuttle.solver.rules import clock_face, departure_grid

_Key = tuple[object, ...]


def held(problem: Problem, kept: Keeping) -> Problem:
    """The problem in which what is pinned stays, and other changes cost what they cost.

    Raises:
        InfeasibleError: something pinned breaks a rule now; with what and which.
    """
    blocks = [block for block in kept.base.blocks if block.id in kept.blocks]
    in_blocks = {piece.id for block in blocks for piece in block.pieces}
    alone = [trip for trip in kept.base.trips if trip.id in kept.trips - in_blocks]
    trips = (*map(_fixed, alone), *trips_of(blocks))
    problem = replace(problem, change=kept.change)
    _refuse_off_grid(problem, trips)
    if trips:
        problem = pin(problem, trips)
    return pin_blocks(problem, blocks) if blocks else problem


def _fixed(trip: Trip) -> FixedTrip:
    return FixedTrip(
        origin=trip.origin,
        destination=trip.destination,
        departure=trip.departure,
        port=trip.port,
        vehicle_type=trip.vehicle_type,
    )


def _refuse_off_grid(problem: Problem, trips: Iterable[FixedTrip]) -> None:
    """Pinned departures must lie on the grid and the clock face of today."""
    policies = problem.scenario.policies
    ways = {(way.origin, way.destination): way for way in problem.directions}
    minutes = set(departure_grid.minutes(policies))
    conflicts = []
    for trip in trips:
        way = ways.get((trip.origin, trip.destination))
        if way is None:
            conflicts.append(_off_grid("port-permitted", trip))
        elif clock_face.refusals(policies, problem.day_type, way, trip.departure):
            conflicts.append(_off_grid("clock-face", trip))
        if trip.departure not in minutes:
            conflicts.append(_off_grid("departure-grid", trip))
    if conflicts:
        raise InfeasibleError(say("keep.pinned-trips-break-rules").en, conflicts, proved=True)


def _off_grid(rule: str, trip: FixedTrip) -> Conflict:
    words = say(
        f"keep.trip-{rule}",
        time=clock(trip.departure),
        origin=trip.origin,
        destination=trip.destination,
    )
    return Conflict(rule, words, f"departure {format_minute(trip.departure)}")


def duties_beside(
    scenario: Scenario, kept: Keeping | None, blocks: Sequence[Block], deadline: Deadline
) -> DutyPlan:
    """Duties for blocks: those that are to stay, and the fewest others.

    Raises:
        InfeasibleError: none keep every rule beside what is to stay.
    """
    if kept is None:
        return assign_duties(scenario, blocks, deadline)
    names = _names_now(kept.base.blocks, blocks)
    pinned = [duty for duty in kept.base.duties if duty.id in kept.duties]
    others = [duty for duty in kept.base.duties if duty.id not in kept.duties]
    stays = Stays(
        pinned=tuple(tuple(names.get(p, p) for p in duty.pieces) for duty in pinned),
        known=survivors(others, names) if kept.duties_touched is not None else (),
        most_touched=kept.duties_touched,
    )
    return assign_keeping(scenario, blocks, stays, deadline)


def _names_now(before: Sequence[Block], now: Sequence[Block]) -> dict[str, str]:
    """What each earlier run that is made at the same minutes is called now."""
    waiting: dict[_Key, list[str]] = defaultdict(list)
    for key, name in _keyed(now):
        waiting[key].append(name)
    return {name: waiting[key].pop(0) for key, name in _keyed(before) if waiting[key]}


def _keyed(blocks: Sequence[Block]) -> Iterator[tuple[_Key, str]]:
    for block in blocks:
        for piece in block.pieces:
            yield _key(piece), piece.id


def _key(piece: BlockPiece) -> _Key:
    ends = piece.origin, piece.destination, piece.departure, piece.arrival
    return piece.kind, *ends, piece.port


def marked(plan: Plan, kept: Keeping) -> Plan:
    """The plan with its pinned trips marked; blocks and duties are by now.

    Raises:
        CheckError: something pinned is not in the plan as it was, an error of this program.
    """
    pinned = {_trip_key(trip) for trip in kept.base.trips if trip.id in kept.trips}
    trips = (
        trip.model_copy(update={"pinned": True}) if _trip_key(trip) in pinned else trip
        for trip in plan.trips
    )
    made = plan.model_copy(update={"trips": tuple(trips)})
    lost = sorted(map(str, _pinned(kept) - _marked(made)))
    if lost:
        message = "The plan lost what is pinned, which is an error of this program; please report."
        raise CheckError(message, lost)
    return made


def _pinned(kept: Keeping) -> set[_Key]:
    """What is to stay, as it is recognised again."""
    base = kept.base
    pieces = _pieces(base)
    return {
        *(_trip_key(trip) for trip in base.trips if trip.id in kept.trips),
        *(_block_key(block) for block in base.blocks if block.id in kept.blocks),
        *(_duty_key(duty, pieces) for duty in base.duties if duty.id in kept.duties),
    }


def _marked(plan: Plan) -> set[_Key]:
    """What is marked as pinned, likewise."""
    pieces = _pieces(plan)
    return {
        *(_trip_key(trip) for trip in plan.trips if trip.pinned),
        *(_block_key(block) for block in plan.blocks if block.pinned),
        *(_duty_key(duty, pieces) for duty in plan.duties if duty.pinned),
    }


def _pieces(plan: Plan) -> dict[str, BlockPiece]:
    return {piece.id: piece for block in plan.blocks for piece in block.pieces}


def _trip_key(trip: Trip) -> _Key:
    return trip.origin, trip.destination, trip.departure, trip.port, trip.vehicle_type


def _block_key(block: Block) -> _Key:
    runs = tuple(map(_leaving, block.pieces))
    return block.vehicle_type, block.depot, block.end_depot, runs


def _duty_key(duty: Duty, pieces: dict[str, BlockPiece]) -> _Key:
    return duty.home, tuple(_leaving(pieces[name]) for name in duty.pieces)


def _leaving(piece: BlockPiece) -> _Key:
    return piece.kind, piece.origin, piece.destination, piece.departure, piece.port
