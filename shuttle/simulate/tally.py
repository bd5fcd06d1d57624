"""Sums of what happens on simulated days: by day, and by trip over all days."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shuttle.domain.time import MINUTES_PER_HOUR
from shuttle.simulate.at_port import LeftAtPort
from shuttle.simulate.boarding import Boarded
from shuttle.simulate.chance import Floats
from shuttle.simulate.knock_on import knock_on
from shuttle.simulate.operation import Operation
from shuttle.simulate.overruns import overruns
from shuttle.simulate.propagate import Played

ByDay = NDArray[Any]

DEPARTURE_MINUTES = (0, 3, 5)
SHOWN_MINUTES = 3
"""Of these, those by which trips and hours are told."""
ARRIVAL_MINUTES = 5

_COUNTED = ("late at port", "duties over")
_MEASURED = ("delay", "knock-on", "minutes over")


def departed(minutes: int) -> str:
    """Name of a day's trips that leave at most so many minutes late."""
    return f"departed {minutes}"


def departed_in(hour: int) -> str:
    """Name of a day's trips planned for a clock hour that leave within the minutes shown."""
    return f"departed in hour {hour}"


LEFT_AT_PORT, STRANDED_AT_PORT = "left at port", "stranded at port"
"""Riders of a day; not there where every bus waits for all."""

ARRIVED = f"arrived {ARRIVAL_MINUTES}"


@dataclass(slots=True)
class TripSums:
    """One trip over the days so far.

    Attributes:
        in_time: days on which it left within the minutes shown.
        arrived: days on which it arrived within them.
        departure_delay: minutes in all, as are `arrival_delay` and `knock_on`.
    """

    in_time: int = 0
    arrived: int = 0
    departure_delay: float = 0.0
    arrival_delay: float = 0.0
    knock_on: float = 0.0
    denied: int = 0


class Tally:
    """All sums of a simulation, made stretch by stretch.

    Attributes:
        days: how many there are so far.
        trips: sums by place of the run.
        duties_over: days on which each duty was over its limits.
    """

    def __init__(self, operation: Operation) -> None:
        self._operation = operation
        self._figures: dict[str, list[ByDay]] = defaultdict(list)
        self.days = 0
        self.trips = {place: TripSums() for place in operation.trips}
        self.duties_over = dict.fromkeys((shift.duty.id for shift in operation.shifts), 0)

    def has(self, name: str) -> bool:
        """Whether there is such a figure."""
        return name in self._figures

    def of_each_day(self, name: str) -> ByDay:
        """A figure of every day so far."""
        return np.concatenate(self._figures[name])

    def add(self, played: Played, boarded: Boarded, left: LeftAtPort | None) -> None:
        """Take in some more days."""
        days = len(boarded.riders)
        stretch = _Stretch(self._operation, self.trips, days)
        for place in self._operation.trips:
            stretch.departure(place, played.departures[place])
            stretch.arrival(place, played.arrivals[place])
        stretch.knock_on(played)
        for late in played.late_at_port.values():
            stretch.figures["late at port"] += late
        for shift, over in overruns(self._operation, played):
            days_over = over > 0
            self.duties_over[shift.duty.id] += int(np.count_nonzero(days_over))
            stretch.figures["duties over"] += days_over
            stretch.figures["minutes over"] += over
        stretch.riders(boarded)
        if left is not None:
            stretch.figures |= {LEFT_AT_PORT: left.left, STRANDED_AT_PORT: left.stranded}
        for name, values in stretch.figures.items():
            self._figures[name].append(values)
        self.days += days


class _Stretch:
    """Figures of some days in a row."""

    def __init__(self, operation: Operation, trips: dict[int, TripSums], days: int) -> None:
        self._operation, self._trips, self._days = operation, trips, days
        hours = {self._hour(place) for place in operation.trips}
        counted = (*map(departed, DEPARTURE_MINUTES), *map(departed_in, sorted(hours)))
        self.figures: dict[str, ByDay] = {
            name: np.zeros(days, dtype=np.int16) for name in (*counted, ARRIVED, *_COUNTED)
        }
        self.figures |= {name: np.zeros(days, dtype=np.float64) for name in _MEASURED}

    def _hour(self, place: int) -> int:
        return self._operation.runs[place].piece.departure // MINUTES_PER_HOUR

    def departure(self, place: int, left: Floats) -> None:
        """Count the departures of one trip."""
        late = left - np.float32(self._operation.runs[place].piece.departure)
        sums = self._trips[place]
        sums.departure_delay += float(late.sum(dtype=np.float64))
        self.figures["delay"] += late
        for minutes in DEPARTURE_MINUTES:
            in_time = late <= minutes
            self.figures[departed(minutes)] += in_time
            if minutes == SHOWN_MINUTES:
                sums.in_time += int(np.count_nonzero(in_time))
                self.figures[departed_in(self._hour(place))] += in_time

    def arrival(self, place: int, came: Floats) -> None:
        """Count the arrivals of one trip."""
        late = came - np.float32(self._operation.runs[place].piece.arrival)
        in_time = late <= ARRIVAL_MINUTES
        self.figures[ARRIVED] += in_time
        sums = self._trips[place]
        sums.arrived += int(np.count_nonzero(in_time))
        sums.arrival_delay += float(np.maximum(late, np.float32(0)).sum(dtype=np.float64))

    def knock_on(self, played: Played) -> None:
        """Charge the delay of departures to the runs that caused it."""
        found = knock_on(self._operation, played, self._days)
        self.figures["knock-on"] += found.by_day
        for place, minutes in found.by_run.items():
            if place in self._trips:
                self._trips[place].knock_on += minutes

    def riders(self, boarded: Boarded) -> None:
        """Count the riders."""
        denied = np.zeros(self._days, dtype=np.int16)
        for place, refused in boarded.denied.items():
            denied += refused
            self._trips[place].denied += int(refused.sum(dtype=np.int64))
        self.figures |= {
            "riders": boarded.riders,
            "denied": denied,
            "rebooked": boarded.rebooked,
            "lost": denied - boarded.rebooked,
            "without": boarded.without,
        }
