"""Duties that are found again by the pieces that they cover."""

import numpy as np
import pytest

from shuttle.solver.duties.stage import stage_pieces, work_facts
from shuttle.solver.duties.worked.judge import Judge
from shuttle.solver.duties.worked.pool import Pool
from tests.solver.duties.worked.day import working_day

DUTIES = [(0,), (1,), (0, 6), (1, 7), (2, 8, 11)]


@pytest.fixture
def pool() -> Pool:
    task = working_day(3)
    facts = work_facts(task, stage_pieces(task))
    found = Pool(Judge(facts), len(facts))
    found.add(DUTIES[:3])
    found.add(DUTIES[2:])
    return found


def test_a_duty_is_in_it_once(pool: Pool) -> None:
    assert pool.duties == DUTIES


def test_only_duties_all_of_whose_pieces_are_asked_for_are_found(pool: Pool) -> None:
    worth = np.zeros(50)
    assert pool.inside([0, 6, 8, 11], worth, 9) == ((0,), (0, 6))
    assert pool.inside([3, 4], worth, 9) == ()


def test_of_too_many_those_that_are_worth_most_are_found(pool: Pool) -> None:
    worth = np.zeros(50)
    worth[6] = 10_000.0
    assert pool.inside([0, 1, 6, 7], worth, 1) == ((0, 6),)
    assert pool.reduced(worth)[2] == pool.costs[2] - 10_000


def test_duties_are_tied_by_good_ones_that_mix_their_pieces(pool: Pool) -> None:
    worth = np.zeros(50)
    worth[[0, 6]] = 10_000.0
    tied = pool.ties([(0, 1), (6, 7), (2, 8, 11)], worth, 0.0)
    assert tied[0, 1] == tied[1, 0] == 1
    assert not tied[2].any()
