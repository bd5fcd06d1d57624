"""The linear relaxation on a growing part of its columns.

Most arcs lie in no good answer. The relaxation is solved on a few of them; whatever prices out
joins, until nothing does. The duals then hold for all columns, and the bound that they prove is
computed on all columns, however inexact they are.
"""

from dataclasses import dataclass

import numpy as np

from shuttle.solver.highs import Deadline, solve_lp
from shuttle.solver.linear import Bools, Floats, Ints, LinearModel

_PRICED_OUT = -1e-6
_MOST_ROUNDS = 60
_GROWTH = 0.5


@dataclass(frozen=True)
class Relaxation:
    """What the linear relaxation proves.

    Attributes:
        values: of all columns, those left out being 0.
        reduced: reduced cost of every column at the duals behind `bound`.
        bound: no solution costs less.
    """

    values: Floats
    reduced: Floats
    bound: float


def relax(model: LinearModel, first: Bools, deadline: Deadline) -> Relaxation | None:
    """The relaxation, begun with the `first` columns; None where it has no solution.

    A run that is cut short gives the bound of the duals that it has.
    """
    kept = first.copy()
    best: Relaxation | None = None
    for _ in range(_MOST_ROUNDS):
        part = solve_lp(model.restricted(kept), deadline.seconds)
        if part.infeasible and not kept.all():
            kept[:] = True
            continue
        if part.infeasible:
            return None
        if part.values is None or part.duals is None:
            break
        found = _priced(model, kept, part.values, part.duals)
        if best is None or found.bound > best.bound:
            best = found
        joining = np.flatnonzero((found.reduced < _PRICED_OUT) & ~kept)
        if not len(joining):
            return Relaxation(found.values, best.reduced, best.bound)
        kept[_most_wanted(found.reduced, joining, int(kept.sum()))] = True
    return best or _priced(model, kept, np.zeros(int(kept.sum())), np.zeros(len(model.row_lower)))


def _priced(model: LinearModel, kept: Bools, part: Floats, duals: Floats) -> Relaxation:
    values = np.zeros(len(kept))
    values[kept] = part
    return Relaxation(values, model.reduced_costs(duals), model.dual_bound(duals))


def _most_wanted(reduced: Floats, joining: Ints, size: int) -> Ints:
    """The columns that price out most, so many that the part grows by half at most."""
    order = np.lexsort((joining, reduced[joining]))
    return joining[order[: max(1, int(size * _GROWTH))]]
