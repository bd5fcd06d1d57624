"""The headway-arc model of the rest of a day: buses begin where they are and when they are ready.

Paths of departures run over the whole day, for riders are those of the whole day; what has left is
fixed on them. Buses flow from where their last run that has left brings them, which depends on how
that run goes on, or from their depots; in the evening each depot wants back as many as left it in
the morning.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from shuttle.domain.disruption import EASING_PRICES
from shuttle.solver.linear import Ints, ModelBuilder
from shuttle.solver.problem import Run, in_cents
from shuttle.solver.repair.day import RepairDay, kinds_of
from shuttle.solver.repair.eased import path_of
from shuttle.solver.repair.quotas import add_quotas
from shuttle.solver.repair.supply import Supply, add_supplies
from shuttle.solver.rules import battery as battery_rule
from shuttle.solver.rules import port_permits
from shuttle.solver.same_side import Drives, move
from shuttle.solver.timetable.changes import add_changes
from shuttle.solver.timetable.model import Spans, TimetableModel
from shuttle.solver.timetable.network import Network
from shuttle.solver.timetable.stay import add_stays
from shuttle.solver.timetable.vehicles import (
    FleetColumns,
    RunColumn,
    SideColumn,
    deadhead_columns,
    stand,
)


@dataclass(frozen=True)
class RepairModel:
    """The model, and what its columns mean beyond trips and empty runs.

    Attributes:
        timetable: as the search for timetables takes it.
        supplies: columns of buses that have left.
    """

    timetable: TimetableModel
    supplies: tuple[Supply, ...]


def build_repair_model(day: RepairDay, *, eased: bool) -> RepairModel:
    """The model of a disrupted day; `eased` prices headways and spans that are not kept."""
    return _Building(day, eased=eased).model()


class _Building:
    """Columns and rows as they are added."""

    def __init__(self, day: RepairDay, *, eased: bool) -> None:
        self._day, self._problem, self._eased = day, day.problem, eased
        self._builder = ModelBuilder()
        self._trips: list[RunColumn] = []
        self._supplies: tuple[Supply, ...] = ()
        self._stock: dict[tuple[int, str], int] = {}
        self._ends: dict[tuple[int, str], int] = {}

    def model(self) -> RepairModel:
        """Everything in its order."""
        problem, builder = self._problem, self._builder
        networks, spans = self._paths()
        path_rows = builder.row_count
        later = [item for item in self._trips if not self._had_left(item.run)]
        deadheads = deadhead_columns(problem, builder)
        local = self._same_side([*later, *deadheads])
        left = [item for item in self._trips if self._had_left(item.run)]
        self._supplies = add_supplies(self._day, builder, left)
        self._add_stock()
        self._flow([*later, *deadheads, *local])
        self._balance()
        add_quotas(self._day, builder, [*self._trips, *deadheads], self._supplies)
        add_stays(problem, builder, self._trips)
        add_changes(problem, builder, self._trips)
        buses = np.full((builder.column_count - sum(map(len, spans)), 3), -1, dtype=np.int64)
        timetable = TimetableModel(
            problem=problem,
            linear=builder.build(),
            trips=tuple(self._trips),
            deadheads=(*deadheads, *local),
            fleet=FleetColumns(self._stock),
            networks=networks,
            spans=Spans(*np.concatenate([*spans, buses]).T),
            path_rows=path_rows,
        )
        return RepairModel(timetable, self._supplies)

    def _had_left(self, run: Run) -> bool:
        return self._day.under_way.had_left(run.departure)

    def _paths(self) -> tuple[tuple[Network, ...], list[Ints]]:
        networks, spans = [], []
        for index in range(len(self._problem.directions)):
            first = self._builder.column_count
            path = path_of(self._problem, self._builder, index, eased=self._eased)
            path.add()
            self._trips.extend(path.trips)
            mine = np.zeros((self._builder.column_count - first, 3), dtype=np.int64)
            mine[:, 0] = index
            mine[:, 1:] = path.spans()
            networks.append(path.network)
            spans.append(mine)
        return tuple(networks), spans

    def _same_side(self, leaving: Sequence[RunColumn]) -> tuple[SideColumn, ...]:
        """Empty runs within a side that may still be made."""
        problem = self._problem
        priced = {k: c for k, c in enumerate(problem.cents.same_side) if c is not None}
        useful = Drives(problem).useful(item.run for item in leaving) if priced else ()
        known = self._day.under_way.disruption.known_at
        made = [(run, k) for k in priced for run in useful if run.departure >= known]
        columns = self._builder.columns(
            [priced[k] for _, k in made], [problem.types[k].count for _, k in made], integer=True
        )
        return tuple(
            SideColumn(run, k, column)
            for (run, k), column in zip(made, columns.tolist(), strict=True)
        )

    def _add_stock(self) -> None:
        """Buses that still stand at their depots: as many as there are, where there is room."""
        problem, builder, day = self._problem, self._builder, self._day
        missing = day.under_way.disruption.missing_buses()
        absent = day.under_way.disruption.missing_blocks()
        for k, kind in enumerate(problem.types):
            for depot in problem.scenario.depots.values():
                if battery_rule.may_stay(kind, depot):
                    cost = problem.cents.bus_day[k]
                    column = builder.columns([cost], kind.count, integer=True)[0]
                    self._stock[k, depot.place] = int(column)
        for name, bus in problem.scenario.vehicle_types.items():
            left = [b for b in day.buses if b.block.vehicle_type == name]
            gone = sum(b.vehicle_type == name and b.id in absent for b in day.unused)
            kinds = kinds_of(problem, name)
            stock = [column for (k, _), column in self._stock.items() if k in kinds]
            row = builder.rows(-np.inf, float(bus.count - len(left) - gone))[0]
            builder.entries(row, stock, 1.0)
            if name in missing:
                there = builder.rows(-np.inf, float(bus.count - missing[name][0]))[0]
                working = [
                    s.column for s in self._supplies if s.vehicle_type in kinds and not s.rests
                ]
                builder.entries(there, [*stock, *working], 1.0)
        self._permits()
        self._rooms()

    def _permits(self) -> None:
        for parts, most, port in port_permits.limits(self._problem.types):
            if port is not None:
                row = self._builder.rows(-np.inf, most)[0]
                stock = [column for (k, _), column in self._stock.items() if k in parts]
                left = [s.column for s in self._supplies if s.vehicle_type in parts]
                self._builder.entries(row, [*stock, *left], 1.0)

    def _rooms(self) -> None:
        for depot in self._problem.scenario.depots.values():
            if depot.capacity is not None:
                begun = sum(bus.block.depot == depot.id for bus in self._day.buses)
                row = self._builder.rows(-np.inf, float(depot.capacity - begun))[0]
                mine = [
                    column for (_, place), column in self._stock.items() if place == depot.place
                ]
                self._builder.entries(row, mine, 1.0)

    def _flow(self, runs: Iterable[RunColumn | SideColumn]) -> None:
        """Buses of each type stand at each place until they leave, and end at depots."""
        problem, builder = self._problem, self._builder
        layover_at = problem.scenario.policies.layover_at
        events: dict[tuple[int, str], list[tuple[int, int, int]]] = {}
        for item in runs:
            k, way = item.vehicle_type, move(problem, item.run)
            events.setdefault((k, way.origin), []).append((way.leaves, -1, item.column))
            events.setdefault((k, way.destination), []).append((way.ready, 1, item.column))
        for supply in self._supplies:
            if not supply.rests:
                place = self._place(supply)
                ready = supply.way.arrival + layover_at(place)
                arrivals = events.setdefault((supply.vehicle_type, place), [])
                arrivals.append((ready, 1, supply.column))
        for here in self._stock:
            events.setdefault(here, [])
        for here in sorted(events):
            k, most = here[0], problem.types[here[0]].count
            if here in self._stock:
                self._ends[here] = int(builder.columns([0.0], most)[0])
            stand(builder, most, events[here], (self._stock.get(here), self._ends.get(here)))

    def _place(self, supply: Supply) -> str:
        return self._day.buses[supply.bus].left[-1].destination

    def _balance(self) -> None:
        """Each depot wants back as many buses of a type as it sent out; missing ones aside."""
        builder, day = self._builder, self._day
        depots = day.problem.scenario.depots
        lacks = in_cents(EASING_PRICES.depot_bus)
        for name in day.problem.scenario.vehicle_types:
            kinds = kinds_of(day.problem, name)
            mine = [bus for bus in day.buses if bus.block.vehicle_type == name and not bus.missing]
            for place in dict.fromkeys(place for k, place in self._stock if k in kinds):
                begun = sum(depots[bus.block.depot].place == place for bus in mine)
                row = builder.rows(float(begun), float(begun))[0]
                builder.entries(
                    row, [self._ends[k, place] for k in kinds if (k, place) in self._ends], 1.0
                )
                builder.entries(
                    row, [self._stock[k, place] for k in kinds if (k, place) in self._stock], -1.0
                )
                rests = [
                    s.column
                    for s in self._supplies
                    if s.rests
                    and s.vehicle_type in kinds
                    and not day.buses[s.bus].missing
                    and self._place(s) == place
                ]
                builder.entries(row, rests, 1.0)
                builder.entries(row, builder.columns([lacks], len(day.buses)), 1.0)
                builder.entries(row, builder.columns([0.0], len(day.buses)), -1.0)
