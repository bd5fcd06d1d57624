"""The time-space flow of buses: rules on blocks, layovers, fleet, depots and deadheads.

For each bus type and place the buses that stand there are counted between departures: a run takes
one away at its departure and gives one to its destination once it has arrived and laid over. As
many stand at a depot at the end of the day as at its start.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from shuttle.domain.time import LAST_MINUTE
from shuttle.solver.linear import Ints, ModelBuilder
from shuttle.solver.problem import Problem, Run
from shuttle.solver.rules import battery as battery_rule
from shuttle.solver.rules import port_permits
from shuttle.solver.same_side import Drives, SideRun, move

_BEFORE_ALL = -1
_AFTER_ALL = 2 * LAST_MINUTE


@dataclass(frozen=True)
class RunColumn:
    """A column that is one run with one bus type, `column` being its index in the model.

    Attributes:
        vehicle_type: index of the bus type.
    """

    run: Run
    vehicle_type: int
    column: int


@dataclass(frozen=True)
class SideColumn:
    """A column that is one empty run within a side with one bus type."""

    run: SideRun
    vehicle_type: int
    column: int


@dataclass(frozen=True)
class PinnedColumn:
    """A column that is 1: a bus whose day is given, from one depot's place to another's."""

    vehicle_type: int
    origin: str
    destination: str
    column: int


@dataclass(frozen=True)
class FleetColumns:
    """Columns of the buses that start the day, by bus type and the depot's place."""

    stock: dict[tuple[int, str], int]

    @property
    def all(self) -> Ints:
        """Every stock column."""
        return np.array(sorted(self.stock.values()), dtype=np.int64)


def deadhead_columns(problem: Problem, builder: ModelBuilder) -> tuple[RunColumn, ...]:
    """One whole-number column for each empty run along a route that a bus type may make.

    Where a type has a price for empty runs within a side, those along routes that cross no border
    are among these.
    """
    made = [
        (run, k, cents)
        for run in problem.deadheads
        for k in run.types
        if (cents := problem.cents.deadhead[k]) is not None
        and (run.port is not None or problem.cents.same_side[k] is None)
    ]
    most = [problem.types[k].count for _, k, _ in made]
    columns = builder.columns([cents for _, _, cents in made], most, integer=True)
    return tuple(
        RunColumn(run, k, column)
        for (run, k, _), column in zip(made, columns.tolist(), strict=True)
    )


def same_side_columns(
    problem: Problem, builder: ModelBuilder, leaving: Iterable[RunColumn]
) -> tuple[SideColumn, ...]:
    """One whole-number column for each empty run within a side that may serve those runs.

    Where a bus stands matters to an electric one, so these may leave at any minute.
    """
    priced = {k: c for k, c in enumerate(problem.cents.same_side) if c is not None}
    if not priced:
        return ()
    drives = Drives(problem)
    useful = drives.useful(item.run for item in leaving)
    made = [(run, k) for k in priced for run in _side_runs(problem, k, drives, useful)]
    cents = [priced[k] for _, k in made]
    columns = builder.columns(cents, [problem.types[k].count for _, k in made], integer=True)
    return tuple(
        SideColumn(run, k, column) for (run, k), column in zip(made, columns.tolist(), strict=True)
    )


def _side_runs(
    problem: Problem, kind: int, drives: Drives, useful: tuple[SideRun, ...]
) -> tuple[SideRun, ...]:
    battery = problem.types[kind].battery
    if battery is None:
        return useful
    return drives.any_time(useful, battery_rule.slowest_charge(battery))


def pinned_columns(problem: Problem, builder: ModelBuilder) -> tuple[PinnedColumn, ...]:
    """A column for each bus whose day is given; the flow has nothing else to do with its runs."""
    depots, pinned = problem.scenario.depots, problem.pinned
    columns = builder.columns([bus.cents for bus in pinned], 1)
    builder.entries(builder.rows(1.0, 1.0, len(pinned)), columns, 1.0)
    return tuple(
        PinnedColumn(
            bus.vehicle_type,
            depots[bus.block.depot].place,
            depots[bus.block.end_depot].place,
            column,
        )
        for bus, column in zip(pinned, columns.tolist(), strict=True)
    )


