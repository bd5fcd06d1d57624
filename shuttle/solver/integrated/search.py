"""Branch and price over timetable, blocks and duties at once.

The part of lowest bound is split by the count whose halves are seen to cost most, and these are
bounded anew. Beside that the best solution so far is sought to be bettered: in windows of the day,
by small shifts of all runs, and among the columns that a part's linear program likes. Once a part
has few enough columns that could better it, they are all listed and the part is solved out.
"""

import heapq
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from shuttle.solver.duties.outlook import Tariff
from shuttle.solver.duties.pricing import Duty, DutySearch, Effort
from shuttle.solver.highs import solve_lp
from shuttle.solver.integrated.areas import Areas
from shuttle.solver.integrated.branching import Branching, Halves
from shuttle.solver.integrated.candidates import Candidates
from shuttle.solver.integrated.master import Master, Wages
from shuttle.solver.integrated.relax import Relaxation, Relaxer
from shuttle.solver.integrated.restricted import Best, Restricted
from shuttle.solver.linear import Floats, Ints, LinearModel
from shuttle.solver.timetable.model import TimetableModel
from shuttle.solver.timetable.search import Progress, SearchLimits, relative_gap

_STAGE = "timetable, blocks and duties"
_AREA_DUTIES = 1000
_LISTED_DUTIES = 1500
_CLOSE = 0.012
_NEAR_ROOT = 2e-4
_NEAR = 3e-4
_ROUNDING = 1e-4
_MOST_PARTS = 600
_PARTS_BESIDE = 2
_PARTS_A_LOOK = 6
_RUNS_AN_AREA = 100
_LEAST_RISE = 1.0
_SIXTY = 60
_BEGIN = Effort(keep=8, per_piece=2)
_MORE = Effort(per_piece=8)
_NEARLY = 5000.0


@dataclass(frozen=True)
class Case:
    """What is searched: timetable and vehicles, its runs as pieces, and what drivers cost."""

    model: TimetableModel
    candidates: Candidates
    wages: Wages


Told = Callable[[Progress, Best], None]
"""Hears where a search stands, and of its best solution."""


@dataclass(frozen=True)
class Prior:
    """What is known of a like problem.

    Attributes:
        worth: of each candidate run.
        duties: that may be good ones.
    """

    worth: Floats
    duties: tuple[Duty, ...]


@dataclass(frozen=True)
class Outcome:
    """What a search leaves.

    Attributes:
        best: the best solution; the one it began with where none is better.
        bound: no solution costs less, in cents, drivers included.
        work: labels made and nodes of mixed-integer programs, weighted.
    """

    best: Best
    bound: float
    work: float


