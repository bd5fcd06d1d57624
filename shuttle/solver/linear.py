"""Sparse linear models, built in bulk from numpy arrays."""

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from ortools.math_opt import model_pb2

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]
_SLACK = 1e-6


class ModelBuilder:
    """Collects columns, rows and entries in bulk."""

    def __init__(self) -> None:
        self._columns: list[tuple[Floats, Floats, Floats, Bools]] = []
        self._rows: list[tuple[Floats, Floats]] = []
        self._entries: list[tuple[Ints, Ints, Floats]] = []
        self.column_count = 0
        self.row_count = 0

    def columns(self, cost: ArrayLike, upper: ArrayLike, *, integer: bool = False) -> Ints:
        """Add columns from 0 to `upper` and return their indices."""
        costs = np.asarray(cost, dtype=np.float64).ravel()
        uppers = np.broadcast_to(np.asarray(upper, dtype=np.float64), costs.shape)
        kinds = np.full(costs.shape, integer)
        self._columns.append((costs, np.zeros_like(costs), uppers.copy(), kinds))
        first, self.column_count = self.column_count, self.column_count + len(costs)
        return np.arange(first, self.column_count)

    def rows(self, lower: ArrayLike, upper: ArrayLike, count: int = 1) -> Ints:
        """Add `count` rows and return their indices."""
        lowers = np.broadcast_to(np.asarray(lower, dtype=np.float64), (count,))
        uppers = np.broadcast_to(np.asarray(upper, dtype=np.float64), (count,))
        self._rows.append((lowers.copy(), uppers.copy()))
        first, self.row_count = self.row_count, self.row_count + count
        return np.arange(first, self.row_count)

    def entries(self, rows: ArrayLike, columns: ArrayLike, values: ArrayLike) -> None:
        """Add coefficients; those at the same place add up."""
        row, column, value = np.broadcast_arrays(
            np.asarray(rows, dtype=np.int64),
            np.asarray(columns, dtype=np.int64),
            np.asarray(values, dtype=np.float64),
        )
        self._entries.append((row.ravel(), column.ravel(), value.ravel()))

    def build(self) -> "LinearModel":
        """The finished model, its entries sorted by row and column."""
        cost, lower, upper, integer = (
            np.concatenate(parts) for parts in zip(*self._columns, strict=True)
        )
        row_lower, row_upper = (np.concatenate(p) for p in zip(*self._rows, strict=True))
        row, column, value = (np.concatenate(p) for p in zip(*self._entries, strict=True))
        key, place = np.unique(row * self.column_count + column, return_inverse=True)
        summed = np.bincount(place, weights=value, minlength=len(key))
        kept = summed != 0
        return LinearModel(
            cost=cost,
            lower=lower,
            upper=upper,
            integer=integer,
            row_lower=row_lower,
            row_upper=row_upper,
            row=key[kept] // self.column_count,
            column=key[kept] % self.column_count,
            value=summed[kept],
        )


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Minimise cost @ x over row_lower <= A x <= row_upper, lower <= x <= upper.

    Attributes:
        row, column, value: entries of A, sorted by row, then column.
        integer: True for columns that take whole numbers.
    """

    cost: Floats
    lower: Floats
    upper: Floats
    integer: Bools
    row_lower: Floats
    row_upper: Floats
    row: Ints
    column: Ints
    value: Floats

    def usable(self, duals: Floats) -> Floats:
        """The duals, those put to zero that push against a bound which their row does not have."""
        y = np.where((duals > 0) & ~np.isfinite(self.row_lower), 0.0, duals)
        return np.where((y < 0) & ~np.isfinite(self.row_upper), 0.0, y)

    def reduced_costs(self, duals: Floats) -> Floats:
        """Cost - A' y for the usable duals y, which `dual_bound` takes as well."""
        y = self.usable(duals)
        priced = np.bincount(
            self.column, weights=self.value * y[self.row], minlength=len(self.cost)
        )
        return self.cost - priced

    def restricted(self, kept: Bools) -> "LinearModel":
        """The model without the other columns, which are fixed at zero."""
        place = np.cumsum(kept) - 1
        entry = kept[self.column]
        return LinearModel(
            cost=self.cost[kept],
            lower=self.lower[kept],
            upper=self.upper[kept],
            integer=self.integer[kept],
            row_lower=self.row_lower,
            row_upper=self.row_upper,
            row=self.row[entry],
            column=place[self.column[entry]],
            value=self.value[entry],
        )

    def around(self, values: Floats, free: Bools) -> "LinearModel":
        """The model of the free columns with all others fixed at their values.

        Rows that only fixed columns enter are dropped; the objective lacks the fixed ones' cost.
        """
        fixed = ~free[self.column]
        spent = np.bincount(
            self.row[fixed],
            weights=self.value[fixed] * values[self.column[fixed]],
            minlength=len(self.row_lower),
        )
        entered = np.zeros(len(self.row_lower), dtype=bool)
        entered[self.row[~fixed]] = True
        place, row_place = np.cumsum(free) - 1, np.cumsum(entered) - 1
        return LinearModel(
            cost=self.cost[free],
            lower=self.lower[free],
            upper=self.upper[free],
            integer=self.integer[free],
            row_lower=(self.row_lower - spent)[entered],
            row_upper=(self.row_upper - spent)[entered],
            row=row_place[self.row[~fixed]],
            column=place[self.column[~fixed]],
            value=self.value[~fixed],
        )

    def with_row(
        self, columns: Ints, lower: float, upper: float, weights: ArrayLike = 1.0
    ) -> "LinearModel":
        """The model with one more row: the weighted sum of those columns within bounds."""
        order = np.argsort(columns)
        return replace(
            self,
            row_lower=np.append(self.row_lower, lower),
            row_upper=np.append(self.row_upper, upper),
            row=np.append(self.row, np.full(len(columns), len(self.row_lower))),
            column=np.append(self.column, columns[order]),
            value=np.append(self.value, np.broadcast_to(weights, columns.shape)[order]),
        )

    def with_way_out(self, cost: float) -> "LinearModel":
        """The model with one more column, last, that alone satisfies every row at that cost.

        Added at an incumbent's cost it makes the solver prune by that cost even where the
        incumbent itself is no solution. It needs rows whose upper bound admits zero or equals
        the lower one, as all of ours do.
        """
        rows = np.flatnonzero(np.isfinite(self.row_lower) & (self.row_lower > 0))
        last = len(self.cost)
        row = np.append(self.row, rows)
        column = np.append(self.column, np.full(len(rows), last))
        order = np.lexsort((column, row))
        return replace(
            self,
            cost=np.append(self.cost, cost),
            lower=np.append(self.lower, 0.0),
            upper=np.append(self.upper, 1.0),
            integer=np.append(self.integer, True),
            row=row[order],
            column=column[order],
            value=np.append(self.value, self.row_lower[rows])[order],
        )

    def dual_bound(self, duals: Floats) -> float:
        """A lower bound that holds for whatever duals, however inexact the LP solve was.

        Lagrangian bound: each row's dual times the bound of the row that it pushes against, plus
        each column at the end of its range that its reduced cost prefers.
        """
        y = self.usable(duals)
        reduced = self.reduced_costs(y)
        rows = np.where(y > 0, self.row_lower, self.row_upper)
        at_rows = float(np.sum(y[y != 0] * rows[y != 0]))
        ends = np.where(reduced > 0, self.lower, self.upper)
        return at_rows + float(np.sum(reduced[reduced != 0] * ends[reduced != 0]))

    def holds(self, values: Floats) -> bool:
        """Whether the values keep every row and every column's bounds, to a millionth."""
        sums = np.bincount(
            self.row, weights=self.value * values[self.column], minlength=len(self.row_lower)
        )
        rows = (sums >= self.row_lower - _SLACK) & (sums <= self.row_upper + _SLACK)
        columns = (values >= self.lower - _SLACK) & (values <= self.upper + _SLACK)
        return bool(rows.all() and columns.all())

    def objective(self, values: Floats) -> float:
        """Cost @ values."""
        return float(self.cost @ values)

    def proto(self, *, relaxed: bool) -> model_pb2.ModelProto:
        """The model for MathOpt; without integrality where `relaxed`."""
        proto = model_pb2.ModelProto()
        columns = proto.variables
        columns.ids.extend(range(len(self.cost)))
        columns.lower_bounds.extend(self.lower.tolist())
        columns.upper_bounds.extend(self.upper.tolist())
        columns.integers.extend((self.integer & (not relaxed)).tolist())
        priced = np.flatnonzero(self.cost)
        proto.objective.linear_coefficients.ids.extend(priced.tolist())
        proto.objective.linear_coefficients.values.extend(self.cost[priced].tolist())
        rows = proto.linear_constraints
        rows.ids.extend(range(len(self.row_lower)))
        rows.lower_bounds.extend(self.row_lower.tolist())
        rows.upper_bounds.extend(self.row_upper.tolist())
        matrix = proto.linear_constraint_matrix
        matrix.row_ids.extend(self.row.tolist())
        matrix.column_ids.extend(self.column.tolist())
        matrix.coefficients.extend(self.value.tolist())
        return proto
