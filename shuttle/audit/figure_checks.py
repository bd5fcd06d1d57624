"""The rules for a plan's figures: loads, riders, money, key figures, dates."""

from collections.abc import Iterator
from datetime import date

from shuttle.audit.case import Case, Finding
from shuttle.audit.changes import check_changes
from shuttle.audit.figures import kpis, objective, with_terms
from shuttle.audit.repairs import repair_terms
from shuttle.domain.base import Effective
from shuttle.domain.plan import BinCount, DemandCount, Kpis, Objective
from shuttle.domain.proof import Proof
from shuttle.domain.regime import regime
from shuttle.domain.time import format_minute

_HALF_CENT = 0.005
_GAP_TOLERANCE = 1e-4
_KPI_TOLERANCE = 1e-6
_LONG = 180


def check_seat_capacity(case: Case) -> Iterator[Finding]:
    """Rule `seat-capacity`."""
    for trip in case.plan.trips:
        seats, counted = case.seats(trip), case.count.loads[trip.id]
        if trip.load > seats:
            yield trip.id, f"Trip {trip.id} has {trip.load} riders on {seats} seats."
        if trip.load != counted:
            words = f"is said to carry {trip.load} riders; the passenger count has {counted}"
            yield trip.id, f"Trip {trip.id} {words}."


def check_passenger_count(case: Case) -> Iterator[Finding]:
    """Rule `passenger-count`."""
    plan, semantics = case.plan, case.scenario.policies.semantics
    if plan.semantics != semantics:
        words = f"counts riders by {plan.semantics}; the scenario asks for {semantics}"
        yield "semantics", f"The plan {words}."
    stated, counted = plan.demand, case.count.demand
    for name in ("served", "left_behind", "carried"):
        mine, own = getattr(stated, name), getattr(counted, name)
        if mine != own:
            words = f"says that {mine} riders are {name.replace('_', ' ')}"
            yield name, f"The plan {words}; the passenger count has {own}."
    yield from _other_bins(stated, counted)


def _other_bins(stated: DemandCount, counted: DemandCount) -> Iterator[Finding]:
    if len(stated.by_bin) != len(counted.by_bin):
        words = f"lists {len(stated.by_bin)} demand bins; the scenario has {len(counted.by_bin)}"
        yield "by_bin", f"The plan {words} for its day type."
        return
    for index, (mine, own) in enumerate(zip(stated.by_bin, counted.by_bin, strict=True)):
        if mine != own:
            words = f"states {_in_words(mine)}; the passenger count has {_in_words(own)}"
            yield f"by_bin {index + 1}", f"Demand bin {index + 1} {words}."


def _in_words(entry: BinCount) -> str:
    wish = f"{entry.origin} to {entry.destination} {entry.wish} {format_minute(entry.start)}"
    fates = f"{entry.riders} riders, {entry.served} served, {entry.left_behind} left behind"
    return f"{wish} (home {entry.home}): {fates}"


def check_objective_value(case: Case) -> Iterator[Finding]:
    """Rule `objective-value`, and that the proofs agree with it and with themselves."""
    plan, stated = case.plan, case.plan.objective
    own = objective(case.scenario, plan.blocks, plan.trips, case.count, plan.duties, plan.changes)
    own = with_terms(own, repair_terms(case))
    yield from check_changes(case)
    yield from _other_terms(stated, own)
    if stated.currency != own.currency:
        yield "currency", f"The plan counts in {stated.currency}, the scenario in {own.currency}."
    if not _same_money(stated.total, own.total):
        words = f"is stated as {stated.total:.2f}; recomputed it is {own.total:.2f}"
        yield "total", f"The total cost {words}."
    if not _same_money(plan.proof.objective, stated.total):
        words = f"speaks of {plan.proof.objective:.2f}, the plan costs {stated.total:.2f}"
        yield "proof", f"The proof {words}."
    if not _same_money(plan.duty_proof.objective, len(plan.duties)):
        words = f"speaks of {plan.duty_proof.objective:g} duties, the plan has {len(plan.duties)}"
        yield "duty_proof", f"The proof for duties {words}."
    for subject, proof in (("proof", plan.proof), ("duty_proof", plan.duty_proof)):
        for words in _unsound(proof):
            yield subject, f"The {subject} {words}."


