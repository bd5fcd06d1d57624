"""Blocks for given trips, broken by hand."""

from typing import Any

import pytest

from shuttle.audit.stage_blocks import check_block_answer
from shuttle.domain.stages import BlockAnswer, BlockPart, BlockTask, VehicleBlock
from shuttle.solver.blocks.fixed import solve_blocks
from tests.solver.blocks.builders import depot, matrix_task, task, trip

TASK = task([trip("there", "AB", 480, 490), trip("back", "BA", 500, 510, shift=1)], layover=5)
ANSWER = solve_blocks(TASK)


def with_block(answer: BlockAnswer, **changes: Any) -> BlockAnswer:
    block = answer.blocks[0].model_copy(update=changes)
    return answer.model_copy(update={"blocks": (block, *answer.blocks[1:])})


def pieces(*starts: tuple[str, int]) -> tuple[BlockPart, ...]:
    return tuple(BlockPart(trip=name, start=start) for name, start in starts)


def test_the_solvers_answer_is_sound() -> None:
    assert check_block_answer(TASK, ANSWER) == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"pieces": pieces(("there", 480))}, "Trip back is driven 0 times"),
        ({"pieces": pieces(("there", 480), ("back", 500), ("back", 500))}, "driven 2 times"),
        ({"pieces": pieces(("back", 500), ("there", 480))}, "cannot go from trip back on to"),
        ({"pieces": pieces(("there", 480), ("back", 498))}, "at minute 498; it may leave within 1"),
        ({"pieces": pieces(("there", 480), ("nowhere", 500))}, "trip nowhere, which does not"),
        ({"depot": "moon"}, "depot moon, which does not exist"),
        ({"vehicle_type": "big"}, "has the vehicle type big"),
    ],
)
def test_a_broken_block_is_named(changes: dict[str, Any], words: str) -> None:
    assert any(words in fault for fault in check_block_answer(TASK, with_block(ANSWER, **changes)))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"objective": 1.0}, "not 1.00 as stated"),
        ({"proof": ANSWER.proof.model_copy(update={"bound": 9999.0})}, "lies above the cost"),
        ({"proof": ANSWER.proof.model_copy(update={"bound": 1.0})}, "Called optimal"),
        ({"proof": ANSWER.proof.model_copy(update={"objective": 7.0})}, "The proof speaks of 7.00"),
    ],
)
def test_a_false_figure_is_named(changes: dict[str, Any], words: str) -> None:
    faults = check_block_answer(TASK, ANSWER.model_copy(update=changes))
    assert any(words in fault for fault in faults)


def changed(made: BlockTask, **changes: Any) -> BlockTask:
    return made.model_copy(update=changes)


def test_a_layover_too_short_by_a_minute_is_named() -> None:
    slack = ANSWER.blocks[0].pieces[1].start - 490
    assert check_block_answer(changed(TASK, layover_minutes=slack), ANSWER) == ()
    faults = check_block_answer(changed(TASK, layover_minutes=slack + 1), ANSWER)
    assert faults == ("Block block-01 cannot go from trip there on to trip back.",)


def test_a_depot_that_sends_too_many_is_named() -> None:
    faults = check_block_answer(changed(TASK, depots=(depot("home", "A", 0),)), ANSWER)
    assert "Depot home sends 1 buses; it has 0." in faults


def test_a_type_that_a_trip_does_not_allow_is_named() -> None:
    fussy = (trip("there", "AB", 480, 490, ("big",)), TASK.trips[1])
    faults = check_block_answer(changed(TASK, trips=fussy), ANSWER)
    assert faults == ("Block block-01 drives trip there, which its vehicle type may not.",)


def test_an_entry_that_a_matrix_calls_impossible_is_named() -> None:
    pair = [trip("there", "AB", 480, 490), trip("back", "BA", 500, 510)]
    rows: list[list[float | None]] = [[None, 5, 5], [5, None, 3], [5, None, None]]
    made = matrix_task(pair, [depot("home", "A")], rows)
    answer = solve_blocks(made)
    assert check_block_answer(made, answer) == ()
    rows[1][2] = None
    other = matrix_task(pair, [depot("home", "A")], rows)
    assert any("cannot go" in fault for fault in check_block_answer(other, answer))


def test_a_block_that_is_there_twice_is_named() -> None:
    block: VehicleBlock = ANSWER.blocks[0]
    faults = check_block_answer(TASK, ANSWER.model_copy(update={"blocks": (block, block)}))
    assert "Block block-01 is there 2 times." in faults
