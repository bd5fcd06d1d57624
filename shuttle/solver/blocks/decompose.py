"""Blocks out of a whole flow: at each place the bus that has stood longest leaves first."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from shuttle.domain.plan import Block, BlockPiece
from shuttle.domain.time import format_minute
from shuttle.solver.problem import Problem, Run
from shuttle.solver.same_side import SideRun, move, retimed


@dataclass(frozen=True, slots=True)
class UsedRun:
    """A run that is made by a bus of a type, with riders or without."""

    run: Run | SideRun
    vehicle_type: int
    empty: bool


@dataclass
class _Bus:
    """A bus being followed through the day."""

    vehicle_type: int
    depot: str
    place: str
    runs: list[UsedRun] = field(default_factory=list)


def blocks(
    problem: Problem, used: Sequence[UsedRun], stock: Mapping[tuple[int, str], int]
) -> tuple[Block, ...]:
    """Blocks that make every used run, ordered by their first departure.

    Args:
        problem: what was solved.
        used: runs of a whole flow, so that a ready bus of the type stands wherever one leaves.
        stock: buses at the start of the day, by bus type and the depot's place.
    """
    depots = {depot.place: depot.id for depot in problem.scenario.depots.values()}
    buses: list[_Bus] = []
    standing: dict[tuple[int, str], deque[tuple[int, _Bus]]] = {}
    for (kind, place), count in sorted(stock.items()):
        for _ in range(count):
            bus = _Bus(kind, depots[place], place)
            buses.append(bus)
            standing.setdefault((kind, place), deque()).append((0, bus))
    for item in sorted(used, key=_by_departure):
        way = move(problem, item.run)
        queue = standing[item.vehicle_type, way.origin]
        bus = _last_ready(queue, way.leaves) if way.leaves > item.run.departure else _first(queue)
        bus.runs.append(item)
        bus.place = way.destination
        there = standing.setdefault((item.vehicle_type, way.destination), deque())
        _insert(there, way.ready, bus)
    working = [bus for bus in buses if bus.runs]
    for bus in working:
        times = retimed(problem, [item.run for item in bus.runs])
        bus.runs = [replace(item, run=run) for item, run in zip(bus.runs, times, strict=True)]
    working.sort(key=lambda bus: _by_departure(bus.runs[0]))
    return tuple(
        _block(problem, f"block-{number:02d}", bus, depots[bus.place])
        for number, bus in enumerate(working, start=1)
    )


def _by_departure(item: UsedRun) -> tuple[int, int, bool, int, str, str]:
    run = item.run
    if isinstance(run, SideRun):
        return run.departure, -1, item.empty, item.vehicle_type, run.origin, run.destination
    return run.departure, run.direction, item.empty, item.vehicle_type, run.port or "", ""


def _first(queue: deque[tuple[int, _Bus]]) -> _Bus:
    return queue.popleft()[1]


def _last_ready(queue: deque[tuple[int, _Bus]], clock: int) -> _Bus:
    """The bus that has stood shortest, for a run that needs no layover.

    Those that have stood longer are left to runs that leave later but ask for a layover.
    """
    place = max(index for index, (ready, _) in enumerate(queue) if ready <= clock)
    _, bus = queue[place]
    del queue[place]
    return bus


def _insert(queue: deque[tuple[int, _Bus]], ready: int, bus: _Bus) -> None:
    """Keep a place's buses in order of readiness; equals in order of coming."""
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
        run, way = item.run, move(problem, item.run)
        prefix = block_id if item.empty or isinstance(run, SideRun) else prefixes[run.direction]
        yield BlockPiece(
            id=piece_id(prefix, run.departure),
            kind="deadhead" if item.empty else "trip",
            origin=way.origin,
            destination=way.destination,
            departure=run.departure,
            arrival=run.arrival,
            port=None if isinstance(run, SideRun) else run.port,
            legs=run.legs,
        )
