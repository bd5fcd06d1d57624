"""A comparison of settings in the planner's words."""

from collections.abc import Iterator, Sequence

from shuttle.domain.base import LocalText
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import plain, say
from shuttle.services.deciding.compared_settings import TARGET, Setting, SettingFigures, Unplanned
from shuttle.services.deciding.simulation import share

_PER_CENT = 100


class AdviceWords:
    """What a comparison of settings tells.

    Args:
        scenario: as the planner has it.
        day_type: id of the day type planned.
        settings: how many were asked for.
        days: on how many each plan was played.
    """

    def __init__(self, scenario: Scenario, day_type: str, settings: int, days: int) -> None:
        self._scenario, self._day_type = scenario, day_type
        self._settings, self._days = settings, days

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
            day_type=names[self._day_type],
            settings=self._settings,
            days=f"{self._days:,}",
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
        return plain(f"{self._scenario.policies.prices.currency} {amount:,.2f}")
