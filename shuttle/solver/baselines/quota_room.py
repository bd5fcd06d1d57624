"""What a port's quotas still admit while trips are given out one by one."""

from collections import Counter
from collections.abc import Iterable, Sequence

from shuttle.solver.problem import Problem, Run
from shuttle.solver.rules import port_quota


class QuotaRoom:
    """How much of each port quota has been used."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._used: Counter[port_quota.CountKey] = Counter()

    def take(self, runs: Iterable[Run]) -> None:
        """Count runs in."""
        for run in runs:
            self._used.update(self._quotas(run).keys())

    def beyond(self, runs: Sequence[Run], chosen: Iterable[int]) -> list[int]:
        """Runs that must not be used if the first of those chosen are to have room.

        Empty where there is room for all chosen; else at least one of them is among the runs.
        """
        used, full, kept = self._used.copy(), set[port_quota.CountKey](), set[int]()
        for index in chosen:
            quotas = self._quotas(runs[index])
            over = {key for key, most in quotas.items() if used[key] >= most}
            full |= over
            if not over:
                used.update(quotas.keys())
                kept.add(index)
        return [
            index
            for index, run in enumerate(runs)
            if index not in kept and not full.isdisjoint(self._quotas(run))
        ]

    def _quotas(self, run: Run) -> dict[port_quota.CountKey, int]:
        """The counts to which a run adds, with the most that each admits."""
        problem = self._problem
        border = problem.directions[run.direction].border
        if run.port is None or run.reach is None or border is None:
            return {}
        port = problem.scenario.ports[run.port]
        found = port_quota.keys(port, problem.day, problem.day_type, border, run.reach)
        return {key: quota.trips for key, quota in found}
