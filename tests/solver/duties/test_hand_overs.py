"""Where buses may change drivers: by hand, and against trying everything."""

from itertools import chain, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.audit.stage_duties import check_duties
from shuttle.domain.driver_rules import DriverRules, Drivers, StageRules
from shuttle.domain.duty_stage import DutyStage, DutyTask
from shuttle.domain.plan import Block
from shuttle.errors import InfeasibleError
from shuttle.solver.duties import cheapest
from shuttle.solver.duties.assign import assign_duties, fewest_first
from shuttle.solver.duties.outlook import Tariff
from shuttle.solver.duties.pieces import pieces_of
from shuttle.solver.duties.pricing import DutySearch, Effort
from shuttle.solver.duties.stage import solve_duties, stage_pieces, work_facts
from shuttle.solver.duties.worked.labels import shortest_duties
from shuttle.solver.duties.worked.search import WorkEffort, duties_below
from shuttle.solver.highs import Deadline
from tests.solver.duties.builders import Run, blocks, rules, scenario
from tests.solver.duties.enumeration import duty_counts, legal_duties
from tests.solver.duties.strategies import in_order, profiles, some_blocks
from tests.solver.duties.test_groups import as_if_many
from tests.solver.duties.test_stage import PROOF, WIDE
from tests.solver.duties.test_stage import cheapest as cheapest_of_all
from tests.solver.duties.worked.brute_force import every_duty
from tests.solver.duties.worked.day import working_day

PLACES = st.sampled_from((None, (), ("south",), ("north",), ("south", "north")))
# Two buses that meet in the north, where each could take the other's driver back sooner.
EARLY: list[Run] = [("south", "north", 480, 540), ("north", "south", 600, 660)]
LATE: list[Run] = [("south", "north", 510, 570), ("north", "south", 570, 630)]


def drivers(places: tuple[str, ...] | None) -> Drivers:
    return Drivers(rule_profile="profile", hand_over_places=places)


def duties(profile: DriverRules, places: tuple[str, ...] | None, *buses: list[Run]) -> set[str]:
    plan = assign_duties(scenario(profile, drivers(places)), blocks(*buses))
    return {" ".join(name[-7:] for name in duty.pieces) for duty in plan.duties}


def tied(made: tuple[Block, ...], places: tuple[str, ...] | None) -> list[tuple[int, int]]:
    place = {piece.id: number for number, piece in enumerate(in_order(made))}
    return [
        (place[a.id], place[b.id])
        for block in made
        for a, b in pairwise(block.pieces)
        if places is not None and a.destination not in places
    ]


@pytest.mark.parametrize("places", [None, ("north",), ("north", "south")])
def test_where_hand_overs_are_allowed_the_shorter_waits_are_chosen(
    places: tuple[str, ...] | None,
) -> None:
    found = duties(rules(max_duty_minutes=150), places, EARLY, LATE)
    assert found == {"480-540 570-630", "510-570 600-660"}


@pytest.mark.parametrize("places", [(), ("south",)])
def test_where_they_are_not_a_driver_stays_with_her_bus(places: tuple[str, ...]) -> None:
    found = duties(rules(), places, EARLY, LATE)
    assert found == {"480-540 600-660", "510-570 570-630"}


def test_a_depot_stands_for_the_place_where_it_lies() -> None:
    bus: list[Run] = [LATE[1], ("south", "north", 630, 690)]
    profile = rules(max_duty_minutes=119)
    with pytest.raises(InfeasibleError):
        duties(profile, ("north",), bus)
    assert duties(profile, ("yard",), bus) == {"570-630", "630-690"}


def test_before_its_first_run_and_after_its_last_a_bus_may_change_drivers_anywhere() -> None:
    assert duties(rules(), (), EARLY[:1], LATE[1:]) == {"480-540 570-630"}


def test_a_pause_at_a_place_without_hand_overs_is_a_break_all_the_same() -> None:
    limits = rules(max_continuous_driving_minutes=60, break_minutes=60)
    assert duties(limits, (), EARLY) == {"480-540 600-660"}
    with pytest.raises(InfeasibleError) as caught:
        duties(limits.model_copy(update={"break_minutes": 61}), (), EARLY)
    broken = [conflict.rule for conflict in caught.value.conflicts]
    assert broken == ["duty-continuous-driving", "duty-hand-over"]


@settings(max_examples=60, deadline=None)
@given(some_blocks(9), profiles(), PLACES)
def test_the_number_of_duties_is_that_of_trying_everything(
    made: tuple[Block, ...], profile: DriverRules, places: tuple[str, ...] | None
) -> None:
    counts = duty_counts(in_order(made), profile, tied(made, places))
    place = scenario(profile, drivers(places))
    if not counts:
        with pytest.raises(InfeasibleError) as caught:
            assign_duties(place, made)
        assert caught.value.proved
        return
    plan = assign_duties(place, made)
    assert len(plan.duties) == plan.proof.bound == min(map(sum, counts))


