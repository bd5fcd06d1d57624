"""The headway-arc model: timetable, ports, bus types and vehicle flow in one linear model.

Columns: for each arc between consecutive departures one by the bus type of the *later* departure
(its waiting riders and those above its seats priced); where `arrive_by` riders may overfill the
*earlier* one, a second set by its bus type; trips and deadheads by run and bus type; buses that
start the day, and buses that stand between departures. The arcs of a direction form a path.
Only trips, deadheads and stocks need be whole: they make all else whole.
"""

from dataclasses import dataclass

import numpy as np

from shuttle.domain.time import LAST_MINUTE
from shuttle.solver.linear import Ints, LinearModel, ModelBuilder
from shuttle.solver.problem import Problem
from shuttle.solver.rules import port_quota
from shuttle.solver.timetable.network import SINK, SOURCE, Network, build_network
from shuttle.solver.timetable.vehicles import (
    FleetColumns,
    RunColumn,
    add_flow,
    deadhead_columns,
)


@dataclass(frozen=True)
class Spans:
    """To which part of the day each column belongs.

    Attributes:
        direction: index of the direction; -1 for columns of buses.
        start, end: minutes: the two departures of an arc, the one of a trip.
    """

    direction: Ints
    start: Ints
    end: Ints


@dataclass(frozen=True)
class TimetableModel:
    """The linear model, and what its columns mean.

    Attributes:
        trips: columns of trips.
        deadheads: columns of empty runs.
        fleet: columns of buses that start the day.
        networks: one for each direction.
        spans: where in the day each column lies.
        path_rows: how many rows, the first ones, speak of paths; the others of buses and quotas.
    """

    problem: Problem
    linear: LinearModel
    trips: tuple[RunColumn, ...]
    deadheads: tuple[RunColumn, ...]
    fleet: FleetColumns
    networks: tuple[Network, ...]
    spans: Spans
    path_rows: int


def build_model(problem: Problem) -> TimetableModel:
    """The model of a problem."""
    builder = ModelBuilder()
    networks = tuple(build_network(problem, i) for i in range(len(problem.directions)))
    trips: list[RunColumn] = []
    spans: list[Ints] = []
    for index, network in enumerate(networks):
        first = builder.column_count
        path = _Path(problem, builder, network)
        path.add()
        trips.extend(path.trips)
        mine = np.zeros((builder.column_count - first, 3), dtype=np.int64)
        mine[:, 0] = index
        mine[:, 1:] = path.spans()
        spans.append(mine)
    path_rows = builder.row_count
    deadheads = deadhead_columns(problem, builder)
    fleet = add_flow(problem, builder, [*trips, *deadheads])
    _quotas(problem, builder, [*trips, *deadheads])
    buses = np.full((builder.column_count - sum(map(len, spans)), 3), -1, dtype=np.int64)
    return TimetableModel(
        problem,
        builder.build(),
        tuple(trips),
        deadheads,
        fleet,
        networks,
        Spans(*np.concatenate([*spans, buses]).T),
        path_rows,
    )


