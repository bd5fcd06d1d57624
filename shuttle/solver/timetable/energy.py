"""The flow of electric buses: the time-space flow once for each level of the battery.

A run takes a bus from a level and gives it back at the level less what the run uses. At a
charger buses rise by a level in the minutes of one step, begun when they come or when another
step ends: a charge that began later would end later and give no more. Buses begin the day full
and end it at any level. Types without a battery do not pass through here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from shuttle.domain.fleet import Battery
from shuttle.solver.linear import ModelBuilder
from shuttle.solver.problem import Problem
from shuttle.solver.rules import battery as rule
from shuttle.solver.same_side import move
from shuttle.solver.timetable.vehicles import (
    PinnedColumn,
    RunColumn,
    SideColumn,
    all_day,
    stand,
)

Item = RunColumn | SideColumn
Events = dict[tuple[str, int], list[tuple[int, int, int]]]


@dataclass(frozen=True)
class RunLevel:
    """A column: a run begun at a level of the battery, in steps."""

    item: Item
    level: int
    column: int


@dataclass(frozen=True)
class ChargeLevel:
    """A column: a step charged at a place from a clock (as `same_side.move` has it) on."""

    vehicle_type: int
    place: str
    start: int
    minutes: int
    level: int
    column: int


@dataclass(frozen=True)
class EnergyColumns:
    """The columns of electric buses, by level."""

    runs: tuple[RunLevel, ...]
    charges: tuple[ChargeLevel, ...]


NO_ENERGY = EnergyColumns((), ())
"""Where no bus is electric."""


def add_energy(
    problem: Problem,
    builder: ModelBuilder,
    items: Iterable[Item],
    stock: dict[tuple[int, str], int],
    pinned: Sequence[PinnedColumn] = (),
) -> EnergyColumns:
    """Add the flow of every electric type under its runs."""
    by_type: dict[int, list[Item]] = {bus.vehicle_type: [] for bus in pinned}
    for item in items:
        by_type.setdefault(item.vehicle_type, []).append(item)
    runs: list[RunLevel] = []
    charges: list[ChargeLevel] = []
    for k, mine in sorted(by_type.items()):
        battery = problem.types[k].battery
        if battery is not None:
            layers = _Layers(problem, builder, k, battery)
            layers.leave_alone(bus for bus in pinned if bus.vehicle_type == k)
            layers.add(
                mine, {place: column for (kind, place), column in stock.items() if kind == k}
            )
            runs.extend(layers.runs)
            charges.extend(layers.charges)
    return EnergyColumns(tuple(runs), tuple(charges))


class _Layers:
    """The flow of one electric type."""

    def __init__(self, problem: Problem, builder: ModelBuilder, k: int, battery: Battery) -> None:
        self._problem, self._builder, self._k, self._battery = problem, builder, k, battery
        self._most = problem.types[k].count
        self._events: Events = {}
        self._clocks: dict[str, tuple[set[int], int]] = {}
        self.runs: list[RunLevel] = []
        self.charges: list[ChargeLevel] = []

    def add(self, items: Sequence[Item], stock: dict[str, int]) -> None:
        self._add_runs(items)
        self._add_charges()
        full = self._battery.steps
        for place in stock:
            self._events.setdefault((place, full), [])
        for place in sorted({place for place, _ in self._events}):
            levels = [level for level in range(full + 1) if (place, level) in self._events]
            ends = self._builder.columns(np.zeros(len(levels)), self._most)
            for level, end in zip(levels, ends.tolist(), strict=True):
                start = stock.get(place) if level == full else None
                stand(self._builder, self._most, self._events[place, level], (start, end))
            row = self._builder.rows(0.0, 0.0)[0]
            self._builder.entries(row, ends, 1.0)
            if place in stock:
                self._builder.entries(row, stock[place], -1.0)

    def leave_alone(self, pinned: Iterable[PinnedColumn]) -> None:
        """Pinned buses leave full, before all others, and come home after them."""
        for bus in pinned:
            for place, event in all_day(bus):
                self._event(place, self._battery.steps, event)

    def _add_runs(self, items: Sequence[Item]) -> None:
        """A column for each run and level that lasts for it; together they are the run."""
        used = [rule.use(self._battery, item.run.legs) for item in items]
        full = self._battery.steps
        made = [
            (number, level) for number, steps in enumerate(used) for level in range(steps, full + 1)
        ]
        columns = self._builder.columns(np.zeros(len(made)), self._most, integer=True)
        rows = self._builder.rows(0.0, 0.0, len(items))
        self._builder.entries(rows, [item.column for item in items], -1.0)
        self._builder.entries(rows[[number for number, _ in made]], columns, 1.0)
        for (number, level), column in zip(made, columns.tolist(), strict=True):
            item, steps = items[number], used[number]
            way = move(self._problem, item.run)
            self._event(way.origin, level, (way.leaves, -1, column))
            self._event(way.destination, level - steps, (way.ready, 1, column))
            self.runs.append(RunLevel(item, level, column))
        for item in items:
            way = move(self._problem, item.run)
            self._clock(way.destination)[0].add(way.ready)
            ready, last = self._clock(way.origin)
            self._clocks[way.origin] = ready, max(last, way.leaves)

    def _clock(self, place: str) -> tuple[set[int], int]:
        """When buses become ready at a place, and when the last one leaves it."""
        return self._clocks.setdefault(place, (set(), 0))

    def _event(self, place: str, level: int, event: tuple[int, int, int]) -> None:
        self._events.setdefault((place, level), []).append(event)

    def _add_charges(self) -> None:
        made = list(self._charges())
        columns = self._builder.columns(np.zeros(len(made)), self._most, integer=True).tolist()
        for (place, start, minutes, level), column in zip(made, columns, strict=True):
            self._event(place, level, (start, -1, column))
            self._event(place, level + 1, (start + minutes, 1, column))
            self.charges.append(ChargeLevel(self._k, place, start, minutes, level, column))

    def _charges(self) -> Iterator[tuple[str, int, int, int]]:
        """Place, clock, minutes and level of each step that some later run may need."""
        full = self._battery.steps
        for place, (ready, last) in sorted(self._clocks.items()):
            minutes = rule.minutes_a_step(self._battery, place)
            if minutes is None:
                continue
            starts = {clock + step * minutes for clock in ready for step in range(full)}
            for start in sorted(clock for clock in starts if clock + minutes <= last):
                for level in range(full):
                    yield place, start, minutes, level
