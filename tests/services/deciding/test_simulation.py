import pytest

from shuttle.domain.base import LANGUAGES
from shuttle.errors import CheckError
from shuttle.scenario import load_variation
from shuttle.services.deciding.simulation import assumptions, simulate_plan
from shuttle.simulate import Experiment
from tests.builders import plan, trip
from tests.simulate.test_run import busy
from tests.simulate.world import minutes, one_side, variation


def test_the_shared_assumptions_hold_where_a_scenario_states_none() -> None:
    place = one_side(minutes(30, 38, 48))
    own = variation(turn_round_minutes=7)
    assert assumptions(place) == load_variation()
    assert assumptions(place.model_copy(update={"variation": own})) == own


def test_the_shared_assumptions_say_that_they_are_guesses() -> None:
    assert load_variation().assumed


def test_an_answer_is_said_in_every_language() -> None:
    place = one_side(minutes(30, 38, 48))
    made = plan(place, [trip("to-b", "08:00"), trip("to-a", "08:35")])
    answer = simulate_plan(place, made, Experiment(load_variation(), 100, 1))
    for language in LANGUAGES:
        said = "\n".join(entry.in_language(language) for entry in answer.sentences)
        assert "95" in said
        assert f"{100 * answer.simulation.departures[0].share.value:.2f}" in said


def test_full_buses_and_late_drivers_are_told_of() -> None:
    place, made = busy()
    answer = simulate_plan(place, made, Experiment(load_variation(), 300, 1))
    said = "\n".join(entry.en for entry in answer.sentences)
    assert "find their bus full" in said
    assert "of duties are longer" in said


def test_a_plan_that_breaks_rules_is_not_simulated() -> None:
    place = one_side(minutes(30, 38, 48))
    made = plan(place, [trip("to-b", "08:00"), trip("to-a", "08:35")])
    broken = made.model_copy(update={"trips": made.trips[1:]})
    with pytest.raises(CheckError, match="plan anew"):
        simulate_plan(place, broken, Experiment(load_variation(), 100, 1))


def test_a_plan_whose_times_do_not_vary_is_told_so() -> None:
    place = one_side(minutes(30, 30, 30))
    made = plan(place, [trip("to-b", "08:00"), trip("to-a", "08:35")])
    answer = simulate_plan(place, made, Experiment(load_variation(), 50, 1))
    assert answer.simulation.nothing_varies
    assert any("none of the plan's running" in entry.en for entry in answer.sentences)