@settings(max_examples=40, deadline=None)
@given(some_blocks(9), profiles(), PLACES)
def test_the_search_lists_the_duties_that_keep_to_their_buses_and_no_others(
    made: tuple[Block, ...], profile: DriverRules, places: tuple[str, ...] | None
) -> None:
    pieces = pieces_of(scenario(profile, drivers(places)), made)
    free = Tariff(0.0, 0.0, np.zeros(len(pieces)), np.zeros(2))
    found = DutySearch(pieces).below(1.0, free, Effort(dominated=True))
    wanted = legal_duties(in_order(made), profile, tied(made, places))
    assert set(found.duties) == set(wanted)


@settings(max_examples=25, deadline=None)
@given(some_blocks(9), profiles(), PLACES)
def test_dealt_into_groups_a_day_with_few_hand_over_places_has_the_same_number(
    made: tuple[Block, ...], profile: DriverRules, places: tuple[str, ...] | None
) -> None:
    counts = duty_counts(in_order(made), profile, tied(made, places))
    pieces = pieces_of(scenario(profile, drivers(places)), made)
    with as_if_many(group=3):
        found = cheapest.cheapest_duties(pieces, fewest_first(pieces))
    assert (found.duties is None) == (not counts)
    assert found.complete
    if found.duties is not None:
        assert sorted(chain.from_iterable(found.duties)) == list(range(len(pieces)))
        assert len(found.duties) == min(map(sum, counts))


@st.composite
def stages(draw: st.DrawFn) -> DutyTask:
    """A few vehicles that go from place to place, under rules that may count working time."""
    pieces: list[dict[str, Any]] = []
    for vehicle in range(draw(st.integers(1, 3))):
        minute, place = 10 * draw(st.integers(30, 40)), draw(st.sampled_from(("east", "west")))
        for _ in range(draw(st.integers(1, 3))):
            start = minute + 10 * draw(st.integers(0, 4))
            minute = start + 10 * draw(st.integers(1, 5))
            to = draw(st.sampled_from(("east", "west")))
            run = {"from": place, "to": to, "start": start, "end": minute}
            pieces.append({"id": f"p{len(pieces)}", "vehicle": f"bus-{vehicle}", **run})
            place = to
    worked = {"max_working_minutes": 10 * draw(st.integers(6, 25))}
    limits: dict[str, Any] = {
        "max_driving_minutes": 10 * draw(st.integers(6, 16)),
        "max_duty_minutes": 10 * draw(st.integers(8, 40)),
        "min_gap_minutes": draw(st.sampled_from((0, 0, 10))),
        **draw(st.sampled_from(({}, worked))),
    }
    rules = StageRules(**{**WIDE, **limits})
    ride = draw(st.sampled_from((None, 0, 10)))
    stage = DutyStage.model_validate(
        {
            "format": 1,
            "pieces": pieces,
            "passive_minutes": {"places": ["east", "west"], "matrix": [[0, ride], [ride, 0]]},
            "rule_profile": rules,
            "hand_over_places": draw(st.sampled_from((None, (), ("east",), ("west",)))),
            "costs": {"duty": 50, "duty_minute": 1, "vehicle_change": 7},
        }
    )
    return DutyTask(stage=stage, rules=rules)


@settings(max_examples=60, deadline=None)
@given(stages())
def test_on_tiny_stages_the_cost_is_that_of_trying_everything(asked: DutyTask) -> None:
    least = cheapest_of_all(asked, PROOF)
    if least is None:
        with pytest.raises(InfeasibleError) as caught:
            solve_duties(asked)
        assert caught.value.proved
        return
    answer = solve_duties(asked)
    assert check_duties(asked, answer) == ()
    assert round(answer.objective * 100) == round(answer.proof.bound * 100) == least


@settings(max_examples=40, deadline=None)
@given(stages())
def test_duties_whose_work_counts_are_listed_as_the_audit_allows_them(asked: DutyTask) -> None:
    pieces = stage_pieces(asked)
    facts = work_facts(asked, pieces)
    found = duties_below(1e9, facts, np.zeros(len(pieces)), WorkEffort(dominated=True))
    allowed = every_duty(asked, pieces)
    assert set(found.duties) == allowed.keys()
    assert shortest_duties(facts) == [spell for spell in pieces.spells() if spell in allowed]


def test_without_the_run_before_it_a_run_that_is_tied_to_it_is_no_duty() -> None:
    day = working_day(1)
    tied_day = DutyTask(
        stage=day.stage.model_copy(update={"hand_over_places": ("east",)}), rules=day.rules
    )
    facts = work_facts(tied_day, stage_pieces(tied_day))
    assert facts.pieces.spells()[0] == (0, 1)
    assert shortest_duties(facts.some(np.array([0, 1]))) == [(0, 1)]
    assert shortest_duties(facts.some(np.array([1]))) == []
    assert shortest_duties(facts.some(np.array([0]))) == []


def test_many_pieces_whose_work_counts_are_driven_bus_by_bus_where_need_be() -> None:
    day = working_day(16)
    east = DutyTask(
        stage=day.stage.model_copy(update={"hand_over_places": ("east",)}), rules=day.rules
    )
    answer = solve_duties(east, Deadline(0.0))
    assert check_duties(east, answer) == ()
    assert "duty-hand-over" in {
        found.rule for found in check_duties(east, solve_duties(day, Deadline(0.0)))
    }
