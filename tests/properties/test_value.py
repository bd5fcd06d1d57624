"""What riders value, by the solver, by the audit and by trying everything."""

from hypothesis import given

from shuttle.domain.scenario import Scenario
from tests.properties.judging import SLOW, agrees, audited
from tests.properties.valued import (
    crowded_scenarios,
    valued_scenarios,
    visited_scenarios,
    waiting_scenarios,
)


def must_agree(scenario: Scenario) -> None:
    """Solver and brute force find the same least cost, and the plan passes the audit."""
    agrees(scenario)
    audited(scenario)


@SLOW
@given(crowded_scenarios())
def test_crowding_is_weighed_as_trying_everything_weighs_it(scenario: Scenario) -> None:
    must_agree(scenario)


@SLOW
@given(visited_scenarios())
def test_a_stay_is_weighed_as_trying_everything_weighs_it(scenario: Scenario) -> None:
    must_agree(scenario)


@SLOW
@given(waiting_scenarios())
def test_waiting_at_the_port_is_weighed_as_trying_everything_weighs_it(scenario: Scenario) -> None:
    must_agree(scenario)


@SLOW
@given(valued_scenarios())
def test_all_that_riders_value_is_weighed_together(scenario: Scenario) -> None:
    must_agree(scenario)
