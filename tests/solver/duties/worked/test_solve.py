"""Small tasks are proved, large ones answered with a bound; time that is up leaves an answer."""

import pytest

from shuttle.audit.stage_duties import check_duties
from shuttle.solver.duties.stage import solve_duties
from shuttle.solver.highs import Deadline
from tests.solver.duties.worked.day import working_day


def test_a_small_task_is_proved() -> None:
    task = working_day(3)
    answer = solve_duties(task)

    assert check_duties(task, answer) == ()
    assert answer.proof.status == "optimal"


@pytest.mark.parametrize("vehicles", [3, 16])
def test_after_the_deadline_there_is_an_answer_with_a_bound(vehicles: int) -> None:
    task = working_day(vehicles)
    answer = solve_duties(task, Deadline(0.0))

    assert check_duties(task, answer) == ()
    assert 0 <= answer.proof.bound < answer.objective
    assert answer.proof.status == "feasible"
