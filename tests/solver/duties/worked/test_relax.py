"""The LP over all duties: its bound holds at any worths, and what it finds are duties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.domain.duty_stage import DutyTask
from shuttle.solver.duties.stage import stage_pieces, stage_prices, work_facts
from shuttle.solver.duties.worked.judge import Judge
from shuttle.solver.duties.worked.relax import EFFORTS, Known, LpLimits, floor, generate
from shuttle.solver.duties.worked.search import duties_below
from tests.solver.duties.worked.brute_force import cheapest_cover, every_duty
from tests.solver.duties.worked.day import working_day
from tests.solver.duties.worked.strategies import tasks

FEW = 6


@settings(max_examples=60, deadline=None)
@given(task=tasks(FEW), worth=st.lists(st.integers(0, 400), min_size=FEW, max_size=FEW))
def test_bounds_hold_at_any_worths(task: DutyTask, worth: list[int]) -> None:
    if not task.counts_work:
        return
    pieces = stage_pieces(task)
    facts, unit = work_facts(task, pieces), stage_prices(task, pieces)[1] / 100
    least = cheapest_cover(every_duty(task, pieces), FEW) + 1e-6
    told = np.array(worth) / unit
    lp = generate(facts, Known(Judge(facts)), LpLimits(0, told, EFFORTS[-1:]))

    assert lp.bound * unit <= least
    assert floor(facts, told) * unit <= least


@settings(max_examples=40, deadline=None)
@given(task=tasks(FEW), worth=st.lists(st.integers(0, 300), min_size=FEW, max_size=FEW))
def test_a_quick_search_finds_nothing_but_duties_at_their_costs(
    task: DutyTask, worth: list[int]
) -> None:
    pieces = stage_pieces(task)
    facts, unit = work_facts(task, pieces), stage_prices(task, pieces)[1] / 100
    found = duties_below(1e9, facts, np.array(worth) / unit, EFFORTS[0])
    allowed = every_duty(task, pieces)
    judged = (Judge(facts).costs(found.duties) * unit).tolist()

    assert [allowed[duty] for duty in found.duties] == pytest.approx(judged)


def test_worths_that_were_guessed_and_worths_that_were_given_lead_to_the_same_value() -> None:
    task = working_day(4)
    facts = work_facts(task, stage_pieces(task))
    guessed = generate(facts, Known(Judge(facts)), LpLimits(100_000_000))
    given_worth = np.full(len(facts), 10.0)
    told = generate(facts, Known(Judge(facts)), LpLimits(100_000_000, given_worth))

    assert guessed.exact
    assert told.exact
    assert guessed.bound == pytest.approx(guessed.value, abs=0.01)
    assert told.value == pytest.approx(guessed.value, abs=0.01)
