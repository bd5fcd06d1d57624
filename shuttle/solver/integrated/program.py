"""A linear program that grows and whose bounds move, solved from its last basis each time.

Simplex rather than interior point: one column or bound more leaves most of a basis as it was.
GLOP keeps it as long as the program is told of changes alone. It is spoken to in protos, since the
face for Python spends more time on its answers than GLOP on its work.
"""

from datetime import timedelta
from math import inf

import numpy as np
from ortools.math_opt import (
    callback_pb2,
    model_update_pb2,
    result_pb2,
    sparse_containers_pb2,
)
from ortools.math_opt.python import mathopt

from shuttle.solver.glop import dense, new_solver, values_and_duals
from shuttle.solver.highs import LpResult
from shuttle.solver.linear import Floats, LinearModel

_TRIES = 2


class Program:
    """One linear program in GLOP.

    Args:
        linear: rows, and columns to begin with; its integrality is left aside.
    """

    def __init__(self, linear: LinearModel) -> None:
        self._first, self._later = linear, list[LinearModel]()
        self._lower, self._upper = linear.lower, linear.upper
        self._row_lower, self._row_upper = linear.row_lower, linear.row_upper
        self._wanted = values_and_duals()
        self._solver = new_solver(linear.proto(relaxed=True))
        self._grown = False

    def _begin_anew(self) -> None:
        """Forget the last basis, with which GLOP has got stuck."""
        bounds = (self._lower, self._upper), (self._row_lower, self._row_upper)
        first, later, self._later = self._first, self._later, []
        self._lower, self._upper = first.lower, first.upper
        self._row_lower, self._row_upper = first.row_lower, first.row_upper
        self._solver = new_solver(first.proto(relaxed=True))
        for more in later:
            self.add(more)
        self.bound(*bounds)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self._lower)

    def add(self, more: LinearModel) -> None:
        """Further columns of the same rows."""
        first, count = self.columns, len(more.cost)
        if not count:
            return
        update = model_update_pb2.ModelUpdateProto()
        ids = np.arange(first, first + count)
        update.new_variables.ids.extend(ids.tolist())
        update.new_variables.lower_bounds.extend(more.lower.tolist())
        update.new_variables.upper_bounds.extend(more.upper.tolist())
        update.new_variables.integers.extend([False] * count)
        priced = np.flatnonzero(more.cost)
        prices = update.objective_updates.linear_coefficients
        prices.ids.extend(ids[priced].tolist())
        prices.values.extend(more.cost[priced].tolist())
        matrix = update.linear_constraint_matrix_updates
        matrix.row_ids.extend(more.row.tolist())
        matrix.column_ids.extend((more.column + first).tolist())
        matrix.coefficients.extend(more.value.tolist())
        self._lower = np.append(self._lower, more.lower)
        self._upper = np.append(self._upper, more.upper)
        self._solver.update(update)
        self._later.append(more)
        self._grown = True

    def bound(self, columns: tuple[Floats, Floats], rows: tuple[Floats, Floats]) -> None:
        """Move the lower and upper bounds of columns and of rows."""
        update = model_update_pb2.ModelUpdateProto()
        of_columns, of_rows = update.variable_updates, update.linear_constraint_updates
        _moved(of_columns.lower_bounds, self._lower, columns[0])
        _moved(of_columns.upper_bounds, self._upper, columns[1])
        _moved(of_rows.lower_bounds, self._row_lower, rows[0])
        _moved(of_rows.upper_bounds, self._row_upper, rows[1])
        self._lower, self._upper = columns
        self._row_lower, self._row_upper = rows
        self._solver.update(update)

    def solve(self, seconds: float) -> LpResult:
        """Values and duals at a corner."""
        result = self._run(mathopt.SolveParameters(time_limit=timedelta(seconds=seconds)))
        reasons = result_pb2.TerminationReasonProto
        reason = None if result is None else result.termination.reason
        if result is None or reason != reasons.TERMINATION_REASON_OPTIMAL:
            infeasible = reason == reasons.TERMINATION_REASON_INFEASIBLE
            return LpResult(values=None, duals=None, infeasible=infeasible)
        solution = result.solutions[0]
        return LpResult(
            values=dense(solution.primal_solution.variable_values, self.columns),
            duals=dense(solution.dual_solution.dual_values, len(self._row_lower)),
            infeasible=False,
        )

    def at_least(self, iterations: int) -> float:
        """What the program costs at least, as far as so many iterations tell."""
        result = self._run(mathopt.SolveParameters(iteration_limit=iterations))
        return -inf if result is None else float(result.termination.objective_bounds.dual_bound)

    def _run(self, params: mathopt.SolveParameters) -> result_pb2.SolveResultProto | None:
        """GLOP's answer; None where it breaks down from the last basis and from none."""
        for _ in range(_TRIES):
            try:
                return self._asked(params)
            except Exception:  # noqa: BLE001 - GLOP's error status comes as a kind of its own
                self._begin_anew()
        return None

    def _asked(self, params: mathopt.SolveParameters) -> result_pb2.SolveResultProto:
        algorithms = mathopt.LPAlgorithm
        params.threads = 1
        params.presolve = mathopt.Emphasis.OFF  # it would lose the last basis
        params.lp_algorithm = algorithms.PRIMAL_SIMPLEX if self._grown else algorithms.DUAL_SIMPLEX
        self._grown = False
        callbacks = callback_pb2.CallbackRegistrationProto()
        return self._solver.solve(params.to_proto(), self._wanted, None, callbacks, None, None)


def _moved(
    told: sparse_containers_pb2.SparseDoubleVectorProto, before: Floats, after: Floats
) -> None:
    places = np.flatnonzero(before != after)
    told.ids.extend(places.tolist())
    told.values.extend(after[places].tolist())
