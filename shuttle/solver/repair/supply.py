"""Buses that have left: where their last run brings them, and when they are ready there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shuttle.domain.fleet import VehicleType
from shuttle.domain.plan import BlockPiece
from shuttle.domain.under_way import Onward
from shuttle.solver.linear import ModelBuilder
from shuttle.solver.problem import Problem
from shuttle.solver.repair.day import Bus, RepairDay, kinds_of
from shuttle.solver.timetable.vehicles import RunColumn


@dataclass(frozen=True)
class Supply:
    """A column: a bus that has left, of a part of its type, and how its run goes on.

    Attributes:
        rests: whether it makes no further run.
    """

    bus: int
    vehicle_type: int
    way: Onward
    rests: bool
    column: int


def add_supplies(
    day: RepairDay, builder: ModelBuilder, trips: Sequence[RunColumn]
) -> tuple[Supply, ...]:
    """Add the columns of all buses that have left; `trips` are the columns of those under way."""
    return tuple(_Supplying(day, builder, trips).supplies())


class _Supplying:
    """Columns and rows of buses that have left."""

    def __init__(self, day: RepairDay, builder: ModelBuilder, trips: Sequence[RunColumn]) -> None:
        self._day, self._problem, self._builder = day, day.problem, builder
        self._ways_of = {
            (item.run.departure, item.run.direction, item.run.port): item.column for item in trips
        }

    def supplies(self) -> Iterator[Supply]:
        """Each bus is of one part of its type, and its run ends in one way."""
        for number, bus in enumerate(self._day.buses):
            made = list(self._variants(bus))
            cents = [self._sunk_cents(bus, way) for _, way, _ in made]
            columns = self._builder.columns(cents, 1, integer=True).tolist()
            self._builder.entries(self._builder.rows(1.0, 1.0)[0], columns, 1.0)
            mine = [
                Supply(number, k, way, rests, column)
                for (k, way, rests), column in zip(made, columns, strict=True)
            ]
            if bus.left[-1].kind == "trip" and len(bus.ways) > 1:
                self._tie(bus, mine)
            yield from mine

    def _tie(self, bus: Bus, mine: list[Supply]) -> None:
        """The trip under way ends as its bus does."""
        run = bus.left[-1]
        ends = [(way.origin, way.destination) for way in self._problem.directions]
        for way in bus.ways:
            row = self._builder.rows(0.0, 0.0)[0]
            index = ends.index((run.origin, run.destination))
            self._builder.entries(row, self._ways_of[run.departure, index, way.port], -1.0)
            columns = [item.column for item in mine if item.way is way]
            self._builder.entries(row, columns, 1.0)

    def _variants(self, bus: Bus) -> Iterator[tuple[int, Onward, bool]]:
        """Parts of its type, ways in which its run may end, and whether it rests afterwards."""
        missing = self._day.under_way.disruption.missing_buses()
        crossed = {piece.port for piece in bus.left[:-1]}
        may_rest = bus.block.vehicle_type in missing
        for k in kinds_of(self._problem, bus.block.vehicle_type):
            for way in bus.ways:
                if _admits(self._problem.types[k], crossed | {way.port}):
                    yield k, way, bus.missing
                    if may_rest and not bus.missing:
                        yield k, way, True

    def _sunk_cents(self, bus: Bus, way: Onward) -> int:
        """The bus's day and its empty runs so far, and its riders' minutes of arriving late."""
        problem, run = self._problem, bus.left[-1]
        k = kinds_of(problem, bus.block.vehicle_type)[0]
        empty = sum(_empty_cents(problem, k, p) for p in bus.left if p.kind == "deadhead")
        loads = {trip.id: trip.load for trip in self._day.base.trips}
        late = max(0, way.arrival - run.arrival) * loads.get(run.id, 0)
        return problem.cents.bus_day[k] + empty + late * problem.cents.waiting_minute


def _admits(kind: VehicleType, ports: set[str | None]) -> bool:
    return kind.ports is None or all(port is None or port in kind.ports for port in ports)


def _empty_cents(problem: Problem, k: int, piece: BlockPiece) -> int:
    """What an empty run that has left cost: within a side where that has a price of its own."""
    local = problem.cents.same_side[k]
    if piece.port is None and local is not None:
        return local
    return problem.cents.deadhead[k] or 0
