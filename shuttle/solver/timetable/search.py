"""Exact search by rising reduced-cost thresholds.

In each fleet branch, columns whose reduced cost exceeds a threshold are left out and the small
rest is solved. That is a heuristic and a proof at once: a solution that uses a column left out
costs at least the branch's bound plus the threshold. Thresholds rise until every branch costs at
least as much as the incumbent. A branch that is too hard at its limit of nodes is split.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from shuttle.solver.highs import Deadline, MipLimits, MipResult, solve_mip
from shuttle.solver.linear import Bools, Floats
from shuttle.solver.timetable import branch as branches
from shuttle.solver.timetable.branch import Branch
from shuttle.solver.timetable.crew import Crew, Improver
from shuttle.solver.timetable.model import TimetableModel
from shuttle.solver.timetable.neighbourhood import Kinds, ground_of
from shuttle.solver.timetable.readout import Readout, read
from shuttle.solver.timetable.start import dual_priced

_FIRST_NODES = 64
_MORE_NODES = 4
_FIRST_THRESHOLD = 0.00025
_RISE = 1.5
_ROUNDING = 1e-6
_LEAST_CENT = 0.25
_HALF = 0.5
_LARGE = 40_000
_IDLE = 20
_IDLE_BY_ROUTE = 4
_CLOSE = 0.005


@dataclass(frozen=True)
class Progress:
    """Where a run stands; money in cents.

    Attributes:
        incumbent: cost of the best timetable so far; None before the first.
        bound: no timetable costs less.
        answer: reads the incumbent; None where it cannot be read yet.
    """

    stage: str
    incumbent: int | None
    bound: float
    answer: Callable[[], Readout] | None = field(default=None, compare=False, repr=False)

    @property
    def gap(self) -> float | None:
        """(incumbent - bound) / incumbent."""
        if self.incumbent is None:
            return None
        return relative_gap(self.incumbent, self.bound)


Report = Callable[[Progress], None]


def relative_gap(incumbent: float, bound: float) -> float:
    """(incumbent - bound) / incumbent, 0 where both are 0."""
    return max(0.0, incumbent - bound) / incumbent if incumbent else 0.0


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


@dataclass(frozen=True)
class SearchLimits:
    """When a search stops: at a relative gap, or at the wall-clock guard.

    Attributes:
        workers: processes that search neighbourhoods of a large model.
    """

    gap: float
    deadline: Deadline
    seed: int
    workers: int = 1


class Search:
    """One run over one model.

    Args:
        model: timetable and vehicles.
        limits: when to stop.
        report: told of every step.
    """

    def __init__(self, model: TimetableModel, limits: SearchLimits, report: Report) -> None:
        self._model, self._limits, self._report = model, limits, report
        self._unit = _unit_of_money(model)
        self._best: Floats | None = None
        self._cost: int | None = None
        self._nodes = 0
        self._open: list[Branch] = []
        self._closed_bound = math.inf

    def offer(self, values: Floats) -> None:
        """Take a solution from elsewhere as incumbent where it is better."""
        cost = round(self._model.linear.objective(values))
        if self._cost is None or cost < self._cost:
            self._best, self._cost = values, cost

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
        while self._unfinished():
            self._step(min(range(len(self._open)), key=self._urgency))
        bound = self._bound()
        infeasible = self._cost is None and not self._open
        return SearchResult(self._best, self._cost, bound, infeasible, self._nodes)

    def _begin(self, first: Branch) -> None:
        """A first incumbent, made better by neighbourhoods where the model is large."""
        if self._limits.deadline.passed:
            return
        start = dual_priced(self._model, first.duals, self._limits.deadline)
        if start is not None:
            self.offer(start)
            self._tell("first timetable", self._bound())
        if len(first.reduced) > _LARGE:
            self._improve(first)

    def _improve(self, first: Branch) -> None:
        """Improve the incumbent by neighbourhoods until they no longer pay."""
        if self._best is None:
            return
        ground = ground_of(self._model, first.reduced, first.bound)
        kinds = Kinds(self._model, self._limits.seed)
        most = _IDLE + _IDLE_BY_ROUTE * kinds.routes
        with Crew(ground, self._limits.workers) as crew:
            improver = Improver(crew, ground, kinds)
            while improver.idle < most and self._unfinished():
                self.offer(improver.round(self._best, self._limits.deadline))
                self._tell("neighbourhoods", self._bound())

    def _urgency(self, index: int) -> tuple[float, float, int]:
        """Lowest threshold first, so that branches rise together; then lowest bound."""
        branch = self._open[index]
        return branch.threshold, branch.bound, index

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

    def _step(self, index: int) -> None:
        branch = self._open.pop(index)
        threshold = self._next_threshold(branch)
        kept = (branch.reduced <= threshold) | branch.used
        result = self._solve(branch, kept)
        self._nodes += result.nodes
        whole = bool(kept.all())
        outside = math.inf if whole else branch.bound + threshold
        proved = max(branch.proved, min(result.bound, outside))
        if result.complete and (whole or self._no_dearer_than(branch.bound + threshold)):
            # Nothing is left in it that could be better: it is not opened again.
            self._closed_bound = min(self._closed_bound, self._rounded(proved))
        else:
            self._keep(replace(branch, proved=proved), threshold, complete=result.complete)
        self._tell("timetable and blocks", self._bound())

    def _no_dearer_than(self, bound: float) -> bool:
        """Whether there is an incumbent that costs no more than the bound."""
        return self._cost is not None and self._cost <= bound

    def _solve(self, branch: Branch, kept: Bools) -> MipResult:
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
        if result.values is not None and (self._cost is None or result.values[-1] < _HALF):
            values = np.zeros(len(kept))
            values[kept] = result.values[: len(linear.cost)]
            self.offer(values)
        return result

    def _keep(self, branch: Branch, threshold: float, *, complete: bool) -> None:
        """Put the branch back with a higher threshold, or its halves where it is too hard."""
        if complete:
            if math.isfinite(branch.proved):
                self._open.append(replace(branch, threshold=threshold))
            return
        halves = branches.split(self._model, branch, self._limits.deadline)
        if halves is None:
            harder = replace(branch, nodes=branch.nodes * _MORE_NODES)
            self._open.append(replace(harder, threshold=threshold / _RISE))
            return
        for half in halves:
            self._open.append(replace(half, proved=max(half.proved, branch.proved)))

    def _next_threshold(self, branch: Branch) -> float:
        """Half as much again; all that the incumbent leaves to be proved once that is little."""
        rising = max(branch.bound * _FIRST_THRESHOLD, self._unit, branch.threshold * _RISE)
        if self._cost is None:
            return rising
        left = self._cost - branch.bound
        return left if left <= _CLOSE * self._cost else min(rising, left)

    def _tell(self, stage: str, bound: float) -> None:
        values = self._best
        answer = None if values is None else partial(read, self._model, values)
        self._report(Progress(stage, self._cost, bound, answer))


def _unit_of_money(model: TimetableModel) -> int:
    """Cents of which the cost of every whole solution is a multiple."""
    cents = np.rint(model.linear.cost[model.linear.cost != 0]).astype(np.int64)
    return int(np.gcd.reduce(cents)) if len(cents) else 1
