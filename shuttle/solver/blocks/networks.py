"""The arcs of one depot's buses: from trip to trip, or through time and space.

Through time and space a bus waits along lines of nodes instead of on an arc for every pair of
trips. Each place has two lines, of buses that have come and of buses that are to leave; empty
runs lead from the one to the other alone, so that a bus never makes two in a row and a path
costs what the pairs of trips on it cost. Of the runs between two lines that reach the same node
only the last is needed, because waiting costs the same before and after a run.
"""

from dataclasses import replace

import numpy as np

from shuttle.solver.blocks.flow import DEPOT, Arcs, FlowModel, arcs, flow_model
from shuttle.solver.blocks.problem import NEVER, BlockProblem
from shuttle.solver.linear import Ints

_HORIZON = 1 << 20


def build_flow(problem: BlockProblem) -> FlowModel:
    """The model of a problem with a depot for each trip: pairs of trips, or time and space."""
    build = _pairs if problem.by_matrix else _time_space
    depots = range(len(problem.capacity))
    parts = [build(problem, d) if problem.allowed[d].any() else [] for d in depots]
    return flow_model(problem, parts)


def _pairs(problem: BlockProblem, depot: int) -> list[Arcs]:
    """Nodes are copies of trips; whoever comes to one drives it."""
    copies = np.flatnonzero(problem.allowed[depot, problem.trip])
    out = problem.ways.pull_out[depot, problem.trip[copies]]
    back = problem.ways.pull_in[depot, problem.trip[copies]]
    links = problem.link_costs(copies, copies)
    first, then = np.nonzero(links != NEVER)
    leaving, coming = copies[out != NEVER], copies[back != NEVER]
    depots = np.array([DEPOT])
    between = arcs(copies[first], copies[then], links[first, then], copy=copies[then])
    return [
        arcs(depots, leaving, problem.vehicle + out[out != NEVER], copy=leaving),
        replace(between, sifted=True),
        arcs(coming, depots, back[back != NEVER]),
    ]


def _time_space(problem: BlockProblem, depot: int) -> list[Arcs]:
    copies = np.flatnonzero(problem.allowed[depot, problem.trip])
    trips = problem.trip[copies]
    ready = problem.end[copies] + problem.task.layover_minutes
    starts, at_start = _nodes(problem.origin[trips], problem.start[copies])
    ends, at_end = _nodes(problem.destination[trips], ready)
    offset, none = len(starts), np.zeros(1, dtype=np.int64)
    return [
        _leaving(problem, depot, starts),
        arcs(at_start, offset + at_end, none, copy=copies),
        _waiting(problem, starts, 0),
        _waiting(problem, ends, offset),
        replace(_runs(problem, starts, ends), sifted=True),
        _coming(problem, depot, ends, offset),
    ]


def _nodes(place: Ints, minute: Ints) -> tuple[Ints, Ints]:
    """Nodes by place and minute, as place * horizon + minute, and the node of each event."""
    nodes, index = np.unique(place * _HORIZON + minute, return_inverse=True)
    return nodes, index


def _waiting(problem: BlockProblem, nodes: Ints, offset: int) -> Arcs:
    """Along each line from node to node."""
    same = np.flatnonzero(nodes[1:] // _HORIZON == nodes[:-1] // _HORIZON)
    minutes = nodes[same + 1] - nodes[same]
    room = len(problem.task.trips)
    return arcs(offset + same, offset + same + 1, problem.waiting * minutes, room)


def _runs(problem: BlockProblem, starts: Ints, ends: Ints) -> Arcs:
    """Empty runs: from each node of a place's arrivals to the first departure within reach."""
    place, minute = ends // _HORIZON, ends % _HORIZON
    tails, heads, costs = [], [], []
    layover = problem.task.layover_minutes
    for target in np.unique(starts // _HORIZON).tolist():
        run = problem.ways.travel[place, target]
        head = np.searchsorted(starts, target * _HORIZON + minute + run)
        reached = (run != NEVER) & (head < len(starts))
        reached[reached] = starts[head[reached]] // _HORIZON == target
        later = np.r_[(head[1:] == head[:-1]) & (place[1:] == place[:-1]), False]
        kept = np.flatnonzero(reached & ~later)
        standing = starts[head[kept]] % _HORIZON - minute[kept] - run[kept] + layover
        tails.append(len(starts) + kept)
        heads.append(head[kept])
        costs.append(problem.deadhead * run[kept] + problem.waiting * standing)
    tail, head, cost = (np.concatenate(part).astype(np.int64) for part in (tails, heads, costs))
    return arcs(tail, head, cost, len(problem.task.trips))  # buses that waited run side by side


def _leaving(problem: BlockProblem, depot: int, starts: Ints) -> Arcs:
    """From the depot to each node; to a line's first alone where waiting is free."""
    place = starts // _HORIZON
    run = problem.ways.travel[_home(problem, depot), place]
    wanted = run != NEVER
    if not problem.waiting:
        wanted &= np.r_[True, place[1:] != place[:-1]][: len(place)]
    nodes = np.flatnonzero(wanted)
    cost = problem.vehicle + problem.deadhead * run[nodes]
    return arcs(np.array([DEPOT]), nodes, cost, len(problem.task.trips))


def _coming(problem: BlockProblem, depot: int, ends: Ints, offset: int) -> Arcs:
    """From each node home; from a line's last alone where waiting is free."""
    place = ends // _HORIZON
    run = problem.ways.travel[place, _home(problem, depot)]
    wanted = run != NEVER
    if not problem.waiting:
        wanted &= np.r_[place[1:] != place[:-1], True][: len(place)]
    nodes = np.flatnonzero(wanted)
    cost = problem.deadhead * run[nodes]
    return arcs(offset + nodes, np.array([DEPOT]), cost, len(problem.task.trips))


def _home(problem: BlockProblem, depot: int) -> int:
    travel = problem.task.travel_minutes
    return 0 if travel is None else travel.places.index(problem.task.depots[depot].place)
