"""One run on a fine grid: a coarse timetable, its polish, and the bound beside them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from shuttle.solver.problem import Problem
from shuttle.solver.progress import Progress, Report, SearchLimits
from shuttle.solver.timetable.changes import published_values
from shuttle.solver.timetable.fine_bound import FineBound
from shuttle.solver.timetable.model import TimetableModel, build_model
from shuttle.solver.timetable.polish import Timetable, polished, with_published
from shuttle.solver.timetable.readout import Readout, read
from shuttle.solver.timetable.search import Search, SearchResult

_COARSE_GAP = 0.005


@dataclass(frozen=True)
class FineResult:
    """What a run on a fine grid leaves.

    Attributes:
        model: the last model of a part of the problem, in which the values are written.
        relaxed: whether the bound is the linear relaxation of the whole fine model, rather than
            what was known of it when time was over.
    """

    model: TimetableModel
    result: SearchResult
    relaxed: bool


def search_fine(
    problem: Problem, coarse_minutes: int, limits: SearchLimits, report: Report
) -> FineResult | None:
    """A timetable on the problem's own grid, over one on a coarser grid.

    None where the coarse grid has no timetable: the problem must then be searched as it is.
    """
    with FineBound(problem, coarse_minutes, limits.deadline) as bound:
        if limits.workers > 1:
            bound.begin()
        first = _first(problem, coarse_minutes, limits, _Teller(report, bound, "coarse timetable"))
        if first is None:
            return None
        teller = _Teller(report, bound, "polish")
        teller.found(first)
        best = polished(problem, first, limits.deadline, teller.found)
        return _ended(best, bound, teller)


def _ended(best: Timetable, bound: FineBound, teller: "_Teller") -> FineResult:
    teller.say("bound by linear programming")
    proved = bound.awaited()
    teller.say("bound by linear programming")
    lowest = bound.known if proved is None else proved
    result = SearchResult(best.values, best.cost, lowest, infeasible=False, nodes=best.nodes)
    return FineResult(best.model, result, relaxed=proved is not None)


def _first(
    problem: Problem, coarse_minutes: int, limits: SearchLimits, teller: "_Teller"
) -> Timetable | None:
    """The coarse timetable; none worth proving, for the polish changes it."""
    model = build_model(with_published(problem, coarse_minutes))
    rough = replace(limits, gap=max(limits.gap, _COARSE_GAP))
    search = Search(model, rough, teller.heard)
    published = published_values(problem, model.linear, model.trips, limits.deadline)
    if published is not None:
        search.offer(published)
    result = search.run()
    if result.values is None or result.cost is None:
        return None
    return Timetable(model, result.values, result.cost, result.nodes)


class _Teller:
    """Tells of incumbents together with the bound of the whole fine model."""

    def __init__(self, report: Report, bound: FineBound, stage: str) -> None:
        self._report, self._bound, self._stage = report, bound, stage
        self.cost: int | None = None
        self._answer: Callable[[], Readout] | None = None

    def heard(self, progress: Progress) -> None:
        """A step of the coarse search, whose own bound is none of the fine model."""
        self.cost, self._answer = progress.incumbent, progress.answer
        self.say(f"{self._stage}: {progress.stage}")

    def found(self, timetable: Timetable) -> None:
        """A better timetable."""
        self.cost = timetable.cost
        self._answer = partial(read, timetable.model, timetable.values)
        self.say(self._stage)

    def say(self, stage: str) -> None:
        """Report the cost and what is known of the bound."""
        known = self._bound.known
        lowest = known if self.cost is None else min(known, self.cost)
        self._report(Progress(stage, self.cost, lowest, self._answer))