class Search:
    """One run over one model.

    Args:
        case: what is searched.
        best: a solution to begin with.
        limits: when to stop; with more than one worker areas are searched beside the parts.
        told: hears of every step.
        prior: what is known of a like problem.
    """

    def __init__(
        self,
        case: Case,
        best: Best,
        limits: SearchLimits,
        told: Told,
        prior: Prior | None = None,
    ) -> None:
        self.best, self._limits, self._told = best, limits, told
        self._branching = Branching(case.model)
        linear = case.model.linear
        self._master = Master(linear, case.candidates, case.wages, self._branching.sums)
        self._unit = _unit_of_money(linear, case.wages)
        self._duties = DutySearch(case.candidates.pieces)
        self._tried = Restricted(self._master, self._unit, limits.deadline, limits.seed)
        self._areas = Areas(case.candidates)
        self._open: list[tuple[float, int, Relaxation]] = []
        self._stuck = math.inf
        self._parts = 0
        self._timetable_bound = 0.0
        self._relaxer = self._begun(linear, prior)

    def _begun(self, timetable: LinearModel, prior: Prior | None) -> Relaxer:
        """Columns to begin with, by what runs seem to be worth."""
        wages, pieces = self._master.wages, self._master.pieces
        piece_of, seconds = self._master.candidates.piece_of, self._limits.deadline.seconds
        linear = timetable if prior is None else _with_worth(timetable, piece_of, prior.worth)
        first = solve_lp(linear, seconds, corner=False)
        duals = np.zeros(len(linear.row_lower)) if first.duals is None else first.duals
        known = self.best.duties if prior is None else (*self.best.duties, *prior.duties)
        relaxer = Relaxer(self._master, linear.reduced_costs(duals), known)
        homes = np.zeros(len(pieces.most_duties))
        if prior is None:
            self._timetable_bound = linear.dual_bound(duals)
            worth = np.full(len(pieces), wages.duty + _SIXTY * wages.minute)
            relaxer.begin(Tariff(wages.duty, wages.minute, worth, homes), _BEGIN)
        else:
            relaxer.begin(Tariff(wages.duty, wages.minute, prior.worth, homes), _MORE, _NEARLY)
        return relaxer

    @property
    def known(self) -> tuple[Duty, ...]:
        """Every duty that is known."""
        return tuple(self._relaxer.known)

    def run(self) -> Outcome:
        """Search until the gap is reached, every part is closed, or work or time is over."""
        root = self.root()
        if root is None:
            return self._outcome(self._timetable_bound)
        self._push(root, root.bound)
        self._tell()
        with ExitStack() as stack:
            beside = None
            if self._limits.workers > 1:
                beside = stack.enter_context(ThreadPoolExecutor(1))
            while self._unfinished():
                self._round(beside)
                self._tell()
        return self._outcome(self._bound())

    def root(self) -> Relaxation | None:
        """The linear program of all solutions; None where there is no time for it."""
        cost, deadline = self.best.cost, self._limits.deadline
        near = _NEAR_ROOT * cost if math.isfinite(cost) else _NEARLY
        root = self._relaxer.solve(self._master.whole, cost, near, deadline).relaxation
        return root if root is not None and math.isfinite(root.bound) else None

    def _outcome(self, bound: float) -> Outcome:
        labels = self._relaxer.work + self._tried.work
        bound = max(bound, self._rounded(self._timetable_bound))
        work = labels / 1e6 + self._tried.nodes
        return Outcome(self.best, min(bound, self.best.cost), work)

    def _round(self, beside: ThreadPoolExecutor | None) -> None:
        """Some areas, and some parts beside them; which makes no difference to either."""
        if self._areas.exhausted:
            self._step()
            return
        seek = partial(self._sought, self.best, self.known)
        job: Callable[[], Best] = seek if beside is None else beside.submit(seek).result
        for _ in range(_PARTS_BESIDE):
            if self._unfinished():
                self._step()
        self._offer(job())

    def _sought(self, best: Best, known: tuple[Duty, ...]) -> Best:
        """The best of some areas, each about the best of those before; more where runs are many."""
        for _ in range(1 + len(self._master.pieces) // _RUNS_AN_AREA):
            if self._areas.exhausted or self._limits.deadline.passed:
                break
            area = self._areas.following(best)
            better = self._tried.among_runs(area, best, known, _AREA_DUTIES)
            self._areas.learn(gained=better is not None)
            best = better or best
        return best

    def _step(self) -> None:
        bound, _, relaxation = heapq.heappop(self._open)
        self._parts += 1
        if self._parts % _PARTS_A_LOOK == 0:
            self._offer(self._tried.near(relaxation, self._duties, self.best))
        if self._closed(bound) or self._finished(relaxation):
            return
        halves = self._best_split(relaxation)
        if not halves:
            self._stuck = min(self._stuck, bound)
        near = _NEAR * self.best.cost
        for half in halves:
            known = self._relaxer.solve(half, self.best.cost, near, self._limits.deadline)
            if known.relaxation is None and not known.empty:
                self._stuck = min(self._stuck, bound)
            elif known.relaxation is not None:
                self._push(known.relaxation, bound)

    def _best_split(self, relaxation: Relaxation) -> Halves:
        """The split whose halves' bounds are seen to rise most."""
        splits = self._branching.splits(relaxation, self._master)
        if len(splits) <= 1:
            return splits[0] if splits else ()

        def rise(number: int) -> float:
            seen = [min(self._relaxer.glance(half), self.best.cost) for half in splits[number]]
            rises = [max(value - relaxation.bound, _LEAST_RISE) for value in seen]
            return math.prod(rises)

        return splits[max(range(len(splits)), key=rise)]

    def _finished(self, relaxation: Relaxation) -> bool:
        """Whether the part could be solved out; what is better in it is then known."""
        if self.best.cost - relaxation.bound > _CLOSE * self.best.cost:
            return False
        tried = self._tried.finish(relaxation, self._duties, self.best, _LISTED_DUTIES)
        if tried is None:
            return False
        self._offer(tried.better)
        return tried.complete

    def _offer(self, better: Best | None) -> None:
        if better is not None and better.cost < self.best.cost:
            self.best = better
            self._relaxer.learn(better.duties)

    def _push(self, relaxation: Relaxation, parent: float) -> None:
        bound = max(parent, relaxation.bound)
        if not self._closed(bound):
            heapq.heappush(self._open, (bound, self._parts * 2 + len(self._open), relaxation))

    def _closed(self, bound: float) -> bool:
        return self._rounded(bound) >= self.best.cost - _ROUNDING

    def _unfinished(self) -> bool:
        while self._open and self._closed(self._open[0][0]):
            heapq.heappop(self._open)
        if not self._open or self._limits.deadline.passed or self._parts >= _MOST_PARTS:
            return False
        return relative_gap(self.best.cost, self._bound()) > self._limits.gap

    def _bound(self) -> float:
        lowest = min(self._stuck, self._open[0][0] if self._open else math.inf)
        return min(self._rounded(lowest), self.best.cost)

    def _rounded(self, bound: float) -> float:
        """The next sum of money that a whole solution can cost."""
        if not math.isfinite(bound):
            return bound
        return math.ceil(bound / self._unit - _ROUNDING) * self._unit

    def _tell(self) -> None:
        self._told(Progress(_STAGE, round(self.best.cost), self._bound()), self.best)


def _with_worth(linear: LinearModel, piece_of: Ints, worth: Floats) -> LinearModel:
    """The timetable's model where each run costs what it is worth to be driven too."""
    cost, runs = linear.cost.copy(), piece_of >= 0
    cost[runs] += worth[piece_of[runs]]
    return replace(linear, cost=cost)


def _unit_of_money(linear: LinearModel, wages: Wages) -> float:
    """Cents of which the cost of every whole solution is a multiple."""
    cents = np.rint(linear.cost[linear.cost != 0]).astype(np.int64)
    sixtieths = [round(wages.duty * _SIXTY), round(wages.minute * _SIXTY)]
    every: list[int] = [*(cents * _SIXTY).tolist(), *sixtieths]
    return math.gcd(*every) / _SIXTY
