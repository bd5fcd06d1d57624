"""From a scenario to a plan: solve, count the riders anew, assign drivers, check every rule."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from shuttle import audit
from shuttle.audit.figures import kpis, objective
from shuttle.audit.passengers import RiderCount, count_riders
from shuttle.audit.slots import ServiceDay
from shuttle.audit.trips import departures
from shuttle.domain.change import Change
from shuttle.domain.plan import FixedTrip, Method, Plan, ScenarioRef, Trip
from shuttle.domain.regime import regime
from shuttle.domain.scenario import Scenario
from shuttle.errors import CheckError, InfeasibleError, InputError, NoPlanError, Problem
from shuttle.services.obligations import with_unkept
from shuttle.solver.baselines.sweep import best_baseline
from shuttle.solver.duties.assign import DutyPlan, assign_duties
from shuttle.solver.explain import conflicts
from shuttle.solver.highs import Deadline
from shuttle.solver.integrated.together import forgotten, in_reach, plan_together, with_drivers
from shuttle.solver.optimise import Options, draft, optimise, silent
from shuttle.solver.problem import Problem as SolverProblem
from shuttle.solver.problem import build_problem, fix_timetable, runnable
from shuttle.solver.progress import Progress, Report
from shuttle.solver.result import Solution

_BASELINES = ("even-headway", "even-load")
# Rules that `fix_timetable` does not hold against a timetable that somebody else made.
_LEFT_TO_THE_TIMETABLE = {"departure-grid", "clock-face"}


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
        change: the published timetable that the plan is to keep to; None for none.
    """

    day_type: str | None = None
    day: date | None = None
    method: Method = "optimise"
    timetable: tuple[FixedTrip, ...] = ()
    partial: bool = False
    change: Change | None = None
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
    try:
        solution = _solve(problem, _without_duties(request), heard)
    except InfeasibleError as error:
        raise _explained(problem, error) from error
    except NoPlanError as error:  # which knows of the timetable's share alone
        message = f"No timetable was found in {options.time_limit_seconds:g} s; allow more time."
        raise NoPlanError(message) from error
    if keep is not None:
        _keep(problem, request, solution, keep)
    _tell_of_duties(solution, report)
    duties = assign_duties(scenario, solution.blocks, deadline)
    if request.method in _BASELINES or solution.left_proof is not None:
        solution = with_drivers(problem, solution, duties)
    else:
        found = forgotten if keep is None else Kept(problem, request, keep).found
        whole = replace(problem, partial=False)
        solution, duties = plan_together(whole, solution, duties, options, report, found)
    plan = _complete(problem, request, solution, duties)
    _must_pass(scenario, plan)
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
    """The plan of a timetable and its duties: riders counted anew."""
    scenario, day_type, day = problem.scenario, problem.day_type, problem.day
    count = _recount(scenario, ServiceDay(day, day_type), solution)
    trips = tuple(_loaded(trip, count) for trip in solution.trips)
    plan = Plan(
        scenario=ScenarioRef(name=scenario.name, sha256=scenario.sha256),
        service=scenario.service,
        day_type=day_type,
        method=request.method,
        reference_date=day,
        effective=regime(scenario, day),
        trips=trips,
        blocks=solution.blocks,
        duties=duties.duties,
        demand=count.demand,
        kpis=kpis(scenario, trips, solution.blocks, duties.duties, count),
        objective=objective(
            scenario, solution.blocks, trips, count, duties.duties, solution.changes
        ),
        proof=solution.proof,
        duty_proof=duties.proof,
        semantics=scenario.policies.semantics,
        seat_guarantee_total=_in_money(solution.seat_guarantee_cents),
        changes=solution.changes,
    )
    return with_unkept(problem, plan, request.timetable, solution) if problem.partial else plan


def _keep(problem: SolverProblem, request: PlanRequest, solution: Solution, keep: Keep) -> None:
    """Hand over a draft, where duties for it are found at once."""
    try:
        duties = assign_duties(problem.scenario, solution.blocks, Deadline(0.0))
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


def _in_money(cents: int | None) -> float | None:
    return None if cents is None else cents / 100


def day_type_of(scenario: Scenario, request: PlanRequest) -> str:
    """The id of the day type that is asked for, or the first; raises InputError."""
    asked = request.day_type
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
    day_type, day = day_type_of(scenario, request), request.day or scenario.reference_date
    return _problem(scenario, day_type, day, request)


def _problem(scenario: Scenario, day_type: str, day: date, request: PlanRequest) -> SolverProblem:
    problem = build_problem(scenario, day_type, day)
    problem = replace(problem, partial=request.partial, change=request.change)
    if request.method == "timetable":
        given = request.timetable
        return fix_timetable(problem, runnable(problem, given) if request.partial else given)
    return problem


def _solve(problem: SolverProblem, request: PlanRequest, report: Report) -> Solution:
    if request.method in ("even-headway", "even-load"):
        return best_baseline(problem, request.method, request.options, report)
    options = request.options
    if in_reach(problem):
        # What the timetable leaves of its half is the duties' too.
        options = replace(options, time_limit_seconds=options.time_limit_seconds / 2)
    return optimise(problem, options, report)


def _explained(problem: SolverProblem, error: InfeasibleError) -> InfeasibleError:
    """The error with the rules that clash, where the solver could only say that some do."""
    if error.conflicts or not error.proved:
        return error
    return InfeasibleError(str(error), conflicts(problem), proved=True)


def _recount(scenario: Scenario, day: ServiceDay, solution: Solution) -> RiderCount:
    """The audit's count of riders, which the solver's own account must equal."""
    buses = departures(scenario, day, solution.trips)
    count = count_riders(scenario, day.day_type, buses)
    counted = {trip.id: count.loads[trip.id] for trip in solution.trips}
    claimed = {trip.id: trip.load for trip in solution.trips}
    if counted != claimed or count.unserved != solution.unserved:
        differing = [f"{t}: solver {claimed[t]}, audit {n}" for t, n in counted.items()]
        message = "The solver and the audit count riders differently; please report this."
        raise CheckError(message, differing)
    return count


def _loaded(trip: Trip, count: RiderCount) -> Trip:
    return trip.model_copy(update={"load": count.loads[trip.id]})


def _must_pass(scenario: Scenario, plan: Plan) -> None:
    violations = audit.check(scenario, plan)
    if not violations:
        return
    message = "The plan breaks rules, which is an error of this program; please report it."
    if plan.method == "timetable" and {v.rule for v in violations} <= _LEFT_TO_THE_TIMETABLE:
        message = "The timetable breaks rules of the scenario; mend the one or the other."
    raise CheckError(message, [f"{v.rule}: {v.words}" for v in violations])
