"""Timetable, buses and drivers planned at once against trying every timetable with every duty."""

from fractions import Fraction
from math import inf

from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.domain.driver_rules import DriverRules, Drivers
from shuttle.domain.scenario import Scenario
from tests.builders import TUESDAY, WORKDAY, driver_rules
from tests.properties.brute_force import Run, every_pair
from tests.properties.busy import busy_scenarios
from tests.properties.judging import SLOW, audited
from tests.properties.strategies import tiny_scenarios

Work = tuple[Run, ...]


@st.composite
def priced_scenarios(draw: st.DrawFn, places: st.SearchStrategy[Scenario]) -> Scenario:
    """Scenarios whose drivers cost money and may work for two trips or a few."""
    rules = driver_rules(
        max_duty_minutes=draw(st.sampled_from((60, 40, 90, 150))),
        max_driving_minutes=draw(st.sampled_from((50, 80, 900))),
        sign_on_minutes=draw(st.sampled_from((0, 10))),
        clearance_is_driving=True,
        returns_home=draw(st.booleans()),
    )
    drivers = Drivers(
        rule_profile="wide",
        cost_per_duty=draw(st.sampled_from((20, 5, 0, 150))),
        cost_per_hour=draw(st.sampled_from((20, 61, 5, 400))),
    )
    drawn = draw(places)
    return drawn.model_copy(update={"driver_rules": {"wide": rules}, "drivers": drivers})


def least_total(scenario: Scenario) -> int | None:
    """The least cents of a day with its drivers; None where there is no such day."""
    rules = scenario.rules()
    found: list[Fraction | float] = [inf]

    def worth_it(cents: int) -> bool:
        return cents < found[-1]

    for cents, runs in every_pair(scenario, WORKDAY, TUESDAY, worth_it):
        paid = _least_wages(scenario, rules, runs, (), found[-1] - cents)
        found.append(min(found[-1], cents + paid))
    return None if found[-1] == inf else int(Fraction(found[-1]) + Fraction(1, 2))


def _least_wages(
    scenario: Scenario,
    rules: DriverRules,
    runs: Work,
    begun: tuple[Work, ...],
    limit: Fraction | float,
) -> Fraction | float:
    """Hand the runs out in order of departure: to a duty that is begun, or to a new one."""
    if sum(_wages(scenario, rules, duty) for duty in begun) >= limit:
        return inf
    if not runs:
        if all(_may_end(scenario, rules, duty) for duty in begun):
            return sum((_wages(scenario, rules, duty) for duty in begun), Fraction())
        return inf
    run = min(runs, key=lambda entry: entry.slot.departure)
    left = tuple(entry for entry in runs if entry is not run)
    best: Fraction | float = limit
    for place in (*range(len(begun)), len(begun)):
        before = begun[place] if place < len(begun) else ()
        if _may_follow(rules, before, run):
            after = (*begun[:place], (*before, run), *begun[place + 1 :])
            best = min(best, _least_wages(scenario, rules, left, after, best))
    return best if best < limit else inf


def _minutes(rules: DriverRules, duty: Work) -> int:
    worked = duty[-1].arrival - duty[0].slot.departure
    return worked + rules.sign_on_minutes + rules.sign_off_minutes


def _wages(scenario: Scenario, rules: DriverRules, duty: Work) -> Fraction:
    drivers = scenario.drivers
    hourly = Fraction(int(drivers.cost_per_hour * 100) * _minutes(rules, duty), 60)
    return int(drivers.cost_per_duty * 100) + hourly


def _may_follow(rules: DriverRules, duty: Work, run: Run) -> bool:
    if duty and (
        duty[-1].slot.destination != run.slot.origin or duty[-1].arrival > run.slot.departure
    ):
        return False
    longer = (*duty, run)
    driving = sum(entry.arrival - entry.slot.departure for entry in longer)
    return driving <= rules.max_driving_minutes and (
        _minutes(rules, longer) <= rules.max_duty_minutes
    )


def _may_end(scenario: Scenario, rules: DriverRules, duty: Work) -> bool:
    first, last = duty[0].slot.origin, duty[-1].slot.destination
    return not rules.returns_home or scenario.side_of(first) == scenario.side_of(last)


def cheapest_with_drivers(scenario: Scenario) -> None:
    """The plan passes the audit and costs the least that there is, as it says.

    A plan is not found where the timetable that is best without drivers has no duties.
    """
    plan = audited(scenario)
    if plan is None:
        return
    least = least_total(scenario)
    assert least is not None
    assert round(plan.proof.bound * 100) <= least
    assert plan.proof.status == "optimal"
    assert round(plan.objective.total * 100) == least


@settings(SLOW, max_examples=10)
@given(priced_scenarios(tiny_scenarios()))
def test_the_plan_made_at_once_is_the_cheapest_with_its_drivers(scenario: Scenario) -> None:
    cheapest_with_drivers(scenario)


@settings(SLOW, max_examples=30)
@given(priced_scenarios(busy_scenarios()))
def test_the_plan_made_at_once_is_the_cheapest_where_buses_pay(scenario: Scenario) -> None:
    cheapest_with_drivers(scenario)
