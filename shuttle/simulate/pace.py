"""How long a part of a run takes, by the minute at which it really begins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

import numpy as np

from shuttle.domain.facts import FactBand, Minutes
from shuttle.domain.time import MINUTES_PER_HOUR
from shuttle.domain.variation import SharedSpread
from shuttle.simulate.chance import Days, Floats
from shuttle.simulate.laws import Law, fit

_ZERO = np.float32(0)


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

    def law_at(self, minute: float) -> Law:
        """The law of a part that begins at a minute."""
        later = sum(start <= minute for start in self.starts[1:])
        return self.laws[later]

    def minutes(self, begins: Floats, scores: Floats) -> Floats:
        """Durations of parts that begin at some minutes, for their normal scores."""
        low, high = float(begins.min()), float(begins.max())
        found = _minutes(self.law_at(low), scores)
        for start, law in zip(self.starts[1:], self.laws[1:], strict=True):
            if low < start <= high:
                later = np.flatnonzero(begins >= start)
                found[later] = _minutes(law, scores[later])
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


def scored(days: Days, begins: Floats, place: str, name: str, spread: SharedSpread) -> Floats:
    """Normal scores of a part: its own chance, and what its place and hour share."""
    found = days.scores(name)
    found *= np.float32(spread.own_share**0.5)
    first, last = (int(minute) // MINUTES_PER_HOUR for minute in (begins.min(), begins.max()))
    shared = days.shared(place, first, spread)
    if last > first:
        shared = shared.copy()
        rest = np.flatnonzero(begins >= (first + 1) * MINUTES_PER_HOUR)
        for hour in range(first + 1, last + 1):
            rest = rest[begins[rest] >= hour * MINUTES_PER_HOUR]
            if not rest.size:
                break
            shared[rest] = days.shared(place, hour, spread)[rest]
    found += shared
    return found
