"""At what percentile and layover to plan: cost against punctuality, each point a plan."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from shuttle.domain.base import LocalText, Value
from shuttle.domain.facts import Percentile
from shuttle.domain.plan import Plan, ScenarioRef
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import plain, say
from shuttle.errors import InfeasibleError, NoPlanError
from shuttle.scenario import fingerprint
from shuttle.services.planning import PlanRequest, make_plan
from shuttle.services.simulation import share
from shuttle.simulate import Estimate, Experiment, simulate

TARGET = 0.99
"""Share of departures that shall leave within 3 minutes."""

_PER_CENT = 100
_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Setting:
    """At what to plan."""

    percentile: Percentile
    layover_minutes: int

    @property
    def id(self) -> str:
        """As in names of files: `p85-10`."""
        return f"{self.percentile}-{self.layover_minutes}"

    @property
    def name(self) -> LocalText:
        """As in sentences."""
        layover = say("common.minutes", count=self.layover_minutes)
        return say("simulate.setting", percentile=self.percentile, layover=layover)


class SettingFigures(Value):
    """A plan made at a setting, over the days that all settings meet.

    Attributes:
        id: percentile and layover, as `p85-10`.
        bound: no plan at this setting costs less; `gap` as in the plan's proof.
        suffices: whether the wanted share of departures is reached by the whole interval.
    """

    id: str
    percentile: Percentile
    layover_minutes: int
    cost: float
    bound: float
    gap: float
    trips: int
    buses: int
    duties: int
    departs_within_3: Estimate
    arrives_within_5: Estimate
    departure_delay: Estimate
    denied_share: Estimate
    duties_over: Estimate
    suffices: bool

    @property
    def name(self) -> LocalText:
        """As in sentences."""
        return Setting(self.percentile, self.layover_minutes).name


class Unplanned(Value):
    """A setting at which no plan was found, and why."""

    id: str
    percentile: Percentile
    layover_minutes: int
    reason: str


class Advice(Value):
    """Settings compared.

    Attributes:
        scenario: as the planner has it; the plans answer it with their own setting.
        target: share of departures that shall leave within 3 minutes.
        settings: in the order asked for.
        cheapest: id of the setting with the least cost; None where none has a plan.
        recommended: id of the cheapest that suffices; None where none does.
        price: what it costs more than the cheapest, in `currency`.
    """

    scenario: ScenarioRef
    day_type: str
    days: int
    seed: int
    currency: str
    target: float
    settings: tuple[SettingFigures, ...]
    unplanned: tuple[Unplanned, ...]
    cheapest: str | None
    recommended: str | None
    price: float | None
    sentences: tuple[LocalText, ...]


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
    """Plan at every setting and play all plans on the same days."""
    found: list[SettingFigures] = []
    unplanned: list[Unplanned] = []
    for setting in asked.settings:
        asked.heard(setting)
        changed = at(scenario, setting)
        try:
            plan = make_plan(changed, asked.request)
        except (InfeasibleError, NoPlanError) as error:
            unplanned.append(_unplanned(setting, error))
            continue
        asked.keep(setting, plan)
        found.append(_figures(changed, setting, plan, asked.experiment))
    return _advice(scenario, asked, found, unplanned)


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
    three = next(entry.share for entry in played.departures if entry.minutes == 3)  # noqa: PLR2004 - as the target says
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
    words = _Words(scenario, asked)
    return Advice(
        scenario=ScenarioRef(name=scenario.name, sha256=scenario.sha256),
        day_type=words.day_type,
        days=asked.experiment.days,
        seed=asked.experiment.seed,
        currency=words.currency,
        target=TARGET,
        settings=tuple(found),
        unplanned=tuple(unplanned),
        cheapest=cheapest.id if cheapest else None,
        recommended=recommended.id if recommended else None,
        price=None if price is None else round(price, 2),
        sentences=tuple(words.all(found, unplanned, cheapest, recommended)),
    )


class _Words:
    """What the comparison tells."""

    def __init__(self, scenario: Scenario, asked: AdviceRequest) -> None:
        self._scenario, self._asked = scenario, asked
        self.currency = scenario.policies.prices.currency
        self.day_type = asked.request.day_type or scenario.day_types[0].id

    def all(
        self,
        found: Sequence[SettingFigures],
        unplanned: Sequence[Unplanned],
        cheapest: SettingFigures | None,
        recommended: SettingFigures | None,
    ) -> Iterator[LocalText]:
        """The sentences in their order."""
        names = {entry.id: entry.name for entry in self._scenario.day_types}
        yield say(
            "simulate.advice-head",
            scenario=self._scenario.title,
            day_type=names[self.day_type],
            settings=len(self._asked.settings),
            days=f"{self._asked.experiment.days:,}",
        )
        for entry in unplanned:
            name = Setting(entry.percentile, entry.layover_minutes).name
            yield say("simulate.no-plan", setting=name, reason=entry.reason)
        if cheapest is None:
            yield say("simulate.no-plan-at-all")
        elif recommended is None:
            yield self._none_suffices(max(found, key=lambda entry: entry.departs_within_3.value))
        else:
            yield from self._recommended(cheapest, recommended)
        if found:
            yield say("simulate.gap-remark")

    def _none_suffices(self, best: SettingFigures) -> LocalText:
        return say(
            "simulate.none-suffices",
            target=f"{TARGET * _PER_CENT:g}",
            setting=best.name,
            share=share(best.departs_within_3),
            cost=self._money(best.cost),
        )

    def _recommended(self, cheapest: SettingFigures, best: SettingFigures) -> Iterator[LocalText]:
        yield say(
            "simulate.recommended",
            setting=best.name,
            share=share(best.departs_within_3),
            target=f"{TARGET * _PER_CENT:g}",
            cost=self._money(best.cost),
        )
        yield self._price(cheapest, best)
        policies = self._scenario.policies
        now = Setting(policies.percentile, policies.layover_minutes)
        if now.id == best.id and not policies.layovers:
            yield say("simulate.as-now")
        else:
            layover = best.layover_minutes
            yield say("simulate.adopt", percentile=best.percentile, layover=layover)

    def _price(self, cheapest: SettingFigures, best: SettingFigures) -> LocalText:
        if cheapest.id == best.id:
            return say("simulate.no-price")
        more = best.cost - cheapest.cost
        return say(
            "simulate.price",
            more=self._money(more),
            per_cent=f"{more / cheapest.cost * _PER_CENT:.1f}",
            setting=cheapest.name,
            cost=self._money(cheapest.cost),
            share=share(cheapest.departs_within_3),
        )

    def _money(self, amount: float) -> LocalText:
        return plain(f"{self.currency} {amount:,.2f}")
