"""A duration stated by three percentiles, read as a shifted lognormal."""

import math
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

from shuttle.domain.facts import Minutes

_Z85, _Z95 = NormalDist().inv_cdf(0.85), NormalDist().inv_cdf(0.95)
_SCORES = (0.0, _Z85, _Z95)
# Below, the shape cannot be told from a normal one; above, the tail would be made of rounding:
# 5, 6 and 9 minutes, hit exactly, would mean more than an hour and a half once in a thousand days.
_LEAST_SPREAD, _MOST_SPREAD = 0.05, 1.25
_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Law:
    """A duration of `shift + scale * exp(spread * z)` minutes for a normal score z, never below 0.

    Attributes:
        spread: 0 for a duration that does not vary; then it takes `shift` minutes.
        stated: the percentiles p50, p85 and p95 that it shall have.
        misfit: largest distance to one of them, in minutes.
    """

    shift: float
    scale: float
    spread: float
    stated: tuple[int, int, int]
    misfit: float = 0.0

    def minutes(self, score: float) -> float:
        """Minutes at a normal score."""
        if self.spread == 0:
            return self.shift
        return max(0.0, self.shift + self.scale * math.exp(self.spread * score))


@cache
def fit(stated: Minutes) -> Law:
    """The law that hits median, 85th and 95th percentile, or comes nearest to them.

    Three percentiles fix shift, scale and spread where the upper ones lie neither too close nor
    too far apart: their distances to the median stand as `(exp(spread z95) - 1) / (exp(spread z85)
    - 1)`, which rises with the spread. Elsewhere the spread is the nearest that is believable, and
    shift and scale are those of least squares.
    """
    three = (stated.p50, stated.p85, stated.p95)
    wide, wider = stated.p85 - stated.p50, stated.p95 - stated.p50
    if wider == 0:
        return Law(shift=float(stated.p50), scale=0.0, spread=0.0, stated=three)
    spread = _spread(wider / wide) if wide else _MOST_SPREAD
    if _LEAST_SPREAD < spread < _MOST_SPREAD:
        scale = wide / math.expm1(spread * _Z85)
        return Law(shift=stated.p50 - scale, scale=scale, spread=spread, stated=three)
    return _nearest(three, spread)


def _spread(ratio: float) -> float:
    """The spread with that ratio of distances, within what is believable."""
    low, high = _LEAST_SPREAD, _MOST_SPREAD
    if ratio <= _ratio(low):
        return low
    if ratio >= _ratio(high):
        return high
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _ratio(middle) < ratio else (low, middle)
    return (low + high) / 2


def _ratio(spread: float) -> float:
    return math.expm1(spread * _Z95) / math.expm1(spread * _Z85)


def _nearest(minutes: tuple[int, int, int], spread: float) -> Law:
    """Shift and scale of least squares for a given spread."""
    grown = [math.exp(spread * score) for score in _SCORES]
    mean, middle = sum(grown) / 3, sum(minutes) / 3
    rising = sum((x - mean) * (y - middle) for x, y in zip(grown, minutes, strict=True))
    scale = rising / sum((x - mean) ** 2 for x in grown)
    shift = middle - scale * mean
    found = (shift + scale * x for x in grown)
    misfit = max(abs(x - y) for x, y in zip(found, minutes, strict=True))
    return Law(shift=shift, scale=scale, spread=spread, stated=minutes, misfit=misfit)
