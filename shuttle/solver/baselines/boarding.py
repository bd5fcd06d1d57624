"""Ports and buses for departures that are decided: what a planner does after the timetable."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from shuttle.solver.linear import Ints
from shuttle.solver.problem import Problem, Run
from shuttle.solver.rules import port_quota
from shuttle.solver.timetable import loads


class QuotaRoom:
    """How much of each port quota the trips so far have used."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._used: Counter[port_quota.CountKey] = Counter()

    def take(self, run: Run) -> bool:
        """Count the run in, if its port's quotas have room for it."""
        counts = dict(self._counts(run))
        if any(self._used[key] >= most for key, most in counts.items()):
            return False
        self._used.update(counts.keys())
        return True

    def _counts(self, run: Run) -> Iterator[tuple[port_quota.CountKey, int]]:
        problem = self._problem
        border = problem.directions[run.direction].border
        if run.port is None or run.reach is None or border is None:
            return
        port = problem.scenario.ports[run.port]
        for key, quota in port_quota.keys(port, problem.day, problem.day_type, border, run.reach):
            yield key, quota.trips


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
        problem.wishes[index], policies.max_wait_minutes, policies.max_early_minutes, problem.cents
    )
    ends = loads.BEFORE_ALL, loads.AFTER_ALL
    departures = np.array([ends[0], *(run.departure for run in runs), ends[1]])
    arrivals = np.array([ends[0], *(run.arrival for run in runs), ends[1]])
    arcs = counter.loads((departures[:-1], departures[1:]), (arrivals[:-1], arrivals[1:]))
    return np.asarray(arcs.boarding[:-1] + arcs.making[1:])
