"""The LP that covers every piece by shares of the known duties."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ortools.math_opt import model_pb2, model_update_pb2, sparse_containers_pb2

from shuttle.solver.glop import GrowingLp, dense, extend
from shuttle.solver.linear import Floats

Duty = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """What the LP says.

    Attributes:
        worth: of each piece.
        value: cost of the shares, and of what they leave out and cover twice.
        amiss: by how much each piece is left out or covered twice.
        shares: of each duty, in the order in which they were added.
    """

    worth: Floats
    value: float
    amiss: Floats
    shares: Floats


class CoverLp:
    """Every piece in one duty, in fractions, warm-started.

    Each piece may be left out at a price, and covered twice at a reward: they are the most and the
    least that the piece is worth.
    """

    def __init__(self, least: Floats, most: Floats) -> None:
        count = len(least)
        self._pieces = count
        model = model_pb2.ModelProto()
        model.linear_constraints.ids.extend(range(count))
        model.linear_constraints.lower_bounds.extend([1.0] * count)
        model.linear_constraints.upper_bounds.extend([1.0] * count)
        extend(model.variables, range(2 * count))
        _price(model.objective.linear_coefficients, least, most)
        matrix = model.linear_constraint_matrix
        rows = np.repeat(np.arange(count), 2)
        matrix.row_ids.extend(rows.tolist())
        matrix.column_ids.extend((rows + np.tile((0, count), count)).tolist())
        matrix.coefficients.extend([1.0, -1.0] * count)
        self._lp = GrowingLp(model)

    def price(self, least: Floats, most: Floats) -> None:
        """What each piece is worth, at least and at most."""
        update = model_update_pb2.ModelUpdateProto()
        _price(update.objective_updates.linear_coefficients, least, most)
        self._lp.update(update)

    def add(self, duties: Sequence[Duty], costs: Floats) -> None:
        """Let the LP use more duties."""
        if duties:
            self._lp.add(duties, costs)

    def solve(self) -> Shares:
        """The LP's values and duals."""
        solution = self._lp.solve()
        values = dense(solution.primal_solution.variable_values, self._lp.columns)
        worth = dense(solution.dual_solution.dual_values, self._pieces)
        out, twice, shares = np.split(values, [self._pieces, 2 * self._pieces])
        return Shares(worth, solution.primal_solution.objective_value, out + twice, shares)


def _price(
    prices: sparse_containers_pb2.SparseDoubleVectorProto, least: Floats, most: Floats
) -> None:
    prices.ids.extend(range(2 * len(least)))
    prices.values.extend([*most.tolist(), *(-least).tolist()])
