"""The wanted stay of day visitors: what the timetable lacks of it is priced.

A visitor goes out on one of the trips that run, comes back on one of those that run, or stays at
home. She takes the first arrival and the last departure of her own accord, for these cost her
least; so her choices need not be whole numbers.
"""

from collections.abc import Sequence

import numpy as np

from shuttle.domain.policy import StayWish
from shuttle.solver.linear import Ints, ModelBuilder
from shuttle.solver.problem import Problem, Run, in_cents
from shuttle.solver.timetable.vehicles import RunColumn


def add_stays(problem: Problem, builder: ModelBuilder, trips: Sequence[RunColumn]) -> None:
    """Add the price of what each wish of the day type lacks."""
    for wish in problem.scenario.policies.stays_on(problem.day_type):
        _add(problem, builder, trips, wish)


def _add(
    problem: Problem, builder: ModelBuilder, trips: Sequence[RunColumn], wish: StayWish
) -> None:
    """Short of the wish by a few minutes, or by all of them: the visitor stays at home."""
    price = in_cents(wish.price_per_missing_minute)
    short = builder.columns([price], wish.wanted_minutes)
    at_home = builder.columns([price * wish.wanted_minutes], 1)
    missing = builder.rows(float(wish.wanted_minutes), np.inf)[0]
    builder.entries(missing, short, 1.0)
    builder.entries(missing, at_home, float(wish.wanted_minutes))
    goes, comes = (
        [item for item in trips if _joins(problem, item.run, *ends)]
        for ends in ((wish.home, wish.visited), (wish.visited, wish.home))
    )
    for mine, minutes, sign in (
        (goes, [item.run.arrival for item in goes], -1.0),
        (comes, [item.run.departure for item in comes], 1.0),
    ):
        taken, minute = _choices(builder, mine, np.array(minutes, dtype=np.int64))
        builder.entries(missing, taken, sign * minute)
        one = builder.rows(1.0, 1.0)[0]
        builder.entries(one, taken, 1.0)
        builder.entries(one, at_home, 1.0)


def _joins(problem: Problem, run: Run, origin: str, destination: str) -> bool:
    direction = problem.directions[run.direction]
    return (direction.origin, direction.destination) == (origin, destination)


def _choices(builder: ModelBuilder, trips: Sequence[RunColumn], minutes: Ints) -> tuple[Ints, Ints]:
    """A column for each minute at which trips may run, at most as much as do, and the minutes."""
    every = np.unique(minutes)
    taken = builder.columns(np.zeros(len(every)), 1)
    rows = builder.rows(-np.inf, 0.0, len(every))
    builder.entries(rows, taken, 1.0)
    columns = np.array([item.column for item in trips], dtype=np.int64)
    builder.entries(rows[np.searchsorted(every, minutes)], columns, -1.0)
    return taken, every
