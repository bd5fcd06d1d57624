"""The search under carry-over: a seat-guarantee timetable first, then rounds over the model."""

import math
from dataclasses import replace
from functools import partial

import numpy as np

from shuttle.solver.carry_over.judge import Answer, Judge, account
from shuttle.solver.carry_over.path import CarryPath
from shuttle.solver.carry_over.premium import extended, with_premiums
from shuttle.solver.highs import Deadline, MipLimits, solve_mip
from shuttle.solver.linear import Floats
from shuttle.solver.problem import Problem
from shuttle.solver.progress import Progress, Report, SearchLimits, relative_gap
from shuttle.solver.timetable.changes import published_values
from shuttle.solver.timetable.model import TimetableModel, build_model
from shuttle.solver.timetable.readout import Found, Readout, read
from shuttle.solver.timetable.search import Search, SearchResult

_START_GAP = 0.005
_START_SHARE = 3
_START_NODES = 20
_HALF = 0.5


def search(problem: Problem, limits: SearchLimits, report: Report) -> Found:
    """The cheapest timetable by the count of riders under carry-over, with its bound.

    Timetables of the seat guarantee keep the same rules, so that they are answers from the first
    on, and where there is none, nothing is.
    """
    seat_model = build_model(problem)
    start = Judge(seat_model)
    first = _seat_guarantee(seat_model, start, limits, report)
    if first.infeasible:
        return Found(None, math.inf, infeasible=True, nodes=first.nodes)
    if start.best is None and limits.deadline.passed:
        return Found(None, 0.0, infeasible=False, nodes=first.nodes)
    model = build_model(problem, CarryPath)
    rounds = Rounds(model, limits, report)
    if start.best is not None:
        rounds.start(_same_trips(seat_model, start.best.values, model, limits))
    rounds.run()
    started = None
    if first.values is not None and not problem.fixed:
        started = sum(read(seat_model, first.values, account).terms.values())
    return Found(
        answer=_cheapest((seat_model, start.best), (model, rounds.judge.best)),
        bound=rounds.bound,
        infeasible=rounds.infeasible,
        nodes=first.nodes + rounds.nodes,
        seat_guarantee_cents=started,
    )


def _cheapest(*answers: tuple[TimetableModel, Answer | None]) -> Readout | None:
    """The answer that costs least, the first of several; None where there is none."""
    known = [(model, best) for model, best in answers if best is not None]
    if not known:
        return None
    model, best = min(known, key=lambda answer: answer[1].cost)
    return read(model, best.values, account)


def _seat_guarantee(
    model: TimetableModel, judge: Judge, limits: SearchLimits, report: Report
) -> SearchResult:
    """A good timetable of the seat guarantee, for a third of the time once there is one.

    The judge hears of all on the way, so that the best by the count of riders is told.
    """
    deadline = limits.deadline
    share = Deadline(deadline.seconds / _START_SHARE)

    def tell(step: Progress) -> None:
        """Its own bound is not one under carry-over."""
        best = judge.best
        answer = partial(read, model, best.values, account) if best else None
        cost = best.cost if best else None
        report(Progress(f"seat guarantee first, {step.stage}", cost, 0.0, answer))

    mine = replace(
        limits,
        gap=max(limits.gap, _START_GAP),
        deadline=Deadline(
            deadline.seconds, lambda: deadline.passed or (judge.best is not None and share.passed)
        ),
    )
    found = _JudgedSearch(model, mine, tell, judge)
    published = published_values(model.problem, model.linear, model.trips, mine.deadline)
    if published is not None:
        found.offer(published)
    return found.run()


def _same_trips(
    source: TimetableModel, values: Floats, model: TimetableModel, limits: SearchLimits
) -> Floats | None:
    """The cheapest solution of the model out of another model's trips."""
    used = {
        (id(item.run), item.vehicle_type) for item in source.trips if values[item.column] > _HALF
    }
    kept = np.ones(len(model.linear.cost), dtype=bool)
    for item in model.trips:
        kept[item.column] = (id(item.run), item.vehicle_type) in used
    work = MipLimits(nodes=_START_NODES, seconds=limits.deadline.seconds, seed=limits.seed)
    found = solve_mip(model.linear.restricted(kept), work).values
    if found is None:
        return None
    whole = np.zeros(len(kept))
    whole[kept] = found
    return whole


class Rounds:
    """Searches over the model, each with the premiums that the one before has shown to lack.

    Attributes:
        judge: knows the best answer.
        bound: no answer costs less.
    """

    def __init__(self, model: TimetableModel, limits: SearchLimits, report: Report) -> None:
        self.judge = Judge(model)
        self.bound, self.infeasible, self.nodes = 0.0, False, 0  # no term of the cost is negative
        self._model, self._limits, self._report = model, limits, report

    def start(self, values: Floats | None) -> None:
        """Hear a first solution."""
        if values is not None:
            self.judge.hear(values)
            self.judge.settle()

    def run(self) -> None:
        """Search until bound and best answer meet, or work or time are over."""
        while True:
            result = self._round()
            self.bound = max(self.bound, result.bound)
            self.nodes += result.nodes
            self.infeasible = result.infeasible
            if not self.judge.settle() or self._done():
                return

    def _round(self) -> SearchResult:
        premiums = list(self.judge.premiums.values())
        model = with_premiums(self._model, premiums)
        search = _JudgedSearch(model, self._limits, self._tell, self.judge)
        if self.judge.best:
            search.offer(extended(self.judge.best.values, premiums))
        return search.run()

    def _done(self) -> bool:
        best = self.judge.best
        if self._limits.deadline.passed or best is None:
            return True
        return self.bound >= best.cost or relative_gap(best.cost, self.bound) <= self._limits.gap

    def _tell(self, step: Progress) -> None:
        best = self.judge.best
        cost = best.cost if best else None
        bound = max(self.bound, step.bound)
        bound = bound if cost is None else min(bound, cost)
        answer = partial(read, self._model, best.values, account) if best else None
        self._report(Progress(step.stage, cost, bound, answer))


class _JudgedSearch(Search):
    """A search whose solutions are judged by the count of riders as they come."""

    def __init__(
        self, model: TimetableModel, limits: SearchLimits, report: Report, judge: Judge
    ) -> None:
        super().__init__(model, limits, report)
        self._judge = judge

    def offer(self, values: Floats) -> None:
        """Judge a solution, whether it is the cheapest by the model or not."""
        self._judge.hear(values)
        super().offer(values)
