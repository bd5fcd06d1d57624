"""The search on hand-made and random whole-number models, against trying every value.

Some columns are given out as buses, so that the search splits by their number.
"""

import math
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.solver.highs import Deadline
from shuttle.solver.linear import Floats, LinearModel
from shuttle.solver.progress import Progress, SearchLimits, relative_gap
from shuttle.solver.timetable import branch as branches
from shuttle.solver.timetable.model import Spans, TimetableModel
from shuttle.solver.timetable.search import Search
from shuttle.solver.timetable.vehicles import FleetColumns
from tests.builders import scenario, vehicle_type
from tests.solver.models import cheapest, covering_model, small_models
from tests.solver.timetable.builders import problem

INF = math.inf
NO_HURRY = Deadline(600)
PROBLEM = problem(scenario(vehicle_types=(vehicle_type("coach"), vehicle_type("van"))))
QUICK = settings(max_examples=80, deadline=None, derandomize=True)


def with_buses(linear: LinearModel, buses: int) -> TimetableModel:
    """The model, its first columns being buses: of the first type, from the second of both."""
    stock = {(number % 2, f"stop-{number}"): number for number in range(buses)}
    nowhere = np.full(len(linear.cost), -1, dtype=np.int64)
    spans = Spans(nowhere, nowhere, nowhere)
    fleet = FleetColumns(stock)
    return TimetableModel(PROBLEM, linear, (), (), fleet, (), spans=spans, path_rows=0)


def unlimited(gap: float = 0.0, workers: int = 1) -> SearchLimits:
    return SearchLimits(gap, Deadline(5), 0, workers)


@QUICK
@given(small_models(), st.integers(0, 3), st.integers(1, 2))
def test_the_search_finds_and_proves_what_trying_everything_finds(
    linear: LinearModel, buses: int, workers: int
) -> None:
    told: list[Progress] = []
    limits = unlimited(workers=workers)
    result = Search(with_buses(linear, buses), limits, told.append).run()
    best = cheapest(linear)
    assert all(progress.bound <= best + 1e-6 for progress in told)
    assert result.infeasible == (best == INF)
    if not result.infeasible:
        assert result.cost == best
        assert result.bound == best
        assert result.values is not None
        assert linear.objective(result.values) == pytest.approx(best)


@QUICK
@given(small_models(unit=100), st.integers(0, 2))
def test_costs_in_whole_money_are_proved_to_the_money(linear: LinearModel, buses: int) -> None:
    result = Search(with_buses(linear, buses), unlimited(), lambda _: None).run()
    best = cheapest(linear)
    assert result.infeasible == (best == INF)
    assert result.infeasible or (result.cost, result.bound) == (best, best)


@QUICK
@given(small_models(), st.integers(1, 3))
def test_days_with_the_best_fleet_hold_the_best_day_and_no_other_fleet(
    linear: LinearModel, buses: int
) -> None:
    model = with_buses(linear, buses)
    root = branches.root(model, 64, NO_HURRY)
    best = Search(model, unlimited(), lambda _: None).run().values
    if root is None or best is None:
        return
    fleet = branches.fleet_of(model, best)
    same = branches.with_fleet(model, root, fleet, NO_HURRY)
    assert same is not None
    assert same.bound - 1e-6 <= cheapest(same.linear) == cheapest(linear)
    for more in (-1, 1):
        other = branches.with_fleet(model, root, (fleet[0] + more, *fleet[1:]), NO_HURRY)
        assert other is None or not other.linear.holds(best)


@QUICK
@given(small_models(), st.integers(1, 3))
def test_the_halves_of_a_branch_hold_every_solution(linear: LinearModel, buses: int) -> None:
    model = with_buses(linear, buses)
    root = branches.root(model, 64, NO_HURRY)
    halves = branches.split(model, root, NO_HURRY) if root else None
    if halves is None:
        return
    best = cheapest(linear)
    assert min((cheapest(half.linear) for half in halves), default=INF) == best
    assert all(half.bound <= cheapest(half.linear) + 1e-6 for half in halves)


def test_a_fraction_of_buses_splits_into_the_whole_numbers_on_both_sides() -> None:
    # The LP takes one and a half buses of cost 10 for three riders in twos.
    model = with_buses(covering_model([10, 1], [3, 9], [([2, 0], 3, INF), ([0, 1], 1, INF)]), 1)
    root = branches.root(model, 64, NO_HURRY)
    assert root is not None
    assert root.counts[0] == pytest.approx(1.5)
    halves = branches.split(model, root, NO_HURRY)
    assert halves is not None
    assert [half.bound for half in halves] == [pytest.approx(21)]  # none with one bus


def test_halves_know_at_least_what_is_proved_of_the_whole() -> None:
    # As where their own linear programs are cut short.
    model = with_buses(covering_model([10, 1], [3, 9], [([2, 0], 3, INF), ([0, 1], 1, INF)]), 1)
    root = branches.root(model, 64, NO_HURRY)
    assert root is not None
    halves = branches.split(model, replace(root, proved=30.0), NO_HURRY)
    assert halves is not None
    assert [half.proved for half in halves] == [30.0]


