"""The restricted master: which of the known duties to work, as an LP and as whole duties."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from ortools.math_opt.python import mathopt

from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.duties.pricing import Duty
from shuttle.solver.highs import MipLimits, MipResult, solve_mip
from shuttle.solver.linear import Floats, LinearModel, ModelBuilder


@dataclass(frozen=True, slots=True)
class Number:
    """How many duties there may be in all, at least and at most."""

    least: float = -inf
    most: float = inf


ANY_NUMBER = Number()


@dataclass(frozen=True, slots=True)
class LpPrices:
    """Duals of the LP: what each piece is worth, and what a duty from each side costs more.

    Attributes:
        worth: by piece.
        home: by home side, at least 0.
        number: what one more duty may cost more, or must cost less, by the number asked for.
        uncovered: by how much pieces are left uncovered; 0 once there are duties enough.
        shares: of each duty, in the order in which they were added.
    """

    worth: Floats
    home: Floats
    number: float
    uncovered: float
    shares: Floats


class MasterLp:
    """Every piece in one duty and no more duties than drivers, in fractions, warm-started.

    A piece may stay uncovered at the price `uncovered`, and a duty that is asked for be missing.
    """

    def __init__(self, pieces: Pieces, uncovered: float, number: Number = ANY_NUMBER) -> None:
        self._pieces = pieces
        self._columns: list[mathopt.Variable] = []
        self._model = mathopt.Model()
        self._gaps = [self._model.add_variable(lb=0.0) for _ in pieces.ids]
        self._covers = [self._model.add_linear_constraint(gap == 1.0) for gap in self._gaps]
        self._counts = [
            None if most is None else self._model.add_linear_constraint(ub=float(most))
            for most in pieces.most_duties
        ]
        missing = self._model.add_variable(lb=0.0)
        self._number = self._model.add_linear_constraint(lb=number.least, ub=number.most)
        self._number.set_coefficient(missing, 1.0)
        self._gaps.append(missing)
        self._model.minimize(uncovered * sum(self._gaps))
        self._solver = mathopt.IncrementalSolver(self._model, mathopt.SolverType.GLOP)

    def add(self, duties: Iterable[Duty], costs: Iterable[float]) -> None:
        """Let the LP use more duties."""
        for duty, cost in zip(duties, costs, strict=True):
            column = self._model.add_variable(lb=0.0)
            self._model.objective.set_linear_coefficient(column, cost)
            for piece in duty:
                self._covers[piece].set_coefficient(column, 1.0)
            count = self._counts[self._pieces.origin_side[duty[0]]]
            if count is not None:
                count.set_coefficient(column, 1.0)
            self._number.set_coefficient(column, 1.0)
            self._columns.append(column)

    def solve(self) -> LpPrices:
        """The LP's duals."""
        result = self._solver.solve(params=mathopt.SolveParameters(threads=1))
        duals = result.dual_values()
        values = result.variable_values(self._gaps)
        home = [0.0 if count is None else max(0.0, -duals[count]) for count in self._counts]
        return LpPrices(
            worth=np.array([duals[cover] for cover in self._covers]),
            home=np.array(home),
            number=float(duals[self._number]),
            shares=np.array(result.variable_values(self._columns)),
            uncovered=float(sum(values)),
        )


def choose(
    pieces: Pieces,
    duties: Sequence[Duty],
    costs: Floats,
    start: Sequence[int],
    limits: MipLimits,
    number: Number = ANY_NUMBER,
) -> MipResult:
    """The cheapest whole duties, among those given, that cover each piece exactly once.

    Args:
        pieces: what to cover, and how many drivers there are.
        duties: what there is to choose from.
        costs: their costs.
        start: indices of duties that cover everything already; empty for none.
        limits: when to stop.
        number: of duties.
    """
    values = None
    if start:
        values = np.zeros(len(duties))
        values[list(start)] = 1.0
    return solve_mip(_partition(pieces, duties, costs, number), limits, values)


def _partition(
    pieces: Pieces, duties: Sequence[Duty], costs: Floats, number: Number
) -> LinearModel:
    model = ModelBuilder()
    columns = model.columns(costs, 1.0, integer=True)
    covers = model.rows(1.0, 1.0, len(pieces))
    lengths = [len(duty) for duty in duties]
    covered = np.concatenate([np.asarray(duty) for duty in duties])
    model.entries(covers[covered], np.repeat(columns, lengths), 1.0)
    home = pieces.origin_side[[duty[0] for duty in duties]]
    for side, most in enumerate(pieces.most_duties):
        if most is not None:
            mine = columns[home == side]
            model.entries(model.rows(0.0, float(most)), mine, 1.0)
    if number != ANY_NUMBER:
        model.entries(model.rows(number.least, number.most), columns, 1.0)
    return model.build()
