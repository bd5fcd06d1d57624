"""At what percentile and layover to plan: cost against punctuality, each point a plan."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shuttle import audit
from shuttle.domain.facts import Percentile
from shuttle.domain.plan import Plan, ScenarioRef
from shuttle.domain.scenario import Scenario
from shuttle.errors import InfeasibleError, NoPlanError
from shuttle.scenario import fingerprint
from shuttle.services.deciding.advice_words import AdviceWords
from shuttle.services.deciding.compared_settings import (
    TARGET,
    Advice,
    Setting,
    SettingFigures,
    Unplanned,
)
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.simulate import Experiment, simulate

_LONGEST_REASON = 200
_SHOWN_MINUTES = 3


Keep = Callable[[Setting, Plan], None]


@dataclass(frozen=True)
class AdviceRequest:
    """What is to be compared.

    Attributes:
        request: how each plan is made; its day type and date count.
        keep: given each plan.
        heard: told which setting is being planned.
    """

    settings: Sequence[Setting]
    request: PlanRequest
    experiment: Experiment
    keep: Keep
    heard: Callable[[Setting], None]


def at(scenario: Scenario, setting: Setting) -> Scenario:
    """The scenario planned at a setting, layovers of single stops included."""
    changes = {
        "percentile": setting.percentile,
        "layover_minutes": setting.layover_minutes,
        "layovers": (),
    }
    policies = scenario.policies.model_copy(update=changes)
    changed = scenario.model_copy(update={"policies": policies})
    return changed.model_copy(update={"sha256": fingerprint(changed)})


def advise(scenario: Scenario, asked: AdviceRequest) -> Advice:
    """Plan at every setting and play all plans on the same days.

    Longer layovers first: their plans hold with shorter ones too, should none better be found.
    """
    found: dict[str, SettingFigures] = {}
    unplanned: list[Unplanned] = []
    longer: dict[Percentile, Plan] = {}
    for setting in sorted(asked.settings, key=lambda entry: -entry.layover_minutes):
        asked.heard(setting)
        changed = at(scenario, setting)
        try:
            plan = make_plan(changed, asked.request)
        except (InfeasibleError, NoPlanError) as error:
            unplanned.append(_unplanned(setting, error))
            continue
        plan = _better(changed, plan, longer.get(setting.percentile))
        longer[setting.percentile] = plan
        asked.keep(setting, plan)
        found[setting.id] = _figures(changed, setting, plan, asked.experiment)
    listed = [found[setting.id] for setting in asked.settings if setting.id in found]
    return _advice(scenario, asked, listed, unplanned)


def _better(scenario: Scenario, made: Plan, longer: Plan | None) -> Plan:
    """The plan made, or that of a longer layover where it is cheaper and keeps the rules here."""
    if longer is None or longer.objective.total >= made.objective.total:
        return made
    total = longer.objective.total
    bound = min(made.proof.bound, total)
    proof = made.proof.model_copy(
        update={
            "status": "optimal" if bound == total else "feasible",
            "objective": total,
            "bound": bound,
            "gap": (total - bound) / total,
        }
    )
    taken = longer.model_copy(update={"scenario": made.scenario, "proof": proof})
    return made if audit.check(scenario, taken) else taken


def _unplanned(setting: Setting, error: Exception) -> Unplanned:
    return Unplanned(
        id=setting.id,
        percentile=setting.percentile,
        layover_minutes=setting.layover_minutes,
        reason=str(error).partition("\n")[0][:_LONGEST_REASON],
    )


def _figures(
    scenario: Scenario, setting: Setting, plan: Plan, experiment: Experiment
) -> SettingFigures:
    played = simulate(scenario, plan, experiment)
    three = next(entry.share for entry in played.departures if entry.minutes == _SHOWN_MINUTES)
    return SettingFigures(
        id=setting.id,
        percentile=setting.percentile,
        layover_minutes=setting.layover_minutes,
        cost=plan.objective.total,
        bound=plan.proof.bound,
        gap=plan.proof.gap,
        trips=plan.kpis.trips,
        buses=plan.kpis.buses,
        duties=plan.kpis.duties,
        departs_within_3=three,
        arrives_within_5=played.arrivals[0].share,
        departure_delay=played.departure_delay,
        denied_share=played.riders.denied_share,
        duties_over=played.duties.share_over,
        suffices=three.low >= TARGET,
    )


def _advice(
    scenario: Scenario,
    asked: AdviceRequest,
    found: Sequence[SettingFigures],
    unplanned: Sequence[Unplanned],
) -> Advice:
    by_cost = sorted(found, key=lambda entry: (entry.cost, -entry.departs_within_3.value))
    cheapest = next(iter(by_cost), None)
    recommended = next((entry for entry in by_cost if entry.suffices), None)
    price = recommended.cost - cheapest.cost if recommended and cheapest else None
    day_type = asked.request.day_type or scenario.day_types[0].id
    words = AdviceWords(scenario, day_type, len(asked.settings), asked.experiment.days)
    return Advice(
        scenario=ScenarioRef(name=scenario.name, sha256=scenario.sha256),
        day_type=day_type,
        days=asked.experiment.days,
        seed=asked.experiment.seed,
        currency=scenario.policies.prices.currency,
        target=TARGET,
        settings=tuple(found),
        unplanned=tuple(unplanned),
        cheapest=cheapest.id if cheapest else None,
        recommended=recommended.id if recommended else None,
        price=None if price is None else round(price, 2),
        sentences=tuple(words.all(found, unplanned, cheapest, recommended)),
    )
