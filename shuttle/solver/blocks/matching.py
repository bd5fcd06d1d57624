"""Minimum-cost flow between trips: the optimum for one depot, a start for several."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from ortools.graph.python import min_cost_flow

from shuttle.solver.blocks.problem import NEVER, BlockProblem
from shuttle.solver.linear import Ints


@dataclass(frozen=True, slots=True)
class Chain:
    """A depot and the copies of trips that one of its buses drives, in order."""

    depot: int
    copies: tuple[int, ...]


Chains: TypeAlias = tuple[Chain, ...]


def chains_cost(problem: BlockProblem, chains: Sequence[Chain]) -> int:
    """Cents of a set of blocks."""
    total = 0
    for chain in chains:
        copies = np.array(chain.copies, dtype=np.int64)
        first, last = problem.trip[copies[0]], problem.trip[copies[-1]]
        ways = problem.ways
        ends = ways.pull_out[chain.depot, first] + ways.pull_in[chain.depot, last]
        total += problem.vehicle + int(ends)
        for one, other in pairwise(chain.copies):
            total += int(problem.link_costs(np.array([one]), np.array([other]))[0, 0])
    return total


def match(problem: BlockProblem) -> Chains | None:
    """Cheapest blocks at the trips' own starts for one depot; None where there are none.

    With several depots these are blocks of buses that take the cheapest way from and to any
    depot, given to depots afterwards: good blocks that need not be the best, or None.
    """
    copies = problem.own_starts
    out = _cheapest(problem, problem.ways.pull_out)
    back = _cheapest(problem, problem.ways.pull_in)
    follower = _followers(problem, copies, (out, back), int(problem.capacity.sum()))
    if follower is None:
        return None
    paths = _paths(follower)
    if len(problem.capacity) == 1:
        return tuple(Chain(0, tuple(copies[path].tolist())) for path in paths)
    return _housed(problem, [copies[path] for path in paths])


def match_each(problem: BlockProblem, depot: Ints, copies: Ints) -> Chains | None:
    """Cheapest blocks where each trip's depot and start are chosen; None where there are none.

    Args:
        problem: what is solved.
        depot: of each trip, one that may serve it.
        copies: the copy of each trip.
    """
    found: list[Chain] = []
    for number, capacity in enumerate(problem.capacity.tolist()):
        own = np.flatnonzero(depot == number)
        ends = problem.ways.pull_out[number, own], problem.ways.pull_in[number, own]
        follower = _followers(problem, copies[own], ends, capacity)
        if follower is None:
            return None
        found += [Chain(number, tuple(copies[own[path]].tolist())) for path in _paths(follower)]
    return tuple(found)


def _cheapest(problem: BlockProblem, ways: Ints) -> Ints:
    """Cheapest way of each trip from or to a depot that may serve it; NEVER where none."""
    far = np.iinfo(np.int64).max
    found = np.where(problem.allowed & (ways != NEVER), ways, far).min(axis=0)
    return np.where(found == far, NEVER, found)


def _followers(
    problem: BlockProblem, copies: Ints, ends: tuple[Ints, Ints], capacity: int
) -> Ints | None:
    """The copy after each copy, by place in `copies`; NEVER for the last of a block.

    Args:
        problem: what is solved.
        copies: one of each trip that is to be driven.
        ends: cents from and to the depot, for each of them.
        capacity: most buses.
    """
    links, (out, back) = problem.link_costs(copies, copies), ends
    n, buses = len(links), min(capacity, len(links))
    first, then = np.nonzero(links != NEVER)
    leaving, coming = np.flatnonzero(out != NEVER), np.flatnonzero(back != NEVER)
    gate, home = 2 * n, 2 * n + 1
    tails = np.concatenate([first, np.full(len(leaving), gate), coming, [gate]])
    heads = np.concatenate([n + then, n + leaving, np.full(len(coming), home), [home]])
    costs = np.concatenate([links[first, then], problem.vehicle + out[leaving], back[coming], [0]])
    flow = min_cost_flow.SimpleMinCostFlow()
    room = np.ones(len(tails), dtype=np.int64)
    room[-1] = buses
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tails, heads, room, costs)
    supply = np.concatenate([np.ones(n), -np.ones(n), [buses], [-buses]]).astype(np.int64)
    flow.set_nodes_supplies(np.arange(2 * n + 2), supply)
    if flow.solve() != flow.OPTIMAL:
        return None
    used = flow.flows(arcs)[: len(first)] > 0
    follower = np.full(n, NEVER)
    follower[first[used]] = then[used]
    return follower


def _paths(follower: Ints) -> list[list[int]]:
    """Blocks as lists of trips, by their first trip."""
    firsts = np.setdiff1d(np.arange(len(follower)), follower)
    paths = []
    for trip in firsts.tolist():
        path, at = [trip], int(follower[trip])
        while at != NEVER:
            path.append(at)
            at = int(follower[at])
        paths.append(path)
    return paths


def _housed(problem: BlockProblem, paths: Sequence[Ints]) -> Chains | None:
    """Blocks given to depots at least cost; None where some find no place."""
    ways = problem.ways
    rows: list[tuple[int, int, int]] = []
    for number, path in enumerate(paths):
        trips = problem.trip[path]
        out, back = ways.pull_out[:, trips[0]], ways.pull_in[:, trips[-1]]
        fit = problem.allowed[:, trips].all(axis=1) & (out != NEVER) & (back != NEVER)
        rows += [
            (number, int(depot), int(out[depot] + back[depot])) for depot in np.flatnonzero(fit)
        ]
    flow = min_cost_flow.SimpleMinCostFlow()
    for number, depot, cost in rows:
        flow.add_arc_with_capacity_and_unit_cost(number, len(paths) + depot, 1, cost)
    home = len(paths) + len(problem.capacity)
    for depot, capacity in enumerate(problem.capacity.tolist()):
        flow.add_arc_with_capacity_and_unit_cost(len(paths) + depot, home, capacity, 0)
    for number in range(len(paths)):
        flow.set_node_supply(number, 1)
    flow.set_node_supply(home, -len(paths))
    if flow.solve() != flow.OPTIMAL:
        return None
    return tuple(
        Chain(depot, tuple(paths[number].tolist()))
        for arc, (number, depot, _) in enumerate(rows)
        if flow.flow(arc)
    )
