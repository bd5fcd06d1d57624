"""The exact search for several depots, by rising reduced-cost thresholds.

Arcs whose reduced cost exceeds a threshold are left out and the rest is solved. An answer that
uses one of them costs at least the linear bound plus the threshold, so once the threshold covers
the gap the rest is all that matters. What the relaxation leaves open is mostly fractions of a
bus; so the answers are split first by the number of buses.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from shuttle.solver.blocks.flow import FlowModel
from shuttle.solver.blocks.matching import Chains, chains_cost, match_each
from shuttle.solver.blocks.sifting import Relaxation, relax
from shuttle.solver.highs import Deadline, MipLimits, MipResult, solve_mip
from shuttle.solver.linear import Bools, LinearModel
from shuttle.solver.progress import Progress, Report, SearchLimits, relative_gap

_FRACTION = 1e-6
_ROUNDING = 1e-6
_FIRST_SHARE = 0.00001
_RISE = 2.0
_CLOSE = 0.002
_FIRST_NODES = 200
_MORE_NODES = 4
_MANY_COLUMNS = 8000
_NEAR_NODES = 20
_LEAST = 0.25
_HALF = 0.5


@dataclass(frozen=True)
class Branch:
    """Answers with a bounded number of buses; costs in the model's units.

    Attributes:
        threshold: reduced cost up to which the branch has been solved.
        proved: no answer of the branch costs less.
        nodes: branch-and-bound nodes that the next MIP may use.
    """

    linear: LinearModel
    relaxed: Relaxation
    threshold: float
    proved: float
    nodes: int


@dataclass(frozen=True)
class Found:
    """What a search leaves, in cents.

    Attributes:
        chains: None where none was found.
        infeasible: proved that there are none.
        nodes: branch-and-bound nodes, a measure of deterministic work.
    """

    chains: Chains | None
    cost: int | None
    bound: float
    infeasible: bool
    nodes: int


class BlockSearch:
    """One run over one model.

    Args:
        model: the flow of all depots.
        limits: when to stop.
        report: told of every step.
    """

    def __init__(self, model: FlowModel, limits: SearchLimits, report: Report) -> None:
        self._model, self._limits, self._report = model, limits, report
        self._chains: Chains | None = None
        self._cost: int | None = None
        self._open: list[Branch] = []
        self._nodes = 0
        self._floor = math.inf  # units; of the branches that are closed

    def offer(self, chains: Chains) -> None:
        """Take blocks as incumbent where they are better."""
        cost = chains_cost(self._model.problem, chains)
        if self._cost is None or cost < self._cost:
            self._chains, self._cost = chains, cost

    def run(self) -> Found:
        """Search until the gap is reached, all is proved, or time is over."""
        self._open = self._branches(self._limits.deadline)
        while self._unfinished():
            self._step(min(range(len(self._open)), key=lambda i: (self._open[i].proved, i)))
        infeasible = self._cost is None and not self._open and not math.isfinite(self._floor)
        bound = self._bound()
        return Found(self._chains, self._cost, bound, infeasible, self._nodes)

    def _branches(self, deadline: Deadline) -> list[Branch]:
        whole = relax(self._model.linear, self._model.first, deadline)
        if whole is None:
            return []
        self._round(whole)
        root = Branch(self._model.linear, whole, 0.0, whole.bound, _FIRST_NODES)
        self._tell("bound by linear programming", whole.bound * self._model.unit)
        leaving = self._model.leaving
        buses = float(whole.values[leaving].sum())
        if abs(buses - round(buses)) <= _FRACTION or deadline.passed:
            return [root]
        found = []
        for lower, upper in ((-math.inf, math.floor(buses)), (math.ceil(buses), math.inf)):
            linear = root.linear.with_row(leaving, lower, upper)
            first = self._model.first | (whole.values > _FRACTION) | (whole.reduced < 1.0)
            relaxed = relax(linear, first, deadline)
            if relaxed is not None:
                proved = max(relaxed.bound, whole.bound)
                found.append(replace(root, linear=linear, relaxed=relaxed, proved=proved))
        return found

    def _round(self, relaxed: Relaxation) -> None:
        """Offer the best blocks with each trip's depot and start as the relaxation likes most."""
        depot, copies = self._model.most_liked(relaxed.values)
        chains = match_each(self._model.problem, depot, copies)
        if chains is not None:
            self.offer(chains)

    def _unfinished(self) -> bool:
        if self._cost is not None:
            best = self._cost / self._model.unit
            closed = [b for b in self._open if _whole(b.proved) >= best - _ROUNDING]
            self._floor = min([self._floor, *(_whole(b.proved) for b in closed)])
            self._open = [b for b in self._open if _whole(b.proved) < best - _ROUNDING]
        if not self._open or self._limits.deadline.passed:
            return False
        return self._cost is None or relative_gap(self._cost, self._bound()) > self._limits.gap

    def _bound(self) -> float:
        """Cents that every answer costs at least."""
        lowest = min([self._floor, *(_whole(b.proved) for b in self._open)])
        cents = lowest * self._model.unit
        return cents if self._cost is None else min(cents, float(self._cost))

    def _step(self, index: int) -> None:
        branch = self._open.pop(index)
        threshold = self._next_threshold(branch)
        relaxed = branch.relaxed
        kept = (relaxed.reduced <= threshold) | (relaxed.values > _FRACTION)
        if kept.sum() > _MANY_COLUMNS:  # a better incumbent first: it makes the rest smaller
            near = kept & self._model.at_liked(relaxed.values)
            self._solve(replace(branch, nodes=_NEAR_NODES), near)
        result = self._solve(branch, kept)
        outside = math.inf if bool(kept.all()) else relaxed.bound + threshold
        proved = max(branch.proved, min(result.bound, outside))
        self._keep(replace(branch, proved=proved), threshold, complete=result.complete)
        self._tell("blocks", self._bound())

    def _solve(self, branch: Branch, kept: Bools) -> MipResult:
        """Solve what is kept of a branch, only for what is better by a unit; offer the answer."""
        linear = branch.linear.restricted(kept)
        limits = MipLimits(
            nodes=branch.nodes, seconds=self._limits.deadline.seconds, seed=self._limits.seed
        )
        start = None
        if self._cost is not None:
            linear = linear.with_way_out(self._cost / self._model.unit - 1 + _LEAST)
            start = np.zeros(len(linear.cost))
            start[-1] = 1.0
        result = solve_mip(linear, limits, start)
        self._nodes += result.nodes
        if result.values is not None and (self._cost is None or result.values[-1] < _HALF):
            values = np.zeros(len(kept))
            values[kept] = result.values[: int(kept.sum())]
            self.offer(self._model.chains(values))
        self._tell("blocks", self._bound_with(branch))
        return result

    def _bound_with(self, branch: Branch) -> float:
        """The bound while a branch is being worked on, and so is not among the open ones."""
        return min(self._bound(), _whole(branch.proved) * self._model.unit)

    def _keep(self, branch: Branch, threshold: float, *, complete: bool) -> None:
        if not math.isfinite(branch.proved):
            return
        if complete:
            self._open.append(replace(branch, threshold=threshold))
        else:
            self._open.append(replace(branch, nodes=branch.nodes * _MORE_NODES))

    def _next_threshold(self, branch: Branch) -> float:
        """A little at first, rising; all that is left to prove once that is little."""
        bound = branch.relaxed.bound
        rising = max(bound * _FIRST_SHARE, 1.0, branch.threshold * _RISE)
        if self._cost is None:
            return rising
        best = self._cost / self._model.unit
        left = best - bound
        return left if left <= _CLOSE * best else min(rising, left)

    def _tell(self, stage: str, bound: float) -> None:
        self._report(Progress(stage, self._cost, bound))


def _whole(bound: float) -> float:
    """The next sum, in units, that a whole answer can cost."""
    return math.ceil(bound - _ROUNDING) if math.isfinite(bound) else bound
