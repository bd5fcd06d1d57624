"""A primal-dual interior point method for linear programs with few rows (Mehrotra's).

S. Mehrotra: "On the implementation of a primal-dual interior point method", 1992. Minimises
cost @ x over rows(x) = right, x >= 0. With few rows and many columns all its time goes into
equations in the rows alone, which numpy solves; it may stop early, at prices near the centre of
those that are as good.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from shuttle.solver.linear import Floats

_MOST_STEPS = 80
_SHORT = 0.99  # of the way to where a value would be nothing
_NOTHING = 1e-7
_LEAST = 1e-12  # values and slacks stay above nothing
_DUALS_FINER = 100
_APART = 1e-3  # from nothing, at the least, to begin with


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a linear program.

    Attributes:
        right: their right sides.
        times: sums by row of values by column.
        priced: worth by column of duals by row.
        normal: the rows' products with one another, weighted by column.
    """

    right: Floats
    times: Callable[[Floats], Floats]
    priced: Callable[[Floats], Floats]
    normal: Callable[[Floats], Floats]


class _Point(NamedTuple):
    values: Floats
    duals: Floats
    slack: Floats

    def moved(self, far: float, high: float, step: "_Point") -> "_Point":
        return _Point(
            np.maximum(self.values + far * step.values, _LEAST),
            self.duals + high * step.duals,
            np.maximum(self.slack + high * step.slack, _LEAST),
        )

    def mean(self) -> float:
        """Of the products that are nothing in the end."""
        return float(self.values @ self.slack) / len(self.values)


def interior(rows: Rows, cost: Floats, gap: float) -> tuple[Floats, Floats]:
    """Values by column and duals by row, when cost and worth are so close, relative to worth."""
    point = _begun(rows, cost)
    for _ in range(_MOST_STEPS):
        short = rows.right - rows.times(point.values)
        off = cost - rows.priced(point.duals) - point.slack
        if _near(rows, cost, point, gap) and _small(short, off, cost, gap):
            break
        steps = _Steps(rows, point, short, off)
        first = steps.towards(-point.values * point.slack)
        far, high = _reach(point.values, first.values), _reach(point.slack, first.slack)
        mean = point.mean()
        centre = (point.moved(far, high, first).mean() / mean) ** 3 * mean
        bend = far * high * first.values * first.slack
        step = steps.towards(centre - point.values * point.slack - bend)
        far, high = _reach(point.values, step.values), _reach(point.slack, step.slack)
        point = point.moved(_SHORT * far, _SHORT * high, step)
    return point.values, point.duals


class _Steps:
    """Newton's steps from one point: all share their equations."""

    def __init__(self, rows: Rows, point: _Point, short: Floats, off: Floats) -> None:
        self._rows, self._point, self._short, self._off = rows, point, short, off
        self._matrix = rows.normal(point.values / point.slack)

    def towards(self, product: Floats) -> _Point:
        """The step that changes each product of value and slack by so much."""
        values, slack = self._point.values, self._point.slack
        right = self._short + self._rows.times((values * self._off - product) / slack)
        duals = np.asarray(np.linalg.solve(self._matrix, right), dtype=np.float64)
        tight = self._off - self._rows.priced(duals)
        return _Point((product - values * tight) / slack, duals, tight)


def _near(rows: Rows, cost: Floats, point: _Point, gap: float) -> bool:
    spent, worth = float(cost @ point.values), float(rows.right @ point.duals)
    return abs(spent - worth) <= gap * (1 + abs(worth))


def _small(short: Floats, off: Floats, cost: Floats, gap: float) -> bool:
    finer = max(gap / _DUALS_FINER, _NOTHING) * (1 + float(cost.max()))
    return bool(np.abs(short).max() <= max(gap, _NOTHING) and np.abs(off).max() <= finer)


def _begun(rows: Rows, cost: Floats) -> _Point:
    """Least squares, moved to where all is above nothing."""
    matrix = rows.normal(np.ones(len(cost)))
    values = rows.priced(np.asarray(np.linalg.solve(matrix, rows.right), dtype=np.float64))
    duals = np.asarray(np.linalg.solve(matrix, rows.times(cost)), dtype=np.float64)
    slack = cost - rows.priced(duals)
    values = values + max(0.0, -1.5 * float(values.min())) + _APART
    slack = slack + max(0.0, -1.5 * float(slack.min())) + _APART * (1 + float(cost.max()))
    product = float(values @ slack)
    return _Point(
        values + 0.5 * product / float(slack.sum()),
        duals,
        slack + 0.5 * product / float(values.sum()),
    )


def _reach(values: Floats, step: Floats) -> float:
    """How much of the step leaves no value below nothing, at most all."""
    down = step < 0
    return min(1.0, float((-values[down] / step[down]).min())) if down.any() else 1.0
