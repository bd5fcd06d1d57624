"""Settings at which plans are made to be compared, and what the comparison finds."""

from dataclasses import dataclass

from shuttle.domain.base import LocalText, Value
from shuttle.domain.facts import Percentile
from shuttle.domain.plan import ScenarioRef
from shuttle.domain.sentences import say
from shuttle.simulate import Estimate

TARGET = 0.99
"""Share of departures that shall leave within 3 minutes."""


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
