"""In what two plans do not answer the same question, so that their figures are read with care."""

from collections.abc import Iterator

from shuttle.domain.base import LocalText
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import plain, say

_Side = tuple[Scenario, Plan]


def unlike(before: _Side, after: _Side) -> tuple[LocalText, ...]:
    """A sentence for everything that is not like with like; none where all is.

    Args:
        before: a plan with the scenario by which its riders are counted.
        after: the other one.
    """
    return (*_scenarios(before, after), *_facts(before[1], after[1]), *_counts(before, after))


def _scenarios(before: _Side, after: _Side) -> Iterator[LocalText]:
    (place, old), (other, new) = before, after
    if old.scenario.name != new.scenario.name:
        yield _differing("scenario", old.scenario.name, new.scenario.name)
    elif old.scenario.sha256 != new.scenario.sha256:
        yield say("compare.unlike-version", scenario=old.scenario.name)
    for scenario, plan in dict.fromkeys((_stated(place, old), _stated(other, new))):
        if scenario != plan:
            yield say("compare.unlike-file", scenario=scenario[0], plan=plan[0])
    if old.day_type != new.day_type:
        yield say(
            "compare.unlike-day-type",
            before=_day_type(place, old.day_type),
            after=_day_type(other, new.day_type),
        )


def _facts(old: Plan, new: Plan) -> Iterator[LocalText]:
    if old.reference_date != new.reference_date:
        yield _differing("date", str(old.reference_date), str(new.reference_date))
    if old.proof.proves != new.proof.proves:
        yield say("compare.unlike-proof")
    if bool(old.unkept) != bool(new.unkept):
        yield say("compare.unlike-partial")
    if old.draft or new.draft:
        yield say("compare.unlike-draft")


def _counts(before: _Side, after: _Side) -> Iterator[LocalText]:
    (place, old), (other, new) = before, after
    if old.objective.currency != new.objective.currency:
        yield _differing("currency", old.objective.currency, new.objective.currency)
    if old.semantics != new.semantics:
        yield _differing("semantics", old.semantics, new.semantics)
    if place.policies.prices != other.policies.prices:
        yield say("compare.unlike-prices")


def _stated(scenario: Scenario, plan: Plan) -> tuple[tuple[str, str], tuple[str, str]]:
    """Name and fingerprint of the scenario that is here, and of the one that the plan answers."""
    return (scenario.name, scenario.sha256), (plan.scenario.name, plan.scenario.sha256)


def _differing(what: str, before: str, after: str) -> LocalText:
    return say(f"compare.unlike-{what}", before=before, after=after)


def _day_type(scenario: Scenario, day_type: str) -> LocalText:
    names = {entry.id: entry.name for entry in scenario.day_types}
    return names.get(day_type, plain(day_type))
