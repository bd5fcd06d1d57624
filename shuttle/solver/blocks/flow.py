"""Vehicle flows of several depots as a linear model, and flows back into blocks."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shuttle.solver.blocks.matching import Chain, Chains
from shuttle.solver.blocks.problem import NEVER, BlockProblem
from shuttle.solver.linear import Bools, Floats, Ints, LinearModel, ModelBuilder

_HALF = 0.5
_SHARE = 1e-4
DEPOT = -1
"""Tail of a column that leaves the depot, head of one that comes home."""


@dataclass(frozen=True)
class Arcs:
    """Some arcs of one depot.

    Attributes:
        tail, head: nodes, or DEPOT.
        cost: cents.
        copy: copy of a trip that is driven along the arc; NEVER for none.
        upper: most buses along it.
        sifted: left out of the first linear programs unless cheap.
    """

    tail: Ints
    head: Ints
    cost: Ints
    copy: Ints
    upper: Ints
    sifted: bool = False


def arcs(tail: Ints, head: Ints, cost: Ints, upper: int = 1, copy: Ints | None = None) -> Arcs:
    """Arcs from arrays, or numbers that hold for all."""
    tails, heads, costs = np.broadcast_arrays(tail, head, cost)
    none = np.full(len(tails), NEVER)
    uppers = np.full(len(tails), upper)
    return Arcs(tails, heads, costs, none if copy is None else copy, uppers)


@dataclass(frozen=True)
class FlowModel:
    """The model of all depots, its columns' meaning beside it.

    Attributes:
        linear: costs in `unit` cents, of which every cost is a whole multiple.
        depot, tail, head, copy: of each column.
        first: columns for the first linear program.
        leaving: columns of buses that leave a depot.
    """

    problem: BlockProblem
    linear: LinearModel
    unit: int
    depot: Ints
    tail: Ints
    head: Ints
    copy: Ints
    first: Bools
    leaving: Ints

    def chains(self, values: Floats) -> Chains:
        """The blocks of a whole flow."""
        used = np.flatnonzero(values > _HALF)
        onward: dict[tuple[int, int], list[int]] = defaultdict(list)
        for column in used[::-1].tolist():
            times = round(values[column])
            onward[int(self.depot[column]), int(self.tail[column])] += [column] * times
        found: list[Chain] = []
        for depot in range(len(self.problem.capacity)):
            leaving = onward[depot, DEPOT][::-1]
            found += [Chain(depot, self._walk(depot, column, onward)) for column in leaving]
        return tuple(found)

    def most_liked(self, values: Floats) -> tuple[Ints, Ints]:
        """Of each trip the depot and the copy of which a fractional flow has most."""
        width = len(self.problem.trip)
        shares = self._shares(values)
        keys = np.flatnonzero(np.isfinite(shares))
        trip = self.problem.trip[keys % width]
        order = np.lexsort((keys, -shares[keys], trip))
        _, first = np.unique(trip[order], return_index=True)
        best = keys[order[first]]
        return best // width, best % width

    def at_liked(self, values: Floats) -> Bools:
        """The columns that drive no trip from a depot from which a flow has nothing of it."""
        driving = np.flatnonzero(self.copy != NEVER)
        liked = np.ones(len(self.copy), dtype=np.bool_)
        keys = self.depot[driving] * len(self.problem.trip) + self.copy[driving]
        liked[driving] = self._shares(values)[keys] > _SHARE
        return liked

    def _shares(self, values: Floats) -> Floats:
        """How much of each copy each depot drives, depot by depot; -inf where it never may."""
        driving = np.flatnonzero(self.copy != NEVER)
        width = len(self.problem.trip)
        keys = self.depot[driving] * width + self.copy[driving]
        size = len(self.problem.capacity) * width
        shares = np.bincount(keys, weights=values[driving], minlength=size)
        return np.where(np.bincount(keys, minlength=size) > 0, shares, -np.inf)

    def _walk(
        self, depot: int, column: int, onward: dict[tuple[int, int], list[int]]
    ) -> tuple[int, ...]:
        copies = []
        while True:
            if self.copy[column] != NEVER:
                copies.append(int(self.copy[column]))
            if self.head[column] == DEPOT:
                return tuple(copies)
            column = onward[depot, int(self.head[column])].pop()


def flow_model(problem: BlockProblem, parts: Sequence[Sequence[Arcs]]) -> FlowModel:
    """Every trip once, as many buses out of each node as in, capacities kept.

    Args:
        problem: what is solved.
        parts: arcs of each depot.
    """
    every = [part for depot in parts for part in depot]
    tail, head, cost, copy, upper = (
        np.concatenate([getattr(part, name) for part in every])
        for name in ("tail", "head", "cost", "copy", "upper")
    )
    sizes = [sum(len(part.tail) for part in depot) for depot in parts]
    depot = np.repeat(np.arange(len(parts)), sizes)
    unit = max(1, int(np.gcd.reduce(cost)))
    builder = ModelBuilder()
    builder.columns(cost / unit, upper, integer=True)
    _rows(builder, problem, (depot, tail, head, copy))
    sifted = np.concatenate([np.full(len(part.tail), part.sifted) for part in every])
    return FlowModel(
        problem=problem,
        linear=builder.build(),
        unit=unit,
        depot=depot,
        tail=tail,
        head=head,
        copy=copy,
        first=~sifted | _cheap(sifted, cost, depot, tail) | _cheap(sifted, cost, depot, head),
        leaving=np.flatnonzero(tail == DEPOT),
    )


_FIRST_CHEAPEST = 4


def _cheap(sifted: Bools, cost: Ints, depot: Ints, node: Ints) -> Bools:
    """The few cheapest of the sifted arcs at each node."""
    order = np.lexsort((cost, node, depot))
    order = order[sifted[order]]
    key = depot[order] * (int(node.max(initial=0)) + 2) + node[order]
    new = np.r_[True, key[1:] != key[:-1]] if len(key) else np.zeros(0, dtype=np.bool_)
    begin = np.maximum.accumulate(np.where(new, np.arange(len(key)), 0))
    cheap = np.zeros(len(cost), dtype=np.bool_)
    cheap[order[np.arange(len(key)) - begin < _FIRST_CHEAPEST]] = True
    return cheap


def _rows(
    builder: ModelBuilder, problem: BlockProblem, columns: tuple[Ints, Ints, Ints, Ints]
) -> None:
    depot, tail, head, copy = columns
    width = int(max(tail.max(initial=0), head.max(initial=0))) + 1
    inner_tail, inner_head = np.flatnonzero(tail != DEPOT), np.flatnonzero(head != DEPOT)
    keys = np.concatenate(
        [depot[inner_tail] * width + tail[inner_tail], depot[inner_head] * width + head[inner_head]]
    )
    nodes, place = np.unique(keys, return_inverse=True)
    balance = builder.rows(0.0, 0.0, len(nodes))
    builder.entries(balance[place[: len(inner_tail)]], inner_tail, -1.0)
    builder.entries(balance[place[len(inner_tail) :]], inner_head, 1.0)
    cover = builder.rows(1.0, 1.0, len(problem.task.trips))
    driving = np.flatnonzero(copy != NEVER)
    builder.entries(cover[problem.trip[copy[driving]]], driving, 1.0)
    leaving = np.flatnonzero(tail == DEPOT)
    for number, capacity in enumerate(problem.capacity.tolist()):
        own = leaving[depot[leaving] == number]
        if capacity < len(problem.task.trips) and len(own):
            builder.entries(builder.rows(-np.inf, float(capacity)), own, 1.0)
