"""A disrupted day planned anew: as little change as possible, proved, audited, in words."""

import time
from dataclasses import dataclass

from shuttle import audit
from shuttle.audit.case import Case
from shuttle.audit.check import broken
from shuttle.audit.figures import kpis, objective, with_terms
from shuttle.audit.repairs import EASABLE, repair_terms
from shuttle.audit.slots import ServiceDay
from shuttle.domain.base import Effective, LocalText
from shuttle.domain.disrupted import disrupted
from shuttle.domain.disruption import Disruption
from shuttle.domain.plan import Easing, Plan, Repairs, Trip
from shuttle.domain.proof import Proof
from shuttle.domain.scenario import Scenario
from shuttle.domain.under_way import UnderWay
from shuttle.errors import CheckError, InfeasibleError, InputError, NoPlanError, Problem
from shuttle.services.deciding.repair_words import told
from shuttle.solver.duties.assign import DutyPlan
from shuttle.solver.highs import Deadline
from shuttle.solver.optimise import Options
from shuttle.solver.progress import SearchLimits
from shuttle.solver.proofs import Effort, proof_of
from shuttle.solver.repair.day import RepairDay, repair_day
from shuttle.solver.repair.duties import repair_duties
from shuttle.solver.repair.model import RepairModel, build_repair_model
from shuttle.solver.repair.readout import Today, read_today
from shuttle.solver.repair.solve import Best, cheapest
from shuttle.store.records import PLAN, Artefact

_CENTS = 100
_PROVES = "rest of the day: timetable and blocks, {semantics}, changes priced"
_EASED = ", obligations eased at a price"
_SEAT_GUARANTEE = "seat-guarantee"
_METHOD = "HiGHS in OR-Tools, headway arcs by bus type, from where buses are"


@dataclass(frozen=True)
class Repaired:
    """A repaired day.

    Attributes:
        words: what happens, most important first.
    """

    plan: Plan
    words: tuple[LocalText, ...]


def repair(
    scenario: Scenario, base: Plan, disruption: Disruption, options: Options | None = None
) -> Repaired:
    """The rest of a disrupted day with least change against the plan in force.

    Args:
        scenario: the scenario of the plan.
        base: the plan in force.
        disruption: what goes wrong, on the plan's reference date where it names none.
        options: limits of the search.

    Raises:
        InputError: the plan is not one of this scenario, or repairs a day already.
        InfeasibleError: nothing can be done; names what stands in the way.
        NoPlanError: the time limit came first, or the repair empties a battery.
        CheckError: the plan in force breaks rules; or solver and audit disagree, which is an
            error of this program.
    """
    options = options or Options()
    _require_base(scenario, base)
    started, started_cpu = time.monotonic(), time.process_time()
    deadline = Deadline(options.time_limit_seconds, options.stop)
    day = disruption.on or base.reference_date
    whole = disruption.model_copy(update={"on": day})
    under_way = UnderWay(scenario, disrupted(scenario, whole, day), whole, day, base.day_type)
    task = repair_day(under_way, base)
    limits = SearchLimits(options.gap, deadline, options.seed, options.workers)
    model, best, terms = _solved(task, limits)
    if best.values is None:
        message = f"No repair was found in {options.time_limit_seconds:g} s; allow more time."
        raise NoPlanError(message)
    cost = round(model.timetable.linear.objective(best.values))
    seconds = time.monotonic() - started, time.process_time() - started_cpu
    today = read_today(task, model, best.values)
    duties = repair_duties(under_way, base, today.blocks, deadline)
    plan = _complete(under_way, base, today, duties)
    plan = plan.model_copy(update={"proof": _proof(plan, (cost, best, terms), options, seconds)})
    _must_agree(plan, cost)
    _must_pass(scenario, plan)
    return Repaired(plan, told(scenario, base, plan))


def _require_base(scenario: Scenario, base: Plan) -> None:
    if base.disruption is not None:
        message = (
            "repairs a day already; repair the plan before it with one file that tells all that "
            "is known by now"
        )
        raise InputError([Problem("plan", "disruption", message)])
    if (base.scenario.name, base.scenario.sha256) != (scenario.name, scenario.sha256):
        message = f"was made by scenario {base.scenario.name!r} as it was; plan anew with this one"
        raise InputError([Problem("plan", "scenario", message)])
    violations = audit.check(scenario, base)
    if violations:
        message = "The plan in force breaks rules; mend it before it is repaired."
        raise CheckError(message, [f"{v.rule}: {v.words}" for v in violations])


