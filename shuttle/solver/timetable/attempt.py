"""What solving a branch shows, and what is left of the branch then."""

import math
from dataclasses import dataclass, replace

import numpy as np

from shuttle.solver.highs import MipResult
from shuttle.solver.linear import Floats
from shuttle.solver.timetable.branch import Branch
from shuttle.solver.timetable.model import TimetableModel

_MORE_NODES = 4
RISE = 1.5
"""By how much the threshold of a branch rises each time."""


@dataclass(frozen=True)
class Attempt:
    """What solving the cheap columns of a branch has shown.

    Attributes:
        threshold: reduced cost up to which columns were kept.
        whole: whether that is all of them.
        values: of all columns, where a solution was found.
        halves: the branch in two, where it was too hard and can be split.
    """

    branch: Branch
    threshold: float
    whole: bool
    result: MipResult
    values: Floats | None
    halves: list[Branch] | None


def rest(attempt: Attempt, proved: float) -> list[Branch]:
    """What is left of a branch: with a higher threshold, or its halves where it was too hard."""
    branch, threshold = attempt.branch, attempt.threshold
    if attempt.result.complete:
        risen = replace(branch, proved=proved, threshold=threshold)
        return [risen] if math.isfinite(proved) else []
    if attempt.halves is None:
        nodes = branch.nodes * _MORE_NODES
        return [replace(branch, proved=proved, nodes=nodes, threshold=threshold / RISE)]
    return [replace(half, proved=max(half.proved, proved)) for half in attempt.halves]


def unit_of_money(model: TimetableModel) -> int:
    """Cents of which the cost of every whole solution is a multiple."""
    cents = np.rint(model.linear.cost[model.linear.cost != 0]).astype(np.int64)
    return int(np.gcd.reduce(cents)) if len(cents) else 1
