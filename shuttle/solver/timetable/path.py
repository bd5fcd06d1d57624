"""The path of one direction: columns for its trips and headway arcs, rows that join them."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from shuttle.domain.time import LAST_MINUTE
from shuttle.solver.linear import Bools, Ints, ModelBuilder
from shuttle.solver.problem import Problem
from shuttle.solver.timetable.network import SINK, SOURCE, Network
from shuttle.solver.timetable.seats import Limit, cents_above
from shuttle.solver.timetable.vehicles import RunColumn


class Path:
    """Columns and rows of one direction.

    Attributes:
        trips: columns of trips.
        points: columns of arcs, with what they leave of the service's obligations.
    """

    def __init__(self, problem: Problem, builder: ModelBuilder, network: Network) -> None:
        self.problem, self.builder, self.network = problem, builder, network
        self.trips: list[RunColumn] = []
        self._departures = np.array(
            [*(node.departure for node in network.nodes), LAST_MINUTE, 0], dtype=np.int64
        )
        self._spans: list[Ints] = []
        self.points: list[tuple[Ints, Ints]] = []
        self._by_node: list[dict[int, list[int]]] = []

    def add(self) -> None:
        """Add the direction to the model."""
        self._add_trips()
        arcs = self._arc_columns()
        self._conserve(arcs)
        self._make_room(arcs)

    def spans(self) -> Ints:
        """First and last minute of each column, in the columns' order; shape (columns, 2)."""
        return np.concatenate(self._spans)

    def _span(self, tail: Ints, head: Ints) -> None:
        """Note the minutes of the columns just added, from nodes `tail` to nodes `head`."""
        pair = np.stack([self._departures[tail], self._departures[head]], axis=-1)
        self._spans.append(pair)

    def _add_trips(self) -> None:
        """A column for each trip of each node and bus type that may make it."""
        problem = self.problem
        made = [
            (node, problem.trips[number], k)
            for node, found in enumerate(self.network.nodes)
            for number in found.trips
            for k in problem.trips[number].types
        ]
        cents = [problem.cents.trip[k] for _, _, k in made]
        columns = self.builder.columns(cents, 1, integer=True).tolist()
        self._by_node = [{} for _ in self.network.nodes]
        nodes = np.array([node for node, _, _ in made], dtype=np.int64)
        self._span(nodes, nodes)
        for (node, run, k), column in zip(made, columns, strict=True):
            self._by_node[node].setdefault(k, []).append(column)
            self.trips.append(RunColumn(run, k, column))

    def _arc_columns(self) -> "Arcs":
        """A column for each arc and bus type of its later departure; one where none is there."""
        network = self.network
        kinds = [sorted(by_type) for by_type in self._by_node]
        typed = [
            (number, k)
            for number, head in enumerate(network.head.tolist())
            for k in ((-1,) if head == SINK or not kinds[head] else kinds[head])
        ]
        arc, kind = np.array(typed, dtype=np.int64).reshape(-1, 2).T
        self._span(network.tail[arc], network.head[arc])
        columns = self.builder.columns(self._arc_cents(arc, kind), 1)
        self.points.append((columns, network.points[arc]))
        return Arcs.of(network, (arc, kind), columns)

    def _arc_cents(self, arc: Ints, kind: Ints) -> Ints:
        """What the riders of arcs bear, by the bus type of the later departure."""
        network, real = self.network, kind >= 0
        cents = network.loads.cents(self.problem.cents)[arc]
        boarding, head = network.loads.boarding[arc], network.head[arc]
        cents[real] += cents_above(network.limits, head[real], kind[real], boarding[real])
        return cents

    def _conserve(self, arcs: "Arcs") -> None:
        """One path from SOURCE to SINK; a trip of the right type at each node on it."""
        builder, nodes = self.builder, len(self.network.nodes)
        row = builder.rows(1.0, 1.0)[0]
        builder.entries(row, arcs.columns[arcs.tail == SOURCE], 1.0)
        through = builder.rows(0.0, 0.0, nodes)
        entering, leaving = arcs.head != SINK, arcs.tail != SOURCE
        builder.entries(through[arcs.head[entering]], arcs.columns[entering], 1.0)
        builder.entries(through[arcs.tail[leaving]], arcs.columns[leaving], -1.0)
        self._match_types(arcs, arcs.kind >= 0)

    def _match_types(self, arcs: "Arcs", entering: Bools) -> None:
        """At each node and bus type as many trips as arcs that enter with it."""
        typed = [
            (number, k, columns)
            for number, by_type in enumerate(self._by_node)
            for k, columns in by_type.items()
        ]
        rows = self.builder.rows(0.0, 0.0, len(typed))
        row_of = np.zeros((len(self._by_node), len(self.problem.types)), dtype=np.int64)
        row_of[[n for n, _, _ in typed], [k for _, k, _ in typed]] = rows
        each = [len(columns) for _, _, columns in typed]
        made = [column for _, _, columns in typed for column in columns]
        self.builder.entries(np.repeat(rows, each), made, 1.0)
        into = row_of[arcs.head[entering], arcs.kind[entering]]
        self.builder.entries(into, arcs.columns[entering], -1.0)

    def _make_room(self, arcs: "Arcs") -> None:
        """Price arrive_by riders who find the earlier bus of their arc full or crowded."""
        making = self.network.loads.making[arcs.arc]
        boarding = self.network.loads.boarding[arcs.arc]
        into, out = _grouped(arcs.head), _grouped(np.where(making > 0, arcs.tail, SINK))
        for number, by_type in enumerate(self._by_node):
            leaving, entering = out(number), into(number)
            if not len(leaving):
                continue
            most = int(making[leaving].max() + boarding[entering].max(initial=0))
            limits = self.network.limits
            if any(most > limit.riders[number, sorted(by_type)].min() for limit in limits):
                typed = self._by_earlier_type(arcs, leaving, number)
                for limit in limits:
                    self._share_seats(limit, number, (arcs, entering), typed)

    def _by_earlier_type(
        self, arcs: "Arcs", leaving: Ints, node: int
    ) -> dict[int, tuple[Ints, Ints]]:
        """Columns of a node's outgoing arcs by the node's own bus type, with their riders.

        The overload of a bus by arrive_by riders alone is priced on the column.
        """
        builder, by_type = self.builder, self._by_node[node]
        numbers = np.unique(arcs.arc[leaving])
        riders = self.network.loads.making[numbers]
        links = builder.rows(0.0, 0.0, len(numbers))
        place = np.searchsorted(numbers, arcs.arc[leaving])
        builder.entries(links[place], arcs.columns[leaving], -1.0)
        typed = {}
        for k in sorted(by_type):
            columns = builder.columns(cents_above(self.network.limits, node, k, riders), 1)
            self._span(self.network.tail[numbers], self.network.head[numbers])
            builder.entries(links, columns, 1.0)
            row = builder.rows(-np.inf, 0.0)[0]
            builder.entries(row, columns, 1.0)
            builder.entries(row, by_type[k], -1.0)
            typed[k] = columns, riders
        return typed

    def _share_seats(
        self,
        limit: Limit,
        node: int,
        entering_arcs: tuple["Arcs", Ints],
        typed: dict[int, tuple[Ints, Ints]],
    ) -> None:
        """Price riders of both kinds who only together lie above a limit of their bus."""
        arcs, entering = entering_arcs
        builder, boarding = self.builder, self.network.loads.boarding
        for k, (columns, making) in typed.items():
            most = int(limit.riders[node, k])
            mine = entering[arcs.kind[entering] == k]
            boarders = np.minimum(boarding[arcs.arc[mine]], most)
            riders = np.minimum(making, most)
            if boarders.max(initial=0) + riders.max(initial=0) <= most:
                continue
            left = builder.columns([limit.cents], float(most))
            self._span(np.array([node]), np.array([node]))
            row = builder.rows(-np.inf, 0.0)[0]
            builder.entries(row, arcs.columns[mine], boarders)
            builder.entries(row, columns, riders)
            builder.entries(row, self._by_node[node][k], -float(most))
            builder.entries(row, left, -1.0)


@dataclass(frozen=True)
class Arcs:
    """Arc columns of one direction: each an arc with the bus type of its later departure.

    Attributes:
        arc: index of the arc in the network.
        kind: bus type, -1 for arcs to SINK and to waiting places.
        tail: node of the earlier departure, or SOURCE.
        head: node of the later departure, or SINK.
    """

    arc: Ints
    kind: Ints
    tail: Ints
    head: Ints
    columns: Ints

    @classmethod
    def of(cls, network: Network, typed: tuple[Ints, Ints], columns: Ints) -> "Arcs":
        """Columns of arcs given by number and bus type."""
        arc, kind = typed
        return cls(arc, kind, network.tail[arc], network.head[arc], columns)


def _grouped(nodes: Ints) -> Callable[[int], Ints]:
    """For a node, the places at which it stands in `nodes`, ascending."""
    order = np.argsort(nodes, kind="stable")
    ordered = nodes[order]

    def places(node: int) -> Ints:
        start, end = np.searchsorted(ordered, [node, node + 1])
        return order[start:end]

    return places