def _solved(task: RepairDay, limits: SearchLimits) -> tuple[RepairModel, Best, str]:
    """The best repair, and on what terms: obligations are eased only where none keeps them."""
    for eased in (False, True):
        model = build_repair_model(task, eased=eased)
        best = cheapest(model.timetable, limits)
        if not best.infeasible:
            return model, best, _EASED if eased else ""
    message = (
        "No repair of the day is possible, not even with headways, first and last buses and "
        "depots left aside: buses cannot get on from where they are, or a port's quota is used up."
    )
    raise InfeasibleError(message, proved=True)


def _complete(under_way: UnderWay, base: Plan, today: Today, duties: DutyPlan) -> Plan:
    """The repaired plan, riders and money counted by the audit; its proof still that of base."""
    scenario, day = under_way.usual, under_way.day
    repairs = Repairs(
        sha256=Artefact.of_value(PLAN, base).sha256,
        trips=base.trips,
        blocks=base.blocks,
        duties=base.duties,
    )
    plan = base.model_copy(
        update={
            "reference_date": day,
            "effective": Effective(valid_from=day, valid_to=day),
            "trips": today.trips,
            "blocks": today.blocks,
            "duties": duties.duties,
            "duty_proof": duties.proof,
            "changes": today.changes,
            "seat_guarantee_total": None,
            "disruption": under_way.disruption,
            "repairs": repairs,
            "draft": False,
            "unkept": (),
            "unkept_proof": None,
        }
    )
    counted = _with_figures(scenario, plan)
    found = {(v.rule, v.subject) for v in broken(scenario, counted) if v.rule in EASABLE}
    eased = tuple(Easing(rule=rule, subject=subject) for rule, subject in sorted(found))
    if not eased:
        return counted
    stated = repairs.model_copy(update={"eased": eased})
    return _with_figures(scenario, plan.model_copy(update={"repairs": stated}))


def _with_figures(scenario: Scenario, plan: Plan) -> Plan:
    """The plan with its riders, key figures and money."""
    case = Case.of(scenario, plan, ServiceDay(plan.reference_date, plan.day_type))
    count, facts = case.count, case.scenario
    trips = tuple(_loaded(trip, count.loads[trip.id]) for trip in plan.trips)
    cost = objective(facts, plan.blocks, trips, count, plan.duties, plan.changes)
    return plan.model_copy(
        update={
            "trips": trips,
            "demand": count.demand,
            "kpis": kpis(facts, trips, plan.blocks, plan.duties, count),
            "objective": with_terms(cost, repair_terms(case)),
        }
    )


def _loaded(trip: Trip, load: int) -> Trip:
    return trip.model_copy(update={"load": load})


def _proof(
    plan: Plan,
    outcome: tuple[int, Best, str],
    options: Options,
    seconds: tuple[float, float],
) -> Proof:
    cost, best, terms = outcome
    total = round(plan.objective.total * _CENTS)
    # Drivers are assigned afterwards: what they cost is added to the cost, nothing to the bound.
    bound = min(best.bound, float(cost), float(total))
    proves = _PROVES.format(semantics=plan.semantics.replace("-", " "))
    if plan.semantics != _SEAT_GUARANTEE:  # planned under the seat guarantee, counted otherwise
        bound, proves = 0.0, f"{proves}, planned under the seat guarantee: no bound"
    effort = Effort(_METHOD, best.nodes, options.seed, options.workers, seconds)
    return proof_of(proves + terms, total / _CENTS, bound / _CENTS, effort)


def _must_agree(plan: Plan, cost: int) -> None:
    """The audit's money is the model's, drivers aside."""
    terms = {name: m for name, m in plan.objective.terms.items() if name != "drivers"}
    total = round(sum(terms.values()) * _CENTS)
    if plan.semantics == _SEAT_GUARANTEE and total != cost:
        message = "The solver and the audit count money differently; please report this."
        raise CheckError(message, [f"solver {cost / _CENTS:.2f}, audit {total / _CENTS:.2f}"])


def _must_pass(scenario: Scenario, plan: Plan) -> None:
    violations = audit.check(scenario, plan)
    if violations and {violation.rule for violation in violations} == {"battery"}:
        # The model lets empty buses run, so its bound holds; its answer may not.
        words = violations[0].words
        message = f"The best repair asks too much of a battery, and no other is sought: {words}"
        raise NoPlanError(message)
    if violations:
        message = "The repaired plan breaks rules, which is an error of this program; report it."
        raise CheckError(message, [f"{v.rule}: {v.words}" for v in violations])
