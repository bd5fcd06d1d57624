"""Solver, audit and brute force must agree on whatever is small enough to try out."""

from hypothesis import given, settings

from shuttle.domain.scenario import Scenario
from tests.properties.busy import busy_scenarios
from tests.properties.judging import SLOW, agrees, audited
from tests.properties.strategies import tiny_scenarios

MANY = settings(SLOW, max_examples=60)


@MANY
@given(tiny_scenarios())
def test_the_solver_finds_what_trying_everything_finds(scenario: Scenario) -> None:
    agrees(scenario)


@MANY
@given(busy_scenarios())
def test_the_solver_finds_what_trying_everything_finds_where_buses_pay(scenario: Scenario) -> None:
    agrees(scenario)


@MANY
@given(tiny_scenarios())
def test_every_plan_passes_the_audit_and_its_count_of_riders(scenario: Scenario) -> None:
    audited(scenario)
