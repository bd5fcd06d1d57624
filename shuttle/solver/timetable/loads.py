"""Who rides between two consecutive departures, and what that costs, known before solving.

The riders who board are fixed once two consecutive departures are: `depart_after` riders whose
wish lies after the earlier departure and not after the later one take the later; `arrive_by`
riders whose wish lies from the earlier arrival to before the later one take the earlier. With
cumulated riders and cumulated wish minutes each cost takes constant time.
"""

from dataclasses import dataclass

import numpy as np

from shuttle.domain.time import LAST_MINUTE
from shuttle.solver.linear import Ints
from shuttle.solver.problem import Cents, Wishes

BEFORE_ALL = -1
AFTER_ALL = LAST_MINUTE + 1


@dataclass(frozen=True)
class Loads:
    """Riders of arcs, one array element each.

    Attributes:
        boarding: depart_after riders who come to the later departure.
        making: arrive_by riders who come to the earlier departure.
        waiting: minutes that those boarding have waited.
        early: minutes that those making it arrive too early.
        beyond: riders for whom neither departure is within tolerance.
    """

    boarding: Ints
    making: Ints
    waiting: Ints
    early: Ints
    beyond: Ints

    def cents(self, prices: Cents) -> Ints:
        """Money of each arc; seats not yet considered."""
        minutes = self.waiting * prices.waiting_minute + self.early * prices.early_minute
        return minutes + self.beyond * prices.unserved


class Counter:
    """Cumulated riders of one direction.

    Args:
        wishes: riders by wished minute.
        max_wait_minutes, max_early_minutes: tolerances.
    """

    def __init__(self, wishes: Wishes, max_wait_minutes: int, max_early_minutes: int) -> None:
        self._wait, self._early = max_wait_minutes, max_early_minutes
        self._after, self._after_minutes = _cumulated(wishes.depart_after)
        self.before, self._before_minutes = _cumulated(wishes.arrive_by)

    def wishes_before(self, minutes: Ints) -> Ints:
        """Riders of both kinds whose wish lies before each minute; none before negative ones."""
        at = np.clip(minutes, 0, LAST_MINUTE + 1)
        riders: Ints = self._after[at] + self.before[at]
        return riders

    def loads(self, departures: tuple[Ints, Ints], arrivals: tuple[Ints, Ints]) -> Loads:
        """Riders of arcs from earlier to later departures.

        Args:
            departures: departure minutes of both ends; BEFORE_ALL and AFTER_ALL for the day's.
            arrivals: arrival minutes of both ends, likewise.
        """
        boarding, waiting, lost_after = self._boarding(*departures)
        making, early, lost_by = self._making(*arrivals)
        return Loads(boarding, making, waiting, early, lost_after + lost_by)

    def _boarding(self, earlier: Ints, later: Ints) -> tuple[Ints, Ints, Ints]:
        """Riders with earlier < wish <= later: those in tolerance, their minutes, the others."""
        start = np.clip(earlier + 1, 0, LAST_MINUTE + 1)
        end = np.clip(later + 1, 0, LAST_MINUTE + 1)
        patient = np.where(later > LAST_MINUTE, end, np.maximum(start, later - self._wait))
        patient = np.clip(patient, start, end)
        riders = self._after[end] - self._after[patient]
        minutes = later * riders - (self._after_minutes[end] - self._after_minutes[patient])
        return riders, minutes, self._after[patient] - self._after[start]

    def _making(self, earlier: Ints, later: Ints) -> tuple[Ints, Ints, Ints]:
        """Riders with earlier <= wish < later: those in tolerance, their minutes, the others."""
        start = np.clip(earlier, 0, LAST_MINUTE + 1)
        end = np.maximum(start, np.clip(later, 0, LAST_MINUTE + 1))
        patient = np.where(earlier < 0, start, np.minimum(end, earlier + self._early + 1))
        riders = self.before[patient] - self.before[start]
        minutes = self._before_minutes[patient] - self._before_minutes[start] - earlier * riders
        return riders, minutes, self.before[end] - self.before[patient]


def _cumulated(riders: Ints) -> tuple[Ints, Ints]:
    """Riders, and rider-minutes, with a wish before each minute; one element longer."""
    minutes = np.arange(len(riders))
    count = np.concatenate([[0], np.cumsum(riders)])
    return count, np.concatenate([[0], np.cumsum(riders * minutes)])
