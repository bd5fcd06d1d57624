"""A first timetable out of the LP's duals.

Once buses and quotas are priced by their duals, each direction stands alone: its cheapest
timetable is a shortest path over headway arcs. Ports, bus types and buses for its departures
(and which of them to leave out) are then found by a small MIP.
"""

from dataclasses import replace

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
    slots = priced_slots(model, duals)
    kept = np.ones(len(model.linear.cost), dtype=bool)
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


def priced_slots(model: TimetableModel, duals: Floats) -> set[tuple[int, int]]:
    """Direction and minute of each departure of the directions' cheapest timetables."""
    if model.budget_row is not None:
        model = replace(model, point_cents=-float(duals[model.budget_row]))
    priced = duals.copy()
    priced[: model.path_rows] = 0.0
    prices = model.linear.reduced_costs(priced)
    return {
        (index, minute)
        for index, network in enumerate(model.networks)
        for minute in cheapest_path(model, index, network, prices)[1]
    }


def cheapest_path(
    model: TimetableModel, index: int, network: Network, prices: Floats
) -> tuple[float, list[int]]:
    """What a direction costs at least at priced trips and each arc's own cost, and its departures.

    Riders of both kinds who only together are too many for a bus are left aside.
    """
    best = _cheapest_trips(model, index, network, prices)
    cents = network.loads.cents(model.problem.cents) + model.point_cents * network.points
    kinds = np.arange(len(model.problem.types))
    size = len(network.nodes)
    cost = np.full((size + 2, len(kinds)), np.inf)
    came = np.full((size + 2, len(kinds), 2), -1)
    cost[SOURCE] = 0.0
    order = np.argsort(network.tail, kind="stable")
    tails, begins = np.unique(network.tail[order], return_index=True)
    for tail, arcs in zip(tails.tolist(), np.split(order, begins[1:]), strict=True):
        making, boarding = network.loads.making[arcs, None], network.loads.boarding[arcs, None]
        full = cents_above(network.limits, tail, kinds, making) if tail >= 0 else 0.0
        left_by = cost[tail] + np.zeros((len(arcs), 1)) + full
        kind = left_by.argmin(axis=1)
        heads, arrived = network.head[arcs], left_by.min(axis=1) + cents[arcs]
        paid = np.repeat(arrived[:, None], len(kinds), axis=1)
        runs = heads != SINK
        inner = heads[runs]
        paid[runs] += cents_above(network.limits, inner[:, None], kinds, boarding[runs])
        paid[runs] += best[inner]
        cheaper = paid < cost[heads]
        cost[heads] = np.where(cheaper, paid, cost[heads])
        steps = np.stack([np.full(len(arcs), tail), kind], axis=-1)[:, None, :]
        came[heads] = np.where(cheaper[:, :, None], steps, came[heads])
    node, kind_of = came[SINK, 0].tolist()
    departures = []
    while node >= 0:
        if network.nodes[node].trips:
            departures.append(network.nodes[node].departure)
        node, kind_of = came[node, kind_of].tolist()
    return float(cost[SINK, 0]), departures


def _cheapest_trips(model: TimetableModel, index: int, network: Network, prices: Floats) -> Floats:
    """For each node and bus type the cheapest trip's price; shape (nodes, types)."""
    problem = model.problem
    best = np.full((len(network.nodes), len(problem.types)), np.inf)
    best[[number for number, node in enumerate(network.nodes) if not node.trips]] = 0.0
    node_of = {
        (problem.trips[t].departure, problem.trips[t].port, problem.trips[t].room): number
        for number, node in enumerate(network.nodes)
        for t in node.trips
    }
    for item in model.trips:
        if item.run.direction == index:
            node = node_of[item.run.departure, item.run.port, item.run.room]
            at = node, item.vehicle_type
            best[at] = min(best[at], prices[item.column])
    return best