def add_flow(
    problem: Problem,
    builder: ModelBuilder,
    runs: Iterable[RunColumn | SideColumn],
    pinned: Iterable[PinnedColumn] = (),
) -> FleetColumns:
    """Add the flow of every type without a battery under its runs; returns all stock columns.

    Pinned buses leave before all others and come home after them.
    """
    by_place = _events(problem, runs)
    for bus in pinned:
        if problem.types[bus.vehicle_type].battery is None:
            for stop, event in all_day(bus):
                by_place.setdefault((bus.vehicle_type, stop), []).append(event)
    stock = dict(_stock(problem, builder))
    for place in sorted(by_place):
        ends = stock.get(place), stock.get(place)
        stand(builder, problem.types[place[0]].count, by_place[place], ends)
    _limits(problem, builder, stock)
    return FleetColumns(stock)


def all_day(bus: PinnedColumn) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Where a pinned bus leaves before all others, and where it comes home after them."""
    yield bus.origin, (_BEFORE_ALL, -1, bus.column)
    yield bus.destination, (_AFTER_ALL, 1, bus.column)


def _events(
    problem: Problem, runs: Iterable[RunColumn | SideColumn]
) -> dict[tuple[int, str], list[tuple[int, int, int]]]:
    """When buses leave each place and become ready there, by type; with the run's column."""
    by_place: dict[tuple[int, str], list[tuple[int, int, int]]] = {}
    for item in runs:
        k, way = item.vehicle_type, move(problem, item.run)
        if problem.types[k].battery is not None:
            continue
        by_place.setdefault((k, way.origin), []).append((way.leaves, -1, item.column))
        by_place.setdefault((k, way.destination), []).append((way.ready, 1, item.column))
    return by_place


def standing_minutes(
    problem: Problem, runs: Iterable[RunColumn | SideColumn]
) -> Iterator[tuple[tuple[int, str], Ints]]:
    """The departure before which the buses of each row stand, in the rows' order, by place.

    The last row of a place closes the day.
    """
    by_place = _events(problem, runs)
    for place in sorted(by_place):
        leaves = np.unique([minute for minute, sign, _ in by_place[place] if sign < 0])
        yield place, np.append(leaves, LAST_MINUTE).astype(np.int64)


def _stock(problem: Problem, builder: ModelBuilder) -> Iterator[tuple[tuple[int, str], int]]:
    for k, vehicle_type in enumerate(problem.types):
        for depot in problem.scenario.depots.values():
            if battery_rule.may_stay(vehicle_type, depot):
                cost, count = problem.cents.bus_day[k], vehicle_type.count
                yield (k, depot.place), int(builder.columns([cost], count, integer=True)[0])


def stand(
    builder: ModelBuilder,
    most: int,
    events: list[tuple[int, int, int]],
    ends: tuple[int | None, int | None],
) -> None:
    """Rows of one place and bus type: buses that stand = those before - departed + ready.

    Buses that become ready at a minute may leave at it, so a departure's row takes in all that
    became ready since the departure before. `ends` are the columns of those that stand there at
    the start and at the end of the day, None where there are none; the last row closes the day.
    """
    minute, sign, column = np.array(events, dtype=np.int64).reshape(-1, 3).T
    departures = np.unique(minute[sign < 0])
    standing = builder.columns(np.zeros(len(departures)), most)
    rows = builder.rows(0.0, 0.0, len(departures) + 1)
    builder.entries(rows[np.searchsorted(departures, minute)], column, sign)
    builder.entries(rows[:-1], standing, -1.0)
    builder.entries(rows[1:], standing, 1.0)
    for row, column_at_end, sign_at_end in zip(rows[[0, -1]], ends, (1.0, -1.0), strict=True):
        if column_at_end is not None:
            builder.entries(row, column_at_end, sign_at_end)


def _limits(problem: Problem, builder: ModelBuilder, stock: dict[tuple[int, str], int]) -> None:
    for k, vehicle_type in enumerate(problem.types):
        mine = [column for (kind, _), column in stock.items() if kind == k]
        builder.entries(builder.rows(-np.inf, vehicle_type.count)[0], mine, 1.0)
    for parts, most, _ in port_permits.limits(problem.types):
        mine = [column for (kind, _), column in stock.items() if kind in parts]
        builder.entries(builder.rows(-np.inf, most)[0], mine, 1.0)
    for depot in problem.scenario.depots.values():
        if depot.capacity is not None:
            mine = [column for (_, place), column in stock.items() if place == depot.place]
            builder.entries(builder.rows(-np.inf, depot.capacity)[0], mine, 1.0)
