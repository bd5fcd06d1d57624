"""Blocks out of a whole flow: at each place the bus that has stood longest leaves first."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import TypeAlias

from shuttle.domain.plan import Block, BlockPiece
from shuttle.domain.time import format_minute
from shuttle.solver.pinned import PinnedBus
from shuttle.solver.problem import Problem, Run
from shuttle.solver.rules import battery as battery_rule
from shuttle.solver.same_side import SideRun, move, retimed

_Order: TypeAlias = tuple[int, int, bool, int, str, str]


@dataclass(frozen=True, slots=True)
class UsedRun:
    """A run that is made by a bus of a type, with riders or without.

    Attributes:
        level: the steps in an electric bus's battery when it leaves; 0 without a battery.
    """

    run: Run | SideRun
    vehicle_type: int
    empty: bool
    level: int = 0


@dataclass(frozen=True, slots=True)
class UsedCharge:
    """A step charged by an electric bus, from a clock of `same_side.move` on.

    Attributes:
        level: the steps in the battery when it begins.
    """

    vehicle_type: int
    place: str
    start: int
    minutes: int
    level: int


@dataclass
class _Bus:
    """A bus being followed through the day."""

    vehicle_type: int
    depot: str
    place: str
    runs: list[UsedRun] = field(default_factory=list)


def blocks(
    problem: Problem,
    used: Sequence[UsedRun],
    stock: Mapping[tuple[int, str], int],
    charges: Sequence[UsedCharge] = (),
) -> tuple[Block, ...]:
    """Blocks that make every used run, ordered by their first departure.

    Args:
        problem: what was solved.
        used: runs of a whole flow, so that a ready bus of the type stands wherever one leaves.
        stock: buses at the start of the day, by bus type and the depot's place; pinned ones are
            among them.
        charges: what electric buses charge in that flow.
    """
    depots = {depot.place: depot.id for depot in problem.scenario.depots.values()}
    buses: list[_Bus] = []
    standing = _Standing()
    pinned = Counter(
        (bus.vehicle_type, problem.scenario.depots[bus.block.depot].place) for bus in problem.pinned
    )
    for (kind, place), count in sorted(stock.items()):
        for _ in range(count - pinned[kind, place]):
            bus = _Bus(kind, depots[place], place)
            buses.append(bus)
            standing.insert((kind, place, _full(problem, kind)), 0, bus)
    steps: list[tuple[_Order, UsedRun | UsedCharge]] = [
        *((_by_departure(item), item) for item in used),
        *_charges(problem, charges),
    ]
    for _, item in sorted(steps, key=itemgetter(0)):
        if isinstance(item, UsedCharge):
            _charge(standing, item)
        else:
            _run(problem, standing, item)
    working = [bus for bus in buses if bus.runs]
    for bus in working:
        bus.runs = _retimed(problem, bus)
    days: list[tuple[_Order, _Bus | PinnedBus]] = [
        *((_by_departure(bus.runs[0]), bus) for bus in working),
        *((_by_first_piece(problem, bus), bus) for bus in problem.pinned),
    ]
    return tuple(
        _pinned_block(problem, f"block-{number:02d}", bus)
        if isinstance(bus, PinnedBus)
        else _block(problem, f"block-{number:02d}", bus, depots[bus.place])
        for number, (_, bus) in enumerate(sorted(days, key=itemgetter(0)), start=1)
    )


def _by_first_piece(problem: Problem, bus: PinnedBus) -> _Order:
    """Where a pinned bus stands among the others."""
    piece = bus.block.pieces[0]
    ends = [(way.origin, way.destination) for way in problem.directions]
    way = (piece.origin, piece.destination)
    direction = ends.index(way) if way in ends else -1
    empty = piece.kind == "deadhead"
    return piece.departure, direction, empty, bus.vehicle_type, piece.port or "", ""


def _pinned_block(problem: Problem, block_id: str, bus: PinnedBus) -> Block:
    """A pinned bus's day under the name that it has now."""
    ends = ((way.origin, way.destination) for way in problem.directions)
    prefixes = dict(zip(ends, trip_ids(problem), strict=True))
    pieces = []
    for piece in bus.block.pieces:
        empty = piece.kind == "deadhead"
        prefix = block_id if empty else prefixes[piece.origin, piece.destination]
        name = piece_id(prefix, piece.departure)
        pieces.append(piece.model_copy(update={"id": name}))
    return bus.block.model_copy(update={"id": block_id, "pieces": tuple(pieces)})


def _full(problem: Problem, kind: int) -> int:
    battery = problem.types[kind].battery
    return battery.steps if battery else 0


def _charges(
    problem: Problem, charges: Sequence[UsedCharge]
) -> Iterator[tuple[_Order, UsedCharge]]:
    """Charges by the minute that their clock stands for among departures of the same place."""
    for item in charges:
        minute = item.start - problem.scenario.policies.layover_at(item.place)
        yield (minute, -2, True, item.vehicle_type, item.place, f"{item.level:02d}"), item


def _charge(standing: "_Standing", item: UsedCharge) -> None:
    """Move a bus up a step where it stands."""
    bus = standing.last_ready((item.vehicle_type, item.place, item.level), item.start)
    after = item.vehicle_type, item.place, item.level + 1
    standing.insert(after, item.start + item.minutes, bus)


def _run(problem: Problem, standing: "_Standing", item: UsedRun) -> None:
    """Hand a run to a bus that stands ready for it."""
    way, kind = move(problem, item.run), item.vehicle_type
    here = kind, way.origin, item.level
    at_once = way.leaves > item.run.departure
    bus = standing.last_ready(here, way.leaves) if at_once else standing.first(here)
    bus.runs.append(item)
    bus.place = way.destination
    battery = problem.types[kind].battery
    left = item.level - (battery_rule.use(battery, item.run.legs) if battery else 0)
    standing.insert((kind, way.destination, left), way.ready, bus)


def _retimed(problem: Problem, bus: _Bus) -> list[UsedRun]:
    """The bus's runs where drivers expect them, as far as its battery lasts for that."""
    times = retimed(problem, [item.run for item in bus.runs])
    battery = problem.types[bus.vehicle_type].battery
    if battery and not battery_rule.lasts(battery, [(move(problem, r), r.legs) for r in times]):
        return bus.runs
    return [replace(item, run=run) for item, run in zip(bus.runs, times, strict=True)]


def _by_departure(item: UsedRun) -> _Order:
    run = item.run
    if isinstance(run, SideRun):
        return run.departure, -1, item.empty, item.vehicle_type, run.origin, run.destination
    return run.departure, run.direction, item.empty, item.vehicle_type, run.port or "", ""


class _Standing:
    """The buses that stand by bus type, place and level, in order of readiness."""

    def __init__(self) -> None:
        self._queues: dict[tuple[int, str, int], deque[tuple[int, _Bus]]] = {}

    def first(self, here: tuple[int, str, int]) -> _Bus:
        """Take the bus that has stood longest."""
        return self._queues[here].popleft()[1]

    def last_ready(self, here: tuple[int, str, int], clock: int) -> _Bus:
        """Take the bus that has stood shortest, for what needs no layover.

        Those that have stood longer are left to runs that leave later but ask for a layover.
        """
        queue = self._queues[here]
        place = max(index for index, (ready, _) in enumerate(queue) if ready <= clock)
        _, bus = queue[place]
        del queue[place]
        return bus

    def insert(self, here: tuple[int, str, int], ready: int, bus: _Bus) -> None:
        """Add a bus; equals in order of coming."""
        queue = self._queues.setdefault(here, deque())
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
