"""Exact search by rising reduced-cost thresholds.

In each fleet branch, columns whose reduced cost exceeds a threshold are left out and the small
rest is solved. That is a heuristic and a proof at once: a solution that uses a column left out
costs at least the branch's bound plus the threshold. Thresholds rise until every branch costs at
least as much as the incumbent. A branch that is too hard at its limit of nodes is split. As many
branches as there are workers are solved beside each other, from the same incumbent, and what they
show is taken in their order: the same input, seed and number of workers give the same answer.
"""

import math
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from shuttle.solver.highs import MipLimits, MipResult, solve_mip
from shuttle.solver.linear import Bools, Floats
from shuttle.solver.progress import Progress, Report, SearchLimits, relative_gap
from shuttle.solver.timetable import branch as branches
from shuttle.solver.timetable.attempt import RISE, Attempt, rest, unit_of_money
from shuttle.solver.timetable.branch import Branch
from shuttle.solver.timetable.crew import Crew, Improver
from shuttle.solver.timetable.model import TimetableModel
from shuttle.solver.timetable.neighbourhood import Kinds, ground_of
from shuttle.solver.timetable.readout import read
from shuttle.solver.timetable.start import dual_priced

_FIRST_NODES = 64
_FIRST_THRESHOLD = 0.00025
_ROUNDING = 1e-6
_LEAST_CENT = 0.25
_HALF = 0.5
_LARGE = 40_000
_IDLE = 8
_IDLE_BY_ROUTE = 2
# A gap so many times as wide as the one that is wanted may be closed from below.
_IN_REACH = 3.0
# Once no more is left to be proved, all of it is tried at once.
_CLOSE = 0.003


@dataclass(frozen=True)
class SearchResult:
    """What a search leaves: values of all columns, cost and bound in cents, nodes used.

    Attributes:
        values: None where no solution was found.
        infeasible: proved that there is none.
    """

    values: Floats | None
    cost: int | None
    bound: float
    infeasible: bool
    nodes: int


