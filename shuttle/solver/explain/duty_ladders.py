"""Ladders for drivers: what a planner may decide where no duties fit.

The numbers of a rule profile are law, so none of them is eased but the least length of a duty and
whether it ends where it began; another profile of the scenario may be named instead.
"""

from collections.abc import Iterator

from shuttle.domain.network import Side
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import listed, say
from shuttle.errors import Conflict
from shuttle.solver.explain.edit import Edit, Ladder

_MOST_DRIVERS = 24
_STEP_MINUTES = 15
_LONGEST_LAYOVER = 60


def duty_ladders(scenario: Scenario, rule: Conflict) -> Iterator[Ladder]:
    """The ways to ease a rule on duties."""
    profile = scenario.drivers.rule_profile
    if rule.rule == "driver-count":
        yield from _more_drivers(scenario)
        return
    if rule.rule == "duty-hand-over":
        yield from _more_places(scenario)
        return
    if rule.rule == "duty-min-length":
        yield _shorter_duties(scenario)
    if rule.rule == "duty-continuity":
        path = ("driver_rules", profile, "returns_home")
        yield Ladder(1, lambda _: Edit(path, value=False, words=say("explain.ends-anywhere")))
    if rule.rule in ("duty-continuous-driving", "duty-rest"):
        yield _longer_layovers(scenario)
    yield from _other_profiles(scenario)


def _more_drivers(scenario: Scenario) -> Iterator[Ladder]:
    counts: tuple[tuple[Side, int | None], ...] = (
        ("hk", scenario.drivers.count_hk),
        ("sz", scenario.drivers.count_sz),
    )
    for side, count in counts:
        if count is not None:
            yield _drivers_of(side, count)


def _drivers_of(side: Side, was: int) -> Ladder:
    def step(n: int) -> Edit:
        limit = say(f"explain.drivers-{side}", count=was + n)
        words = say("explain.more-drivers", limit=limit, was=was)
        return Edit(("drivers", f"count_{side}"), was + n, words)

    return Ladder(_MOST_DRIVERS, step)


def _more_places(scenario: Scenario) -> Iterator[Ladder]:
    named = scenario.drivers.hand_over_places
    if named is None:
        return
    more = tuple(stop for stop in scenario.stops if not scenario.hands_over_at(stop))

    def step(n: int) -> Edit:
        places = listed([scenario.stops[stop].name for stop in more[:n]])
        words = say("explain.more-hand-overs", places=places)
        return Edit(("drivers", "hand_over_places"), (*named, *more[:n]), words)

    yield Ladder(len(more), step)


def _shorter_duties(scenario: Scenario) -> Ladder:
    was = scenario.rules().min_duty_minutes
    path = ("driver_rules", scenario.drivers.rule_profile, "min_duty_minutes")

    def step(n: int) -> Edit:
        minutes = max(0, was - n * _STEP_MINUTES)
        return Edit(path, minutes, say("explain.shorter-duties", count=minutes, was=was))

    return Ladder(-(-was // _STEP_MINUTES), step)


def _longer_layovers(scenario: Scenario) -> Ladder:
    was, grid = scenario.policies.layover_minutes, scenario.policies.grid_minutes
    path = ("policies", "layover_minutes")

    def step(n: int) -> Edit:
        minutes = was + n * grid
        return Edit(path, minutes, say("explain.layover-of", count=minutes, was=was))

    return Ladder(max(0, _LONGEST_LAYOVER - was) // grid, step)


def _other_profiles(scenario: Scenario) -> Iterator[Ladder]:
    for name, rules in scenario.driver_rules.items():
        if name != scenario.drivers.rule_profile:
            words = say("explain.other-profile", name=rules.name)
            yield _one_step(Edit(("drivers", "rule_profile"), name, words))


def _one_step(edit: Edit) -> Ladder:
    return Ladder(1, lambda _: edit)
