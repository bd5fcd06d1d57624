"""95 % intervals. Days are the independent units: what happens within one day hangs together."""

import math
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shuttle.domain.base import Value

_Z = NormalDist().inv_cdf(0.975)
_DECIMALS = 5


class Estimate(Value):
    """A figure with the interval that covers the true one in 95 of 100 simulations.

    Attributes:
        low: lower end of the interval; `high` its upper end.
    """

    value: float
    low: float
    high: float


def wide(freedom: int) -> float:
    """The 97.5 % quantile of Student's t, by Cornish and Fisher's series in 1 / freedom.

    Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.5; to 0.001 from 10 on.
    """
    z, n = _Z, float(freedom)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / n + second / n**2 + third / n**3


def mean(by_day: NDArray[Any]) -> Estimate:
    """The mean of a figure of a day, with Student's interval; not below 0 where no day is."""
    values = by_day.astype(np.float64)
    middle = float(values.mean())
    half = wide(len(values) - 1) * float(values.std(ddof=1)) / math.sqrt(len(values))
    least = 0.0 if values.min() >= 0 else -math.inf
    return _estimate(middle, max(least, middle - half), middle + half)


def share(part: NDArray[Any], whole: NDArray[Any]) -> Estimate:
    """A share of things that come several a day, such as trips, with Wilson's interval.

    Its number of trials is the one that independent things would need to vary as the days' shares
    do (a ratio estimate: Cochran, Sampling Techniques, 3rd ed. 1977, section 2.11; the effective
    number: Korn and Graubard 1998). Where no day differs, each day counts as a single trial.

    Args:
        part: how many of a day are counted.
        whole: how many there are on that day.
    """
    days, total = len(part), float(whole.sum(dtype=np.float64))
    if total == 0:
        return _estimate(0.0, 0.0, 1.0)
    found = float(part.sum(dtype=np.float64)) / total
    rest = part.astype(np.float64) - found * whole.astype(np.float64)
    variance = float((rest**2).sum()) * days / (days - 1) / total**2
    trials = found * (1 - found) / variance if variance > 0 else float(days)
    return wilson(found, trials, wide(days - 1))


def wilson(found: float, trials: float, score: float = _Z) -> Estimate:
    """A share of so many independent trials (Wilson 1927)."""
    weight = score**2 / trials
    middle = (found + weight / 2) / (1 + weight)
    half = score / (1 + weight) * math.sqrt(found * (1 - found) / trials + weight / (4 * trials))
    return _estimate(found, min(found, middle - half), max(found, middle + half))


def _estimate(value: float, low: float, high: float) -> Estimate:
    return Estimate(
        value=round(value, _DECIMALS),
        low=round(low, _DECIMALS) + 0.0,  # not -0.0
        high=round(high, _DECIMALS),
    )