class Search:
    """One run over one model.

    Args:
        model: timetable and vehicles.
        limits: when to stop.
        report: told of every step.

    Attributes:
        incumbents: values of all columns of each solution that was the best when it came.
    """

    def __init__(self, model: TimetableModel, limits: SearchLimits, report: Report) -> None:
        self._model, self._limits, self._report = model, limits, report
        self._unit = unit_of_money(model)
        self._best: Floats | None = None
        self._cost: int | None = None
        self.incumbents: list[Floats] = []
        self._nodes = 0
        self._open: list[Branch] = []
        self._closed_bound = math.inf

    def offer(self, values: Floats) -> None:
        """Take a solution from elsewhere as incumbent where it is better."""
        cost = round(self._model.linear.objective(values))
        if self._cost is None or cost < self._cost:
            self._best, self._cost = values, cost
            self.incumbents.append(values)

    def run(self) -> SearchResult:
        """Search until the gap is reached, every branch is closed, or time is over."""
        limits = self._limits
        first = branches.root(self._model, _FIRST_NODES, limits.deadline)
        if first is None:
            return SearchResult(None, None, math.inf, infeasible=True, nodes=0)
        self._tell("bound by linear programming", first.proved)
        self._open = [first]
        self._begin(first)
        if self._unfinished():
            self._open = branches.split(self._model, first, limits.deadline) or [first]
        with ThreadPoolExecutor(limits.workers) as team:
            while self._unfinished():
                if not self._nearly_there() or not self._lift():
                    self._step(team)
        bound = self._bound()
        infeasible = self._cost is None and not self._open
        return SearchResult(self._best, self._cost, bound, infeasible, self._nodes)

    def _begin(self, first: Branch) -> None:
        """A first incumbent, made better by neighbourhoods where the model is large.

        On a small model one that was offered will do; its neighbourhoods come first where the
        proof may leave a gap. Where prices lead to none (few changes are allowed), what was offered
        is made better.
        """
        large = len(first.reduced) > _LARGE
        if self._best is not None and not large:
            if self._limits.gap > 0 and self._unfinished():
                self._seek(first, self._best)
            return
        start = self._start(first)
        start = self._best if start is None else start
        if start is None:
            return
        self.offer(start)
        self._tell("first timetable", self._bound())
        if large:
            self._improve(first, start)

    def _start(self, branch: Branch) -> Floats | None:
        """A solution of the branch by its LP's prices; None where none is found in time."""
        deadline = self._limits.deadline
        model = replace(self._model, linear=branch.linear)
        return None if deadline.passed else dual_priced(model, branch.duals, deadline)

    def _improve(self, first: Branch, start: Floats) -> None:
        """Search neighbourhoods, then anew among days with the fleet that was best, and so on.

        Prices of an LP with as many buses as a good solution has lead to better ones than those
        of all fleets at once.
        """
        tried: set[tuple[int, ...]] = set()
        self._seek(first, start)
        while self._best is not None and self._unfinished():
            fleet = branches.fleet_of(self._model, self._best)
            if fleet in tried:
                return
            tried.add(fleet)
            branch = branches.with_fleet(self._model, first, fleet, self._limits.deadline)
            anew = None if branch is None else self._start(branch)
            if branch is not None and anew is not None:
                self._seek(branch, anew)

    def _seek(self, branch: Branch, values: Floats) -> None:
        """Better values by neighbourhoods within the branch, until they no longer pay."""
        ground = ground_of(replace(self._model, linear=branch.linear), branch.reduced, branch.bound)
        kinds = Kinds(self._model, self._limits.seed)
        most = _IDLE + _IDLE_BY_ROUTE * kinds.routes
        with Crew(ground, self._limits.workers) as crew:
            improver = Improver(crew, ground, kinds)
            while improver.idle < most and self._unfinished():
                values = improver.round(values, self._limits.deadline)
                self.offer(values)
                self._tell("neighbourhoods", self._bound())

    def _urgency(self, branch: Branch) -> tuple[float, float]:
        """Lowest threshold first, so that branches rise together; then lowest bound."""
        return branch.threshold, branch.bound

    def _unfinished(self) -> bool:
        self._drop_closed()
        if not self._open or self._limits.deadline.passed:
            return False
        return self._cost is None or relative_gap(self._cost, self._bound()) > self._limits.gap

    def _drop_closed(self) -> None:
        if self._cost is None:
            return
        still = [b for b in self._open if self._rounded(b.proved) < self._cost]
        closed = [
            self._rounded(b.proved) for b in self._open if self._rounded(b.proved) >= self._cost
        ]
        self._closed_bound = min([self._closed_bound, *closed])
        self._open = still

    def _bound(self) -> float:
        """What is proved of all solutions, in whole units of money."""
        lowest = min([self._closed_bound, *(self._rounded(b.proved) for b in self._open)])
        return lowest if self._cost is None else min(lowest, float(self._cost))

    def _rounded(self, bound: float) -> float:
        """The next sum of money that a whole solution can cost."""
        if not math.isfinite(bound):
            return bound
        return math.ceil(bound / self._unit - _ROUNDING) * self._unit

    def _nearly_there(self) -> bool:
        """Whether the incumbent is good enough for a better bound alone to reach the gap."""
        if self._cost is None:
            return False
        return relative_gap(self._cost, self._bound()) <= _IN_REACH * self._limits.gap

    def _lift(self) -> bool:
        """Split the branch with the lowest bound by its fleet; False where it cannot be split."""
        lowest = min(self._open, key=lambda branch: branch.proved)
        halves = branches.split(self._model, lowest, self._limits.deadline)
        if halves is None:
            return False
        self._open = [branch for branch in self._open if branch is not lowest] + halves
        self._tell("bound by fleets", self._bound())
        return True

    def _step(self, team: Executor) -> None:
        """Solve the most urgent branches, one a worker, and take what they show in their order."""
        urgent = sorted(self._open, key=self._urgency)[: self._limits.workers]
        for attempt in list(team.map(self._attempt, urgent)):
            self._take(attempt)
            self._tell("timetable and blocks", self._bound())

    def _attempt(self, branch: Branch) -> Attempt:
        """Solve the cheap columns of a branch; nothing of the search is changed."""
        threshold = self._next_threshold(branch)
        kept = (branch.reduced <= threshold) | branch.used
        result, values = self._solve(branch, kept)
        halves = None
        if not result.complete:
            halves = branches.split(self._model, branch, self._limits.deadline)
        return Attempt(branch, threshold, bool(kept.all()), result, values, halves)

    def _take(self, attempt: Attempt) -> None:
        """Learn from an attempt: an incumbent, a bound, and what is left of the branch."""
        branch, result = attempt.branch, attempt.result
        self._open = [other for other in self._open if other is not branch]
        self._nodes += result.nodes
        if attempt.values is not None:
            self.offer(attempt.values)
        outside = math.inf if attempt.whole else branch.bound + attempt.threshold
        proved = max(branch.proved, min(result.bound, outside))
        if result.complete and (attempt.whole or self._no_dearer_than(outside)):
            # Nothing is left in it that could be better: it is not opened again.
            self._closed_bound = min(self._closed_bound, self._rounded(proved))
        else:
            self._open.extend(rest(attempt, proved))

    def _no_dearer_than(self, bound: float) -> bool:
        """Whether there is an incumbent that costs no more than the bound."""
        return self._cost is not None and self._cost <= bound

    def _solve(self, branch: Branch, kept: Bools) -> tuple[MipResult, Floats | None]:
        """Solve what is kept of a branch; only for something better, where there is an incumbent.

        Then one unit of money less than the incumbent is worth looking for, so the way out may
        cost next to that: who takes it has proved that nothing cheaper is kept.
        """
        limits = MipLimits(
            nodes=branch.nodes, seconds=self._limits.deadline.seconds, seed=self._limits.seed
        )
        linear = branch.linear.restricted(kept)
        if self._cost is None:
            result = solve_mip(linear, limits)
        else:
            start = np.zeros(len(linear.cost) + 1)
            start[-1] = 1.0
            way_out = self._cost - self._unit + _LEAST_CENT
            result = solve_mip(linear.with_way_out(way_out), limits, start)
        if result.values is None or (self._cost is not None and result.values[-1] >= _HALF):
            return result, None
        values = np.zeros(len(kept))
        values[kept] = result.values[: len(linear.cost)]
        return result, values

    def _next_threshold(self, branch: Branch) -> float:
        """Half as much again; all that the incumbent leaves to be proved once that is little."""
        rising = max(branch.bound * _FIRST_THRESHOLD, self._unit, branch.threshold * RISE)
        if self._cost is None:
            return rising
        left = self._cost - branch.bound
        return left if left <= _CLOSE * self._cost else min(rising, left)

    def _tell(self, stage: str, bound: float) -> None:
        values = self._best
        answer = None if values is None else partial(read, self._model, values)
        self._report(Progress(stage, self._cost, bound, answer))
