"""Blocks by hand: costs 100 a bus, 1 a deadhead minute, 0.50 a waiting minute."""

import pytest

from shuttle.audit.stage_blocks import check_block_answer
from shuttle.domain.stages import BlockCosts, BlockTask, TravelMinutes
from shuttle.errors import InfeasibleError
from shuttle.solver.blocks.fixed import solve_blocks
from shuttle.solver.optimise import Options
from tests.solver.blocks.builders import PLACES, depot, driven, matrix_task, task, trip

THERE, BACK = trip("there", "AB", 480, 490), trip("back", "BA", 500, 510)


def cost(made: BlockTask) -> float:
    return solve_blocks(made).objective


def test_one_bus_drives_there_waits_and_drives_back() -> None:
    answer = solve_blocks(task([THERE, BACK]))
    assert driven(answer) == [("there", "back")]
    assert answer.objective == 105.0  # a bus, and ten minutes at 0.50
    assert (answer.proof.status, answer.proof.bound) == ("optimal", 105.0)


def test_a_bus_runs_empty_where_the_next_trip_starts() -> None:
    answer = solve_blocks(task([THERE, trip("far", "CB", 505, 515)]))
    assert driven(answer) == [("there", "far")]
    assert answer.objective == 100 + 10 + 0.5 * 5 + 10  # on to C, waiting, home from B


def test_a_layover_that_does_not_fit_takes_a_second_bus() -> None:
    assert cost(task([THERE, BACK], layover=10)) == 105.0
    assert driven(solve_blocks(task([THERE, BACK], layover=11))) == [("there",), ("back",)]


def test_waiting_that_costs_more_than_a_bus_is_not_done() -> None:
    dear = BlockCosts(vehicle=4, waiting_minute=0.5)
    assert len(solve_blocks(task([THERE, BACK], costs=dear)).blocks) == 2
    cheap = BlockCosts(vehicle=6, waiting_minute=0.5)
    assert len(solve_blocks(task([THERE, BACK], costs=cheap)).blocks) == 1


def test_a_bus_returns_to_its_own_depot() -> None:
    depots = [depot("a", "A"), depot("c", "C")]
    answer = solve_blocks(task([trip("away", "AC", 480, 500)], depots))
    assert answer.objective == 120.0  # 20 minutes home to A, or 20 minutes out from C


def test_a_full_depot_sends_the_bus_from_another() -> None:
    both = [trip("one", "AA", 480, 500), trip("two", "AA", 480, 500)]
    wide = [depot("a", "A", 2), depot("b", "B", 2)]
    assert cost(task(both, wide)) == 200.0
    narrow = [depot("a", "A", 1), depot("b", "B", 2)]
    assert cost(task(both, narrow)) == 220.0


def test_too_few_buses_are_proved_to_be_too_few() -> None:
    both = [trip("one", "AA", 480, 500), trip("two", "AA", 480, 500)]
    for depots in ([depot("a", "A", 1)], [depot("a", "A", 1), depot("b", "B", 0)]):
        with pytest.raises(InfeasibleError, match="with the 1 buses") as caught:
            solve_blocks(task(both, depots))
        assert caught.value.proved


def test_a_trip_is_driven_by_a_type_that_it_allows() -> None:
    depots = [depot("small", "A", kind="small"), depot("big", "C", kind="big")]
    free = solve_blocks(task([THERE, BACK], depots))
    assert {block.depot for block in free.blocks} == {"small"}
    big = solve_blocks(task([trip("there", "AB", 480, 490, ("big",)), BACK], depots))
    assert [(b.depot, b.vehicle_type) for b in big.blocks] == [("big", "big")]
    assert big.objective == 105 + 20 + 20


def test_trips_that_no_type_may_drive_are_named() -> None:
    with pytest.raises(InfeasibleError, match="allow: there"):
        solve_blocks(task([trip("there", "AB", 480, 490, ("big",)), BACK]))


