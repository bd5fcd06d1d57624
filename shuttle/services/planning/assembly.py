"""A plan put together from what the solver found, and held against every rule."""

from collections.abc import Sequence

from shuttle import audit
from shuttle.audit.figures import kpis, objective
from shuttle.audit.passengers import RiderCount, count_riders
from shuttle.audit.slots import ServiceDay
from shuttle.audit.trips import departures
from shuttle.domain.plan import FixedTrip, Method, Plan, ScenarioRef, Trip
from shuttle.domain.regime import regime
from shuttle.domain.scenario import Scenario
from shuttle.errors import CheckError
from shuttle.services.planning.obligations import with_unkept
from shuttle.solver.duties.assign import DutyPlan
from shuttle.solver.problem import Problem
from shuttle.solver.result import Solution

# Rules that a timetable which somebody else made may break without the solver's fault.
_LEFT_TO_THE_TIMETABLE = {"departure-grid", "clock-face"}


def complete(
    problem: Problem, method: Method, given: Sequence[FixedTrip], made: tuple[Solution, DutyPlan]
) -> Plan:
    """The plan of a timetable and its duties: riders counted anew.

    Args:
        problem: what was solved.
        method: how.
        given: departures of a timetable that somebody else made; nothing for other methods.
        made: the timetable with its blocks, and the duties.

    Raises:
        CheckError: solver and audit count riders differently, an error of this program.
    """
    solution, duties = made
    scenario, day_type, day = problem.scenario, problem.day_type, problem.day
    count = _recount(scenario, ServiceDay(day, day_type), solution)
    trips = tuple(_loaded(trip, count) for trip in solution.trips)
    plan = Plan(
        scenario=ScenarioRef(name=scenario.name, sha256=scenario.sha256),
        service=scenario.service,
        day_type=day_type,
        method=method,
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
    return with_unkept(problem, plan, given, solution) if problem.partial else plan


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


def require_sound(scenario: Scenario, plan: Plan) -> None:
    """Raise CheckError where the audit finds that a plan breaks a rule."""
    violations = audit.check(scenario, plan)
    if not violations:
        return
    message = "The plan breaks rules, which is an error of this program; please report it."
    if plan.method == "timetable" and {v.rule for v in violations} <= _LEFT_TO_THE_TIMETABLE:
        message = "The timetable breaks rules of the scenario; mend the one or the other."
    raise CheckError(message, [f"{v.rule}: {v.words}" for v in violations])


def _in_money(cents: int | None) -> float | None:
    return None if cents is None else cents / 100
