"""Headways and spans that are not kept, at a price: where a disruption leaves nothing else.

Each pair of departures too far apart costs one easing, and each window that the first or the last
departure misses: exactly what the audit finds broken.
"""

from dataclasses import replace

import numpy as np

from shuttle.domain.disruption import EASING_PRICES
from shuttle.domain.policy import Policies
from shuttle.solver.linear import Ints, ModelBuilder
from shuttle.solver.problem import Problem, in_cents
from shuttle.solver.rules import headway, span
from shuttle.solver.timetable.network import SINK, SOURCE, Network, build_network
from shuttle.solver.timetable.path import Path


def path_of(problem: Problem, builder: ModelBuilder, index: int, *, eased: bool) -> Path:
    """The path of a direction, yet to be added to the model."""
    if not eased:
        return Path(problem, builder, build_network(problem, index))
    policies = _without_most(problem.scenario.policies)
    scenario = problem.scenario.model_copy(update={"policies": policies})
    network = build_network(replace(problem, scenario=scenario), index)
    return EasedPath(problem, builder, network, _broken(problem, index, network))


class EasedPath(Path):
    """A path whose arcs pay for the obligations that they break."""

    def __init__(
        self, problem: Problem, builder: ModelBuilder, network: Network, broken: Ints
    ) -> None:
        super().__init__(problem, builder, network)
        self._broken = broken

    def _arc_cents(self, arc: Ints, kind: Ints) -> Ints:
        price = in_cents(EASING_PRICES.headway)
        cents: Ints = super()._arc_cents(arc, kind) + price * self._broken[arc]
        return cents


def _without_most(policies: Policies) -> Policies:
    """The policies without most headways and windows for the first and the last bus."""
    headways = tuple(h.model_copy(update={"max_minutes": None}) for h in policies.headways)
    return policies.model_copy(update={"headways": headways, "spans": ()})


def _broken(problem: Problem, index: int, network: Network) -> Ints:
    """Obligations that each arc breaks."""
    policies, way = problem.scenario.policies, problem.directions[index]
    firsts = span.windows(policies, problem.day_type, way, "first")
    lasts = span.windows(policies, problem.day_type, way, "last")
    departures = np.array([node.departure for node in network.nodes], dtype=np.int64)
    found = np.zeros(len(network.tail), dtype=np.int64)
    latest = np.array(
        [
            headway.followers(
                headway.governing(policies, problem.day_type, way, minute),
                minute,
                problem.allowed[index],
            )[1]
            for minute in departures.tolist()
        ],
        dtype=np.int64,
    )
    between = (network.tail != SOURCE) & (network.head != SINK)
    tails, heads = network.tail[between], network.head[between]
    found[between] = departures[heads] > latest[tails]
    missed_first = np.array([_missed(firsts, t) for t in departures.tolist()], dtype=np.int64)
    missed_last = np.array([_missed(lasts, t) for t in departures.tolist()], dtype=np.int64)
    begins = (network.tail == SOURCE) & (network.head != SINK)
    ends = (network.tail != SOURCE) & (network.head == SINK)
    found[begins] = missed_first[network.head[begins]]
    found[ends] = missed_last[network.tail[ends]]
    found[(network.tail == SOURCE) & (network.head == SINK)] = len(firsts) + len(lasts)
    return found


def _missed(windows: span.Windows, minute: int) -> int:
    return sum(not window.holds_at(minute) for window in windows)
