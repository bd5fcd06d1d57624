"""The run: problem, model, search, readout; or the conflict that forbids any plan."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from shuttle.domain.change import ChangeLimits
from shuttle.domain.policy import Semantics
from shuttle.domain.proof import Proof
from shuttle.errors import InfeasibleError, NoPlanError
from shuttle.solver.carry_over import search as carry_over
from shuttle.solver.highs import Deadline
from shuttle.solver.partial import cheapest_leaving, fewest_points, leaves_nothing
from shuttle.solver.problem import Problem
from shuttle.solver.progress import Progress, Report, SearchLimits, relative_gap
from shuttle.solver.proofs import Effort, proof_of
from shuttle.solver.result import Solution
from shuttle.solver.timetable.changes import published_values
from shuttle.solver.timetable.fine import search_fine
from shuttle.solver.timetable.model import TimetableModel, build_model
from shuttle.solver.timetable.polish import coarse_minutes
from shuttle.solver.timetable.readout import Found, Left, Readout, read
from shuttle.solver.timetable.search import Search, SearchResult

_CENTS = 100
METHOD = "HiGHS in OR-Tools, headway arcs by bus type"
"""The exact search, as proofs name it."""
_UNBOUNDED = "its linear relaxation did not end in time, so the bound is weak"
_FREE = "timetable and blocks"
_FIXED = "bus types and blocks for this timetable"
_POINTS = "obligations left: a point a minute, 60 a required departure"
_SEMANTICS: Mapping[Semantics, str] = {
    "seat-guarantee": "seat guarantee",
    "carry-over": "carry-over",
}


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
    found, method = _found(problem, limits, report)
    if found.infeasible:
        message = "No timetable keeps every rule of the scenario."
        raise InfeasibleError(message, proved=True)
    if found.answer is None:
        message = f"No timetable was found in {options.time_limit_seconds:g} s; allow more time."
        raise NoPlanError(message)
    seconds = time.monotonic() - started, time.process_time() - started_cpu
    return _solution(problem, (found, found.answer, method), options, seconds)


def _found(problem: Problem, limits: SearchLimits, report: Report) -> tuple[Found, str]:
    """What the search that fits semantics, grid and size finds, and its name."""
    if problem.partial:
        return _found_partial(problem, limits, report)
    if problem.scenario.policies.semantics == "carry-over":
        return carry_over.search(problem, limits, report), METHOD
    coarse = coarse_minutes(problem)
    fine = None if coarse is None else search_fine(problem, coarse, limits, report)
    if fine is not None:
        grid = problem.scenario.policies.grid_minutes
        method = f"{METHOD}; planned at {coarse} minutes, polished at {grid}"
        method = method if fine.relaxed else f"{method}; {_UNBOUNDED}"
        return _read(fine.model, fine.result), method
    model = build_model(problem)
    search = Search(model, limits, report)
    published = published_values(problem, model.linear, model.trips, limits.deadline)
    if published is not None:
        search.offer(published)
    return _read(model, search.run()), METHOD


def _found_partial(problem: Problem, limits: SearchLimits, report: Report) -> tuple[Found, str]:
    """The plan that keeps every rule where there is one; else the one that leaves least."""
    fewest = fewest_points(problem, limits, report)
    if leaves_nothing(fewest):
        whole = _found(replace(problem, partial=False), limits, report)
        if not whole[0].infeasible:
            return whole
    return cheapest_leaving(problem, fewest, limits, report), METHOD


def _read(model: TimetableModel, result: SearchResult) -> Found:
    answer = None if result.values is None else read(model, result.values)
    return Found(answer, result.bound, result.infeasible, result.nodes)


def proved_of(problem: Problem, left: Left | None = None) -> str:
    """What the bound is a bound of."""
    semantics = problem.scenario.policies.semantics
    among = "" if left is None else f" that leave no more than {left.points} points"
    changing = "" if problem.change is None else _changing(problem.change.limits)
    given = "" if problem.fixed else _given(problem)
    what = _FIXED if problem.fixed else _FREE
    return f"{what}{among}, {_SEMANTICS[semantics]}{given}{changing}"


def _given(problem: Problem) -> str:
    """How much of the answer was given."""
    trips = sum(map(len, problem.required))
    given = (trips, "departures"), (len(problem.pinned), "buses' days")
    return "".join(f", {number} {what} given" for number, what in given if number)


def _changing(limits: ChangeLimits) -> str:
    """How changes against the published timetable count."""
    most = [
        f"at most {number} {what}"
        for number, what in ((limits.trips, "trips changed"), (limits.minutes, "minutes moved"))
        if number is not None
    ]
    return "".join(f", {words}" for words in ("changes priced", *most))


def draft(problem: Problem, progress: Progress, options: Options) -> Solution | None:
    """The incumbent of a run under way with the bound so far; None before the first."""
    if progress.answer is None:
        return None
    answer = progress.answer()
    found = Found(answer, progress.bound, infeasible=False, nodes=0)
    return _solution(problem, (found, answer, METHOD), options, (0.0, 0.0))


def _solution(
    problem: Problem,
    outcome: tuple[Found, Readout, str],
    options: Options,
    seconds: tuple[float, float],
) -> Solution:
    found, answer, method = outcome
    cost = sum(answer.terms.values())
    effort = Effort(method, found.nodes, options.seed, options.workers, seconds)
    proves = proved_of(problem, found.left)
    proof = proof_of(proves, cost / _CENTS, found.bound / _CENTS, effort)
    return Solution(
        trips=answer.trips,
        blocks=answer.blocks,
        terms=answer.terms,
        unserved=answer.unserved,
        proof=proof,
        seat_guarantee_cents=found.seat_guarantee_cents,
        changes=answer.changes,
        left_proof=None if found.left is None else _left_proof(found.left, proof),
    )


def _left_proof(left: Left, proof: Proof) -> Proof:
    """How few points are known to be possible."""
    return proof.model_copy(
        update={
            "proves": _POINTS,
            "status": "optimal" if left.bound >= left.points else "feasible",
            "objective": float(left.points),
            "bound": float(min(left.bound, left.points)),
            "gap": round(relative_gap(left.points, left.bound), 9),
            "deterministic_time": float(left.nodes),
        }
    )
