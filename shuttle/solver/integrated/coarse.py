"""A coarse grid first: its timetables are timetables of the fine one, and its prices are like them.

On a fine grid the linear program is large and begins far from its end. What a run is worth to be
driven hardly differs from one slot to the next, so that the coarse grid's prices, read off for the
slots between, ask for nearly the right columns at once.
"""

from dataclasses import dataclass

import numpy as np

from shuttle.errors import InfeasibleError, NoPlanError
from shuttle.solver.duties.assign import assign_duties
from shuttle.solver.duties.pricing import Duty
from shuttle.solver.integrated.candidates import Candidates, candidates_of, duties_of
from shuttle.solver.integrated.master import Wages
from shuttle.solver.integrated.restricted import Best
from shuttle.solver.integrated.search import Case, Outcome, Prior, Search
from shuttle.solver.linear import Floats
from shuttle.solver.optimise import Options, optimise
from shuttle.solver.problem import Problem
from shuttle.solver.timetable.model import build_model
from shuttle.solver.timetable.polish import on_grid
from shuttle.solver.timetable.search import Report, SearchLimits

_MANY_RUNS = 250
_COARSER = 3
_PARTS = 16


@dataclass(frozen=True)
class Start:
    """What the coarse grid gives a fine one.

    Attributes:
        case: of the coarse grid, in which the outcome is written.
        prior: what the fine grid's search begins with.
        duties: of the outcome's best solution, by the fine grid's candidates.
    """

    case: Case
    outcome: Outcome
    prior: Prior
    duties: tuple[Duty, ...]


def coarse_start(
    problem: Problem,
    fine: Candidates,
    wages: Wages,
    options: Options,
    limits: SearchLimits,
    report: Report,
) -> Start | None:
    """A plan made at once on a coarser grid; None where there is none, or runs are few."""
    if problem.fixed or len(fine.pieces) <= _MANY_RUNS:
        return None
    part = on_grid(problem, problem.scenario.policies.grid_minutes * _COARSER)
    try:
        solution = optimise(part, options)
        duties = assign_duties(problem.scenario, solution.blocks, limits.deadline)
    except (InfeasibleError, NoPlanError):
        return None
    model = build_model(part)
    candidates = candidates_of(model)
    case = Case(model, candidates, wages)
    begun = duties_of(candidates, solution.blocks, duties.duties)
    cost = sum(solution.terms.values()) + float(wages.cents(candidates.pieces, begun).sum())
    first = Best(None, cost, begun)
    search = Search(case, first, limits, report, most_parts=_PARTS)
    outcome = search.run()
    if outcome.root is None or outcome.best.values is None:
        return None
    place = {key: number for number, key in enumerate(fine.keys)}
    moved = [tuple(place[candidates.keys[run]] for run in duty) for duty in search.known]
    best = tuple(tuple(place[candidates.keys[run]] for run in duty) for duty in outcome.best.duties)
    worth = _between(candidates, fine, outcome.root.tariff.worth)
    return Start(case, outcome, Prior(worth, tuple(moved)), best)


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
