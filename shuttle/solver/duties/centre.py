"""The restricted master for many pieces, solved near the centre of its best prices.

A simplex moves from corner to corner: its prices jump, and with many rows each jump takes long.
An interior point takes as many steps for many rows as for few, and its prices are a mean of good
ones: far fewer rounds of column generation are needed. (J. Gondzio, P. Gonzalez-Brevis, P. Munari:
"New developments in the primal-dual column generation technique", 2013.)
"""

from collections.abc import Sequence
from math import isfinite

import numpy as np

from shuttle.solver.duties.interior import Rows, interior
from shuttle.solver.duties.master import ANY_NUMBER, LpPrices, Number
from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.duties.pricing import Duty
from shuttle.solver.linear import Floats, Ints

_STEADY = 1e-10  # of each diagonal entry: keeps rows that depend on one another apart
_MOST_A_ROW, _KEPT_A_ROW = 45, 30
_SOME = 1e-4
_GROWTH = 1.25  # of the room, so that no duty is dropped and found again for ever


class CentralLp:
    """Every piece in one duty and no more duties than drivers, in fractions.

    As `MasterLp`, but solved anew each time, by a primal-dual interior point method (Mehrotra's),
    as exactly as is asked; and duties that have become far too dear are dropped.
    Columns: uncovered pieces, slacks, duties.
    """

    def __init__(self, pieces: Pieces, uncovered: float, number: Number = ANY_NUMBER) -> None:
        self._pieces = pieces
        limits = [(n, most) for n, most in enumerate(pieces.most_duties) if most is not None]
        self._home_rows = {side: len(pieces) + place for place, (side, _) in enumerate(limits)}
        counted = number != ANY_NUMBER
        self._number_row = len(pieces) + len(limits) if counted else None
        self._at_least = isfinite(number.least)
        target = number.least if self._at_least else number.most
        self._right: Floats = np.array(
            [1.0] * len(pieces) + [float(most) for _, most in limits] + [target] * counted
        )
        signs = [1.0] * (len(pieces) + len(limits))
        costs = [uncovered] * len(pieces) + [0.0] * len(limits)
        rows = list(range(len(signs)))
        if counted:
            last = len(self._right) - 1
            # Too few duties may be missing at a price; more than the least are free, as are
            # fewer than the most.
            signs += [-1.0, 1.0] if self._at_least else [1.0]
            costs += [0.0, uncovered] if self._at_least else [0.0]
            rows += [last] * (len(costs) - len(rows))
        self._unit_signs, self._unit_rows = np.array(signs), np.array(rows)
        self._unit_costs = np.array(costs)
        self._most = float(_MOST_A_ROW * len(self._right))
        self._duties: list[Duty] = []
        self._costs: Floats = np.empty(0)
        self._rows: Ints = np.empty(0, dtype=np.int64)
        self._columns: Ints = np.empty(0, dtype=np.int64)
        self._pairs: Ints = np.empty(0, dtype=np.int64)
        self._pair_columns: Ints = np.empty(0, dtype=np.int64)

    @property
    def duties(self) -> list[Duty]:
        """Those that the LP may use by now."""
        return self._duties

    def add(self, duties: Sequence[Duty], costs: Floats) -> None:
        """Let the LP use more duties."""
        by_length: dict[int, list[int]] = {}
        entered = [self._entered(duty) for duty in duties]
        for place, rows in enumerate(entered):
            by_length.setdefault(len(rows), []).append(place)
        begin, size = len(self._duties), len(self._right)
        for length, places in by_length.items():
            table = np.array([entered[place] for place in places])
            columns = begin + np.array(places)
            one, other = np.triu_indices(length)
            self._rows = np.append(self._rows, table.ravel())
            self._columns = np.append(self._columns, np.repeat(columns, length))
            pairs = table[:, one] * size + table[:, other]
            self._pairs = np.append(self._pairs, pairs.ravel())
            self._pair_columns = np.append(self._pair_columns, np.repeat(columns, len(one)))
        self._duties = [*self._duties, *duties]
        self._costs = np.append(self._costs, costs)

    def _entered(self, duty: Duty) -> tuple[int, ...]:
        rows = duty
        home = self._home_rows.get(int(self._pieces.origin_side[duty[0]]))
        if home is not None:
            rows = (*rows, home)
        return rows if self._number_row is None else (*rows, self._number_row)

    def thin(self, prices: LpPrices, latest: int) -> None:
        """Where there are many duties, drop those that cost most at the prices and are not used.

        Args:
            prices: the last ones.
            latest: so many duties, added last, stay.
        """
        size = len(self._right)
        if len(self._duties) <= self._most:
            return
        self._most *= _GROWTH
        reduced = self._costs - np.bincount(
            self._columns, weights=self._row_duals(prices)[self._rows], minlength=len(self._costs)
        )
        kept = prices.shares > _SOME
        kept[np.argsort(reduced, kind="stable")[: _KEPT_A_ROW * size]] = True
        kept[len(kept) - latest :] = True
        place = np.cumsum(kept) - 1
        mine, pairs = kept[self._columns], kept[self._pair_columns]
        self._rows, self._columns = self._rows[mine], place[self._columns[mine]]
        self._pairs, self._pair_columns = self._pairs[pairs], place[self._pair_columns[pairs]]
        self._costs = self._costs[kept]
        self._duties = [self._duties[index] for index in np.flatnonzero(kept).tolist()]

    def _row_duals(self, prices: LpPrices) -> Floats:
        duals = np.zeros(len(self._right))
        duals[: len(self._pieces)] = prices.worth
        for side, row in self._home_rows.items():
            duals[row] = -prices.home[side]
        if self._number_row is not None:
            duals[self._number_row] = prices.number
        return duals

    def solve(self, gap: float) -> LpPrices:
        """The LP's duals, when cost and worth are so close together, as a part of the worth."""
        units = len(self._unit_costs)
        cost = np.concatenate((self._unit_costs, self._costs))
        rows = Rows(self._right, self._times, self._priced, self._normal)
        values, duals = interior(rows, cost, gap)
        home = np.zeros(len(self._pieces.most_duties))
        for side, row in self._home_rows.items():
            home[side] = max(0.0, -duals[row])
        missing = (self._unit_costs > 0) & (self._unit_rows >= len(self._pieces))
        gaps = (self._unit_rows < len(self._pieces)) | missing
        return LpPrices(
            worth=duals[: len(self._pieces)],
            home=home,
            number=self._number_dual(duals),
            uncovered=float(values[:units][gaps].sum()),
            shares=values[units:],
        )

    def _number_dual(self, duals: Floats) -> float:
        """What the number asks for; of the sign that it can have."""
        if self._number_row is None:
            return 0.0
        dual = float(duals[self._number_row])
        return max(0.0, dual) if self._at_least else min(0.0, dual)

    def _times(self, values: Floats) -> Floats:
        """Sums by row."""
        size, units = len(self._right), len(self._unit_costs)
        own = np.bincount(
            self._unit_rows, weights=self._unit_signs * values[:units], minlength=size
        )
        by_duty = np.bincount(self._rows, weights=values[units:][self._columns], minlength=size)
        return np.asarray(own + by_duty, dtype=np.float64)

    def _priced(self, duals: Floats) -> Floats:
        """Worth by column."""
        by_duty = np.bincount(self._columns, weights=duals[self._rows], minlength=len(self._costs))
        return np.concatenate((self._unit_signs * duals[self._unit_rows], by_duty))

    def _normal(self, weights: Floats) -> Floats:
        """The rows' products with one another, weighted by column."""
        size, units = len(self._right), len(self._unit_costs)
        matrix = np.bincount(
            self._pairs, weights=weights[units:][self._pair_columns], minlength=size * size
        ).reshape(size, size)
        matrix = matrix.astype(np.float64)  # numpy counts nothing in whole numbers
        matrix = matrix + np.triu(matrix, k=1).T
        own = np.bincount(self._unit_rows, weights=weights[:units], minlength=size)
        diagonal = np.diag_indices(size)
        matrix[diagonal] = (matrix[diagonal] + own) * (1 + _STEADY)
        return np.asarray(matrix, dtype=np.float64)
