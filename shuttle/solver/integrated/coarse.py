"""Prices of a coarse grid, by which a fine one begins.

On a fine grid the linear program is large and begins far from its end. What a run is worth to be
driven hardly differs from one slot to the next, so that the coarse grid's prices, read off for the
slots between, ask for nearly the right columns at once.
"""

import numpy as np

from shuttle.solver.integrated.candidates import Candidates, candidates_of
from shuttle.solver.integrated.master import Wages
from shuttle.solver.integrated.restricted import NOTHING
from shuttle.solver.integrated.search import Case, Prior, Search
from shuttle.solver.linear import Floats
from shuttle.solver.problem import Problem
from shuttle.solver.progress import SearchLimits
from shuttle.solver.timetable.model import build_model
from shuttle.solver.timetable.polish import on_grid

_MANY_RUNS = 250
_COARSER = 3


def coarse_prior(
    problem: Problem, fine: Candidates, wages: Wages, limits: SearchLimits
) -> Prior | None:
    """What a coarser grid tells of a fine one; None where it has no answer, or runs are few."""
    if problem.required or len(fine.pieces) <= _MANY_RUNS:
        return None
    part = on_grid(problem, problem.scenario.policies.grid_minutes * _COARSER)
    model = build_model(part)
    candidates = candidates_of(model)
    if not len(candidates.pieces):
        return None
    search = Search(Case(model, candidates, wages), NOTHING, limits, lambda *_: None)
    root = search.root()
    if root is None:
        return None
    place = {key: number for number, key in enumerate(fine.keys)}
    duties = tuple(tuple(place[candidates.keys[run]] for run in duty) for duty in search.known)
    return Prior(_between(candidates, fine, root.tariff.worth), duties)


def _between(coarse: Candidates, fine: Candidates, worth: Floats) -> Floats:
    """What fine runs are worth by the coarse ones before and after them, each way."""
    found = np.zeros(len(fine.pieces))
    for side in np.unique(fine.pieces.origin_side):
        mine, theirs = fine.pieces.origin_side == side, coarse.pieces.origin_side == side
        if theirs.any():
            found[mine] = np.interp(
                fine.pieces.departure[mine], coarse.pieces.departure[theirs], worth[theirs]
            )
    return found
