"""The linear program that is solved from its last basis, against one solved from nothing."""

from dataclasses import replace

import numpy as np
import pytest

from shuttle.solver.highs import solve_lp
from shuttle.solver.integrated.program import Program
from shuttle.solver.linear import Floats, LinearModel
from shuttle.solver.timetable.model import build_model
from tests.solver.integrated.builders import morning, problem_of


@pytest.fixture(scope="module")
def linear() -> LinearModel:
    return build_model(problem_of(morning())).linear


def least(linear: LinearModel) -> float:
    values = solve_lp(linear, 600).values
    assert values is not None
    return linear.objective(values)


def cost(linear: LinearModel, values: Floats | None) -> float:
    assert values is not None
    return linear.objective(values)


def half_of(linear: LinearModel) -> tuple[LinearModel, LinearModel]:
    """The columns that an optimum uses and some more; the others."""
    values = solve_lp(linear, 600).values
    assert values is not None
    first = (values > 0) | (np.arange(len(values)) % 2 == 0)
    return linear.restricted(first), linear.restricted(~first)


def without_the_first_used(linear: LinearModel) -> LinearModel:
    values = solve_lp(linear, 600).values
    assert values is not None
    upper = linear.upper.copy()
    upper[np.flatnonzero(values > 0.9)[0]] = 0.0
    return replace(linear, upper=upper)


def test_columns_that_come_later_are_as_good_as_those_at_first(linear: LinearModel) -> None:
    some, others = half_of(linear)
    program = Program(some)
    program.solve(600)
    program.add(others)
    values = program.solve(600).values
    assert values is not None
    paid = np.append(some.cost, others.cost) @ values
    assert paid == pytest.approx(least(linear))


def test_moved_bounds_hold_and_moved_back_they_are_gone(linear: LinearModel) -> None:
    program = Program(linear)
    before = cost(linear, program.solve(600).values)
    tight = without_the_first_used(linear)
    program.bound((tight.lower, tight.upper), (tight.row_lower, tight.row_upper))
    assert cost(linear, program.solve(600).values) == pytest.approx(least(tight))
    program.bound((linear.lower, linear.upper), (linear.row_lower, linear.row_upper))
    assert cost(linear, program.solve(600).values) == pytest.approx(before)


def test_its_duals_prove_its_cost(linear: LinearModel) -> None:
    duals = Program(linear).solve(600).duals
    assert duals is not None
    assert linear.dual_bound(duals) == pytest.approx(least(linear))


def test_a_glance_never_claims_more_than_the_optimum(linear: LinearModel) -> None:
    program = Program(linear)
    program.solve(600)
    tight = without_the_first_used(linear)
    program.bound((tight.lower, tight.upper), (tight.row_lower, tight.row_upper))
    assert program.at_least(1) <= program.at_least(10_000) + 1e-6
    assert program.at_least(10_000) == pytest.approx(least(tight))


def test_begun_anew_it_knows_all_that_it_was_told(linear: LinearModel) -> None:
    some, others = half_of(linear)
    program = Program(some)
    program.add(others)
    upper = np.append(some.upper, np.zeros(len(others.cost)))
    lower = np.append(some.lower, others.lower)
    program.bound((lower, upper), (linear.row_lower, linear.row_upper))
    program._begin_anew()
    values = program.solve(600).values
    assert values is not None
    assert program.columns == len(linear.cost)
    assert values[len(some.cost) :].sum() == 0
    assert some.objective(values[: len(some.cost)]) == pytest.approx(least(some))


def test_a_program_without_solution_says_so(linear: LinearModel) -> None:
    program = Program(linear)
    program.bound((linear.lower, linear.lower), (linear.row_lower, linear.row_upper))
    result = program.solve(600)
    assert result.values is None
    assert result.infeasible
