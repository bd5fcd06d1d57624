"""Which bus runs which trip, once the departures are decided."""

from collections.abc import Sequence

import numpy as np

from shuttle.solver.linear import Ints
from shuttle.solver.problem import Problem, Run
from shuttle.solver.timetable import loads


def smallest_buses(problem: Problem, index: int, runs: Sequence[Run]) -> list[int]:
    """For each of a direction's runs the smallest bus type with seats for its riders.

    The largest one that may run it where all are too small.
    """
    seats = [type_.seats for type_ in problem.types]
    chosen = []
    for run, load in zip(runs, _loads(problem, index, runs).tolist(), strict=True):
        by_seats = sorted(run.types, key=lambda k: (seats[k], k))
        chosen.append(next((k for k in by_seats if seats[k] >= load), by_seats[-1]))
    return chosen


def _loads(problem: Problem, index: int, runs: Sequence[Run]) -> Ints:
    """Riders who would board each run if it had seats for all."""
    policies = problem.scenario.policies
    counter = loads.Counter(
        problem.wishes[index], policies.max_wait_minutes, policies.max_early_minutes
    )
    ends = loads.BEFORE_ALL, loads.AFTER_ALL
    departures = np.array([ends[0], *(run.departure for run in runs), ends[1]])
    arrivals = np.array([ends[0], *(run.arrival for run in runs), ends[1]])
    arcs = counter.loads((departures[:-1], departures[1:]), (arrivals[:-1], arrivals[1:]))
    return np.asarray(arcs.boarding[:-1] + arcs.making[1:])
