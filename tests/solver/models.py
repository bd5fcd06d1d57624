"""Small whole-number models: by hand, at random, and solved by trying every value."""

import itertools
import math

import numpy as np
from hypothesis import strategies as st

from shuttle.solver.linear import Floats, LinearModel, ModelBuilder

_INF = math.inf


def covering_model(
    costs: list[int], uppers: list[int], rows: list[tuple[list[int], float, float]]
) -> LinearModel:
    """Whole-number columns; each row is its coefficients and its bounds."""
    builder = ModelBuilder()
    columns = builder.columns(costs, uppers, integer=True)
    for coefficients, lower, upper in rows:
        row = builder.rows(lower, upper)[0]
        builder.entries(row, columns, coefficients)
    return builder.build()


def cheapest(model: LinearModel) -> float:
    """The least cost over every whole value of every column; infinite where none will do."""
    ranges = [
        range(int(low), int(high) + 1) for low, high in zip(model.lower, model.upper, strict=True)
    ]
    best = _INF
    for values in itertools.product(*ranges):
        point = np.array(values, dtype=np.float64)
        if keeps(model, point):
            best = min(best, model.objective(point))
    return best


def keeps(model: LinearModel, point: Floats) -> bool:
    activity = np.bincount(
        model.row, weights=model.value * point[model.column], minlength=len(model.row_lower)
    )
    return bool(np.all((model.row_lower <= activity) & (activity <= model.row_upper)))


@st.composite
def small_models(draw: st.DrawFn, *, unit: int = 1) -> LinearModel:
    """Up to six columns from 0 to 1 or 2 in up to four rows that with_way_out admits."""
    count = draw(st.integers(3, 6))
    costs = draw(st.lists(st.integers(1, 40), min_size=count, max_size=count))
    uppers = draw(st.lists(st.integers(1, 2), min_size=count, max_size=count))
    rows = []
    for kind in draw(st.lists(st.sampled_from(("most", "least", "least", "equal")), min_size=2)):
        signs = st.integers(-1, 3) if kind == "equal" else st.integers(0, 3)
        coefficients = draw(st.lists(signs, min_size=count, max_size=count))
        coefficients[draw(st.integers(0, count - 1))] = 1
        size = draw(st.integers(1, 5))
        lower, upper = {"most": (-_INF, size), "least": (size, _INF), "equal": (size, size)}[kind]
        rows.append((coefficients, lower, upper))
    return covering_model([unit * cost for cost in costs], uppers, rows[:4])
