import math
from statistics import NormalDist

import numpy as np
import pytest

from shuttle.domain.facts import Minutes
from shuttle.domain.slowest import slowest_minutes, slowest_of, spread

TWO_HALLS = Minutes(p50=20, p85=25, p95=30)
CO_LOCATED = Minutes(p50=5, p85=7, p95=10)


@pytest.mark.parametrize(
    ("one", "quantile", "minutes"),
    [(TWO_HALLS, 0.5, 32), (TWO_HALLS, 0.9, 38), (CO_LOCATED, 0.5, 11), (CO_LOCATED, 0.9, 15)],
)
def test_the_slowest_of_25_takes_far_longer_than_one(
    one: Minutes, quantile: float, minutes: int
) -> None:
    assert round(slowest_minutes(one, 25, quantile)) == minutes


@pytest.mark.parametrize("riders", [1, 2, 25, 49])
@pytest.mark.parametrize("quantile", [0.1, 0.5, 0.85, 0.95])
@pytest.mark.parametrize("one", [TWO_HALLS, CO_LOCATED, Minutes(p50=7, p85=12, p95=13)])
def test_the_formula_agrees_with_integrating_the_density_of_the_maximum(
    one: Minutes, quantile: float, riders: int
) -> None:
    # Over the logarithm of the minutes: n * phi(x) * Phi(x) ** (n - 1), by the trapezoid rule.
    normal, sigma = NormalDist(), spread(one)
    end = math.log(slowest_minutes(one, riders, quantile) / one.p50) / sigma
    grid = np.linspace(-9.0, end, 4001)
    density = [riders * normal.pdf(x) * normal.cdf(x) ** (riders - 1) for x in grid.tolist()]
    assert float(np.trapezoid(density, grid)) == pytest.approx(quantile, abs=1e-5)


def test_one_rider_alone_is_as_stated_or_slower() -> None:
    assert slowest_of(TWO_HALLS, 1) == Minutes(p50=20, p85=26, p95=30)
    tail = slowest_of(Minutes(p50=7, p85=12, p95=13), 1)
    assert (tail.p50, tail.p85) == (7, 12)
    assert tail.p95 > 13


def test_minutes_grow_with_every_rider() -> None:
    medians = [slowest_minutes(CO_LOCATED, riders, 0.5) for riders in range(1, 60)]
    assert medians == sorted(set(medians))


def test_minutes_that_do_not_vary_stay_as_they_are() -> None:
    assert slowest_of(Minutes(p50=9, p85=9, p95=9), 40) == Minutes(p50=9, p85=9, p95=9)


def test_a_median_of_nothing_has_no_slowest() -> None:
    with pytest.raises(ValueError, match="median of 0"):
        slowest_of(Minutes(p50=0, p85=4, p95=9), 3)
