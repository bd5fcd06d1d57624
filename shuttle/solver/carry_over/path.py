"""The path of one direction where riders who find a bus full try another one.

The arcs' columns price riders at the first departure that they try; flows of carried riders and of
those who give up stand beside them. The package's docstring has the model and its proof.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from shuttle.solver.carry_over.caps import Way, backwards, forwards
from shuttle.solver.linear import Ints
from shuttle.solver.timetable.path import Arcs, Path
from shuttle.solver.timetable.seats import Limit

Terms = list[tuple[Sequence[int], float]]
"""Columns with one coefficient, of one row."""


@dataclass(frozen=True)
class Use:
    """An arc that is used, where known with the bus type of its riders' target.

    Attributes:
        columns: of which one is 1 where it is used so.
        kind: bus type of the target; None where its seats do not matter.
    """

    arc: int
    columns: tuple[int, ...]
    kind: int | None


class CarryPath(Path):
    """Columns and rows of one direction under carry-over."""

    @property
    def _seats(self) -> Limit:
        """Riders for whom there is room, the first limit of every network."""
        return self.network.limits[0]

    def _arc_cents(self, arc: Ints, kind: Ints) -> Ints:  # noqa: ARG002 - seats do not matter
        """What the riders of arcs bear, each as if the first bus that she tries had a seat."""
        return self.network.loads.cents(self.problem.cents)[arc]

    def _make_room(self, arcs: Arcs) -> None:
        """Riders of both kinds, and the seats that they share."""
        kinds = [sorted(by_type) for by_type in self._by_node]
        least = [
            np.array([limit.riders[node, own].min() for node, own in enumerate(kinds)], np.int64)
            for limit in self.network.limits
        ]
        index, seats = self._index(), least[0]
        after = forwards(self.problem, index, self.network, seats)
        by = backwards(self.problem, index, self.network, np.maximum(0, seats - after.tries))
        tries = after.tries + by.tries
        columns = _columns_of_arcs(arcs, len(self.network.head))
        typed = [
            Use(arc, (column,), kind)
            for arc, kind, column in zip(
                arcs.arc.tolist(), arcs.kind.tolist(), arcs.columns.tolist(), strict=True
            )
        ]
        shared = np.flatnonzero((by.tries > 0) & (tries > least[-1])).tolist()
        boarding = self._flow(after, typed, columns, np.zeros_like(seats))
        making = self._flow(by, self._earlier_uses(by, columns, shared), columns, after.tries)
        for node in np.flatnonzero((by.tries > 0) & (tries > seats)).tolist():
            self._share(self._seats, node, boarding, making)
        for limit, lowest in zip(self.network.limits[1:], least[1:], strict=True):
            for node in np.flatnonzero(tries > lowest).tolist():
                self._share(limit, node, boarding, making, priced=True)

    def _index(self) -> int:
        """Number of the direction, which its trips know."""
        return self.trips[0].run.direction if self.trips else 0

    def _earlier_uses(
        self, way: Way, columns: list[tuple[int, ...]], shared: Sequence[int]
    ) -> list[Use]:
        """Arcs by the bus type of their earlier departure, where that matters."""
        outof: dict[int, list[int]] = {node: [] for node in shared}
        found = []
        for arc in np.flatnonzero((way.target >= 0) & (way.fresh + way.most > 0)).tolist():
            node = int(way.target[arc])
            if node in outof:
                outof[node].append(arc)
            else:
                found.append(Use(arc, columns[arc], None))
        for node, numbers in outof.items():
            found.extend(self._typed(node, numbers, columns))
        return found

    def _typed(self, node: int, arcs: list[int], columns: list[tuple[int, ...]]) -> Iterator[Use]:
        """New columns for a node's outgoing arcs by its own bus type."""
        builder, by_type = self.builder, self._by_node[node]
        links = builder.rows(0.0, 0.0, len(arcs))
        for link, arc in zip(links, arcs, strict=True):
            builder.entries(link, columns[arc], -1.0)
        for k in sorted(by_type):
            made = builder.columns(np.zeros(len(arcs)), 1)
            self._span(self.network.tail[arcs], self.network.head[arcs])
            builder.entries(links, made, 1.0)
            row = builder.rows(-np.inf, 0.0)[0]
            builder.entries(row, made, 1.0)
            builder.entries(row, by_type[k], -1.0)
            for arc, column in zip(arcs, made.tolist(), strict=True):
                yield Use(arc, (column,), k)

    def _flow(
        self,
        way: Way,
        uses: Sequence[Use],
        columns: list[tuple[int, ...]],
        taken: Ints,
    ) -> dict[tuple[int, int], Terms]:
        """Carried riders, riders without a seat, riders who give up; who boards, by node and type.

        Args:
            way: whose riders they are.
            uses: of its arcs.
            columns: of each arc.
            taken: by node, seats that others may have taken before.
        """
        over: dict[int, list[int]] = {}
        carried: dict[int, list[int]] = {}
        boarding: dict[tuple[int, int], Terms] = {}
        for use in uses:
            arc, target = use.arc, int(way.target[use.arc])
            if target < 0:
                continue
            fresh, most = int(way.fresh[arc]), int(way.most[arc])
            terms: Terms = [(use.columns, float(fresh))]
            if most:
                column = self._carried(way, use, most)
                carried.setdefault(int(way.origin[arc]), []).append(column)
                terms.append(([column], 1.0))
            if use.kind is None:
                continue
            seats = int(self._seats.riders[target, use.kind])
            most_over = fresh + most - max(0, seats - int(taken[target]))
            if most_over > 0:
                column = self._without_seat(terms, use, seats, most_over)
                over.setdefault(target, []).append(column)
                terms.append(([column], -1.0))
            boarding.setdefault((target, use.kind), []).extend(terms)
        self._balance(way, over, carried, columns)
        return boarding

    def _carried(self, way: Way, use: Use, most: int) -> int:
        """Riders carried over an arc, only where it is used."""
        column = self.builder.columns([float(way.cents[use.arc])], most)
        self._span_of(use.arc)
        row = self.builder.rows(-np.inf, 0.0)[0]
        self.builder.entries(row, column, 1.0)
        self.builder.entries(row, use.columns, -float(most))
        return int(column[0])

    def _without_seat(self, terms: Terms, use: Use, seats: int, most: int) -> int:
        """Riders who come over an arc and do not board: at least those above the seats."""
        column = self.builder.columns([0.0], most)
        self._span_of(use.arc)
        row = self.builder.rows(-np.inf, 0.0)[0]
        self._add(row, terms)
        self.builder.entries(row, use.columns, -float(seats))
        self.builder.entries(row, column, -1.0)
        return int(column[0])

    def _balance(
        self,
        way: Way,
        over: dict[int, list[int]],
        carried: dict[int, list[int]],
        columns: list[tuple[int, ...]],
    ) -> None:
        """Who finds no seat is carried on or gives up."""
        builder = self.builder
        for node in sorted(over.keys() | carried.keys()):
            gone = builder.columns([self.problem.cents.unserved], float(way.left[node]))
            self._span(np.array([node]), np.array([node]))
            row = builder.rows(0.0, 0.0)[0]
            builder.entries(row, over.get(node, []), 1.0)
            builder.entries(row, carried.get(node, []), -1.0)
            builder.entries(row, gone, -1.0)
            limit = builder.rows(-np.inf, 0.0)[0]
            builder.entries(limit, gone, 1.0)
            for arc in np.flatnonzero((way.origin == node) & (way.gone > 0)).tolist():
                builder.entries(limit, columns[arc], -float(way.gone[arc]))

    def _share(
        self,
        limit: Limit,
        node: int,
        boarding: dict[tuple[int, int], Terms],
        making: dict[tuple[int, int], Terms],
        *,
        priced: bool = False,
    ) -> None:
        """Riders of both kinds who board are at most the limit, or cost money above it."""
        for k, trips in sorted(self._by_node[node].items()):
            most = float(limit.riders[node, k])
            row = self.builder.rows(-np.inf, 0.0)[0]
            self._add(row, boarding.get((node, k), []))
            self._add(row, making.get((node, k), []))
            self.builder.entries(row, trips, -most)
            if priced:
                seats = float(self._seats.riders[node, k])
                above = self.builder.columns([limit.cents], seats - most)
                self._span(np.array([node]), np.array([node]))
                self.builder.entries(row, above, -1.0)

    def _add(self, row: int, terms: Terms) -> None:
        for columns, value in terms:
            self.builder.entries(row, columns, value)

    def _span_of(self, arc: int) -> None:
        self._span(self.network.tail[[arc]], self.network.head[[arc]])


def _columns_of_arcs(arcs: Arcs, count: int) -> list[tuple[int, ...]]:
    found: list[list[int]] = [[] for _ in range(count)]
    for arc, column in zip(arcs.arc.tolist(), arcs.columns.tolist(), strict=True):
        found[arc].append(column)
    return [tuple(columns) for columns in found]
