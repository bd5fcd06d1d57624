"""Fleet branches: the same model with the number of buses bounded, and its LP bound.

What the LP leaves open is mostly fractions of buses. Splitting the day's solutions by how many
buses they use, in all and by type, closes most of the gap with a few more LPs: the LP value is
convex in such a number, so its two whole neighbours bound everything.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from shuttle.solver.highs import Deadline, solve_lp
from shuttle.solver.linear import Bools, Floats, Ints, LinearModel
from shuttle.solver.timetable.model import TimetableModel

# Interior-point values are this near to the optimal face's.
_FRACTION = 1e-4


@dataclass(frozen=True)
class Branch:
    """Some of the solutions, with what is proved about them.

    Attributes:
        linear: the model under the branch's bounds on buses.
        bound: no solution of the branch costs less, in cents, by its LP duals alone.
        reduced: reduced costs at those duals: a solution that uses a column costs at least
            `bound` plus the column's reduced cost.
        duals: of the model's rows, in the LP solution.
        used: columns that the LP solution uses.
        counts: buses by group in the LP solution, for the next split; see `_groups`.
        threshold: reduced cost up to which the branch has been solved; 0 at first.
        proved: no solution of the branch costs less, by all that is known.
        nodes: branch-and-bound nodes that the next MIP may use.
    """

    linear: LinearModel
    bound: float
    reduced: Floats
    duals: Floats
    used: Bools
    counts: tuple[float, ...]
    threshold: float
    proved: float
    nodes: int


def root(model: TimetableModel, nodes: int, deadline: Deadline) -> Branch | None:
    """The branch of all solutions; None where the LP has none."""
    return _solved(model, model.linear, nodes, deadline, corner=False)


def split(model: TimetableModel, branch: Branch, deadline: Deadline) -> list[Branch] | None:
    """The branch in two, by the most fractional number of buses; None where all are whole.

    The number of all buses comes first: it splits best.
    """
    fractions = [abs(count - round(count)) for count in branch.counts]
    group = 0 if fractions[0] > _FRACTION else int(np.argmax(fractions))
    if fractions[group] <= _FRACTION:
        return None
    columns, count = _groups(model)[group], branch.counts[group]
    halves = []
    for lower, upper in ((-math.inf, math.floor(count)), (math.ceil(count), math.inf)):
        linear = branch.linear.with_row(columns, lower, upper)
        half = _solved(model, linear, branch.nodes, deadline, corner=True)
        if half is not None:
            # Cut short, its own linear program may prove less than what it is a part of.
            halves.append(replace(half, proved=max(half.proved, branch.proved)))
    return halves


def with_fleet(
    model: TimetableModel, whole: Branch, fleet: tuple[int, ...], deadline: Deadline
) -> Branch | None:
    """The solutions of a branch with so many buses of each type; None where the LP has none."""
    linear = whole.linear
    for columns, count in zip(_types(model), fleet, strict=True):
        linear = linear.with_row(columns, count, count)
    return _solved(model, linear, whole.nodes, deadline, corner=False)


def fleet_of(model: TimetableModel, values: Floats) -> tuple[int, ...]:
    """How many buses of each type a whole solution has."""
    return tuple(round(float(values[columns].sum())) for columns in _types(model))


def _groups(model: TimetableModel) -> list[Ints]:
    """Stock columns whose sums are split: all, by type, then by type and depot."""
    single = [np.array([column]) for column in model.fleet.stock.values()]
    return [model.fleet.all, *_types(model), *single]


def _types(model: TimetableModel) -> list[Ints]:
    """Stock columns of each bus type."""
    stock = model.fleet.stock
    kinds = range(len(model.problem.types))
    by_type = [[column for (k, _), column in stock.items() if k == kind] for kind in kinds]
    return [np.array(sorted(columns), dtype=np.int64) for columns in by_type]


def _solved(
    model: TimetableModel, linear: LinearModel, nodes: int, deadline: Deadline, *, corner: bool
) -> Branch | None:
    solution = solve_lp(linear, deadline.seconds, corner=corner)
    if solution.infeasible:
        return None
    values, duals = solution.values, solution.duals
    if values is None or duals is None:
        values, duals = np.zeros(len(linear.cost)), np.zeros(len(linear.row_lower))
    bound = linear.dual_bound(duals)
    return Branch(
        linear=linear,
        bound=bound,
        reduced=linear.reduced_costs(duals),
        duals=duals,
        used=values > _FRACTION,
        counts=tuple(float(values[columns].sum()) for columns in _groups(model)),
        threshold=0.0,
        proved=bound,
        nodes=nodes,
    )
