"""How long a part of a run takes, by the minute at which it really begins."""

import math
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from shuttle.domain.facts import FactBand, Minutes
from shuttle.domain.time import MINUTES_PER_HOUR
from shuttle.domain.variation import SharedSpread
from shuttle.simulate.chance import Days, Floats
from shuttle.simulate.laws import Law, fit

_ZERO = np.float32(0)


@dataclass(frozen=True, slots=True)
class Begins:
    """The minutes at which a part begins, one a day.

    Attributes:
        low: the earliest; `high` the latest.
        usual: a common one. What follows from it is reckoned for all days at once, the rest for
            the few days that differ; which one it is changes no number.
    """

    minutes: Floats
    low: float
    high: float
    usual: float

    @classmethod
    def of(cls, minutes: Floats) -> "Begins":
        """The minutes with their range."""
        some = sorted(minutes[:_SAMPLE].tolist())
        return cls(minutes, float(minutes.min()), float(minutes.max()), some[len(some) // 2])

    def outside(self, start: float, end: float) -> NDArray[np.intp]:
        """Days on which it begins before `start`, or not before `end`."""
        if start <= self.low and self.high < end:
            return _NONE
        if start <= self.low:
            return np.flatnonzero(self.minutes >= end)
        if self.high < end:
            return np.flatnonzero(self.minutes < start)
        return np.flatnonzero((self.minutes < start) | (self.minutes >= end))


_SAMPLE = 9
_NONE = np.zeros(0, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Pace:
    """Laws by time: each holds from its start to the next one's.

    Attributes:
        starts: minutes, ascending; the first law holds before its start too.
    """

    starts: tuple[int, ...]
    laws: tuple[Law, ...]

    @property
    def varies(self) -> bool:
        """Whether chance has any part in it."""
        return any(law.spread for law in self.laws)

    def minutes(self, begins: Begins, scores: Floats) -> Floats:
        """Durations of parts that begin at some minutes, for their normal scores."""
        usual = bisect_right(self.starts, begins.usual, lo=1) - 1
        found = _minutes(self.laws[usual], scores)
        start = self.starts[usual] if usual else -math.inf
        end = self.starts[usual + 1] if usual + 1 < len(self.starts) else math.inf
        others = begins.outside(start, end)
        if others.size:
            which = np.searchsorted(self.starts[1:], begins.minutes[others], side="right")
            for number, law in enumerate(self.laws):
                mine = others[which == number]
                if mine.size:
                    found[mine] = _minutes(law, scores[mine])
        return found


def _minutes(law: Law, scores: Floats) -> Floats:
    if law.spread == 0:
        return np.full_like(scores, law.shift)
    found = scores * np.float32(law.spread)
    np.exp(found, out=found)
    found *= np.float32(law.scale)
    found += np.float32(law.shift)
    if law.shift < 0:
        np.maximum(found, _ZERO, out=found)
    return found


def pace(bands: Iterable[tuple[FactBand, Minutes]], day: date, day_type: str) -> Pace:
    """The pace that bands give on a date of a day type; at least one must hold then.

    A part that begins at a minute which no band governs takes the minutes of the band before it,
    for a late bus drives on where the plan would not have sent it.
    """
    holding = sorted(
        (
            (band.start, fit(minutes))
            for band, minutes in bands
            if band.holds_on(day) and band.holds_for(day_type)
        ),
        key=itemgetter(0),
    )
    starts, laws = [holding[0][0]], [holding[0][1]]
    for start, law in holding[1:]:
        if law != laws[-1]:
            starts.append(start)
            laws.append(law)
    return Pace(tuple(starts), tuple(laws))


def scored(days: Days, begins: Begins, place: str, name: str, spread: SharedSpread) -> Floats:
    """Normal scores of a part: its own chance, and what its place and hour share."""
    found = days.scores(name)
    found *= np.float32(spread.own_share**0.5)
    usual = int(begins.usual) // MINUTES_PER_HOUR
    others = begins.outside(usual * MINUTES_PER_HOUR, (usual + 1) * MINUTES_PER_HOUR)
    hours = begins.minutes[others] // MINUTES_PER_HOUR
    first, last = (int(minute) // MINUTES_PER_HOUR for minute in (begins.low, begins.high))
    elsewhere = []
    for hour in range(first, last + 1) if others.size else ():
        mine = others[hours == hour]
        if mine.size:
            elsewhere.append((mine, found[mine] + days.shared_on(mine, place, hour, spread)))
    found += days.shared(place, usual, spread)
    for mine, scores in elsewhere:
        found[mine] = scores
    return found
