"""From a scenario to a plan: solve, assign drivers, put together, check every rule."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from shuttle import audit
from shuttle.domain.plan import FixedTrip, Method, Plan
from shuttle.domain.scenario import Scenario
from shuttle.errors import InfeasibleError, InputError, NoPlanError, Problem
from shuttle.services.planning.assembly import complete, require_sound
from shuttle.services.planning.keeping import Keeping
from shuttle.services.planning.kept import duties_beside, held, marked
from shuttle.services.planning.pin_clashes import pin_clashes
from shuttle.services.planning.unchanged import too_tight, unchanged
from shuttle.solver.baselines.sweep import best_baseline
from shuttle.solver.duties.assign import DutyPlan
from shuttle.solver.explain import conflicts
from shuttle.solver.highs import Deadline
from shuttle.solver.integrated.together import forgotten, in_reach, plan_together, with_drivers
from shuttle.solver.optimise import Options, draft, optimise, silent
from shuttle.solver.partial import runnable
from shuttle.solver.problem import Problem as SolverProblem
from shuttle.solver.problem import build_problem, fix_timetable
from shuttle.solver.progress import Progress, Report
from shuttle.solver.result import Solution

_BASELINES = ("even-headway", "even-load")


_CENTS = 100
_TIMETABLE_SHARE = 0.85
_LEAST_PAUSE_SECONDS = 5.0
_PAUSE_SHARE = 20.0


@dataclass(frozen=True)
class PlanRequest:
    """What is to be planned, and how.

    Attributes:
        day_type: id of the day type; None for the scenario's first.
        day: the date whose facts hold; None for the scenario's reference date.
        method: `timetable` takes `timetable` as it is and plans buses and drivers for it.
        partial: where not every rule can be kept, leave as few obligations as possible.
        kept: the earlier plan that is to be kept to; None for none.
    """

    day_type: str | None = None
    day: date | None = None
    method: Method = "optimise"
    timetable: tuple[FixedTrip, ...] = ()
    partial: bool = False
    kept: Keeping | None = None
    options: Options = field(default_factory=Options)


Keep = Callable[[Plan], None]


def make_plan(
    scenario: Scenario, request: PlanRequest, report: Report = silent, keep: Keep | None = None
) -> Plan:
    """A plan that passes the audit.

    Args:
        scenario: what the planner owns.
        request: what is to be planned.
        report: told where the run stands.
        keep: given the best plan so far now and then, as a draft with quickly made duties.

    Raises:
        InputError: the day type does not exist.
        InfeasibleError: no plan keeps every rule.
        NoPlanError: the time limit came before any plan.
        CheckError: the given timetable breaks rules; or solver and audit disagree, which is an
            error of this program.
    """
    problem = problem_of(scenario, request)
    options = request.options
    deadline = Deadline(options.time_limit_seconds, options.stop)
    heard = report if keep is None else Drafts(problem, request, report, keep).heard
    if request.kept is not None and request.kept.whole:
        return unchanged(problem, request.kept, deadline)
    try:
        solution = _solve(problem, _without_duties(request), heard)
    except InfeasibleError as error:
        raise _explained(problem, request, error, deadline) from error
    except NoPlanError as error:  # which knows of the timetable's share alone
        message = f"No timetable was found in {options.time_limit_seconds:g} s; allow more time."
        raise NoPlanError(message) from error
    if keep is not None:
        _keep(problem, request, solution, keep)
    _tell_of_duties(solution, report)
    duties = duties_beside(scenario, request.kept, solution.blocks, deadline)
    alone = request.method in _BASELINES or request.kept is not None
    if alone or solution.left_proof is not None:
        solution = with_drivers(problem, solution, duties)
    else:
        found = forgotten if keep is None else Kept(problem, request, keep).found
        whole = replace(problem, partial=False)
        solution, duties = plan_together(whole, solution, duties, options, report, found)
    plan = _complete(problem, request, solution, duties)
    require_sound(scenario, plan)
    return plan


def _without_duties(request: PlanRequest) -> PlanRequest:
    """The request with the part of its time that is for the timetable."""
    seconds = request.options.time_limit_seconds * _TIMETABLE_SHARE
    return replace(request, options=replace(request.options, time_limit_seconds=seconds))


def _tell_of_duties(solution: Solution, report: Report) -> None:
    proof = solution.proof
    cents = round(proof.objective * _CENTS)
    report(Progress("drivers' duties", cents, min(proof.bound * _CENTS, cents)))


def _complete(
    problem: SolverProblem, request: PlanRequest, solution: Solution, duties: DutyPlan
) -> Plan:
    """The plan, with what was to be kept marked."""
    plan = complete(problem, request.method, request.timetable, (solution, duties))
    return plan if request.kept is None else marked(plan, request.kept)


def _keep(problem: SolverProblem, request: PlanRequest, solution: Solution, keep: Keep) -> None:
    """Hand over a draft, where duties for it are found at once."""
    try:
        duties = duties_beside(problem.scenario, request.kept, solution.blocks, Deadline(0.0))
        priced = with_drivers(problem, solution, duties)
    except (InfeasibleError, NoPlanError):
        return
    Kept(problem, request, keep).found(priced, duties)


class Kept:
    """Hands over whole plans as drafts, where they pass the audit.

    Args:
        problem: what is being solved.
        request: what was asked.
        keep: to whom drafts go.
    """

    def __init__(self, problem: SolverProblem, request: PlanRequest, keep: Keep) -> None:
        self._problem, self._request, self._keep = problem, request, keep

    def found(self, solution: Solution, duties: DutyPlan) -> None:
        """Hand over one plan."""
        plan = _complete(self._problem, self._request, solution, duties)
        if not audit.check(self._problem.scenario, plan):
            self._keep(plan.model_copy(update={"draft": True}))


class Drafts:
    """Makes drafts out of what a run reports, seldom enough not to delay it.

    Args:
        problem: what is being solved.
        request: what was asked.
        report: to whom progress goes on.
        keep: to whom drafts go.
    """

    def __init__(
        self, problem: SolverProblem, request: PlanRequest, report: Report, keep: Keep
    ) -> None:
        self._problem, self._request = problem, request
        self._report, self._keep = report, keep
        self._kept: int | None = None
        self._next = -math.inf

    def heard(self, progress: Progress) -> None:
        """Pass the progress on; make a draft where it is better and the last one is old."""
        self._report(progress)
        cost, now = progress.incumbent, time.monotonic()
        if cost is None or (self._kept is not None and cost >= self._kept) or now < self._next:
            return
        solution = draft(self._problem, progress, self._request.options)
        if solution is None:
            return
        _keep(self._problem, self._request, solution, self._keep)
        ended = time.monotonic()
        self._kept = cost
        self._next = ended + max(_LEAST_PAUSE_SECONDS, _PAUSE_SHARE * (ended - now))


def chosen_day_type(scenario: Scenario, asked: str | None) -> str:
    """The day type that is asked for, or the first; raises InputError for an unknown one."""
    names = [day_type.id for day_type in scenario.day_types]
    if asked is None:
        return names[0]
    if asked not in names:
        message = f"{asked!r} is not a day type of the scenario; it has {', '.join(names)}"
        raise InputError([Problem(scenario.name, "day_types", message)])
    return asked


def problem_of(scenario: Scenario, request: PlanRequest) -> SolverProblem:
    """What the solver is to work on.

    Raises:
        InputError: the day type does not exist.
        InfeasibleError: a given timetable has departures that no bus may make.
    """
    day_type = chosen_day_type(scenario, request.day_type)
    day = request.day or scenario.reference_date
    return _problem(scenario, day_type, day, request)


def _problem(scenario: Scenario, day_type: str, day: date, request: PlanRequest) -> SolverProblem:
    problem = build_problem(scenario, day_type, day)
    problem = replace(problem, partial=request.partial)
    if request.method == "timetable":
        given = request.timetable
        return fix_timetable(problem, runnable(problem, given) if request.partial else given)
    return problem if request.kept is None else held(problem, request.kept)


def _solve(problem: SolverProblem, request: PlanRequest, report: Report) -> Solution:
    if request.method in ("even-headway", "even-load"):
        return best_baseline(problem, request.method, request.options, report)
    options = request.options
    if in_reach(problem):
        # What the timetable leaves of its half is the duties' too.
        options = replace(options, time_limit_seconds=options.time_limit_seconds / 2)
    return optimise(problem, options, report)


def _explained(
    problem: SolverProblem, request: PlanRequest, error: InfeasibleError, deadline: Deadline
) -> InfeasibleError:
    """The error with what clashes, where the solver could only say that something does."""
    error = too_tight(problem, error, deadline)
    if error.conflicts or not error.proved:
        return error
    error = InfeasibleError(str(error), conflicts(problem), proved=True)
    if request.kept is None:
        return error
    free = build_problem(problem.scenario, problem.day_type, problem.day)
    return pin_clashes(free, request.kept, error, deadline)
