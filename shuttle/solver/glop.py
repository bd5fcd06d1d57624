"""An LP over sets of rows in GLOP, which grows column by column and keeps its last basis.

It is spoken to in protos, as the face for Python spends more time on its answers than GLOP on its
work.
"""

from collections.abc import Iterable, Sequence
from itertools import chain
from math import inf

import numpy as np
from ortools.math_opt import (
    callback_pb2,
    model_parameters_pb2,
    model_pb2,
    model_update_pb2,
    parameters_pb2,
    solution_pb2,
    sparse_containers_pb2,
)
from ortools.math_opt.core.python import solver
from ortools.math_opt.python import mathopt

from shuttle.solver.linear import Floats


class GrowingLp:
    """One LP whose later columns each enter some rows once.

    Args:
        model: rows, and columns to begin with, numbered from 0.
    """

    def __init__(self, model: model_pb2.ModelProto) -> None:
        self.columns = len(model.variables.ids)
        self._solver = new_solver(model)
        self._params = mathopt.SolveParameters(
            threads=1, presolve=mathopt.Emphasis.OFF
        ).to_proto()  # presolve would lose the last basis
        self._wanted = values_and_duals()

    def update(self, update: model_update_pb2.ModelUpdateProto) -> None:
        """Tell GLOP of changes."""
        self._solver.update(update)

    def add(self, entered: Sequence[Sequence[int]], costs: Floats) -> None:
        """Add columns of those costs, each by the rows that it enters."""
        ids = np.arange(self.columns, self.columns + len(entered))
        self.columns += len(entered)
        update = model_update_pb2.ModelUpdateProto()
        extend(update.new_variables, ids.tolist())
        priced = np.flatnonzero(costs)
        prices = update.objective_updates.linear_coefficients
        prices.ids.extend(ids[priced].tolist())
        prices.values.extend(costs[priced].tolist())
        rows = np.array(list(chain.from_iterable(entered)))
        columns = np.repeat(ids, [len(these) for these in entered])
        order = np.lexsort((columns, rows))
        matrix = update.linear_constraint_matrix_updates
        matrix.row_ids.extend(rows[order].tolist())
        matrix.column_ids.extend(columns[order].tolist())
        matrix.coefficients.extend([1.0] * len(rows))
        self._solver.update(update)

    def solve(self) -> solution_pb2.SolutionProto:
        """Values and duals at a corner."""
        callbacks = callback_pb2.CallbackRegistrationProto()
        result = self._solver.solve(self._params, self._wanted, None, callbacks, None, None)
        return result.solutions[0]


def new_solver(model: model_pb2.ModelProto) -> solver.Solver:
    """GLOP with a model, to be updated and solved again and again."""
    return solver.new(mathopt.SolverType.GLOP.value, model, parameters_pb2.SolverInitializerProto())


def values_and_duals() -> model_parameters_pb2.ModelSolveParametersProto:
    """What is asked of a solve: no reduced costs, as nobody reads them."""
    wanted = model_parameters_pb2.ModelSolveParametersProto()
    wanted.reduced_costs_filter.filter_by_ids = True
    return wanted


def extend(variables: model_pb2.VariablesProto, ids: Iterable[int]) -> None:
    """Further columns, from 0 up, not whole."""
    variables.ids.extend(ids)
    count = len(variables.ids)
    variables.lower_bounds.extend([0.0] * count)
    variables.upper_bounds.extend([inf] * count)
    variables.integers.extend([False] * count)


def dense(sparse: sparse_containers_pb2.SparseDoubleVectorProto, length: int) -> Floats:
    """Every value, those left out being 0."""
    values = np.zeros(length)
    values[list(sparse.ids)] = list(sparse.values)
    return values
