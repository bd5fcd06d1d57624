"""How much longer a bus stands at the port because it waits for its riders."""

from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from shuttle.domain.facts import Minutes
from shuttle.domain.port import DwellByLoad
from shuttle.domain.slowest import slowest_minutes
from shuttle.simulate.chance import Counts, Floats
from shuttle.simulate.laws import fit

_REACH, _PER_SCORE = 4.25, 64
_WIDTH = int(2 * _REACH * _PER_SCORE) + 1


@dataclass(frozen=True)
class Dwell:
    """Extra minutes at the port by the number of riders and a normal score.

    Attributes:
        by_riders: a row of minutes for each number of riders, from none on, by ascending score.
        planned_minutes: what the plan allows.
        room: most riders for whom that is enough.
    """

    by_riders: NDArray[np.float32]
    planned_minutes: int
    room: int

    def minutes(self, riders: Counts, scores: Floats) -> Floats:
        """Extra minutes of buses with so many riders, for their normal scores."""
        column = np.rint((scores + np.float32(_REACH)) * np.float32(_PER_SCORE)).astype(np.intp)
        np.clip(column, 0, _WIDTH - 1, out=column)
        column += riders.astype(np.intp) * _WIDTH
        found: Floats = self.by_riders.ravel().take(column)
        return found

    def passed(self, riders: int, minutes: float) -> float:
        """Chance that one of so many riders is through within so many extra minutes.

        Riders clear independently, so that the slowest of n is through with the n-th power of it.
        """
        row = self.by_riders[riders]
        column = int(np.searchsorted(row, minutes, side="right"))
        return float(NormalDist().cdf(column / _PER_SCORE - _REACH) ** (1 / riders))


def dwell(band: DwellByLoad, seats: int, planned_minutes: int, room: int) -> Dwell:
    """The dwell that a band gives to a bus of so many seats."""
    rows = [np.zeros(_WIDTH, dtype=np.float32)]
    rows += [_row(band, riders) for riders in range(1, seats + 1)]
    return Dwell(np.stack(rows), planned_minutes, room)


def _row(band: DwellByLoad, riders: int) -> Floats:
    if band.one_rider is not None:
        return _of_slowest(band.one_rider, riders)
    steps = band.load_steps
    step = next((step for step in steps if step.riders_up_to >= riders), steps[-1])
    law = fit(step.extra_minutes)
    return np.array([law.minutes(score) for score in _scores()], dtype=np.float32)


@cache
def _of_slowest(one: Minutes, riders: int) -> Floats:
    """By how much the slowest of some riders takes longer than one, score by score."""
    law = NormalDist()
    shares = [law.cdf(score) for score in _scores()]
    alone = [slowest_minutes(one, 1, share) for share in shares]
    slowest = [slowest_minutes(one, riders, share) for share in shares]
    extra = [max(0.0, more - less) for more, less in zip(slowest, alone, strict=True)]
    return np.maximum.accumulate(np.array(extra, dtype=np.float32))


@cache
def _scores() -> tuple[float, ...]:
    return tuple(i / _PER_SCORE - _REACH for i in range(_WIDTH))