class _Path:
    """Columns and rows of one direction."""

    def __init__(self, problem: Problem, builder: ModelBuilder, network: Network) -> None:
        self.problem, self.builder, self.network = problem, builder, network
        self.seats = np.array([k.seats for k in problem.types], dtype=np.int64)
        self.trips: list[RunColumn] = []
        self._departures = np.array(
            [*(node.departure for node in network.nodes), LAST_MINUTE, 0], dtype=np.int64
        )
        self._spans: list[Ints] = []
        self._by_node: list[dict[int, list[int]]] = []

    def add(self) -> None:
        for number, node in enumerate(self.network.nodes):
            before = self.builder.column_count
            self._by_node.append(self._trip_columns(node.trips))
            self._span(self.builder.column_count - before, np.array(number), np.array(number))
        arcs = self._arc_columns()
        self._conserve(arcs)
        self._make_room(arcs)

    def spans(self) -> Ints:
        """First and last minute of each column, in the columns' order; shape (columns, 2)."""
        return np.concatenate(self._spans)

    def _span(self, count: int, tail: Ints, head: Ints) -> None:
        """Note the minutes of the `count` columns just added, from node `tail` to node `head`."""
        pair = np.stack([self._departures[tail], self._departures[head]], axis=-1)
        self._spans.append(np.broadcast_to(pair, (count, 2)))

    def _trip_columns(self, numbers: tuple[int, ...]) -> dict[int, list[int]]:
        """Columns of a node's trips, by bus type."""
        columns: dict[int, list[int]] = {}
        for number in numbers:
            run = self.problem.trips[number]
            for k in run.types:
                cents = self.problem.cents.trip[k]
                column = int(self.builder.columns([cents], 1, integer=True)[0])
                columns.setdefault(k, []).append(column)
                self.trips.append(RunColumn(run, k, column))
        return columns

    def _arc_columns(self) -> "_Arcs":
        """A column for each arc and bus type of its later departure; one for arcs to SINK."""
        network, unserved = self.network, self.problem.cents.unserved
        cents = network.loads.cents(self.problem.cents)
        rows: list[tuple[int, int, int]] = []
        for number, head in enumerate(network.head.tolist()):
            base = int(cents[number])
            if head == SINK:
                rows.append((number, -1, base))
                continue
            for k in sorted(self._by_node[head]):
                over = max(0, int(network.loads.boarding[number] - self.seats[k]))
                rows.append((number, k, base + over * unserved))
        arc, kind, cost = np.array(rows, dtype=np.int64).reshape(-1, 3).T
        self._span(len(arc), network.tail[arc], network.head[arc])
        return _Arcs(network, arc, kind, self.builder.columns(cost, 1))

    def _conserve(self, arcs: "_Arcs") -> None:
        """One path from SOURCE to SINK; a trip of the right type at each node on it."""
        builder, nodes = self.builder, len(self.network.nodes)
        row = builder.rows(1.0, 1.0)[0]
        builder.entries(row, arcs.columns[arcs.tail == SOURCE], 1.0)
        through = builder.rows(0.0, 0.0, nodes)
        entering, leaving = arcs.head != SINK, arcs.tail != SOURCE
        builder.entries(through[arcs.head[entering]], arcs.columns[entering], 1.0)
        builder.entries(through[arcs.tail[leaving]], arcs.columns[leaving], -1.0)
        for number, by_type in enumerate(self._by_node):
            for k, columns in by_type.items():
                row = builder.rows(0.0, 0.0)[0]
                builder.entries(row, columns, 1.0)
                builder.entries(row, arcs.columns[(arcs.head == number) & (arcs.kind == k)], -1.0)

    def _make_room(self, arcs: "_Arcs") -> None:
        """Price arrive_by riders who find the earlier bus of their arc full."""
        making = self.network.loads.making[arcs.arc]
        boarding = self.network.loads.boarding[arcs.arc]
        for number, by_type in enumerate(self._by_node):
            leaving = (arcs.tail == number) & (making > 0)
            if not leaving.any():
                continue
            entering = arcs.head == number
            most = int(making[leaving].max() + boarding[entering].max(initial=0))
            if most > min(self.seats[k] for k in by_type):
                typed = self._by_earlier_type(arcs, np.flatnonzero(leaving), by_type)
                self._share_seats(number, (arcs, np.flatnonzero(entering)), typed, by_type)

    def _by_earlier_type(
        self, arcs: "_Arcs", leaving: Ints, by_type: dict[int, list[int]]
    ) -> dict[int, tuple[Ints, Ints]]:
        """Columns of a node's outgoing arcs by the node's own bus type, with their riders.

        The overload of a bus by arrive_by riders alone is priced on the column.
        """
        builder, unserved = self.builder, self.problem.cents.unserved
        numbers = np.unique(arcs.arc[leaving])
        riders = self.network.loads.making[numbers]
        links = builder.rows(0.0, 0.0, len(numbers))
        place = np.searchsorted(numbers, arcs.arc[leaving])
        builder.entries(links[place], arcs.columns[leaving], -1.0)
        typed = {}
        for k in sorted(by_type):
            over = np.maximum(0, riders - self.seats[k])
            columns = builder.columns(over * unserved, 1)
            self._span(len(columns), self.network.tail[numbers], self.network.head[numbers])
            builder.entries(links, columns, 1.0)
            row = builder.rows(-np.inf, 0.0)[0]
            builder.entries(row, columns, 1.0)
            builder.entries(row, by_type[k], -1.0)
            typed[k] = (columns, np.minimum(riders, self.seats[k]))
        return typed

    def _share_seats(
        self,
        node: int,
        entering_arcs: tuple["_Arcs", Ints],
        typed: dict[int, tuple[Ints, Ints]],
        by_type: dict[int, list[int]],
    ) -> None:
        """Price riders of both kinds who together overfill a bus that neither kind overfills."""
        arcs, entering = entering_arcs
        builder, boarding = self.builder, self.network.loads.boarding
        for k, (columns, riders) in typed.items():
            mine = entering[arcs.kind[entering] == k]
            boarders = np.minimum(boarding[arcs.arc[mine]], self.seats[k])
            if boarders.max(initial=0) + riders.max(initial=0) <= self.seats[k]:
                continue
            left = builder.columns([self.problem.cents.unserved], float(self.seats[k]))
            self._span(1, np.array(node), np.array(node))
            row = builder.rows(-np.inf, 0.0)[0]
            builder.entries(row, arcs.columns[mine], boarders)
            builder.entries(row, columns, riders)
            builder.entries(row, by_type[k], -float(self.seats[k]))
            builder.entries(row, left, -1.0)


@dataclass(frozen=True)
class _Arcs:
    """Arc columns of one direction: each an arc with the bus type of its later departure.

    Attributes:
        arc: index of the arc in the network.
        kind: bus type, -1 for arcs to SINK.
    """

    network: Network
    arc: Ints
    kind: Ints
    columns: Ints

    @property
    def tail(self) -> Ints:
        """Node of the earlier departure, or SOURCE."""
        return self.network.tail[self.arc]

    @property
    def head(self) -> Ints:
        """Node of the later departure, or SINK."""
        return self.network.head[self.arc]


def _quotas(problem: Problem, builder: ModelBuilder, runs: list[RunColumn]) -> None:
    counted: dict[port_quota.CountKey, list[int]] = {}
    limits: dict[port_quota.CountKey, int] = {}
    for item in runs:
        run = item.run
        border = problem.directions[run.direction].border
        if run.port is None or run.reach is None or border is None:
            continue
        port = problem.scenario.ports[run.port]
        for key, quota in port_quota.keys(port, problem.day, problem.day_type, border, run.reach):
            counted.setdefault(key, []).append(item.column)
            limits[key] = quota.trips
    for key in sorted(counted):
        builder.entries(builder.rows(-np.inf, limits[key])[0], counted[key], 1.0)