def test_whole_numbers_of_buses_are_not_split() -> None:
    model = with_buses(covering_model([10], [3], [([2], 4, INF)]), 1)
    root = branches.root(model, 64, NO_HURRY)
    assert root is not None
    assert branches.split(model, root, NO_HURRY) is None


def test_what_is_left_out_bounds_a_branch_by_the_threshold_and_no_more() -> None:
    # Columns of reduced cost 0, 2 and 3 at the dual 5 of one row that asks for one of them; the
    # first is forbidden by a second row that the branch does not price, so that 7 is the best.
    linear = covering_model([5, 7, 8], [1, 1, 1], [([1, 1, 1], 1, 1), ([1, 0, 0], -INF, 0)])
    search = Search(with_buses(linear, 0), unlimited(), lambda _: None)
    duals = np.array([5.0, 0.0])
    branch = branch_of(linear, duals, threshold=0.0)
    search._open = [replace(branch, threshold=1.9 / 1.5)]
    with ThreadPoolExecutor(1) as team:
        search._step(team)
    assert search._open[0].proved == pytest.approx(5 + 1.9)
    assert search._bound() == 7
    search._open = [replace(branch, threshold=1.0)]
    with ThreadPoolExecutor(1) as team:
        search._step(team)
    assert search._bound() == 7  # 6.5 rounded up to the next whole cent, not beyond


def branch_of(linear: LinearModel, duals: Floats, *, threshold: float) -> branches.Branch:
    """A branch of all solutions, bounded by those duals."""
    return branches.Branch(
        linear=linear,
        bound=linear.dual_bound(duals),
        reduced=linear.reduced_costs(duals),
        duals=duals,
        used=np.zeros(len(linear.cost), dtype=bool),
        counts=(0.0, 0.0, 0.0),
        threshold=threshold,
        proved=linear.dual_bound(duals),
        nodes=64,
    )


@pytest.mark.parametrize("unit", [1, 100])
def test_what_is_one_unit_of_money_better_than_the_incumbent_is_found(unit: int) -> None:
    # Six or seven for one row; the incumbent pays seven, and the duals know nothing.
    linear = covering_model([6 * unit, 7 * unit], [1, 1], [([1, 1], 1, 1)])
    search = Search(with_buses(linear, 0), unlimited(), lambda _: None)
    search.offer(np.array([0.0, 1.0]))
    search._open = [branch_of(linear, np.array([0.0]), threshold=100.0 * unit)]
    with ThreadPoolExecutor(1) as team:
        search._step(team)
    assert search._cost == 6 * unit


def test_a_branch_solved_with_every_column_is_not_opened_again() -> None:
    linear = covering_model([6, 7], [1, 1], [([1, 1], 1, 1)])
    search = Search(with_buses(linear, 0), unlimited(), lambda _: None)
    search._open = [branch_of(linear, np.array([0.0]), threshold=100.0)]
    with ThreadPoolExecutor(1) as team:
        search._step(team)
    assert search._open == []
    assert (search._cost, search._bound()) == (6, 6)


@pytest.mark.parametrize(
    ("unit", "bound", "rounded"),
    [
        (1, 7.0, 7),
        (1, 7.0000001, 7),
        (1, 7.01, 8),
        (100, 701.0, 800),
        (100, 700.00001, 700),
        (100, -0.5, 0),
    ],
)
def test_a_bound_rises_to_the_next_sum_that_can_be_paid(
    unit: int, bound: float, rounded: int
) -> None:
    linear = covering_model([2 * unit, 3 * unit, 0], [1, 1, 1], [([1, 1, 1], 1, INF)])
    search = Search(with_buses(linear, 0), unlimited(), lambda _: None)
    assert search._rounded(bound) == rounded


def test_an_infinite_bound_stays_infinite() -> None:
    linear = covering_model([2], [1], [([1], 1, INF)])
    assert Search(with_buses(linear, 0), unlimited(), lambda _: None)._rounded(INF) == INF


def test_a_search_without_time_has_a_bound_and_no_answer() -> None:
    linear = covering_model([3, 5], [1, 2], [([1, 2], 3, INF)])
    limits = SearchLimits(0.0, Deadline(600, stop=lambda: True), 0)
    result = Search(with_buses(linear, 0), limits, lambda _: None).run()
    assert (result.values, result.cost, result.infeasible) == (None, None, False)
    assert result.bound <= 8


def test_an_incumbent_from_elsewhere_is_kept_only_where_it_is_better() -> None:
    linear = covering_model([3, 5], [1, 2], [([1, 2], 3, INF)])
    search = Search(with_buses(linear, 0), unlimited(), lambda _: None)
    search.offer(np.array([0.0, 2.0]))
    search.offer(np.array([1.0, 2.0]))
    assert search._cost == 10
    assert search.run().cost == 8


@pytest.mark.parametrize(
    ("incumbent", "bound", "gap"), [(100, 90, 0.1), (100, 100, 0), (100, 101, 0), (0, 0, 0)]
)
def test_the_gap_is_what_may_still_be_saved(incumbent: float, bound: float, gap: float) -> None:
    assert relative_gap(incumbent, bound) == pytest.approx(gap)


def test_progress_has_no_gap_before_the_first_timetable() -> None:
    assert Progress("bound", None, 5).gap is None
    assert Progress("bound", 10, 5).gap == 0.5
