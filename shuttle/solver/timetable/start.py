"""A first timetable out of the LP's duals.

Once buses and quotas are priced by their duals, each direction stands alone: its cheapest
timetable is a shortest path over headway arcs. Ports, bus types and buses for its departures
(and which of them to leave out) are then found by a small MIP.
"""

from collections.abc import Iterator

import numpy as np

from shuttle.solver.highs import Deadline, MipLimits, solve_mip
from shuttle.solver.linear import Floats
from shuttle.solver.timetable.model import TimetableModel
from shuttle.solver.timetable.network import SINK, SOURCE, Network
from shuttle.solver.timetable.seats import cents_above

_NODES = 20
_GAP = 0.002


def dual_priced(model: TimetableModel, duals: Floats, deadline: Deadline) -> Floats | None:
    """Values of all columns of a first solution; None where buses or quotas do not allow it."""
    priced = duals.copy()
    priced[: model.path_rows] = 0.0
    prices = model.linear.reduced_costs(priced)
    slots = {
        (index, minute)
        for index, network in enumerate(model.networks)
        for minute in _cheapest_path(model, index, network, prices)
    }
    kept = np.ones(len(prices), dtype=bool)
    for item in model.trips:
        kept[item.column] = (item.run.direction, item.run.departure) in slots
    linear = model.linear.restricted(kept)
    limits = MipLimits(relative_gap=_GAP, nodes=_NODES, seconds=deadline.seconds)
    found = solve_mip(linear, limits).values
    if found is None:
        return None
    values = np.zeros(len(kept))
    values[kept] = found
    return values


def _cheapest_path(
    model: TimetableModel, index: int, network: Network, prices: Floats
) -> Iterator[int]:
    """Departures of a direction's cheapest path, at priced trips and each arc's own cost."""
    best = _cheapest_trips(model, index, network, prices)
    cents = network.loads.cents(model.problem.cents)
    kinds = np.arange(len(model.problem.types))
    size = len(network.nodes)
    cost = np.full((size + 2, len(kinds)), np.inf)
    came = np.full((size + 2, len(kinds), 2), -1)
    cost[SOURCE] = 0.0
    for arc in np.argsort(network.tail, kind="stable").tolist():
        tail, head = int(network.tail[arc]), int(network.head[arc])
        making, boarding = network.loads.making[arc], network.loads.boarding[arc]
        full = cents_above(network.limits, tail, kinds, making) if tail >= 0 else 0
        left_by = cost[tail] + full
        kind = int(np.argmin(left_by))
        arrived = left_by[kind] + cents[arc]
        if head != SINK:
            over = cents_above(network.limits, head, kinds, boarding)
            arrived = arrived + over + best[head]
        cheaper = arrived < cost[head]
        cost[head] = np.where(cheaper, arrived, cost[head])
        came[head, cheaper] = tail, kind
    node, kind = came[SINK, 0].tolist()
    while node >= 0:
        yield network.nodes[node].departure
        node, kind = came[node, kind].tolist()


def _cheapest_trips(model: TimetableModel, index: int, network: Network, prices: Floats) -> Floats:
    """For each node and bus type the cheapest trip's price; shape (nodes, types)."""
    problem = model.problem
    best = np.full((len(network.nodes), len(problem.types)), np.inf)
    node_of = {
        (problem.trips[t].departure, problem.trips[t].port): number
        for number, node in enumerate(network.nodes)
        for t in node.trips
    }
    for item in model.trips:
        if item.run.direction == index:
            at = node_of[item.run.departure, item.run.port], item.vehicle_type
            best[at] = min(best[at], prices[item.column])
    return best
