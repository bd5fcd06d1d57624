"""The time-space flow of buses: rules on blocks, layovers, fleet, depots and deadheads.

For each bus type and stop the buses that stand there are counted between departures: a run takes
one away at its departure and gives one to its destination once it has arrived and laid over. As
many stand at a depot at the end of the day as at its start.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from shuttle.solver.linear import Ints, ModelBuilder
from shuttle.solver.problem import Problem, Run


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
class FleetColumns:
    """Columns of the buses that start the day, by bus type and depot stop."""

    stock: dict[tuple[int, str], int]

    @property
    def all(self) -> Ints:
        """Every stock column."""
        return np.array(sorted(self.stock.values()), dtype=np.int64)


def deadhead_columns(problem: Problem, builder: ModelBuilder) -> tuple[RunColumn, ...]:
    """One whole-number column for each empty run that a bus type may make."""
    made = [
        (run, k, cents)
        for run in problem.deadheads
        for k in run.types
        if (cents := problem.cents.deadhead[k]) is not None
    ]
    most = [problem.types[k].count for _, k, _ in made]
    columns = builder.columns([cents for _, _, cents in made], most, integer=True)
    return tuple(
        RunColumn(run, k, column)
        for (run, k, _), column in zip(made, columns.tolist(), strict=True)
    )


def add_flow(problem: Problem, builder: ModelBuilder, runs: Iterable[RunColumn]) -> FleetColumns:
    """Add the flow of every bus type under the given runs; returns the stock columns."""
    by_place: dict[tuple[int, str], list[tuple[int, int, int]]] = {}
    for item in runs:
        k, run = item.vehicle_type, item.run
        direction = problem.directions[run.direction]
        ready = run.arrival + problem.scenario.policies.layover_at(direction.destination)
        by_place.setdefault((k, direction.origin), []).append((run.departure, -1, item.column))
        by_place.setdefault((k, direction.destination), []).append((ready, 1, item.column))
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
                yield (k, depot.stop), int(builder.columns([cost], count, integer=True)[0])


def _stand(
    builder: ModelBuilder, most: int, events: list[tuple[int, int, int]], stock: int | None
) -> None:
    """Rows of one stop and bus type: buses that stand = those before - departed + ready.

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
    for depot in problem.scenario.depots.values():
        if depot.capacity is not None:
            mine = [column for (_, stop), column in stock.items() if stop == depot.stop]
            builder.entries(builder.rows(-np.inf, depot.capacity)[0], mine, 1.0)
