"""The time-space flow of buses: rules on blocks, layovers, fleet, depots and deadheads.

For each bus type and place the buses that stand there are counted between departures: a run takes
one away at its departure and gives one to its destination once it has arrived and laid over. As
many stand at a depot at the end of the day as at its start.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from shuttle.solver.linear import Ints, ModelBuilder
from shuttle.solver.problem import Problem, Run
from shuttle.solver.rules import port_permits
from shuttle.solver.same_side import Drives, SideRun, move


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
    """One whole-number column for each empty run within a side that may serve those runs."""
    priced = [(k, c) for k, c in enumerate(problem.cents.same_side) if c is not None]
    if not priced:
        return ()
    runs = Drives(problem).useful(item.run for item in leaving)
    made = [(run, k) for run in runs for k, _ in priced]
    cents = [cents for _ in runs for _, cents in priced]
    columns = builder.columns(cents, [problem.types[k].count for _, k in made], integer=True)
    return tuple(
        SideColumn(run, k, column) for (run, k), column in zip(made, columns.tolist(), strict=True)
    )


def add_flow(
    problem: Problem, builder: ModelBuilder, runs: Iterable[RunColumn | SideColumn]
) -> FleetColumns:
    """Add the flow of every bus type under the given runs; returns the stock columns."""
    by_place: dict[tuple[int, str], list[tuple[int, int, int]]] = {}
    for item in runs:
        k, way = item.vehicle_type, move(problem, item.run)
        by_place.setdefault((k, way.origin), []).append((way.leaves, -1, item.column))
        by_place.setdefault((k, way.destination), []).append((way.ready, 1, item.column))
    stock = dict(_stock(problem, builder))
    for place in sorted(by_place):
        _stand(builder, problem.types[place[0]].count, by_place[place], stock.get(place))
    _limits(problem, builder, stock)
    return FleetColumns(stock)


def _stock(problem: Problem, builder: ModelBuilder) -> Iterator[tuple[tuple[int, str], int]]:
    for k, vehicle_type in enumerate(problem.types):
        for depot in problem.scenario.depots.values():
            if vehicle_type.depots is None or depot.id in vehicle_type.depots:
                cost, count = problem.cents.bus_day[k], vehicle_type.count
                yield (k, depot.place), int(builder.columns([cost], count, integer=True)[0])


def _stand(
    builder: ModelBuilder, most: int, events: list[tuple[int, int, int]], stock: int | None
) -> None:
    """Rows of one place and bus type: buses that stand = those before - departed + ready.

    Buses that become ready at a minute may leave at it, so a departure's row takes in all that
    became ready since the departure before. The last row closes the day: as many buses at its end
    as at its start; none where there is no depot.
    """
    minute, sign, column = np.array(events, dtype=np.int64).T
    departures = np.unique(minute[sign < 0])
    standing = builder.columns(np.zeros(len(departures)), most)
    rows = builder.rows(0.0, 0.0, len(departures) + 1)
    builder.entries(rows[np.searchsorted(departures, minute)], column, sign)
    builder.entries(rows[:-1], standing, -1.0)
    builder.entries(rows[1:], standing, 1.0)
    if stock is not None:
        builder.entries(rows[[0, -1]], stock, [1.0, -1.0])


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
