"""Whether plans are fit to be published for some dates; everything that is wrong, at once."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import combinations

from shuttle import audit
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.errors import CheckError, InputError, Problem
from shuttle.services.publishing.edition import Edition
from shuttle.services.publishing.span import Span

_FURTHEST = timedelta(days=3653)  # ten years; no government announces holidays that far


def require_dates(first: date, last: date, now: datetime) -> Span:
    """The dates of a publication; raises InputError for dates in the wrong order or far away."""
    problems = []
    if last < first:
        problems.append(Problem("", "to", f"{last} lies before the first date, {first}"))
    for key, day in (("from", first), ("to", last)):
        if abs(day - now.date()) > _FURTHEST:
            message = f"{day} is more than ten years away; choose a nearer date"
            problems.append(Problem("", key, message))
    if problems:
        raise InputError(problems)
    return Span(first, last)


def require_fit(edition: Edition) -> None:
    """Return when every plan keeps every rule on its dates, and every service date has a plan.

    Raises:
        CheckError: plans break rules.
        InputError: plans of another scenario, or dates without a plan or with two; broken rules
            are then among the problems.
    """
    problems = [*_strangers(edition)]
    if not problems:
        problems += [*_unused(edition), *_doubles(edition), *_uncovered(edition)]
    broken = [*_broken(edition)]
    if problems:
        raise InputError([*problems, *broken])
    if broken:
        message = "The audit finds broken rules, so nothing was published:"
        raise CheckError(message, [str(problem) for problem in broken])


def require_whole(edition: Edition) -> None:
    """Return when no plan leaves obligations of the service; raises CheckError otherwise."""
    left = [
        str(Problem(_name(plan, edition), item.rule, item.words.en))
        for plan in edition.plans
        for item in plan.unkept
    ]
    if left:
        message = "Partial plans are published only with --partial; these obligations are left:"
        raise CheckError(message, left)


def _name(plan: Plan, edition: Edition) -> str:
    """How a plan is named in messages: by its place in the order given, and its day type."""
    place = next(place for place, other in enumerate(edition.plans, 1) if other is plan)
    return f"plan {place} ({plan.day_type})"


def _belongs(plan: Plan, scenario: Scenario) -> bool:
    same = plan.scenario.name == scenario.name and plan.scenario.sha256 == scenario.sha256
    return same and plan.service == scenario.service


def _strangers(edition: Edition) -> Iterator[Problem]:
    """Plans of another service or scenario, or of a day type that the scenario does not have."""
    scenario = edition.scenario
    day_types = [day_type.id for day_type in scenario.day_types]
    for plan in edition.plans:
        name = _name(plan, edition)
        if not _belongs(plan, scenario):
            message = (
                f"was made for service {plan.service!r} by scenario {plan.scenario.name!r} "
                f"({plan.scenario.sha256[:12]}), and this is service {scenario.service!r} by "
                f"{scenario.name!r} ({scenario.sha256[:12]}); plan anew with this scenario"
            )
            yield Problem(name, "scenario", message)
        if plan.day_type not in day_types:
            message = f"{plan.day_type!r} is not a day type here; known: {', '.join(day_types)}"
            yield Problem(name, "day_type", message)


def _unused(edition: Edition) -> Iterator[Problem]:
    for plan in edition.plans:
        if edition.part(plan) is None:
            holds = f"{plan.effective.valid_from or 'ever'} to {plan.effective.valid_to or 'ever'}"
            message = f"holds from {holds}, on no date of {edition.span}; leave it out"
            yield Problem(_name(plan, edition), "effective", message)


def _doubles(edition: Edition) -> Iterator[Problem]:
    for (part, plan), (other_part, other) in combinations(edition.parts(), 2):
        shared = part.overlap(other_part.first, other_part.last)
        if shared and plan.day_type == other.day_type:
            message = f"and {_name(other, edition)} both hold on {shared}; leave one of them out"
            yield Problem(_name(plan, edition), "effective", message)


def _dates_of(edition: Edition, day_type: str) -> list[date]:
    return [answer.date for answer in edition.days if answer.day_type == day_type]


def _uncovered(edition: Edition) -> Iterator[Problem]:
    """Service dates without a plan, by day type."""
    for day_type in edition.scenario.day_types:
        plans = [plan for plan in edition.plans if plan.day_type == day_type.id]
        dates = _dates_of(edition, day_type.id)
        bare = [day for day in dates if not any(plan.effective.holds_on(day) for plan in plans)]
        if bare:
            some = f"{len(bare)} dates from {bare[0]} to {bare[-1]}" if bare[1:] else f"{bare[0]}"
            message = f"no plan covers {some}; add a plan that holds then, or choose other dates"
            yield Problem("", f"day type {day_type.id}", message)


def _broken(edition: Edition) -> Iterator[Problem]:
    """Rules that plans break by the facts of their reference date, and by those of each date."""
    for plan in edition.plans:
        if _belongs(plan, edition.scenario):
            dates = [
                day for day in _dates_of(edition, plan.day_type) if plan.effective.holds_on(day)
            ]
            found = audit.check(edition.scenario, plan)
            found += audit.check_dates(edition.scenario, plan, dates)
            for violation in dict.fromkeys(found):
                yield Problem(_name(plan, edition), violation.rule, violation.words)
