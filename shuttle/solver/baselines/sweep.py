"""The best of a sweep: each timetable with the best buses for it, judged by the same costs."""

from shuttle.errors import InfeasibleError, NoPlanError
from shuttle.solver.baselines.candidates import BaselineMethod, candidates
from shuttle.solver.optimise import Options, optimise
from shuttle.solver.problem import Problem, fix_timetable
from shuttle.solver.progress import Progress, Report
from shuttle.solver.result import Solution


def best_baseline(
    problem: Problem, method: BaselineMethod, options: Options, report: Report
) -> Solution:
    """The cheapest timetable of the method's sweep, with optimal bus types and blocks.

    Its bound is one of the buses for that timetable, not of timetables.

    Raises:
        InfeasibleError: the fleet can run none of them, which proves nothing of other timetables.
        NoPlanError: the time limit came before any.
    """
    best: Solution | None = None
    for candidate in candidates(problem, method):
        try:
            found = optimise(fix_timetable(problem, candidate.departures), options)
        except (InfeasibleError, NoPlanError):
            continue
        if best is None or found.proof.objective < best.proof.objective:
            best = found
            cost, bound = found.proof.objective, found.proof.bound
            report(Progress(candidate.label, round(cost * 100), bound * 100))
    if best is None:
        message = f"The fleet can run no timetable of the method {method}."
        raise InfeasibleError(message, proved=False)
    return best
