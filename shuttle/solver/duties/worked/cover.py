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
    least that the piece is worth. Speaks to GLOP in protos, as the face for Python spends more
    time on its answers than GLOP on its work.
    """

    def __init__(self, least: Floats, most: Floats) -> None:
        count = len(least)
        self._pieces, self._columns = count, 2 * count
        model = model_pb2.ModelProto()
        model.linear_constraints.ids.extend(range(count))
        model.linear_constraints.lower_bounds.extend([1.0] * count)
        model.linear_constraints.upper_bounds.extend([1.0] * count)
        _extend(model.variables, range(2 * count))
        _price(model.objective.linear_coefficients, least, most)
        matrix = model.linear_constraint_matrix
        rows = np.repeat(np.arange(count), 2)
        matrix.row_ids.extend(rows.tolist())
        matrix.column_ids.extend((rows + np.tile((0, count), count)).tolist())
        matrix.coefficients.extend([1.0, -1.0] * count)
        self._solver = solver.new(
            mathopt.SolverType.GLOP.value, model, parameters_pb2.SolverInitializerProto()
        )
        self._params = mathopt.SolveParameters(
            threads=1, presolve=mathopt.Emphasis.OFF
        ).to_proto()  # presolve would lose the last basis
        self._wanted = model_parameters_pb2.ModelSolveParametersProto()
        self._wanted.reduced_costs_filter.filter_by_ids = True  # none: nobody reads them

    def price(self, least: Floats, most: Floats) -> None:
        """What each piece is worth, at least and at most."""
        update = model_update_pb2.ModelUpdateProto()
        _price(update.objective_updates.linear_coefficients, least, most)
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
        out, twice, shares = np.split(values, [self._pieces, 2 * self._pieces])
        return Shares(worth, solution.primal_solution.objective_value, out + twice, shares)


def _price(
    prices: sparse_containers_pb2.SparseDoubleVectorProto, least: Floats, most: Floats
) -> None:
    prices.ids.extend(range(2 * len(least)))
    prices.values.extend([*most.tolist(), *(-least).tolist()])


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
