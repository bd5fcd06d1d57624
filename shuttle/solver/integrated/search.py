"""Branch and price over timetable, blocks and duties at once.

The part of lowest bound is split by its coarsest broken count, its halves are bounded anew. Before
that the best solution so far is sought to be bettered: in windows of the day, and among the runs
that the part's linear program likes. Once a part has few enough columns that could better it,
they are all listed and the part is solved out.
"""

import heapq
import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from shuttle.solver.duties.outlook import Tariff
from shuttle.solver.duties.pricing import DutySearch, Effort
from shuttle.solver.highs import solve_lp
from shuttle.solver.integrated.branching import Branching
from shuttle.solver.integrated.candidates import Candidates, spanned
from shuttle.solver.integrated.master import Master, Wages
from shuttle.solver.integrated.relax import Relaxation, Relaxer
from shuttle.solver.integrated.restricted import Best, Restricted
from shuttle.solver.timetable.model import TimetableModel
from shuttle.solver.timetable.search import Progress, Report, SearchLimits, relative_gap

_STAGE = "timetable, blocks and duties"
_WINDOWS = (240, 360)
_WINDOW_DUTIES = 1500
_LIKED_DUTIES = 1000
_LIKED_RUNS = 20
_LISTED_DUTIES = 1500
_CLOSE = 0.012
_NEAR_ROOT = 2e-4
_NEAR = 3e-4
_ROUNDING = 1e-4
_MOST_PARTS = 600
_SIXTY = 60
_BEGIN = Effort(keep=8, per_piece=2)


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
        model: timetable and vehicles.
        candidates: its runs as pieces.
        wages: what drivers cost.
        best: a solution to begin with.
        limits: when to stop.
        report: told of every step.
    """

    def __init__(
        self,
        model: TimetableModel,
        candidates: Candidates,
        wages: Wages,
        best: Best,
        limits: SearchLimits,
        report: Report,
    ) -> None:
        self.best, self._limits, self._report = best, limits, report
        self._branching = Branching(model)
        self._master = Master(model.linear, candidates, wages, self._branching.sums)
        self._unit = _unit_of_money(model, wages)
        self._duties = DutySearch(candidates.pieces)
        self._tried = Restricted(self._master, self._unit, limits.deadline, limits.seed)
        self._open: list[tuple[float, int, Relaxation]] = []
        self._stuck = math.inf
        self._parts = 0
        first = solve_lp(model.linear, limits.deadline.seconds)
        duals = np.zeros(len(model.linear.row_lower)) if first.duals is None else first.duals
        self._timetable_bound = model.linear.dual_bound(duals)
        self._relaxer = Relaxer(self._master, model.linear.reduced_costs(duals), best.duties)
        worth = np.full(len(candidates.pieces), wages.duty + _SIXTY * wages.minute)
        homes = np.zeros(len(candidates.pieces.most_duties))
        self._relaxer.begin(Tariff(wages.duty, wages.minute, worth, homes), _BEGIN)

    def run(self) -> Outcome:
        """Search until the gap is reached, every part is closed, or work or time is over."""
        near = _NEAR_ROOT * self.best.cost
        root = self._relaxer.solve(
            self._master.whole, self.best.cost, near, self._limits.deadline
        ).relaxation
        if root is None or not math.isfinite(root.bound):
            return self._outcome(self._timetable_bound)
        self._push(root, root.bound)
        self._tell()
        self._improve_windows()
        while self._unfinished():
            self._step()
            self._tell()
        return self._outcome(self._bound())

    def _outcome(self, bound: float) -> Outcome:
        labels = self._relaxer.work + self._tried.work
        bound = max(bound, self._rounded(self._timetable_bound))
        return Outcome(self.best, min(bound, self.best.cost), labels / 1e6 + self._tried.nodes)

    def _improve_windows(self) -> None:
        """Open a few hours of the day after the other."""
        departure = self._master.pieces.departure
        first, last = int(departure.min()), int(departure.max())
        for width in _WINDOWS:
            for begin in range(first, last, width // 2):
                if not self._unfinished():
                    return
                runs = spanned(self._master.candidates, begin, begin + width)
                self._offer(self._among(runs, _WINDOW_DUTIES))
            self._tell()

    def _among(self, runs: Iterable[int], most_duties: int) -> Best | None:
        return self._tried.among_runs(runs, self.best, self._relaxer.known, most_duties)

    def _step(self) -> None:
        bound, _, relaxation = heapq.heappop(self._open)
        self._parts += 1
        self._improve_liked(relaxation)
        if self._closed(bound) or self._finished(relaxation):
            return
        halves = self._branching.split(relaxation, self._master)
        if not halves:
            self._stuck = min(self._stuck, bound)
        near = _NEAR * self.best.cost
        for half in halves:
            known = self._relaxer.solve(half, self.best.cost, near, self._limits.deadline)
            if known.relaxation is None and not known.empty:
                self._stuck = min(self._stuck, bound)
            elif known.relaxation is not None:
                self._push(known.relaxation, bound)

    def _finished(self, relaxation: Relaxation) -> bool:
        """Whether the part could be solved out; what is better in it is then known."""
        if self.best.cost - relaxation.bound > _CLOSE * self.best.cost:
            return False
        tried = self._tried.finish(relaxation, self._duties, self.best, _LISTED_DUTIES)
        if tried is None:
            return False
        self._offer(tried.better)
        return tried.complete

    def _improve_liked(self, relaxation: Relaxation) -> None:
        """Look among the runs that the part's linear program uses most."""
        liked = np.zeros(len(self._master.pieces))
        for duty, share in zip(relaxation.duties, relaxation.shares.tolist(), strict=True):
            liked[list(duty)] += share
        liked[list(self.best.runs)] = 0.0
        order = np.argsort(-liked, kind="stable")[:_LIKED_RUNS]
        runs = order[liked[order] > 0].tolist()
        self._offer(self._among(runs, _LIKED_DUTIES))

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
        self._report(Progress(_STAGE, round(self.best.cost), self._bound()))


def _unit_of_money(model: TimetableModel, wages: Wages) -> float:
    """Cents of which the cost of every whole solution is a multiple."""
    cents = np.rint(model.linear.cost[model.linear.cost != 0]).astype(np.int64)
    sixtieths = [round(wages.duty * _SIXTY), round(wages.minute * _SIXTY)]
    every: list[int] = [*(cents * _SIXTY).tolist(), *sixtieths]
    return math.gcd(*every) / _SIXTY
