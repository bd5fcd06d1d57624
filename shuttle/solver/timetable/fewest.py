"""How few trips must change against a published timetable for every rule to hold.

The same model, its limits on changes left out, with changes for the one thing that costs.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from shuttle.domain.change import NO_LIMITS
from shuttle.solver.highs import Deadline, MipLimits, solve_mip
from shuttle.solver.problem import Problem
from shuttle.solver.timetable.model import build_model

_ROUNDING = 1e-6


@dataclass(frozen=True)
class Fewest:
    """How few trips must change.

    Attributes:
        least: no timetable keeps every rule with fewer; infinite where none does at all.
        enough: with so many one does; None where none was found in time.
    """

    least: float
    enough: int | None


def fewest_changes(problem: Problem, deadline: Deadline) -> Fewest:
    """The fewest trips moved, dropped, added or sent over another port, and that it is proved."""
    if problem.change is None:
        return Fewest(0.0, 0)
    change = problem.change.model_copy(update={"limits": NO_LIMITS})
    model = build_model(replace(problem, change=change))
    cost = np.zeros(len(model.linear.cost))
    for match in model.changes.matches:
        cost[match.column] = match.turn.changed
    cost[list(model.changes.added)] = 1.0
    found = solve_mip(replace(model.linear, cost=cost), MipLimits(seconds=deadline.seconds))
    if found.values is None:
        return Fewest(math.inf if found.complete else 0.0, None)
    return Fewest(max(0.0, math.ceil(found.bound - _ROUNDING)), round(float(cost @ found.values)))
