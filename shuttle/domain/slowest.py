"""How long a bus waits at a port for the slowest of its riders."""

import math
from statistics import NormalDist

from shuttle.domain.facts import Minutes

_QUANTILES = {"p50": 0.50, "p85": 0.85, "p95": 0.95}
_NORMAL = NormalDist()


def spread(one: Minutes) -> float:
    """Standard deviation of the logarithm of a rider's minutes, read as lognormal.

    A lognormal of median m has the quantile m * exp(spread * z), z being that of the standard
    normal. The median and either upper percentile give it; the larger counts, so that neither
    percentile is understated.

    Raises:
        ValueError: the median is 0; a lognormal has none such.
    """
    if one.p50 == 0:
        msg = "has a median of 0 minutes; the slowest of several needs at least 1"
        raise ValueError(msg)
    uppers = (one.p85, _QUANTILES["p85"]), (one.p95, _QUANTILES["p95"])
    return max(math.log(minutes / one.p50) / _NORMAL.inv_cdf(q) for minutes, q in uppers)


def slowest_minutes(one: Minutes, riders: int, quantile: float) -> float:
    """Minutes within which, with that probability, the slowest of several riders has cleared.

    Riders clear independently, each in lognormal minutes with distribution function F. All n are
    through within t minutes with probability F(t) ** n (the first order statistic from above:
    David and Nagaraja, Order Statistics, 3rd ed. 2003, section 2.1), so the quantile q of the
    slowest is F's quantile q ** (1 / n).

    Args:
        one: one rider's minutes.
        riders: how many are on the bus, at least 1.
        quantile: between 0 and 1, both excluded.

    Raises:
        ValueError: the median of one rider is 0.
    """
    return one.p50 * math.exp(spread(one) * _NORMAL.inv_cdf(quantile ** (1 / riders)))


def slowest_of(one: Minutes, riders: int) -> Minutes:
    """The slowest of several riders as a distribution, in whole minutes, rounded up.

    Raises:
        ValueError: the median of one rider is 0.
    """
    found = {
        name: math.ceil(round(slowest_minutes(one, riders, quantile), 6))
        for name, quantile in _QUANTILES.items()
    }
    return Minutes(**found)
