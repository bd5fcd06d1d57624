"""The run: problem, model, search, readout; or the conflict that forbids any plan."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

from shuttle.domain.plan import Proof
from shuttle.errors import InfeasibleError, NoPlanError
from shuttle.solver.highs import Deadline
from shuttle.solver.problem import Problem
from shuttle.solver.result import Solution
from shuttle.solver.timetable.fine import search_fine
from shuttle.solver.timetable.model import TimetableModel, build_model
from shuttle.solver.timetable.polish import coarse_minutes
from shuttle.solver.timetable.readout import Readout, read
from shuttle.solver.timetable.search import (
    Progress,
    Report,
    Search,
    SearchLimits,
    SearchResult,
    relative_gap,
)

_CENTS = 100
_METHOD = "HiGHS in OR-Tools, headway arcs by bus type"
_UNBOUNDED = "its linear relaxation did not end in time, so the bound is weak"
_FREE = "timetable and blocks, seat guarantee"
_FIXED = "bus types and blocks for this timetable, seat guarantee"


@dataclass(frozen=True)
class Options:
    """How a run is to be made.

    Attributes:
        time_limit_seconds: the outer guard; a run that ends by it need not repeat to the byte.
        gap: stop at this relative gap.
        seed: of the MIP solver.
        workers: processes that search neighbourhoods of a large model.
        stop: asked now and then; a run that is told so ends with the best that it has.
    """

    time_limit_seconds: float = 300.0
    gap: float = 0.0
    seed: int = 0
    workers: int = 1
    stop: Callable[[], bool] = lambda: False


def silent(_: Progress) -> None:
    """A report that nobody reads."""


def optimise(problem: Problem, options: Options, report: Report = silent) -> Solution:
    """The cheapest timetable with blocks, with its bound.

    Raises:
        InfeasibleError: no timetable keeps every rule.
        NoPlanError: the time limit came first.
    """
    started, started_cpu = time.monotonic(), time.process_time()
    deadline = Deadline(options.time_limit_seconds, options.stop)
    limits = SearchLimits(options.gap, deadline, options.seed, options.workers)
    model, result, method = _searched(problem, limits, report)
    if result.infeasible:
        message = "No timetable keeps every rule of the scenario."
        raise InfeasibleError(message, proved=True)
    if result.values is None or result.cost is None:
        message = f"No timetable was found in {options.time_limit_seconds:g} s; allow more time."
        raise NoPlanError(message)
    answer = read(model, result.values)
    seconds = time.monotonic() - started, time.process_time() - started_cpu
    return _solution(problem, answer, (result.bound, result.nodes, method), options, seconds)


def _searched(
    problem: Problem, limits: SearchLimits, report: Report
) -> tuple[TimetableModel, SearchResult, str]:
    """What the search that fits grid and size finds, the model of its values, and its name."""
    coarse = coarse_minutes(problem)
    fine = None if coarse is None else search_fine(problem, coarse, limits, report)
    if fine is not None:
        grid = problem.scenario.policies.grid_minutes
        method = f"{_METHOD}; planned at {coarse} minutes, polished at {grid}"
        return fine.model, fine.result, method if fine.relaxed else f"{method}; {_UNBOUNDED}"
    model = build_model(problem)
    return model, Search(model, limits, report).run(), _METHOD


def draft(problem: Problem, progress: Progress, options: Options) -> Solution | None:
    """The incumbent of a run under way with the bound so far; None before the first."""
    if progress.answer is None:
        return None
    found = progress.bound, 0, _METHOD
    return _solution(problem, progress.answer(), found, options, (0.0, 0.0))


def _solution(
    problem: Problem,
    answer: Readout,
    found: tuple[float, int, str],
    options: Options,
    seconds: tuple[float, float],
) -> Solution:
    """The solution with its proof, from bound, nodes and method."""
    bound, nodes, method = found
    cost = sum(answer.terms.values())
    gap = relative_gap(cost, bound)
    proof = Proof(
        proves=_FIXED if problem.fixed else _FREE,
        status="optimal" if bound >= cost else "feasible",
        objective=cost / _CENTS,
        bound=min(bound, cost) / _CENTS,
        gap=round(gap, 9),
        solver=method,
        version=version("ortools"),
        seed=options.seed,
        workers=options.workers,
        deterministic_time=float(nodes),
        wall_seconds=round(seconds[0], 3),
        cpu_seconds=round(seconds[1], 3),
    )
    return Solution(answer.trips, answer.blocks, answer.terms, answer.unserved, proof)
