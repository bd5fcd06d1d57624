"""The solver's count of riders under carry-over: whole groups at once, not rider by rider."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shuttle.solver.linear import Ints
from shuttle.solver.problem import Problem
from shuttle.solver.timetable.vehicles import RunColumn


@dataclass(frozen=True)
class LineCount:
    """What became of the riders of one direction.

    Attributes:
        loads: riders on each departure.
        waiting, early: minutes of all who tried a departure.
        unserved: riders without a seat.
        crowded: riders above the comfortable share of their bus's seats.
    """

    loads: Ints
    waiting: int
    early: int
    unserved: int
    crowded: int = 0

    def cents(self, problem: Problem) -> int:
        """What the riders bear."""
        prices = problem.cents
        return (
            self.waiting * prices.waiting_minute
            + self.early * prices.early_minute
            + self.unserved * prices.unserved
            + self.crowded * prices.crowded
        )


def count_line(problem: Problem, index: int, trips: Sequence[RunColumn]) -> LineCount:
    """The riders of direction number `index` on its trips, which are in order of departure."""
    policies, wishes = problem.scenario.policies, problem.wishes[index]
    departure = np.array([trip.run.departure for trip in trips], dtype=np.int64)
    arrival = np.array([trip.run.arrival for trip in trips], dtype=np.int64)
    seats = np.array([problem.types[trip.vehicle_type].seats for trip in trips], dtype=np.int64)
    after = _after(wishes.depart_after, departure, seats, policies.max_wait_minutes)
    by = _by(wishes.arrive_by, arrival, seats - after.loads, policies.max_early_minutes)
    unserved = after.unserved + by.unserved
    loads, crowding = after.loads + by.loads, policies.crowding
    comfortable = [crowding.comfortable_riders(int(n)) if crowding else int(n) for n in seats]
    crowded = np.maximum(0, loads - np.array(comfortable, dtype=np.int64)).sum()
    return LineCount(loads, after.waiting, by.early, unserved, int(crowded))


def _after(riders: Ints, departure: Ints, seats: Ints, patience: int) -> LineCount:
    """Riders in a row by wish: those who wait are always a stretch of it, `first` to `last`."""
    wishes = np.repeat(np.arange(len(riders)), riders)
    loads = np.zeros_like(departure)
    waiting = unserved = first = last = 0
    for place, minute in enumerate(departure.tolist()):
        patient = int(np.searchsorted(wishes, minute - patience))
        if patient > first:
            gone = wishes[first : max(first, min(last, patient))]
            if place:
                waiting += int((departure[place - 1] - gone).sum())
            unserved += patient - first
            first = patient
        last = max(first, int(np.searchsorted(wishes, minute, side="right")))
        loads[place] = min(int(seats[place]), last - first)
        board = wishes[first : first + loads[place]]
        waiting += int((minute - board).sum())
        first += len(board)
    if len(departure):
        waiting += int((departure[-1] - wishes[first:last]).sum())
    return LineCount(loads, waiting, 0, unserved + len(wishes) - first)


def _by(riders: Ints, arrival: Ints, free: Ints, patience: int) -> LineCount:
    """Riders of one wished minute at a time, from the latest departure in time backwards."""
    loads = np.zeros_like(arrival)
    early = unserved = 0
    for wish in np.flatnonzero(riders).tolist():
        left, tried = int(riders[wish]), wish
        for place in np.flatnonzero(arrival <= wish)[::-1].tolist():
            if left == 0 or wish - arrival[place] > patience:
                break
            tried = int(arrival[place])
            seated = min(left, int(free[place] - loads[place]))
            loads[place] += seated
            early += seated * (wish - tried)
            left -= seated
        early += left * (wish - tried)
        unserved += left
    return LineCount(loads, 0, early, unserved)
