"""The LP that covers every piece by shares of the known duties."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import inf

import numpy as np
from ortools.math_opt import (
    callback_pb2,
    model_parameters_pb2,
    model_pb2,
    model_update_pb2,
    parameters_pb2,
    sparse_containers_pb2,
)
from ortools.math_opt.core.python import solver
from ortools.math_opt.python import mathopt

from shuttle.solver.linear import Floats

Duty = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shares:
    """What the LP says.

    Attributes:
        worth: of each piece.
        gaps: by how much each piece is left out.
        shares: of each duty, in the order in which they were added.
    """

    worth: Floats
    gaps: Floats
    shares: Floats


class CoverLp:
    """Every piece in one duty, in fractions, warm-started; a piece may be left out at a price.

    Speaks to GLOP in protos, as the face for Python spends more time on its answers than GLOP on
    its work.
    """

    def __init__(self, prices: Floats) -> None:
        count = len(prices)
        self._pieces = self._columns = count
        model = model_pb2.ModelProto()
        model.linear_constraints.ids.extend(range(count))
        model.linear_constraints.lower_bounds.extend([1.0] * count)
        model.linear_constraints.upper_bounds.extend([1.0] * count)
        _extend(model.variables, range(count))
        model.objective.linear_coefficients.ids.extend(range(count))
        model.objective.linear_coefficients.values.extend(prices.tolist())
        matrix = model.linear_constraint_matrix
        matrix.row_ids.extend(range(count))
        matrix.column_ids.extend(range(count))
        matrix.coefficients.extend([1.0] * count)
        self.prices = prices
        self._solver = solver.new(
            mathopt.SolverType.GLOP.value, model, parameters_pb2.SolverInitializerProto()
        )
        self._params = mathopt.SolveParameters(
            threads=1, presolve=mathopt.Emphasis.OFF
        ).to_proto()  # presolve would lose the last basis
        self._wanted = model_parameters_pb2.ModelSolveParametersProto()
        self._wanted.reduced_costs_filter.filter_by_ids = True  # none: nobody reads them

    def price(self, prices: Floats) -> None:
        """What it costs to leave each piece out."""
        self.prices = prices
        update = model_update_pb2.ModelUpdateProto()
        update.objective_updates.linear_coefficients.ids.extend(range(len(prices)))
        update.objective_updates.linear_coefficients.values.extend(prices.tolist())
        self._solver.update(update)

    def add(self, duties: Sequence[Duty], costs: Floats) -> None:
        """Let the LP use more duties."""
        if not duties:
            return
        ids = np.arange(self._columns, self._columns + len(duties))
        self._columns += len(duties)
        update = model_update_pb2.ModelUpdateProto()
        _extend(update.new_variables, ids.tolist())
        priced = np.flatnonzero(costs)
        prices = update.objective_updates.linear_coefficients
        prices.ids.extend(ids[priced].tolist())
        prices.values.extend(costs[priced].tolist())
        rows = np.array(list(chain.from_iterable(duties)))
        columns = np.repeat(ids, [len(duty) for duty in duties])
        order = np.lexsort((columns, rows))
        matrix = update.linear_constraint_matrix_updates
        matrix.row_ids.extend(rows[order].tolist())
        matrix.column_ids.extend(columns[order].tolist())
        matrix.coefficients.extend([1.0] * len(rows))
        self._solver.update(update)

    def solve(self) -> Shares:
        """The LP's values and duals."""
        callbacks = callback_pb2.CallbackRegistrationProto()
        result = self._solver.solve(self._params, self._wanted, None, callbacks, None, None)
        solution = result.solutions[0]
        values = _dense(solution.primal_solution.variable_values, self._columns)
        worth = _dense(solution.dual_solution.dual_values, self._pieces)
        return Shares(worth, values[: self._pieces], values[self._pieces :])


def _extend(variables: model_pb2.VariablesProto, ids: Iterable[int]) -> None:
    variables.ids.extend(ids)
    count = len(variables.ids)
    variables.lower_bounds.extend([0.0] * count)
    variables.upper_bounds.extend([inf] * count)
    variables.integers.extend([False] * count)


def _dense(sparse: sparse_containers_pb2.SparseDoubleVectorProto, length: int) -> Floats:
    values = np.zeros(length)
    values[list(sparse.ids)] = list(sparse.values)
    return values
