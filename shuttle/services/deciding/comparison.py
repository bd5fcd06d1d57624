"""Two plans side by side: key figures, money, hours, riders, trips, and what is not comparable."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import NonNegativeInt

from shuttle.domain.base import LocalText, SafeText, Slug, Value
from shuttle.domain.day_hours import HourCount, hour_counts
from shuttle.domain.difference import PlanDifference
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import plain, say
from shuttle.services.deciding.commuter_words import commuters_words
from shuttle.services.deciding.difference_words import planners_words
from shuttle.services.deciding.differences import difference
from shuttle.services.deciding.likeness import unlike

Unit = Literal["number", "minutes", "share", "money"]

_TERMS = frozenset(
    (
        "buses",
        "trips",
        "deadheads",
        "waiting",
        "early",
        "unserved",
        "crowding",
        "stay",
        "drivers",
        "changes",
    )
)
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Candidate:
    """A plan that is compared, with the scenario that it answers."""

    scenario: Scenario
    plan: Plan


class Figure(Value):
    """A figure of two plans.

    Attributes:
        key: its name for programs.
        before: None where the plan does not have it.
        more: by how much it grows; None where one of the plans does not have it, or where the
            two count in different currencies.
    """

    key: SafeText
    name: LocalText
    unit: Unit
    before: int | float | None
    after: int | float | None
    more: int | float | None


class HourPair(Value):
    """The same hour of the same direction in two plans."""

    origin: Slug
    destination: Slug
    hour: NonNegativeInt
    before: HourCount
    after: HourCount


class Comparison(Value):
    """Two plans side by side.

    Attributes:
        unlike: in what the two do not answer the same question; empty where they do.
        figures: key figures, then the cost of the day.
        terms: the cost by term.
        hours: by direction and hour, wherever either plan has anything to count.
        planners: the difference in planners' sentences; `commuters` in commuters'.
    """

    unlike: tuple[LocalText, ...]
    figures: tuple[Figure, ...]
    terms: tuple[Figure, ...]
    hours: tuple[HourPair, ...]
    difference: PlanDifference
    planners: tuple[LocalText, ...]
    commuters: tuple[LocalText, ...]


def compare(before: Candidate, after: Candidate) -> Comparison:
    """Lay two plans beside each other, also where they are of different scenarios or days."""
    found = difference(before.plan, after.plan, before.scenario, after.scenario)
    names = naming(before.scenario, after.scenario)
    return Comparison(
        unlike=unlike((before.scenario, before.plan), (after.scenario, after.plan)),
        figures=tuple(_figures(before, after)),
        terms=tuple(_terms(found)),
        hours=tuple(_hours(before, after)),
        difference=found,
        planners=planners_words(found, names),
        commuters=commuters_words(found, names),
    )


def naming(before: Scenario, after: Scenario) -> Scenario:
    """The scenario after with everything that has a name before: fit for naming things alone."""
    fields = ("parks", "stops", "ports", "routes", "vehicle_types")
    both = {name: {**getattr(before, name), **getattr(after, name)} for name in fields}
    return after.model_copy(update=both)


def _figures(before: Candidate, after: Candidate) -> Iterator[Figure]:
    old, new = _key_figures(before), _key_figures(after)
    for key in (*old, *(key for key in new if key not in old)):
        name, unit, _ = (old | new)[key]
        values = (side[key][2] if key in side else None for side in (old, new))
        first, second = values
        if first is not None or second is not None:
            yield _figure(key, name, unit, first, second)
    prices = before.plan.objective, after.plan.objective
    same = prices[0].currency == prices[1].currency
    yield _figure(
        "total",
        say("compare.total"),
        "money",
        prices[0].total,
        prices[1].total,
        comparable=same,
    )


def _figure(
    key: str,
    name: LocalText,
    unit: Unit,
    before: float | None,
    after: float | None,
    *,
    comparable: bool = True,
) -> Figure:
    known = before is not None and after is not None and comparable
    more = round((after or 0) - (before or 0), _DECIMALS) if known else None
    return Figure(key=key, name=name, unit=unit, before=before, after=after, more=more)


_Named = tuple[LocalText, Unit, float | None]


def _key_figures(side: Candidate) -> dict[str, _Named]:
    plan, kpis = side.plan, side.plan.kpis
    numbers: dict[str, tuple[Unit, float | None]] = {
        "trips": ("number", kpis.trips),
        "buses": ("number", kpis.buses),
        "duties": ("number", kpis.duties),
        "deadheads": ("number", kpis.deadheads),
        "riders": ("number", kpis.riders),
        "served": ("number", plan.demand.served),
        "left-behind": ("number", plan.demand.left_behind),
        "left-at-port": ("number", kpis.left_at_port),
        "carried": ("number", plan.demand.carried),
        "crowded-riders": ("number", kpis.crowded_riders),
        "mean-wait": ("minutes", kpis.mean_wait_minutes),
        "mean-early": ("minutes", kpis.mean_early_minutes),
        "load-factor": ("share", kpis.mean_load_factor),
        "gap": ("share", plan.proof.gap),
        "unkept": ("number", len(plan.unkept) if plan.unkept_proof else None),
    }
    found: dict[str, _Named] = {
        key: (say(f"compare.figure-{key}"), unit, value) for key, (unit, value) in numbers.items()
    }
    for stay in kpis.usable_stay:
        key = f"stay-{stay.route}-{stay.home}"
        route = side.scenario.routes.get(stay.route)
        words = {"route": route.name if route else plain(stay.route)}
        name = say("compare.figure-stay", side=say(f"compare.side-{stay.home}"), **words)
        found[key] = (name, "minutes", stay.minutes)
    return found


def _terms(found: PlanDifference) -> Iterator[Figure]:
    same = found.currencies[0] == found.currencies[1]
    for key, money in found.terms.items():
        name = say(f"compare.term-{key}") if key in _TERMS else plain(key)
        yield _figure(key, name, "money", money.before, money.after, comparable=same)


def _hours(before: Candidate, after: Candidate) -> Iterator[HourPair]:
    old = {_hour(count): count for count in hour_counts(before.plan, before.scenario)}
    new = {_hour(count): count for count in hour_counts(after.plan, after.scenario)}
    ways = list(dict.fromkeys(key[:2] for key in (*old, *new)))
    for key in sorted(old.keys() | new.keys(), key=lambda key: (ways.index(key[:2]), key[2])):
        origin, destination, hour = key
        nothing = HourCount(origin=origin, destination=destination, hour=hour)
        pair = {"before": old.get(key, nothing), "after": new.get(key, nothing)}
        yield HourPair(origin=origin, destination=destination, hour=hour, **pair)


def _hour(count: HourCount) -> tuple[str, str, int]:
    return count.origin, count.destination, count.hour
