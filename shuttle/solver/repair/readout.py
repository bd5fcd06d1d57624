"""From column values to the day as it is now: trips, and blocks that keep their buses' identity."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from shuttle.domain.change import Changes
from shuttle.domain.plan import Block, BlockPiece, Trip
from shuttle.domain.time import LAST_MINUTE
from shuttle.domain.under_way import Onward
from shuttle.solver.blocks.decompose import piece_id, trip_ids
from shuttle.solver.linear import Floats
from shuttle.solver.problem import Problem, Run
from shuttle.solver.repair.day import RepairDay
from shuttle.solver.repair.model import RepairModel
from shuttle.solver.repair.supply import Supply
from shuttle.solver.same_side import SideRun, move, retimed
from shuttle.solver.timetable.changes import changes_of, stated
from shuttle.solver.timetable.vehicles import RunColumn, SideColumn

_HALF = 0.5


@dataclass(frozen=True)
class Today:
    """The whole day as it is now; loads are those of the plan before, or 0.

    Attributes:
        trips: by departure.
        blocks: those of the plan before that have left or still leave, then new ones.
        changes: against the plan before.
    """

    trips: tuple[Trip, ...]
    blocks: tuple[Block, ...]
    changes: Changes | None


@dataclass
class _Bus:
    """A bus being followed through the rest of the day.

    Attributes:
        planned: minutes of the runs that it was to make, by their ids.
    """

    block_id: str
    depot: str
    end_depot: str
    vehicle_type: int
    place: str
    ready: int
    left: tuple[BlockPiece, ...]
    planned: Mapping[str, int]
    runs: list[tuple[Run | SideRun, bool]] = field(default_factory=list)


def read_today(day: RepairDay, model: RepairModel, values: Floats) -> Today:
    """The day of a whole solution."""
    reading = _Reading(day, model, values)
    blocks = tuple(reading.blocks())
    trips = tuple(reading.trips(blocks))
    made = [item for item in model.timetable.trips if values[item.column] > _HALF]
    told, change = changes_of(day.problem, made), day.problem.change
    changes = stated(change, told, trips) if change and told else None
    return Today(trips, blocks, changes)


class _Reading:
    """One solution, read."""

    def __init__(self, day: RepairDay, model: RepairModel, values: Floats) -> None:
        self._day, self._model, self._values = day, model, values
        self._problem: Problem = day.problem
        self._prefixes = trip_ids(day.problem)
        ends = [(way.route, way.origin, way.destination) for way in day.problem.directions]
        self._ids: dict[tuple[int, int], str] = {
            (ends.index((t.route, t.origin, t.destination)), t.departure): t.id
            for t in day.base.trips
        }

        self._running = {
            self.trip_id(item.run) for item in model.timetable.trips if self._used(item.column)
        }

    def _used(self, column: int) -> int:
        return round(float(self._values[column]))

    def trip_id(self, run: Run) -> str:
        """As published where the direction had a departure at that minute."""
        made = piece_id(self._prefixes[run.direction], run.departure)
        return self._ids.get((run.direction, run.departure), made)

    def blocks(self) -> Iterator[Block]:
        """Every bus with what it did and what it does."""
        buses = [*self._left(), *self._standing()]
        for _, run, k, empty in sorted(self._runs(), key=lambda item: item[0]):
            self._hand_over(buses, run, k, empty=empty)
        for bus in buses:
            if bus.left or bus.runs:
                yield self._block(bus)

    def trips(self, blocks: tuple[Block, ...]) -> Iterator[Trip]:
        """Every trip of the blocks, by departure."""
        before = {trip.id: trip for trip in self._day.base.trips}
        ways = {
            (way.origin, way.destination, self.trip_id(c.run)): way
            for c in self._model.timetable.trips
            for way in (self._problem.directions[c.run.direction],)
        }
        pieces = [(p, block) for block in blocks for p in block.pieces if p.kind == "trip"]
        for piece, block in sorted(pieces, key=lambda item: (item[0].departure, item[0].id)):
            way = ways[piece.origin, piece.destination, piece.id]
            published = before.get(piece.id)
            yield Trip(
                id=piece.id,
                route=way.route,
                direction=way.id,
                origin=piece.origin,
                destination=piece.destination,
                departure=piece.departure,
                arrival=piece.arrival,
                port=piece.port,
                vehicle_type=block.vehicle_type,
                block=block.id,
                load=published.load if published else 0,
                legs=piece.legs,
            )

    def _left(self) -> Iterator[_Bus]:
        """Buses that have left, where their last run brings them."""
        chosen: Mapping[int, Supply] = {
            s.bus: s for s in self._model.supplies if self._values[s.column] > _HALF
        }
        layover_at = self._problem.scenario.policies.layover_at
        for number, bus in enumerate(self._day.buses):
            supply, last = chosen[number], bus.left[-1]
            way = supply.way
            goes_on = not (supply.rests or bus.missing)
            yield _Bus(
                block_id=bus.block.id,
                depot=bus.block.depot,
                end_depot=bus.block.end_depot,
                vehicle_type=supply.vehicle_type if goes_on else -1,
                place=last.destination,
                ready=way.arrival + layover_at(last.destination),
                left=(*bus.left[:-1], _ended(last, way)),
                planned={p.id: p.departure for p in bus.block.pieces[len(bus.left) :]},
            )

    def _standing(self) -> Iterator[_Bus]:
        """Buses that leave their depots later: first those that were to do so anyway."""
        depots = {depot.place: depot.id for depot in self._problem.scenario.depots.values()}
        absent = self._day.under_way.disruption.missing_blocks()
        unused = [block for block in self._day.unused if block.id not in absent]
        taken = {block.id for block in self._day.base.blocks}
        fresh = (name for n in count(1) if (name := f"block-{n:02d}") not in taken)
        for (k, place), column in sorted(self._model.timetable.fleet.stock.items()):
            kind = self._problem.types[k].id
            for _ in range(self._used(column)):
                own = next(
                    (b for b in unused if (b.vehicle_type, b.depot) == (kind, depots[place])), None
                )
                if own is not None:
                    unused.remove(own)
                yield _Bus(
                    block_id=own.id if own else next(fresh),
                    depot=depots[place],
                    end_depot=depots[place],
                    vehicle_type=k,
                    place=place,
                    ready=0,
                    left=(),
                    planned={p.id: p.departure for p in own.pieces} if own else {},
                )

    def _runs(self) -> Iterator[tuple[tuple[int, int, bool, int, str], Run | SideRun, int, bool]]:
        """Runs still to come, with what orders them."""
        timetable = self._model.timetable
        made: list[tuple[RunColumn | SideColumn, bool]] = [
            *((item, False) for item in timetable.trips),
            *((item, True) for item in timetable.deadheads),
        ]
        for item, empty in made:
            run = item.run
            if not empty and self._day.under_way.had_left(run.departure):
                continue
            direction = -1 if isinstance(run, SideRun) else run.direction
            for _ in range(self._used(item.column)):
                order = run.departure, direction, empty, item.vehicle_type, _ends(run)
                yield order, run, item.vehicle_type, empty

    def _hand_over(self, buses: list[_Bus], run: Run | SideRun, k: int, *, empty: bool) -> None:
        """Give a run to a bus that stands ready: to the one that was to make it, if it can."""
        way = move(self._problem, run)
        ready = [
            (number, bus)
            for number, bus in enumerate(buses)
            if bus.vehicle_type == k and bus.place == way.origin and bus.ready <= way.leaves
        ]
        name = "" if isinstance(run, SideRun) else self.trip_id(run)
        at_once = way.leaves > run.departure
        if at_once:  # buses that have stood longer are left to runs that ask for a layover
            _, bus = max(ready, key=lambda item: (item[1].ready, -item[0]))
        else:
            _, bus = min(ready, key=lambda item: (*self._fitness(item[1], name, run), item[0]))
        bus.runs.append((run, empty))
        bus.place, bus.ready = way.destination, way.ready

    def _fitness(self, bus: _Bus, name: str, run: Run | SideRun) -> tuple[bool, int, int]:
        """The bus that was to make the run comes first; then who is not needed for long."""
        own = (
            minute
            for piece, minute in bus.planned.items()
            if minute >= run.departure and piece in self._running
        )
        return name not in bus.planned, -min(own, default=LAST_MINUTE), bus.ready

    def _block(self, bus: _Bus) -> Block:
        depots = {depot.place: depot.id for depot in self._problem.scenario.depots.values()}
        kind = self._problem.types[bus.vehicle_type].id if bus.vehicle_type >= 0 else None
        before = {block.id: block for block in self._day.base.blocks}
        times = retimed(self._problem, [run for run, _ in bus.runs])
        pieces = [
            self._piece(bus, run, empty=empty)
            for run, (_, empty) in zip(times, bus.runs, strict=True)
        ]
        return Block(
            id=bus.block_id,
            vehicle_type=kind or before[bus.block_id].vehicle_type,
            depot=bus.depot,
            end_depot=depots.get(bus.place, bus.end_depot),
            pieces=(*bus.left, *pieces),
        )

    def _piece(self, bus: _Bus, run: Run | SideRun, *, empty: bool) -> BlockPiece:
        way = move(self._problem, run)
        riders = not empty and not isinstance(run, SideRun)
        return BlockPiece(
            id=self.trip_id(run)
            if riders and not isinstance(run, SideRun)
            else piece_id(bus.block_id, run.departure),
            kind="deadhead" if empty else "trip",
            origin=way.origin,
            destination=way.destination,
            departure=run.departure,
            arrival=run.arrival,
            port=None if isinstance(run, SideRun) else run.port,
            legs=run.legs,
        )


def _ends(run: Run | SideRun) -> str:
    return f"{run.origin} {run.destination}" if isinstance(run, SideRun) else run.port or ""


def _ended(piece: BlockPiece, way: Onward) -> BlockPiece:
    return piece.model_copy(update={"port": way.port, "legs": way.legs, "arrival": way.arrival})
