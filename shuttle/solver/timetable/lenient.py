"""The headway-arc network of a direction whose service obligations may be left, at points.

Any departure may follow any other, be the first or the last. A gap so long that nobody rides over
it is a way through waiting places, one a slot, which stand for "no departure before this minute".
So the network grows by the number of slots, not by their square. What the riders of such a gap
cost is told apart: of those who may still ride, at its two ends; of all others, on the way.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest

import numpy as np

from shuttle.solver.linear import Ints
from shuttle.solver.problem import Problem
from shuttle.solver.rules import no_overtaking
from shuttle.solver.timetable.leaving import Leniency
from shuttle.solver.timetable.loads import AFTER_ALL, BEFORE_ALL, Counter, Loads
from shuttle.solver.timetable.network import (
    SINK,
    SOURCE,
    Network,
    Node,
    Windows,
    departure_nodes,
    successor_windows,
)
from shuttle.solver.timetable.seats import limits

_NO_PLACE = -1


def lenient_network(problem: Problem, index: int) -> Network:
    """The network of direction number `index`, whose arcs say what they leave."""
    policies = problem.scenario.policies
    counter = Counter(problem.wishes[index], policies.max_wait_minutes, policies.max_early_minutes)
    direction = problem.directions[index]
    windows = successor_windows(replace(problem, required=()), index, direction)
    direct = _direct(problem, index, windows)
    departing = departure_nodes(problem, index, counter, direct)
    beyond = min((last for _, last in direct.values()), default=0)
    waiting = [Node(slot, slot, ()) for slot in problem.slots[index] if slot > beyond]
    nodes = tuple(sorted([*waiting, *departing], key=lambda n: (n.departure, bool(n.trips))))
    ways = _Ways(nodes, Leniency.of(problem, index, direction), windows, direct, counter)
    tail, head, points = np.array(list(ways.arcs()), dtype=np.int64).reshape(-1, 3).T
    loads = _loads(nodes, counter, tail, head)
    return Network(nodes, tail, head, loads, limits(problem, [n.room for n in nodes]), points)


def _direct(problem: Problem, index: int, windows: Windows) -> Windows:
    """For each slot, the first and last minute of departures that follow it on one arc.

    Beyond it nobody rides over the gap: who waited longest for the later departure came after
    the earlier one, and who arrived earliest by the earlier one would have come before the later.
    """
    policies = problem.scenario.policies
    minutes = [run.arrival - run.departure for run in problem.trips if run.direction == index]
    apart = max(minutes, default=0) - min(minutes, default=0)
    near = max(policies.max_wait_minutes, policies.max_early_minutes + apart)
    return {slot: (least, max(most, slot + near)) for slot, (least, most) in windows.items()}


@dataclass(frozen=True)
class _Ways:
    """Arcs of one direction: (tail, head, points).

    Attributes:
        windows: for each slot, first and last minute of departures that may follow it.
        direct: the same, of those that follow it on one arc.
    """

    nodes: tuple[Node, ...]
    leniency: Leniency
    windows: Windows
    direct: Windows
    counter: Counter

    def arcs(self) -> Iterator[tuple[int, int, int]]:
        """Every arc."""
        yield SOURCE, SINK, self.leniency.empty()
        for number, node in enumerate(self.nodes):
            if node.trips:
                yield SOURCE, number, self.leniency.begun(node.departure)
                yield number, SINK, self.leniency.ended(node.departure)
                yield from self._following(number, node)
        yield from self._waiting()

    def _following(self, number: int, node: Node) -> Iterator[tuple[int, int, int]]:
        (least, most), (_, last) = self.windows[node.departure], self.direct[node.departure]
        start, end = bisect_left(self._minutes, least), bisect_left(self._minutes, last + 1)
        heads = [head for head in range(start, end) if self.nodes[head].trips]
        arrivals = np.array([self.nodes[head].arrival for head in heads], dtype=np.int64)
        follows = no_overtaking.admits(node.arrival, arrivals, self.counter.before)
        places = (h for h in range(end, len(self.nodes)) if not self.nodes[h].trips)
        for head in [h for h, may in zip(heads, follows, strict=True) if may] + [*places][:1]:
            minute = self.nodes[head].departure
            skipped = self.leniency.skipped(node.departure, minute)
            yield number, head, max(0, minute - most) + skipped

    def _waiting(self) -> Iterator[tuple[int, int, int]]:
        """Arcs from each waiting place to the departures at its minute, and to the next one."""
        places = [number for number, node in enumerate(self.nodes) if not node.trips]
        for place, following in zip_longest(places, places[1:]):
            minute = self.nodes[place].departure
            end = bisect_left(self._minutes, minute + 1)
            yield from ((place, node, 0) for node in range(place + 1, end))
            if following is not None:
                until = self.nodes[following].departure
                yield place, following, until - minute + self.leniency.skipped(minute - 1, until)

    @cached_property
    def _minutes(self) -> list[int]:
        return [node.departure for node in self.nodes]


def _loads(nodes: tuple[Node, ...], counter: Counter, tail: Ints, head: Ints) -> Loads:
    """Riders of each arc, those whom nobody takes counted on the way over waiting places.

    An arc to a waiting place counts, as if it ended the day, everyone after its departure, and
    one from it everyone before: so those from the place's minute on are taken off the one, those
    before it off the other.
    """
    ends = np.array([AFTER_ALL, BEFORE_ALL])
    waits = np.array([not node.trips for node in nodes] + [False, False])
    departures = np.append([node.departure for node in nodes], ends).astype(np.int64)
    arrivals = np.append([node.arrival for node in nodes], ends).astype(np.int64)

    def minutes(of: Ints) -> tuple[Ints, Ints]:
        begun = np.where(waits, BEFORE_ALL, of)[tail]
        return begun, np.where(waits, AFTER_ALL, of)[head]

    loads = counter.loads(minutes(departures), minutes(arrivals))
    before = counter.wishes_before(np.where(waits, departures, _NO_PLACE))
    everyone = counter.wishes_before(np.array([AFTER_ALL]))
    beyond = loads.beyond - before[tail] - np.where(waits, everyone - before, 0)[head]
    return replace(loads, beyond=beyond)
