"""Random numbers by name: the same name and day give the same number in every simulation.

Each name (a drive of a trip, a port's hour, a group of riders) has a stream of its own, so that two
plans meet the same days, and nothing depends on how many days are drawn at a time. A number is one
of 65,536 equally likely ones, looked up in a table of quantiles: several times quicker than drawing
it from its law, and exact to a hundred-thousandth.
"""

import hashlib
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from shuttle.domain.variation import SharedSpread

Floats = NDArray[np.float32]
Counts = NDArray[np.int16]
STEP = 4
"""Days are drawn by fours: one raw number of 64 bits holds four."""

LEVELS = 1 << 16


@cache
def normal_scores() -> Floats:
    """Quantiles of the standard normal at the middles of equal parts."""
    law = NormalDist()
    upper = [law.inv_cdf((i + 0.5) / LEVELS) for i in range(LEVELS // 2, LEVELS)]
    return np.array([-score for score in reversed(upper)] + upper, dtype=np.float32)


@cache
def poisson_counts(mean: float) -> Counts:
    """Quantiles of the Poisson law of that mean at the middles of equal parts."""
    most = int(mean + 10 * np.sqrt(mean) + 10)
    ratios = np.concatenate(([1.0], mean / np.arange(1, most + 1)))
    likelihood = np.cumprod(ratios) * np.exp(-mean) if mean < _LARGE else _from_the_middle(mean)
    upto = np.cumsum(likelihood)
    middles = (np.arange(LEVELS) + 0.5) / LEVELS
    return np.searchsorted(upto, middles).astype(np.int16)


_LARGE = 500.0


def _from_the_middle(mean: float) -> NDArray[np.float64]:
    """Likelihoods of a large mean, by logarithms: exp(-mean) alone would vanish."""
    most = int(mean + 10 * np.sqrt(mean) + 10)
    steps = np.log(mean) - np.log(np.arange(1, most + 1))
    logs = np.concatenate(([0.0], np.cumsum(steps))) - mean
    found: NDArray[np.float64] = np.exp(logs)
    return found


class _Stream:
    """The numbers of one name, in the order of days."""

    def __init__(self, seed: int, name: str) -> None:
        words = np.frombuffer(hashlib.sha256(name.encode()).digest()[:16], dtype="<u4")
        entropy = [seed, *(int(word) for word in words)]
        self._bits = np.random.SFC64(np.random.SeedSequence(entropy))
        self._day = 0

    def levels(self, first: int, days: int) -> NDArray[np.uint16]:
        """Numbers below 65,536 for days from `first` on; days that were passed over are lost."""
        if first > self._day:
            self._bits.random_raw((first - self._day) // STEP, output=False)
        whole = -(-days // STEP)
        raw = np.asarray(self._bits.random_raw(whole), dtype=np.uint64)
        self._day = first + whole * STEP
        return raw.view(np.uint16)[:days]


class Streams:
    """All streams of one seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._streams: dict[str, _Stream] = {}

    def levels(self, name: str, first: int, days: int) -> NDArray[np.uint16]:
        """Numbers of a name for some days; each name is asked for later and later days."""
        stream = self._streams.get(name)
        if stream is None:
            stream = self._streams[name] = _Stream(self._seed, name)
        return stream.levels(first, days)


class Days:
    """The chance of some days in a row.

    Args:
        streams: of the simulation's seed.
        first: number of the first day, a multiple of `STEP`.
        count: how many days.
    """

    def __init__(self, streams: Streams, first: int, count: int) -> None:
        self._streams = streams
        self._first = first
        self.count = count
        self._shared: dict[tuple[str, int], Floats] = {}
        self._hourly: dict[tuple[str, int], NDArray[np.uint16]] = {}
        self._daily: dict[str, Floats] = {}

    def scores(self, name: str) -> Floats:
        """Standard normal numbers of a name; asked for once."""
        return normal_scores().take(self.levels(name))

    def levels(self, name: str) -> NDArray[np.uint16]:
        """Numbers below 65,536 of a name; asked for once."""
        return self._streams.levels(name, self._first, self.count)

    def shared(self, place: str, hour: int, spread: SharedSpread) -> Floats:
        """What the buses that begin at a place within a clock hour have in common."""
        found = self._shared.get((place, hour))
        if found is None:
            found = normal_scores().take(self._levels_of(place, hour))
            found *= np.float32(spread.hour_share**0.5)
            found += self._of_the_day(place, spread)
            self._shared[place, hour] = found
        return found

    def shared_on(
        self, numbers: NDArray[np.intp], place: str, hour: int, spread: SharedSpread
    ) -> Floats:
        """The same on a few days alone."""
        if (place, hour) in self._shared:
            return self._shared[place, hour][numbers]
        found = normal_scores().take(self._levels_of(place, hour)[numbers])
        found *= np.float32(spread.hour_share**0.5)
        found += self._of_the_day(place, spread)[numbers]
        return found

    def _levels_of(self, place: str, hour: int) -> NDArray[np.uint16]:
        if (place, hour) not in self._hourly:
            self._hourly[place, hour] = self.levels(f"hour {place} {hour}")
        return self._hourly[place, hour]

    def _of_the_day(self, place: str, spread: SharedSpread) -> Floats:
        if place not in self._daily:
            weight = np.float32(spread.day_share**0.5)
            self._daily[place] = self.scores(f"day {place}") * weight
        return self._daily[place]
