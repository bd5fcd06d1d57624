"""Label setting and the whole search against trying everything, under random rules."""

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.domain.duty_stage import DutyTask
from shuttle.errors import InfeasibleError
from shuttle.solver.duties.stage import solve_duties, stage_pieces, stage_prices, work_facts
from shuttle.solver.duties.worked.judge import Judge
from shuttle.solver.duties.worked.search import WorkEffort, duties_below
from tests.solver.duties.worked.brute_force import cheapest_cover, every_duty
from tests.solver.duties.worked.strategies import tasks

FEW = 7


@settings(max_examples=150, deadline=None)
@given(task=tasks(FEW))
def test_labels_list_exactly_the_duties_that_the_audit_allows_at_its_costs(task: DutyTask) -> None:
    pieces = stage_pieces(task)
    facts, unit = work_facts(task, pieces), stage_prices(task, pieces)[1] / 100
    found = duties_below(1e9, facts, np.zeros(FEW), WorkEffort(dominated=True))
    judged = Judge(facts).costs(found.duties) * unit

    assert dict(zip(found.duties, judged.tolist(), strict=True)) == every_duty(task, pieces)


@settings(max_examples=300, deadline=None)
@given(task=tasks(FEW), worth=st.lists(st.integers(0, 300), min_size=FEW, max_size=FEW))
def test_dropping_dominated_labels_keeps_the_cheapest_duty(
    task: DutyTask, worth: list[int]
) -> None:
    pieces = stage_pieces(task)
    facts, unit = work_facts(task, pieces), stage_prices(task, pieces)[1] / 100
    found = duties_below(1e9, facts, np.array(worth) / unit, WorkEffort())
    costs = [
        cost - sum(worth[piece] for piece in duty)
        for duty, cost in every_duty(task, pieces).items()
    ]
    least = float(found.costs[0]) * unit if len(found.costs) else inf

    assert least == pytest.approx(min(costs, default=inf))


@settings(max_examples=40, deadline=None)
@given(task=tasks(6))
def test_the_answer_is_the_cheapest_cover(task: DutyTask) -> None:
    best = cheapest_cover(every_duty(task, stage_pieces(task)), 6)
    if not task.counts_work:
        return
    if best == inf:
        with pytest.raises(InfeasibleError):
            solve_duties(task)
        return
    answer = solve_duties(task)

    assert answer.objective == pytest.approx(best)
    assert answer.proof.bound == pytest.approx(best)
