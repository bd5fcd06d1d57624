"""From a scenario to a plan: solve, count the riders anew, assign drivers, check every rule."""

from dataclasses import dataclass, field
from datetime import date

from shuttle import audit
from shuttle.audit.figures import kpis, objective
from shuttle.audit.passengers import Departure, RiderCount, count_riders
from shuttle.domain.plan import FixedTrip, Method, Plan, ScenarioRef, Trip
from shuttle.domain.regime import regime
from shuttle.domain.scenario import Scenario
from shuttle.errors import CheckError, InfeasibleError, InputError, Problem
from shuttle.solver.baselines.sweep import best_baseline
from shuttle.solver.duties.assign import assign_duties
from shuttle.solver.explain import conflicts
from shuttle.solver.highs import Deadline
from shuttle.solver.optimise import Options, optimise, silent
from shuttle.solver.problem import Problem as SolverProblem
from shuttle.solver.problem import build_problem, fix_timetable
from shuttle.solver.result import Solution
from shuttle.solver.timetable.search import Report

# Rules that `fix_timetable` does not hold against a timetable that somebody else made.
_LEFT_TO_THE_TIMETABLE = {"departure-grid", "clock-face"}


@dataclass(frozen=True)
class PlanRequest:
    """What is to be planned, and how.

    Attributes:
        day_type: id of the day type; None for the scenario's first.
        day: the date whose facts hold; None for the scenario's reference date.
        method: `timetable` takes `timetable` as it is and plans buses and drivers for it.
    """

    day_type: str | None = None
    day: date | None = None
    method: Method = "optimise"
    timetable: tuple[FixedTrip, ...] = ()
    options: Options = field(default_factory=Options)


def make_plan(scenario: Scenario, request: PlanRequest, report: Report = silent) -> Plan:
    """A plan that passes the audit.

    Raises:
        InputError: the day type does not exist.
        InfeasibleError: no plan keeps every rule.
        NoPlanError: the time limit came before any plan.
        CheckError: the given timetable breaks rules; or solver and audit disagree, which is an
            error of this program.
    """
    day_type = _day_type(scenario, request.day_type)
    day = request.day or scenario.reference_date
    deadline = Deadline(request.options.time_limit_seconds, request.options.stop)
    problem = _problem(scenario, day_type, day, request)
    try:
        solution = _solve(problem, request, report)
    except InfeasibleError as error:
        raise _explained(problem, error) from error
    count = _recount(scenario, day_type, solution)
    duties = assign_duties(scenario, solution.blocks, deadline)
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
        objective=objective(scenario, solution.blocks, trips, count),
        proof=solution.proof,
        duty_proof=duties.proof,
        semantics=scenario.policies.semantics,
        seat_guarantee_total=_in_money(solution.seat_guarantee_cents),
    )
    _must_pass(scenario, plan)
    return plan


def _in_money(cents: int | None) -> float | None:
    return None if cents is None else cents / 100


def _day_type(scenario: Scenario, asked: str | None) -> str:
    names = [day_type.id for day_type in scenario.day_types]
    if asked is None:
        return names[0]
    if asked not in names:
        message = f"{asked!r} is not a day type of the scenario; it has {', '.join(names)}"
        raise InputError([Problem(scenario.name, "day_types", message)])
    return asked


def _problem(scenario: Scenario, day_type: str, day: date, request: PlanRequest) -> SolverProblem:
    problem = build_problem(scenario, day_type, day)
    if request.method == "timetable":
        return fix_timetable(problem, request.timetable)
    return problem


def _solve(problem: SolverProblem, request: PlanRequest, report: Report) -> Solution:
    if request.method in ("even-headway", "even-load"):
        return best_baseline(problem, request.method, request.options, report)
    return optimise(problem, request.options, report)


def _explained(problem: SolverProblem, error: InfeasibleError) -> InfeasibleError:
    """The error with the rules that clash, where the solver could only say that some do."""
    if error.conflicts or not error.proved:
        return error
    return InfeasibleError(str(error), conflicts(problem), proved=True)


def _recount(scenario: Scenario, day_type: str, solution: Solution) -> RiderCount:
    """The audit's count of riders, which the solver's own account must equal."""
    seats = {name: kind.seats for name, kind in scenario.vehicle_types.items()}
    departures = [
        Departure(t.origin, t.destination, t.departure, t.arrival, seats[t.vehicle_type], key=t.id)
        for t in solution.trips
    ]
    count = count_riders(scenario, day_type, departures)
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