def _other_terms(stated: Objective, own: Objective) -> Iterator[Finding]:
    for name in (*own.terms, *sorted(stated.terms.keys() - own.terms.keys())):
        mine, right = stated.terms.get(name), own.terms.get(name)
        if mine is None or right is None:
            words = "is missing" if mine is None else "is not a term of the cost"
            yield "terms", f"Term {name[:_LONG]!r} {words}."
        elif not _same_money(mine, right):
            yield name, f"Term {name} is stated as {mine:.2f}; recomputed it is {right:.2f}."


def _same_money(mine: float, other: float) -> bool:
    """Whether two amounts agree to a hundredth."""
    return abs(mine - other) < _HALF_CENT


def _unsound(proof: Proof) -> Iterator[str]:
    """Where a proof contradicts itself."""
    distance = proof.objective - proof.bound
    if distance < -_HALF_CENT:
        yield f"has a bound of {proof.bound:.2f} above its objective {proof.objective:.2f}"
    if proof.status == "optimal" and distance >= _HALF_CENT:
        yield f"says optimal, but objective and bound are {distance:.2f} apart"
    gap = distance / proof.objective if proof.objective else 0.0
    if abs(gap - proof.gap) > _GAP_TOLERANCE:
        yield f"states a gap of {proof.gap:.4%}; objective and bound make it {gap:.4%}"


def check_kpi_value(case: Case) -> Iterator[Finding]:
    """Rule `kpi-value`."""
    plan = case.plan
    own = kpis(case.scenario, plan.trips, plan.blocks, plan.duties, case.count)
    for name in Kpis.model_fields:
        mine, right = getattr(plan.kpis, name), getattr(own, name)
        if not _same_figure(mine, right):
            yield name, f"Key figure {name} is stated as {_shown(mine)}; it is {_shown(right)}."


def _same_figure(mine: object, right: object) -> bool:
    if isinstance(mine, float) and isinstance(right, float):
        return abs(mine - right) < _KPI_TOLERANCE
    return mine == right


def _shown(figure: object) -> str:
    """A key figure as a reader can take it in."""
    if isinstance(figure, tuple):
        stays = (f"{stay.route} {stay.home} {stay.minutes}" for stay in figure)
        return (", ".join(stays) or "nothing")[:_LONG]
    return str(figure)[:_LONG]


def check_service_day(case: Case) -> Iterator[Finding]:
    """Rule `service-day`."""
    scenario, plan = case.scenario, case.plan
    if (plan.scenario.name, plan.scenario.sha256) != (scenario.name, scenario.sha256):
        mine, own = (f"{ref.name} ({ref.sha256[:12]!r})" for ref in (plan.scenario, scenario))
        yield "scenario", f"The plan answers scenario {mine}; this is {own}."
    if plan.service != scenario.service:
        yield "service", f"The plan is for {plan.service}; the scenario is for {scenario.service}."
    if plan.day_type not in {day_type.id for day_type in scenario.day_types}:
        yield "day_type", f"Day type {plan.day_type} does not exist in the scenario."
    yield from _dates(case)
    profile = scenario.drivers.rule_profile
    for duty in plan.duties:
        if duty.rule_profile != profile:
            words = f"is planned under {duty.rule_profile}; the drivers work under {profile}"
            yield duty.id, f"Duty {duty.id} {words}."


def _dates(case: Case) -> Iterator[Finding]:
    """The plan's dates hold the reference date, and lie where the same facts hold."""
    plan = case.plan
    if not plan.effective.holds_on(plan.reference_date):
        words = f"lies outside the plan's dates {_span(plan.effective)}"
        yield "reference_date", f"The reference date {plan.reference_date} {words}."
    same = regime(case.scenario, plan.reference_date)
    first, last = plan.effective.valid_from or date.min, plan.effective.valid_to or date.max
    if not (same.valid_from or date.min) <= first <= last <= (same.valid_to or date.max):
        words = f"the facts of {plan.reference_date} hold {_span(same)}"
        yield "effective", f"The plan is for {_span(plan.effective)}, but {words}."


def _span(dates: Effective) -> str:
    return f"from {dates.valid_from or 'ever'} to {dates.valid_to or 'ever'}"
