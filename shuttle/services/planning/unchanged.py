"""The published plan as it is, counted anew by the facts of today; or why it no longer holds."""

from collections.abc import Iterator, Sequence
from datetime import date

from shuttle import __version__, audit
from shuttle.audit.figures import kpis, objective
from shuttle.audit.passengers import count_riders
from shuttle.audit.slots import ServiceDay
from shuttle.audit.trips import departures
from shuttle.domain.base import LocalText
from shuttle.domain.change import NO_LIMITS, Change, ChangeLimits, Changes, Fate
from shuttle.domain.plan import Plan, ScenarioRef
from shuttle.domain.proof import Proof
from shuttle.domain.regime import regime
from shuttle.domain.rules import Violation
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import listed, plain, say
from shuttle.errors import Conflict, InfeasibleError
from shuttle.services.planning.keeping import Keeping
from shuttle.solver.duties.assign import assign_duties, number_proof
from shuttle.solver.highs import Deadline
from shuttle.solver.problem import Problem
from shuttle.solver.timetable.fewest import Fewest, fewest_changes

_MOST_NAMED = 12
_PROVES = "the published plan as it is: nothing else is allowed"


def unchanged(problem: Problem, kept: Keeping, deadline: Deadline) -> Plan:
    """The published plan with the riders, money and key figures that it has now.

    Raises:
        InfeasibleError: it breaks rules now; with each, and how many trips must change at least.
    """
    plan = recounted(problem.scenario, kept, (problem.day_type, problem.day))
    violations = audit.check(problem.scenario, plan)
    if violations:
        raise InfeasibleError(
            _no_longer(problem, deadline), tuple(_conflicts(violations)), proved=True
        )
    fewest = assign_duties(problem.scenario, plan.blocks, deadline).proof
    return plan.model_copy(update={"duty_proof": number_proof(fewest, len(plan.duties))})


def recounted(scenario: Scenario, kept: Keeping, on: tuple[str, date]) -> Plan:
    """The same trips, blocks and duties with figures by the facts of a day.

    Args:
        scenario: today's.
        kept: the published plan.
        on: day type, and the date whose facts hold.
    """
    (day_type, day), base = on, kept.base
    service_day = ServiceDay(day, day_type)
    count = count_riders(scenario, day_type, departures(scenario, service_day, base.trips))
    trips = tuple(t.model_copy(update={"load": count.loads[t.id]}) for t in base.trips)
    changes = None if kept.change is None else _none_changed(kept.change)
    money = objective(scenario, base.blocks, trips, count, base.duties, changes)
    return base.model_copy(
        update={
            "draft": False,
            "scenario": ScenarioRef(name=scenario.name, sha256=scenario.sha256),
            "service": scenario.service,
            "day_type": day_type,
            "reference_date": day,
            "effective": regime(scenario, day),
            "trips": trips,
            "demand": count.demand,
            "kpis": kpis(scenario, trips, base.blocks, base.duties, count),
            "objective": money,
            "proof": _certain(money.total),
            "duty_proof": _certain(float(len(base.duties))),
            "semantics": scenario.policies.semantics,
            "seat_guarantee_total": None,
            "changes": changes,
        }
    )


def _none_changed(change: Change) -> Changes:
    return Changes(
        prices=change.prices,
        limits=change.limits,
        max_shift_minutes=change.max_shift_minutes,
        fates=tuple(Fate(published=old, trip=old.id) for old in change.published),
    )


def _certain(objective: float) -> Proof:
    """One plan alone is allowed: it is the best."""
    return Proof(
        proves=_PROVES,
        status="optimal",
        objective=objective,
        bound=objective,
        gap=0.0,
        solver="none: counted anew",
        version=__version__,
        seed=0,
        workers=1,
        deterministic_time=0.0,
        wall_seconds=0.0,
        cpu_seconds=0.0,
    )


def _conflicts(violations: Sequence[Violation]) -> Iterator[Conflict]:
    """The broken rules, the first of many."""
    for violation in violations[:_MOST_NAMED]:
        yield Conflict(violation.rule, plain(violation.words), violation.subject)
    if len(violations) > _MOST_NAMED:
        more = say("keep.more-violations", count=len(violations) - _MOST_NAMED)
        yield Conflict(violations[_MOST_NAMED].rule, more, "plan")


def _no_longer(problem: Problem, deadline: Deadline) -> str:
    """That the plan no longer holds, and what would, proved by solving."""
    fewest = fewest_changes(problem, deadline)
    why = say("keep.holds-with-other-buses") if fewest.enough == 0 else _must_change(fewest)
    return say("keep.no-longer-holds", why=why).en


def too_tight(problem: Problem, error: InfeasibleError, deadline: Deadline) -> InfeasibleError:
    """The error, in words about the limits on changes where it is they that forbid any plan."""
    if problem.change is None or problem.change.limits == NO_LIMITS or error.conflicts:
        return error
    fewest = fewest_changes(problem, deadline)
    allowed = problem.change.limits.trips
    if fewest.enough is None:
        return error
    if allowed is None or fewest.enough <= allowed:
        message = say("keep.too-few-minutes", count=fewest.enough).en
    else:
        message = _must_change(fewest).en
    conflict = Conflict("objective-value", _limits_in_words(problem.change.limits), "limits")
    return InfeasibleError(message, (conflict,), proved=error.proved)


def _limits_in_words(limits: ChangeLimits) -> LocalText:
    stated = ("keep.most-trips", limits.trips), ("keep.most-minutes", limits.minutes)
    return listed([say(key, count=number) for key, number in stated if number is not None])


def _must_change(fewest: Fewest) -> LocalText:
    """How many trips must change at least, and how many suffice."""
    if fewest.enough is None:
        return say("keep.no-timetable")
    if fewest.least == fewest.enough:
        return say("keep.too-few-changes", count=fewest.enough)
    return say("keep.too-few-known", least=int(fewest.least), enough=fewest.enough)
