"""The cheapest rest of a day: few columns matter where every change has its price.

With changes priced the linear program is nearly whole. Columns whose reduced cost is above what is
left to be proved are put aside, which is a proof as well as a filter; what remains is solved at
once. Where that is too hard, the search for timetables goes on from the best that was found.
"""

import math
from dataclasses import dataclass

import numpy as np

from shuttle.solver.highs import MipLimits, solve_mip
from shuttle.solver.linear import Floats
from shuttle.solver.progress import SearchLimits, relative_gap
from shuttle.solver.timetable import branch as branches
from shuttle.solver.timetable.branch import Branch
from shuttle.solver.timetable.model import TimetableModel
from shuttle.solver.timetable.search import Search

_FIRST_SHARE = 0.00001
_RISE = 4.0
_ROUNDS = 10
_NODES = 200
_CENT = 1.0


@dataclass(frozen=True)
class Best:
    """What is found of the rest of a day.

    Attributes:
        values: of all columns; None where there is no solution, or none was found in time.
        bound: in cents; no repair of the day costs less.
        infeasible: proved that there is none.
        nodes: branch-and-bound nodes used.
    """

    values: Floats | None
    bound: float
    infeasible: bool
    nodes: int


def cheapest(model: TimetableModel, limits: SearchLimits) -> Best:
    """The cheapest solution of a repair's model, with its bound."""
    root = branches.root(model, _NODES, limits.deadline)
    if root is None:
        return Best(None, math.inf, infeasible=True, nodes=0)
    found = _near(model, root, limits)
    cost = math.inf if found.values is None else model.linear.objective(found.values)
    if found.values is not None and relative_gap(cost, found.bound) <= limits.gap:
        return found
    if limits.deadline.passed:
        return found
    search = Search(model, limits, lambda _: None)
    if found.values is not None:
        search.offer(found.values)
    result = search.run()
    bound = max(found.bound, result.bound)
    return Best(result.values, bound, result.infeasible, found.nodes + result.nodes)


def _near(model: TimetableModel, root: Branch, limits: SearchLimits) -> Best:
    """The best among cheap columns, more of them until nothing else can be better."""
    linear, best, cost, bound, nodes = model.linear, None, math.inf, root.bound, 0
    threshold = max(_CENT, abs(root.bound) * _FIRST_SHARE)
    for _ in range(_ROUNDS):
        kept = (root.reduced <= threshold) | root.used
        solved = solve_mip(
            linear.restricted(kept),
            MipLimits(nodes=_NODES, seconds=limits.deadline.seconds, seed=limits.seed),
        )
        nodes += solved.nodes
        if solved.values is not None:
            values = np.zeros(len(kept))
            values[kept] = np.rint(solved.values) if _whole(solved.values) else solved.values
            if linear.objective(values) < cost:
                best, cost = values, linear.objective(values)
        outside = math.inf if kept.all() else root.bound + threshold
        bound = max(bound, min(solved.bound, outside))
        if cost - bound < _CENT or kept.all() or limits.deadline.passed or not solved.complete:
            break
        # All that could still be better, where something was found; else more than before.
        threshold = cost - root.bound if best is not None else threshold * _RISE
    if cost - bound < _CENT:
        bound = cost
    return Best(best, bound, infeasible=False, nodes=nodes)


def _whole(values: Floats) -> bool:
    return bool(np.abs(values - np.rint(values)).max(initial=0.0) < 1e-6)  # noqa: PLR2004 - solver's
