"""What a planner has before her when she fills one direction: minutes, rides and rules."""

from dataclasses import dataclass

import numpy as np

from shuttle.domain.network import Direction
from shuttle.solver.linear import Bools, Ints
from shuttle.solver.problem import Problem, Run
from shuttle.solver.rules import headway, no_overtaking, span
from shuttle.solver.timetable.loads import Counter


@dataclass(frozen=True, slots=True)
class Line:
    """One direction.

    Attributes:
        runs: the allowed runs, by departure, then in the order of the ports.
        departure: departures of the runs.
        arrival: arrivals of the runs.
        detour: minutes by which each arrives later than the fastest that leaves when it does.
        first: whether the run may be the first of the day.
        last: whether it may be the last.
        before: for each run, indices of those that may leave just before it.
        may_be_empty: whether the direction may go without trips.
        after_wishes: minutes after which riders wish to leave, one for each, ascending.
        by_wishes: minutes by which riders wish to arrive, likewise.
    """

    runs: tuple[Run, ...]
    departure: Ints
    arrival: Ints
    detour: Ints
    first: Bools
    last: Bools
    before: tuple[Ints, ...]
    may_be_empty: bool
    after_wishes: Ints
    by_wishes: Ints

    def wished_departures(self) -> list[int]:
        """When each rider wishes to leave, ascending.

        An `arrive_by` wish counts at the last minute at which one must leave to fulfil it, and
        not at all where no run arrives by then.
        """
        latest = [self.departure[self.arrival <= wish].max(initial=-1) for wish in self.by_wishes]
        return sorted([*self.after_wishes.tolist(), *(int(m) for m in latest if m >= 0)])


def line_of(problem: Problem, index: int) -> Line:
    """Direction number `index`."""
    direction = problem.directions[index]
    policies, day_type = problem.scenario.policies, problem.day_type
    runs = tuple(run for run in problem.trips if run.direction == index)
    departure = np.array([run.departure for run in runs], dtype=np.int64)
    arrival = np.array([run.arrival for run in runs], dtype=np.int64)
    firsts = span.windows(policies, day_type, direction, "first")
    lasts = span.windows(policies, day_type, direction, "last")
    wishes = problem.wishes[index]
    minutes = np.arange(len(wishes.depart_after))
    return Line(
        runs=runs,
        departure=departure,
        arrival=arrival,
        detour=_detour(departure, arrival),
        first=np.array([span.admits(firsts, run.departure) for run in runs], bool),
        last=np.array([span.admits(lasts, run.departure) for run in runs], bool),
        before=_before(problem, (index, direction), departure, arrival),
        may_be_empty=not firsts and not lasts,
        after_wishes=np.repeat(minutes, wishes.depart_after),
        by_wishes=np.repeat(minutes, wishes.arrive_by),
    )


def _detour(departure: Ints, arrival: Ints) -> Ints:
    fastest: dict[int, int] = {}
    for minute, arrived in zip(departure.tolist(), arrival.tolist(), strict=True):
        fastest[minute] = min(arrived, fastest.get(minute, arrived))
    return arrival - np.array([fastest[minute] for minute in departure.tolist()], dtype=np.int64)


def _before(
    problem: Problem, directed: tuple[int, Direction], departure: Ints, arrival: Ints
) -> tuple[Ints, ...]:
    index, direction = directed
    policies = problem.scenario.policies
    counter = Counter(problem.wishes[index], policies.max_wait_minutes, policies.max_early_minutes)
    follows = np.zeros((len(departure), len(departure)), dtype=np.bool_)
    for number, minute in enumerate(departure.tolist()):
        policy = headway.governing(policies, problem.day_type, direction, minute)
        least, most = headway.followers(policy, minute, problem.allowed[index])
        in_window = (departure >= least) & (departure <= most)
        in_order = no_overtaking.admits(int(arrival[number]), arrival, counter.before)
        follows[number] = in_window & in_order
    return tuple(np.flatnonzero(column) for column in follows.T)
