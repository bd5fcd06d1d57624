"""Blocks out of a whole flow: at each stop the bus that has stood longest leaves first."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from shuttle.domain.plan import Block, BlockPiece
from shuttle.domain.time import format_minute
from shuttle.solver.problem import Problem, Run


@dataclass(frozen=True, slots=True)
class UsedRun:
    """A run that is made by a bus of a type, with riders or without."""

    run: Run
    vehicle_type: int
    empty: bool


@dataclass
class _Bus:
    """A bus being followed through the day."""

    vehicle_type: int
    depot: str
    stop: str
    runs: list[UsedRun] = field(default_factory=list)


def blocks(
    problem: Problem, used: Sequence[UsedRun], stock: Mapping[tuple[int, str], int]
) -> tuple[Block, ...]:
    """Blocks that make every used run, ordered by their first departure.

    Args:
        problem: what was solved.
        used: runs of a whole flow, so that a ready bus of the type stands wherever one leaves.
        stock: buses at the start of the day, by bus type and depot stop.
    """
    depots = {depot.stop: depot.id for depot in problem.scenario.depots.values()}
    buses: list[_Bus] = []
    standing: dict[tuple[int, str], deque[tuple[int, _Bus]]] = {}
    for (kind, stop), count in sorted(stock.items()):
        for _ in range(count):
            bus = _Bus(kind, depots[stop], stop)
            buses.append(bus)
            standing.setdefault((kind, stop), deque()).append((0, bus))
    for item in sorted(used, key=_by_departure):
        direction = problem.directions[item.run.direction]
        queue = standing[item.vehicle_type, direction.origin]
        _, bus = queue.popleft()
        bus.runs.append(item)
        bus.stop = direction.destination
        ready = item.run.arrival + problem.scenario.policies.layover_at(direction.destination)
        there = standing.setdefault((item.vehicle_type, direction.destination), deque())
        _insert(there, ready, bus)
    working = sorted((bus for bus in buses if bus.runs), key=lambda b: _by_departure(b.runs[0]))
    return tuple(
        _block(problem, f"block-{number:02d}", bus, depots[bus.stop])
        for number, bus in enumerate(working, start=1)
    )


def _by_departure(item: UsedRun) -> tuple[int, int, bool, int, str]:
    run = item.run
    return run.departure, run.direction, item.empty, item.vehicle_type, run.port or ""


def _insert(queue: deque[tuple[int, _Bus]], ready: int, bus: _Bus) -> None:
    """Keep a stop's buses in order of readiness; equals in order of coming."""
    place = len(queue)
    while place and queue[place - 1][0] > ready:
        place -= 1
    queue.insert(place, (ready, bus))


def trip_ids(problem: Problem) -> tuple[str, ...]:
    """What trip ids of each direction begin with: its id, with the route where that is shared."""
    ids = [direction.id for direction in problem.directions]
    return tuple(
        direction.id if ids.count(direction.id) == 1 else f"{direction.route}-{direction.id}"
        for direction in problem.directions
    )


def piece_id(prefix: str, departure: int) -> str:
    """`to-hksp-0830` for a departure at 08:30."""
    return f"{prefix}-{format_minute(departure).replace(':', '')}"


def _block(problem: Problem, block_id: str, bus: _Bus, end_depot: str) -> Block:
    return Block(
        id=block_id,
        vehicle_type=problem.types[bus.vehicle_type].id,
        depot=bus.depot,
        end_depot=end_depot,
        pieces=tuple(_pieces(problem, block_id, bus.runs)),
    )


def _pieces(problem: Problem, block_id: str, runs: Sequence[UsedRun]) -> Iterable[BlockPiece]:
    prefixes = trip_ids(problem)
    for item in runs:
        run, direction = item.run, problem.directions[item.run.direction]
        prefix = block_id if item.empty else prefixes[run.direction]
        yield BlockPiece(
            id=piece_id(prefix, run.departure),
            kind="deadhead" if item.empty else "trip",
            origin=direction.origin,
            destination=direction.destination,
            departure=run.departure,
            arrival=run.arrival,
            port=run.port,
            legs=run.legs,
        )