def test_where_no_way_leads_no_bus_goes() -> None:
    rows = ((0, 10, 20), (10, 0, None), (20, 10, 0))
    made = task(
        [THERE, trip("far", "CB", 605, 615)], travel=TravelMinutes(places=PLACES, matrix=rows)
    )
    assert driven(solve_blocks(made)) == [("there",), ("far",)]


def test_a_trip_shifts_as_far_as_it_may_to_save_a_bus() -> None:
    late = trip("back", "BA", 488, 498)
    assert len(solve_blocks(task([THERE, late])).blocks) == 2
    moved = trip("back", "BA", 488, 498, shift=2)
    answer = solve_blocks(task([THERE, moved]))
    assert [(p.trip, p.start) for p in answer.blocks[0].pieces] == [("there", 480), ("back", 490)]
    assert answer.objective == 100.0
    short = [trip("there", "AB", 480, 490, shift=1), trip("back", "BA", 488, 498, shift=1)]
    assert [p.start for p in solve_blocks(task(short)).blocks[0].pieces] == [479, 489]


def test_a_cost_matrix_alone_says_what_follows_what() -> None:
    rows: list[list[float | None]] = [
        [None, None, 10, 40, None],
        [None, None, 50, 10, None],
        [10, 40, None, 3, None],
        [50, 10, None, None, 7],
        [5, 60, None, None, None],
    ]
    three = [THERE, BACK, trip("third", "AB", 520, 530)]
    made = matrix_task(three, [depot("a", "A"), depot("b", "B")], rows, vehicle=100)
    answer = solve_blocks(made)
    assert driven(answer) == [("there", "back", "third")]
    assert answer.objective == 100 + 10 + 3 + 7 + 5


def test_buses_that_run_the_same_way_at_the_same_time_are_not_one() -> None:
    """Two wait at B and both run to C: an arc of time and space takes as many as come."""
    four = [
        trip("one", "AB", 480, 490),
        trip("two", "AB", 481, 491),
        trip("three", "CA", 540, 560),
        trip("four", "CA", 540, 560),
    ]
    answer = solve_blocks(task(four, [depot("a", "A"), depot("b", "A", 0)]))
    assert len(answer.blocks) == 2


def test_the_same_task_gives_the_same_blocks() -> None:
    many = [trip(f"t{n}", ("AB", "BC", "CA")[n % 3], 400 + 3 * n, 420 + 3 * n) for n in range(40)]
    made = task(many, [depot("a", "A", 20), depot("c", "C", 20)])
    assert solve_blocks(made).blocks == solve_blocks(made).blocks


def test_a_run_that_is_stopped_at_once_claims_no_more_than_it_knows() -> None:
    many = [trip(f"t{n}", ("AB", "BC", "CA")[n % 3], 400 + 3 * n, 420 + 3 * n) for n in range(40)]
    made = task(many, [depot("a", "A", 20), depot("c", "C", 20)])
    stopped = solve_blocks(made, Options(stop=lambda: True))
    assert check_block_answer(made, stopped) == ()
    best = solve_blocks(made).objective
    assert stopped.proof.bound <= best <= stopped.objective


def test_a_relaxation_on_which_interior_point_breaks_down_is_solved_all_the_same() -> None:
    rows = ((0, 3, None), (None, 0, 3), (3, 40, 0))
    trips = [
        trip("t0", "CB", 331, 344, shift=2),
        trip("t1", "CA", 322, 335, shift=1),
        trip("t2", "AB", 343, 363, shift=2),
        trip("t3", "BA", 313, 325, shift=1),
    ]
    depots = [depot("b", "B", 1), depot("a", "A", 0), depot("c", "A", 0)]
    travel = TravelMinutes(places=PLACES, matrix=rows)
    dear = BlockCosts(vehicle=30, deadhead_minute=1, waiting_minute=2)
    with pytest.raises(InfeasibleError):
        solve_blocks(task(trips, depots, costs=dear, travel=travel))
