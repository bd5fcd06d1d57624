"""The solver's own breakdowns, which a run must survive."""

import math

from shuttle.solver.highs import MipLimits, solve_mip
from tests.solver.models import covering_model


def test_a_mip_on_which_presolve_breaks_down_is_solved_without_it() -> None:
    # HiGHS 1.12 ends in an internal error here, by whatever seed.
    rows = [([1, 0, 0], -math.inf, 1.0), ([3, 1, 3], 2.0, 2.0)]
    result = solve_mip(covering_model([1, 1, 1], [1, 1, 2], rows), MipLimits())
    assert (result.values, result.complete) == (None, True)
