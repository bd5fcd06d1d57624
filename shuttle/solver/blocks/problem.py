"""A block task as integer arrays: copies of trips, costs in cents, what may follow what."""

from dataclasses import dataclass

import numpy as np

from shuttle.domain.stages import BlockTask, CostMatrix, TravelMinutes
from shuttle.solver.linear import Bools, Ints

NEVER = -1
"""Stands in matrices of minutes and cents where there is no way."""
CENTS = 100


@dataclass(frozen=True)
class Ways:
    """What lies between trips and depots.

    Attributes:
        travel: minutes between places, NEVER where no way leads; empty with a cost matrix.
        links: cents between trips where a cost matrix rules; empty with travel minutes.
        pull_out, pull_in: depot by trip: cents from and to the depot without the vehicle's price.
    """

    travel: Ints
    links: Ints
    pull_out: Ints
    pull_in: Ints


@dataclass(frozen=True)
class BlockProblem:
    """What the solver sees. A copy is a trip at one of the starts that it may have.

    Attributes:
        trip: trip of each copy.
        start, end: minutes of each copy.
        origin, destination: place of each trip, as index; all 0 where a cost matrix rules.
        allowed: depot by trip: whether the depot's buses may drive it.
        capacity: buses of each depot.
        vehicle, deadhead, waiting: cents a block, a minute, a minute.
    """

    task: BlockTask
    trip: Ints
    start: Ints
    end: Ints
    origin: Ints
    destination: Ints
    allowed: Bools
    capacity: Ints
    ways: Ways
    vehicle: int
    deadhead: int
    waiting: int

    @property
    def by_matrix(self) -> bool:
        """Whether a cost matrix rules, rather than travel minutes."""
        return self.task.cost_matrix is not None

    @property
    def own_starts(self) -> Ints:
        """The copies that leave at their trips' own starts, one a trip, in the task's order."""
        starts = np.array([trip.start for trip in self.task.trips], dtype=np.int64)
        return np.flatnonzero(self.start == starts[self.trip])

    def link_costs(self, first: Ints, then: Ints) -> Ints:
        """Cents of driving each of the `then` copies right after each of the `first`."""
        before, after = self.trip[first], self.trip[then]
        if self.by_matrix:
            return self.ways.links[np.ix_(before, after)]
        run = self.ways.travel[np.ix_(self.destination[before], self.origin[after])]
        standing = self.start[then][None, :] - self.end[first][:, None] - run
        possible = (run != NEVER) & (standing >= self.task.layover_minutes)
        return np.where(possible, self.deadhead * run + self.waiting * standing, NEVER)


def block_problem(task: BlockTask) -> BlockProblem:
    """The arrays of a task."""
    shifts = [range(-trip.shift_minutes, trip.shift_minutes + 1) for trip in task.trips]
    copies = [(number, shift) for number, range_ in enumerate(shifts) for shift in range_]
    trip = np.array([number for number, _ in copies], dtype=np.int64)
    shift = np.array([minutes for _, minutes in copies], dtype=np.int64)
    index = {name: i for i, name in enumerate(_places(task))}
    return BlockProblem(
        task=task,
        trip=trip,
        start=np.array([t.start for t in task.trips], dtype=np.int64)[trip] + shift,
        end=np.array([t.end for t in task.trips], dtype=np.int64)[trip] + shift,
        origin=np.array([index.get(t.origin, 0) for t in task.trips], dtype=np.int64),
        destination=np.array([index.get(t.destination, 0) for t in task.trips], dtype=np.int64),
        allowed=_allowed(task),
        capacity=np.array([depot.capacity for depot in task.depots], dtype=np.int64),
        ways=_ways(task, index),
        vehicle=_cents(task.costs.vehicle),
        deadhead=_cents(task.costs.deadhead_minute),
        waiting=_cents(task.costs.waiting_minute),
    )


def _cents(money: float) -> int:
    return round(money * CENTS)


def _places(task: BlockTask) -> tuple[str, ...]:
    return task.travel_minutes.places if task.travel_minutes is not None else ()


def _allowed(task: BlockTask) -> Bools:
    rows = [
        [
            trip.vehicle_types is None or depot.vehicle_type in trip.vehicle_types
            for trip in task.trips
        ]
        for depot in task.depots
    ]
    return np.array(rows, dtype=np.bool_)


def _ways(task: BlockTask, index: dict[str, int]) -> Ways:
    if task.cost_matrix is not None:
        return _by_matrix(task, task.cost_matrix)
    travel = _minutes(task.travel_minutes)
    homes = [index[depot.place] for depot in task.depots]
    origins = [index[trip.origin] for trip in task.trips]
    destinations = [index[trip.destination] for trip in task.trips]
    price = _cents(task.costs.deadhead_minute)
    out, back = travel[np.ix_(homes, origins)], travel[np.ix_(destinations, homes)].T
    return Ways(
        travel=travel,
        links=np.zeros((0, 0), dtype=np.int64),
        pull_out=np.where(out == NEVER, NEVER, out * price),
        pull_in=np.where(back == NEVER, NEVER, back * price),
    )


def _minutes(given: TravelMinutes | None) -> Ints:
    rows = () if given is None else given.matrix
    return np.array([[NEVER if m is None else m for m in row] for row in rows], dtype=np.int64)


def _by_matrix(task: BlockTask, given: CostMatrix) -> Ways:
    rows = [[np.nan if cost is None else cost for cost in row] for row in given.matrix]
    money = np.array(rows, dtype=np.float64)
    cents = np.where(np.isnan(money), NEVER, np.rint(np.nan_to_num(money) * CENTS))
    matrix = cents.astype(np.int64)
    place = {name: number for number, name in enumerate(given.order)}
    depots = [place[depot.id] for depot in task.depots]
    trips = [place[trip.id] for trip in task.trips]
    return Ways(
        travel=np.zeros((0, 0), dtype=np.int64),
        links=matrix[np.ix_(trips, trips)],
        pull_out=matrix[np.ix_(depots, trips)],
        pull_in=matrix[np.ix_(trips, depots)].T,
    )
