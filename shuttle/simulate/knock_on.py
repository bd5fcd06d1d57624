"""Which run's delay makes later ones late.

The delay with which a run departs comes from the run that it waited for: its bus's or its driver's,
whichever was ready last. Of that delay the waited-for run answers for what it lost on its own way,
the rest for it was late already, and so goes to the run that it had waited for itself. So every
minute of delay at a departure is somebody's, once.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shuttle.simulate.operation import Operation, Run
from shuttle.simulate.propagate import Played

Minutes = NDArray[np.float64]
DayNumbers = NDArray[np.intp]
_GRAIN = 64.0


@dataclass(frozen=True, slots=True)
class KnockOn:
    """Minutes by which trips left late because of runs before them.

    All are in 64ths of a minute, so that sums do not depend on their order.

    Attributes:
        by_day: of each day.
        by_run: over all days, by the place of the run that caused them.
    """

    by_day: Minutes
    by_run: Mapping[int, float]


def knock_on(operation: Operation, played: Played, days: int) -> KnockOn:
    """Charge the delay of every trip's departure to the runs that caused it."""
    ledger = _Ledger(operation, played, days)
    for place in reversed(range(len(operation.runs))):
        ledger.settle(place)
    return KnockOn(ledger.by_day, ledger.by_run)


class _Ledger:
    """Passes delay back from each run to what it waited for; the last run first."""

    def __init__(self, operation: Operation, played: Played, days: int) -> None:
        self._operation, self._played, self._days = operation, played, days
        self._passed_on: dict[int, Minutes] = {}
        self.by_day = np.zeros(days)
        self.by_run: dict[int, float] = {}

    def settle(self, place: int) -> None:
        """Charge the delay of one departure, and what was passed back to it."""
        run = self._operation.runs[place]
        late = np.flatnonzero(self._played.departures[place] > run.piece.departure)
        if not late.size:
            return
        delay = self._delay(place, late)
        minutes = delay if run.trip is not None else np.zeros_like(delay)
        if place in self._passed_on:
            minutes = minutes + self._passed_on.pop(place)[late]
        by_driver = self._waited_for_driver(run, late)
        for link, mine in ((run.bus, ~by_driver), (run.driver, by_driver)):
            if link is not None:
                self._charge(link.run, late[mine], delay[mine], minutes[mine])

    def _delay(self, place: int, days: DayNumbers) -> Minutes:
        planned = self._operation.runs[place].piece.departure
        return self._played.departures[place][days].astype(np.float64) - planned

    def _waited_for_driver(self, run: Run, days: DayNumbers) -> NDArray[np.bool_]:
        if run.driver is None or run.bus is None:
            return np.full(days.size, run.bus is None)
        bus, driver = self._played.ready(run.bus), self._played.ready(run.driver)
        later: NDArray[np.bool_] = driver[days] > bus[days]
        return later

    def _charge(self, before: int, days: DayNumbers, delay: Minutes, minutes: Minutes) -> None:
        planned = self._operation.runs[before].piece.arrival
        overrun = self._played.arrivals[before][days].astype(np.float64) - planned
        lost = overrun - self._delay(before, days)
        own = np.rint(minutes * np.clip(lost / delay, 0.0, 1.0) * _GRAIN) / _GRAIN
        self.by_day[days] += own
        self.by_run[before] = self.by_run.get(before, 0.0) + float(own.sum())
        if before not in self._passed_on:
            self._passed_on[before] = np.zeros(self._days)
        self._passed_on[before][days] += minutes - own
