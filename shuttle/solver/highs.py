"""A thin face of MathOpt: LPs by interior point, MIPs with a start.

HiGHS does both (the one inside OR-Tools: a second copy in the same process does not load).
Solves stop on deterministic work (nodes, gaps); the wall-clock limit is the outer guard.
"""

import math
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt

from shuttle.solver.linear import Floats, LinearModel


@dataclass(frozen=True, slots=True)
class LpResult:
    """An LP's values and duals; None values where the LP is infeasible or was cut short.

    Attributes:
        infeasible: proved to have no solution.
    """

    values: Floats | None
    duals: Floats | None
    infeasible: bool


@dataclass(frozen=True, slots=True)
class MipResult:
    """A MIP's best values, its bound, and whether it was solved out.

    Attributes:
        bound: no solution of the model costs less; -inf where nothing is known.
        complete: optimal, or proved infeasible, rather than stopped by a limit.
        nodes: branch-and-bound nodes, a measure of deterministic work.
        iterations: simplex iterations, a finer one.
    """

    values: Floats | None
    bound: float
    complete: bool
    nodes: int
    iterations: int


@dataclass(frozen=True, slots=True)
class MipLimits:
    """When a MIP stops: at either gap, after so many nodes, at a wall-clock guard.

    Attributes:
        restarts: whether the root may begin anew with what it has fixed. It pays where a MIP is
            solved out; a neighbourhood that stops at its root is done in two thirds of the time
            without, and no worse.
    """

    relative_gap: float = 0.0
    absolute_gap: float = 0.0
    nodes: int | None = None
    seconds: float = 3600.0
    seed: int = 0
    restarts: bool = True


class Deadline:
    """The outer wall-clock guard of a run, and whoever asks for its early end."""

    def __init__(self, seconds: float, stop: Callable[[], bool] = lambda: False) -> None:
        self._end = time.monotonic() + seconds
        self._stop = stop

    @property
    def seconds(self) -> float:
        """Seconds that are left, at least a hundredth."""
        return 0.01 if self._stop() else max(0.01, self._end - time.monotonic())

    @property
    def passed(self) -> bool:
        """Whether no time is left."""
        return self._stop() or time.monotonic() >= self._end


def solve_lp(model: LinearModel, seconds: float, *, corner: bool = True) -> LpResult:
    """The LP relaxation by interior point (the fastest by far on headway arcs).

    Where interior point breaks down, as it may on degenerate models, by dual simplex.

    Args:
        model: its integrality is left aside.
        seconds: the wall-clock guard.
        corner: whether to go on to a corner of the optimal face, where values are whole if they
            can be. At its centre a column that no optimum uses has a reduced cost above zero,
            which a corner's duals need not give it: filters by reduced cost then keep fewer
            columns, and better ones.
    """
    params = mathopt.SolveParameters(
        time_limit=timedelta(seconds=seconds), lp_algorithm=mathopt.LPAlgorithm.BARRIER
    )
    params.highs.string_options["parallel"] = "off"
    params.highs.string_options["run_crossover"] = "on" if corner else "off"
    proto = model.proto(relaxed=True)
    by_simplex = replace(params, lp_algorithm=mathopt.LPAlgorithm.DUAL_SIMPLEX)
    result = _solve(proto, (params, by_simplex), None)
    if result is None:
        return LpResult(values=None, duals=None, infeasible=False)
    reasons = mathopt.TerminationReason
    infeasible = result.termination.reason in (
        reasons.INFEASIBLE,
        reasons.INFEASIBLE_OR_UNBOUNDED,
    )
    if infeasible or not result.solutions or result.solutions[0].dual_solution is None:
        return LpResult(values=None, duals=None, infeasible=infeasible)
    solution = result.solutions[0]
    values = np.zeros(len(model.cost))
    if solution.primal_solution is not None:
        for variable, value in solution.primal_solution.variable_values.items():
            values[variable.id] = value
    duals = np.zeros(len(model.row_lower))
    for row, value in solution.dual_solution.dual_values.items():
        duals[row.id] = value
    return LpResult(values=values, duals=duals, infeasible=False)


def solve_mip(model: LinearModel, limits: MipLimits, start: Floats | None = None) -> MipResult:
    """The MIP by HiGHS on one thread, from a start where one is given.

    Where its presolve breaks down, as it may on small models without a solution, it does without;
    where that breaks down as well, nothing is known.
    """
    params = mathopt.SolveParameters(
        time_limit=timedelta(seconds=limits.seconds),
        node_limit=limits.nodes,
        random_seed=limits.seed,
        relative_gap_tolerance=limits.relative_gap,
        absolute_gap_tolerance=limits.absolute_gap,
    )
    params.highs.string_options["parallel"] = "off"
    params.highs.bool_options["mip_allow_restart"] = limits.restarts
    proto = model.proto(relaxed=False)
    plainly = replace(params, presolve=mathopt.Emphasis.OFF)
    result = _solve(proto, (params, plainly), start)
    if result is None:
        return MipResult(None, -math.inf, complete=False, nodes=0, iterations=0)
    values = None
    if result.solutions and result.solutions[0].primal_solution is not None:
        values = np.zeros(len(model.cost))
        for variable, value in result.solutions[0].primal_solution.variable_values.items():
            values[variable.id] = value
    reasons = mathopt.TerminationReason
    return MipResult(
        values=values,
        bound=result.termination.objective_bounds.dual_bound,
        complete=result.termination.reason
        in (reasons.OPTIMAL, reasons.INFEASIBLE, reasons.INFEASIBLE_OR_UNBOUNDED),
        nodes=result.solve_stats.node_count,
        iterations=result.solve_stats.simplex_iterations,
    )


def _solve(
    proto: model_pb2.ModelProto, ways: Sequence[mathopt.SolveParameters], start: Floats | None
) -> mathopt.SolveResult | None:
    """The answer of the first way in which HiGHS does not break down; None where it does in all."""
    model = mathopt.Model.from_model_proto(proto)
    hints = []
    if start is not None:
        hint = {model.get_variable(i): float(v) for i, v in enumerate(start)}
        hints.append(mathopt.SolutionHint(variable_values=hint))
    hinted = mathopt.ModelSolveParameters(solution_hints=hints)
    for params in ways:
        with suppress(Exception):  # HiGHS's error status comes as several kinds.
            return mathopt.solve(
                model, mathopt.SolverType.HIGHS, params=params, model_params=hinted
            )
    return None
