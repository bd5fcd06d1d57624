"""How many riders may at most be carried over an arc or give up: what keeps the bound tight.

Forwards (`depart_after`) riders go from the earlier to the later departure of an arc, backwards
(`arrive_by`) from the later to the earlier; both are told as from `origin` to `target`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from shuttle.domain.time import LAST_MINUTE
from shuttle.solver.linear import Ints
from shuttle.solver.problem import Problem
from shuttle.solver.timetable.network import SINK, Network


@dataclass(frozen=True)
class Way:
    """Riders of one kind of wish over the arcs of a network; one element an arc.

    Attributes:
        origin: node at which carried riders found no seat; SOURCE or SINK where there is none.
        target: node that they try next.
        fresh: riders who come to the target over this arc for their first try.
        most: riders that may be carried at most.
        gone: riders that may at most give up at the origin where this arc follows.
        cents: what a carried rider costs.
        tries: by node, riders who may at most come to it.
        left: by node, riders who may at most find no seat there.
    """

    origin: Ints
    target: Ints
    fresh: Ints
    most: Ints
    gone: Ints
    cents: Ints
    tries: Ints
    left: Ints


def forwards(problem: Problem, index: int, network: Network, least_seats: Ints) -> Way:
    """Riders with `depart_after` wishes; `least_seats` is by node, over its bus types."""
    patience = problem.scenario.policies.max_wait_minutes
    minute = _minutes([node.departure for node in network.nodes])
    earlier, later = minute[network.tail], minute[network.head]
    wishes = _Wishes(problem.wishes[index].depart_after)
    patient = np.where(network.head == SINK, earlier + 1, np.minimum(later - patience, earlier + 1))
    way = Way(
        origin=network.tail,
        target=network.head,
        fresh=network.loads.boarding,
        most=_between_nodes(network, wishes.count(later - patience, earlier + 1)),
        gone=np.where(network.tail >= 0, wishes.count(earlier - patience, patient), 0),
        cents=(later - earlier) * problem.cents.waiting_minute,
        tries=least_seats,
        left=least_seats,
    )
    return _swept(way, least_seats, range(len(network.nodes)))


def backwards(problem: Problem, index: int, network: Network, least_seats: Ints) -> Way:
    """Riders with `arrive_by` wishes; `least_seats` is what the others may leave free."""
    patience = problem.scenario.policies.max_early_minutes
    minute = _minutes([node.arrival for node in network.nodes])
    earlier, later = minute[network.tail], minute[network.head]
    wishes = _Wishes(problem.wishes[index].arrive_by)
    impatient = np.where(network.tail < 0, later, np.maximum(earlier + patience + 1, later))
    way = Way(
        origin=network.head,
        target=network.tail,
        fresh=network.loads.making,
        most=_between_nodes(network, wishes.count(later, earlier + patience + 1)),
        gone=np.where(network.head >= 0, wishes.count(impatient, later + patience + 1), 0),
        cents=(later - earlier) * problem.cents.early_minute,
        tries=least_seats,
        left=least_seats,
    )
    return _swept(way, least_seats, reversed(range(len(network.nodes))))


class _Wishes:
    """Cumulated wishes."""

    def __init__(self, riders: Ints) -> None:
        self._before = np.concatenate([[0], np.cumsum(riders)])

    def count(self, start: Ints, end: Ints) -> Ints:
        """Riders who wish for a minute from `start` to before `end`."""
        first, last = (np.clip(minute, 0, LAST_MINUTE + 1) for minute in (start, end))
        found: Ints = np.maximum(0, self._before[last] - self._before[first])
        return found


def _minutes(of_nodes: list[int]) -> Ints:
    """Minutes of nodes; 0 for SINK and SOURCE, whose arcs carry nobody."""
    return np.array([*of_nodes, 0, 0], dtype=np.int64)


def _between_nodes(network: Network, riders: Ints) -> Ints:
    found: Ints = np.where((network.tail >= 0) & (network.head >= 0), riders, 0)
    return found


def _swept(way: Way, least_seats: Ints, order: Iterable[int]) -> Way:
    """The way with caps that follow from each other, node by node in the riders' order."""
    into: list[list[int]] = [[] for _ in least_seats]
    outof: list[list[int]] = [[] for _ in least_seats]
    for arc, (origin, target) in enumerate(zip(way.origin, way.target, strict=True)):
        if target >= 0:
            into[target].append(arc)
        if origin >= 0:
            outof[origin].append(arc)
    most = way.most.copy()
    tries = np.zeros_like(least_seats)
    for node in order:
        tries[node] = int((way.fresh[into[node]] + most[into[node]]).max(initial=0))
        left = max(0, int(tries[node] - least_seats[node]))
        most[outof[node]] = np.minimum(most[outof[node]], left)
    return replace(way, most=most, tries=tries, left=np.maximum(0, tries - least_seats))
