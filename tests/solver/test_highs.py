"""The solver's own breakdowns, which a run must survive."""

import math
from typing import NoReturn

import pytest
from ortools.math_opt.python import mathopt

from shuttle.solver.highs import MipLimits, solve_lp, solve_mip
from tests.solver.models import covering_model


def test_a_mip_on_which_presolve_breaks_down_is_solved_without_it() -> None:
    # HiGHS 1.12 ends in an internal error here, by whatever seed.
    rows = [([1, 0, 0], -math.inf, 1.0), ([3, 1, 3], 2.0, 2.0)]
    result = solve_mip(covering_model([1, 1, 1], [1, 1, 2], rows), MipLimits())
    assert (result.values, result.complete) == (None, True)


def test_where_the_solver_breaks_down_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> NoReturn:
        message = "HighsStatus: kError"
        raise RuntimeError(message)

    monkeypatch.setattr(mathopt, "solve", broken)
    model = covering_model([1], [1], [([1], 1, 1)])
    result = solve_mip(model, MipLimits())
    assert (result.values, result.bound, result.complete) == (None, -math.inf, False)
    relaxed = solve_lp(model, 10.0)
    assert (relaxed.values, relaxed.duals, relaxed.infeasible) == (None, None, False)
