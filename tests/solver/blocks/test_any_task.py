"""Random small tasks: the cost equals that of trying everything, the bound is never above."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.audit.stage_blocks import check_block_answer
from shuttle.domain.stages import BlockCosts, BlockTask, BlockTrip, TravelMinutes
from shuttle.errors import InfeasibleError
from shuttle.solver.blocks.fixed import solve_blocks
from tests.solver.blocks.builders import PLACES, depot, matrix_task, task, trip
from tests.solver.blocks.enumeration import cheapest

TYPES = st.sampled_from([None, None, None, ("big",), ("small",), ("big", "small")])
WAYS = st.sampled_from([a + b for a in PLACES for b in PLACES])
COSTS = st.builds(
    BlockCosts,
    vehicle=st.sampled_from([0, 30, 100]),
    deadhead_minute=st.sampled_from([0, 1, 1.5]),
    waiting_minute=st.sampled_from([0, 0.25, 2]),
)


@st.composite
def travels(draw: st.DrawFn) -> TravelMinutes:
    """Not always a triangle, nor always a way."""
    far = st.sampled_from([0, 3, 8, 15, 40, None])
    rows = [[0 if i == j else draw(far) for j in range(3)] for i in range(3)]
    return TravelMinutes(places=PLACES, matrix=tuple(tuple(row) for row in rows))


@st.composite
def trips(draw: st.DrawFn, most: int, shift: int = 0) -> list[BlockTrip]:
    found = []
    for number in range(draw(st.integers(1, most))):
        start = 300 + draw(st.integers(0, 60))
        end = start + draw(st.integers(1, 25))
        moved = draw(st.integers(0, shift))
        found.append(trip(f"t{number}", draw(WAYS), start, end, draw(TYPES), moved))
    return found


@st.composite
def tasks(draw: st.DrawFn, most: int, shift: int = 0) -> BlockTask:
    kinds = st.sampled_from([None, "big", "small"])
    depots = [
        depot(f"d{n}", draw(st.sampled_from(PLACES)), draw(st.integers(0, 3)), draw(kinds))
        for n in range(draw(st.integers(1, 3)))
    ]
    layover = draw(st.sampled_from([0, 0, 5]))
    return task(draw(trips(most, shift)), depots, layover, draw(COSTS), draw(travels()))


@st.composite
def matrix_tasks(draw: st.DrawFn) -> BlockTask:
    made = draw(trips(6))
    depots = [
        depot(f"d{n}", "A", draw(st.integers(1, 3)), draw(st.sampled_from([None, "big"])))
        for n in range(draw(st.integers(1, 3)))
    ]
    cost = st.sampled_from([None, 0, 5, 12.5, 40, 41])
    ends = [0 for _ in depots] + [one.end for one in made]
    starts = [9999 for _ in depots] + [one.start for one in made]
    rows = [[draw(cost) if end <= start else None for start in starts] for end in ends]
    return matrix_task(made, depots, rows, draw(st.sampled_from([0, 50])))


def agree(given_task: BlockTask) -> None:
    expected = cheapest(given_task)
    if expected is None:
        with pytest.raises(InfeasibleError):
            solve_blocks(given_task)
        return
    answer = solve_blocks(given_task)
    assert answer.objective == pytest.approx(expected)
    assert answer.proof.bound == answer.objective
    assert answer.proof.status == "optimal"
    assert check_block_answer(given_task, answer) == ()


@settings(max_examples=60, deadline=None)
@given(tasks(most=7))
def test_blocks_by_minutes_cost_what_trying_everything_finds(made: BlockTask) -> None:
    agree(made)


@settings(max_examples=60, deadline=None)
@given(matrix_tasks())
def test_blocks_by_cost_matrix_cost_what_trying_everything_finds(made: BlockTask) -> None:
    agree(made)


@settings(max_examples=40, deadline=None)
@given(tasks(most=4, shift=2))
def test_shifted_blocks_cost_what_trying_everything_finds(made: BlockTask) -> None:
    agree(made)
