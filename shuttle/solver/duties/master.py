"""The restricted master: which of the known duties to work, as an LP and as whole duties."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from ortools.math_opt import model_pb2

from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.duties.pricing import Duty
from shuttle.solver.glop import GrowingLp, dense, extend
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
    Rows: pieces, home sides, number of duties.
    """

    def __init__(self, pieces: Pieces, uncovered: float, number: Number = ANY_NUMBER) -> None:
        self._pieces = pieces
        self._rows = len(pieces) + len(pieces.most_duties) + 1
        self._gaps = len(pieces) + 1
        limits = [inf if most is None else float(most) for most in pieces.most_duties]
        model = model_pb2.ModelProto()
        model.linear_constraints.ids.extend(range(self._rows))
        model.linear_constraints.lower_bounds.extend(
            [1.0] * len(pieces) + [-inf] * len(limits) + [number.least]
        )
        model.linear_constraints.upper_bounds.extend([1.0] * len(pieces) + [*limits, number.most])
        extend(model.variables, range(self._gaps))
        prices = model.objective.linear_coefficients
        prices.ids.extend(range(self._gaps))
        prices.values.extend([uncovered] * self._gaps)
        matrix = model.linear_constraint_matrix
        matrix.row_ids.extend([*range(len(pieces)), self._rows - 1])
        matrix.column_ids.extend(range(self._gaps))
        matrix.coefficients.extend([1.0] * self._gaps)
        self._lp = GrowingLp(model)

    def add(self, duties: Sequence[Duty], costs: Floats) -> None:
        """Let the LP use more duties."""
        if not duties:
            return
        home = len(self._pieces) + self._pieces.origin_side
        entered = [(*duty, int(home[duty[0]]), self._rows - 1) for duty in duties]
        self._lp.add(entered, costs)

    def solve(self) -> LpPrices:
        """The LP's duals."""
        solution = self._lp.solve()
        duals = dense(solution.dual_solution.dual_values, self._rows)
        values = dense(solution.primal_solution.variable_values, self._lp.columns)
        home = duals[len(self._pieces) : -1]
        limited = [most is not None for most in self._pieces.most_duties]
        return LpPrices(
            worth=duals[: len(self._pieces)],
            home=np.where(limited, np.maximum(0.0, -home), 0.0),
            number=float(duals[-1]),
            shares=values[self._gaps :],
            uncovered=float(values[: self._gaps].sum()),
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
