"""The model and the search apart: neither may lean on a good first answer."""

import math
from dataclasses import replace

import numpy as np
import pytest

from shuttle.domain.stages import BlockCosts, BlockTask
from shuttle.solver.blocks.networks import build_flow
from shuttle.solver.blocks.problem import block_problem
from shuttle.solver.blocks.search import BlockSearch
from shuttle.solver.blocks.sifting import relax
from shuttle.solver.highs import Deadline, MipLimits, solve_mip
from shuttle.solver.optimise import silent
from shuttle.solver.progress import SearchLimits
from tests.solver.blocks.builders import PLACES, depot, matrix_task, task, trip
from tests.solver.blocks.enumeration import cheapest

LIMITS = SearchLimits(0.0, Deadline(600), 0)


def whole_cost(made: BlockTask) -> float:
    """Optimum of the whole model in one MIP, in cents."""
    model = build_flow(block_problem(made))
    result = solve_mip(model.linear, MipLimits())
    assert result.complete
    assert result.values is not None
    return round(model.linear.objective(result.values)) * model.unit


def busy_day(seed: int, count: int, shift: int = 0) -> BlockTask:
    """Random trips from three depots of which none can do it all, by minutes."""
    random = np.random.default_rng(seed)
    trips = []
    for number in range(count):
        start = 300 + int(random.integers(0, 300))
        way = PLACES[int(random.integers(3))] + PLACES[int(random.integers(3))]
        end = start + int(random.integers(5, 60))
        types = (None, None, ("big",), ("small", "big"))[int(random.integers(4))]
        trips.append(trip(f"t{number}", way, start, end, types, shift))
    third = count // 3
    depots = [
        depot("a", "A", third, "big"),
        depot("b", "B", third, "small"),
        depot("c", "C", count, "big"),
    ]
    waiting = float(random.choice([0, 0.25]))
    return task(trips, depots, 3, BlockCosts(vehicle=40, deadhead_minute=1, waiting_minute=waiting))


def by_matrix(seed: int, count: int) -> BlockTask:
    random = np.random.default_rng(seed)
    trips = busy_day(seed, count).trips
    depots = [depot("a", "A", count // 2, "big"), depot("b", "B", count, "big")]
    starts = [9999, 9999, *(one.start for one in trips)]
    ends = [0, 0, *(one.end for one in trips)]
    rows: list[list[float | None]] = [
        [int(random.integers(1, 60)) if end <= start else None for start in starts] for end in ends
    ]
    return matrix_task(trips, depots, rows, vehicle=40)


DAYS = [
    *(busy_day(seed, 30) for seed in range(8)),
    *(busy_day(seed, 12, shift=2) for seed in range(3)),
    *(by_matrix(seed, 30) for seed in range(4)),
]
SPLIT = [busy_day(18, 30), by_matrix(7, 30), by_matrix(25, 30), by_matrix(37, 30)]  # half a bus
DAYS += SPLIT


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("shift", [0, 1])
def test_the_whole_model_costs_what_trying_everything_finds(seed: int, shift: int) -> None:
    made = busy_day(seed, 5, shift)
    assert whole_cost(made) / 100 == pytest.approx(cheapest(made))


def test_one_arc_of_time_and_space_carries_all_buses_that_have_come() -> None:
    trips = [trip("one", "AB", 480, 490), trip("two", "AB", 481, 491)]
    trips += [trip("three", "CA", 540, 560), trip("four", "CA", 540, 560)]
    made = task(trips, [depot("a", "A", 4)])
    assert whole_cost(made) / 100 == cheapest(made)


@pytest.mark.parametrize("made", DAYS)
def test_the_search_ends_at_the_optimum_of_the_whole_model(made: BlockTask) -> None:
    found = BlockSearch(build_flow(block_problem(made)), LIMITS, silent).run()
    assert (found.cost, found.bound) == (whole_cost(made), whole_cost(made))


@pytest.mark.parametrize("made", DAYS)
def test_no_bound_that_is_told_lies_above_the_optimum(made: BlockTask) -> None:
    told = []
    search = BlockSearch(build_flow(block_problem(made)), LIMITS, lambda p: told.append(p.bound))
    search.run()
    assert told
    assert max(told) <= whole_cost(made)


@pytest.mark.parametrize("made", [by_matrix(seed, 30) for seed in range(4)])
def test_the_sifted_relaxation_is_that_of_all_columns(made: BlockTask) -> None:
    model = build_flow(block_problem(made))
    sifted = relax(model.linear, model.first, Deadline(60))
    whole = relax(model.linear, np.ones(len(model.first), dtype=np.bool_), Deadline(60))
    assert sifted is not None
    assert whole is not None
    assert math.isclose(sifted.bound, whole.bound, rel_tol=1e-7)
    assert model.first.sum() < len(model.first)


@pytest.mark.parametrize("made", SPLIT)
def test_the_branches_leave_no_number_of_buses_out(made: BlockTask) -> None:
    search = BlockSearch(build_flow(block_problem(made)), LIMITS, silent)
    few, many = (branch.linear for branch in search._branches(Deadline(60)))
    assert many.row_lower[-1] == few.row_upper[-1] + 1


@pytest.mark.parametrize("made", DAYS)
def test_a_step_proves_nothing_of_the_columns_that_it_left_out(made: BlockTask) -> None:
    search = BlockSearch(build_flow(block_problem(made)), LIMITS, silent)
    search._open = search._branches(Deadline(60))
    search._cost = 10**9  # so poor an incumbent that the first threshold is far from enough
    for _ in range(len(search._open)):
        search._step(0)
    assert search._bound() <= whole_cost(made)


def test_a_step_that_leaves_every_column_out_proves_its_threshold_alone() -> None:
    search = BlockSearch(build_flow(block_problem(DAYS[0])), LIMITS, silent)
    (branch,) = search._branches(Deadline(60))
    dear = np.full(len(branch.relaxed.reduced), 1e6)
    nothing = replace(branch.relaxed, values=np.zeros(len(dear)), reduced=dear)
    search._open = [replace(branch, relaxed=nothing)]
    search._cost = 10**9
    search._step(0)
    assert search._open[0].proved == branch.relaxed.bound + search._open[0].threshold
