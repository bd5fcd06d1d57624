import math
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.solver.highs import Deadline, MipLimits, solve_lp, solve_mip
from shuttle.solver.linear import LinearModel, ModelBuilder
from tests.solver.models import cheapest, covering_model, keeps, small_models

INF = math.inf
QUICK = settings(max_examples=60, deadline=None, derandomize=True)


def two_columns() -> LinearModel:
    """Minimise 3 x + 5 y over x + 2 y >= 3, x <= 1, y <= 2; the best is x = y = 1 for 8."""
    return covering_model([3, 5], [1, 2], [([1, 2], 3, INF)])


def test_entries_of_one_place_add_up_and_those_that_cancel_are_left_out() -> None:
    builder = ModelBuilder()
    columns = builder.columns([1, 2], 1)
    rows = builder.rows(0, 1, count=2)
    builder.entries(rows[1], columns, [1.0, 1.0])
    builder.entries(rows, columns[0], 2.0)
    builder.entries(rows[1], columns[1], -1.0)
    model = builder.build()
    entries = list(zip(model.row, model.column, model.value, strict=True))
    assert entries == [(0, 0, 2.0), (1, 0, 3.0)]


def test_the_bound_of_hand_made_duals_is_the_lagrangian() -> None:
    # Dual 2: 2 * 3 at the row, reduced costs 3 - 2 = 1 and 5 - 4 = 1: both columns at 0.
    assert two_columns().dual_bound(np.array([2.0])) == 6
    # Dual 3: 9 at the row, reduced costs 0 and -1: y at its upper bound 2.
    assert two_columns().dual_bound(np.array([3.0])) == 7


def test_a_dual_that_pushes_against_no_bound_counts_for_nothing() -> None:
    model = two_columns()
    assert model.dual_bound(np.array([-4.0])) == 0
    assert model.reduced_costs(np.array([-4.0])).tolist() == [3, 5]


@QUICK
@given(small_models(), st.data())
def test_no_duals_whatever_give_a_bound_above_the_optimum(
    model: LinearModel, data: st.DataObject
) -> None:
    count = len(model.row_lower)
    duals = np.array(data.draw(st.lists(st.floats(-60, 60), min_size=count, max_size=count)))
    assert model.dual_bound(duals) <= cheapest(model) + 1e-6


@QUICK
@given(small_models(), st.data())
def test_a_used_column_costs_at_least_the_bound_and_its_reduced_cost(
    model: LinearModel, data: st.DataObject
) -> None:
    count = len(model.row_lower)
    duals = np.array(data.draw(st.lists(st.floats(-60, 60), min_size=count, max_size=count)))
    bound, reduced = model.dual_bound(duals), model.reduced_costs(duals)
    for column in range(len(model.cost)):
        lower = model.lower.copy()
        lower[column] = 1
        if reduced[column] >= 0:
            used = cheapest(replace(model, lower=lower))
            assert used >= bound + reduced[column] - 1e-6


@QUICK
@given(small_models())
def test_the_solver_of_linear_programs_and_its_bound_agree(model: LinearModel) -> None:
    result = solve_lp(model, 10)
    best = cheapest(model)
    if result.infeasible:
        assert best == INF
        return
    assert result.values is not None
    assert result.duals is not None
    value = model.objective(result.values)
    assert value <= best + 1e-6
    assert abs(model.dual_bound(result.duals) - value) < 1e-4


@QUICK
@given(small_models(), st.data())
def test_a_restricted_model_has_the_other_columns_at_zero(
    model: LinearModel, data: st.DataObject
) -> None:
    count = len(model.cost)
    kept = np.array(data.draw(st.lists(st.booleans(), min_size=count, max_size=count)))
    zeros = replace(model, upper=np.where(kept, model.upper, 0.0))
    assert cheapest(model.restricted(kept)) == cheapest(zeros)


@QUICK
@given(small_models(), st.data())
def test_one_more_row_bounds_the_sum_of_its_columns(
    model: LinearModel, data: st.DataObject
) -> None:
    count = len(model.cost)
    columns = np.array(data.draw(st.sets(st.integers(0, count - 1), min_size=1).map(list)))
    most = data.draw(st.integers(0, 4))
    bounded = model.with_row(columns, -INF, most)
    point = np.array(data.draw(st.lists(st.integers(0, 2), min_size=count, max_size=count)), float)
    expected = keeps(model, point) and point[columns].sum() <= most
    assert keeps(bounded, point) == expected


@QUICK
@given(small_models(), st.floats(0, 200))
def test_the_way_out_costs_its_price_and_satisfies_every_row(
    model: LinearModel, price: float
) -> None:
    wider = model.with_way_out(price)
    out = np.zeros(len(wider.cost))
    out[-1] = 1.0
    assert keeps(wider, out)
    assert wider.objective(out) == price
    assert cheapest(wider) == min(price, cheapest(model))
    assert np.all(np.diff(wider.row * len(wider.cost) + wider.column) > 0)


@QUICK
@given(small_models())
def test_the_solver_of_whole_models_finds_what_trying_everything_finds(model: LinearModel) -> None:
    result = solve_mip(model, MipLimits())
    best = cheapest(model)
    assert result.complete
    assert (result.values is None) == (best == INF)
    if result.values is not None:
        assert abs(model.objective(result.values) - best) < 1e-6
        assert result.bound <= best + 1e-6


def test_a_deadline_passes_at_once_when_somebody_asks_for_the_end() -> None:
    asked: list[str] = []
    deadline = Deadline(1000, lambda: bool(asked))
    before, left = deadline.passed, deadline.seconds
    asked.append("now")
    assert (before, deadline.passed) == (False, True)
    assert (left > 900, deadline.seconds) == (True, 0.01)


def test_a_deadline_without_time_has_passed() -> None:
    assert Deadline(0).passed
