"""Large-neighbourhood search: part of the day is opened, the rest stays, the small MIP is solved.

A neighbourhood is a window of time in some directions. Of its columns those with the smallest
reduced costs are free, as many as a MIP takes in its stride; all columns of buses are free. On
several processes a round solves as many neighbourhoods of one incumbent at once; gains that do
not touch each other are taken together. Rounds end in a fixed order, so that the same input,
seed and number of workers give the same answer.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from multiprocessing import get_context
from types import TracebackType
from typing import Self

import numpy as np

from shuttle.domain.time import TimeBand
from shuttle.solver.highs import Deadline, MipLimits, solve_mip
from shuttle.solver.linear import Bools, Floats, LinearModel
from shuttle.solver.timetable.model import Spans, TimetableModel

_FREE_COLUMNS = 12_000
_LONG_MINUTES = (400, 1000)
_SHORT_MINUTES = (120, 240)
_NODES = 10
_GAP = 1e-4
_SECONDS = 20.0
_TOUCH = 1e-6


@dataclass(frozen=True)
class Neighbourhood:
    """Which part of the day is opened."""

    directions: tuple[int, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Ground:
    """What every neighbourhood is cut from: the model, its reduced costs, where its columns lie."""

    linear: LinearModel
    reduced: Floats
    spans: Spans
    deadheads: Bools

    def free(self, area: Neighbourhood, values: Floats) -> Bools:
        """Columns that may change: those in use, and the cheapest others."""
        spans = self.spans
        inside = np.isin(spans.direction, area.directions)
        inside &= (spans.start < area.end) & (spans.end > area.start)
        inside |= self.deadheads
        price = np.where(inside, self.reduced, np.inf)
        used = inside & (values > _TOUCH)
        room = min(_FREE_COLUMNS, int(inside.sum()) - 1)
        limit = np.partition(price, room)[room]
        standing = (spans.direction < 0) & ~self.deadheads
        chosen: Bools = used | (price < limit) | standing
        return chosen


def improved(ground: Ground, values: Floats, area: Neighbourhood, seconds: float) -> Floats:
    """The best found values with only that part of the day changed; the same where none is."""
    free = ground.free(area, values)
    limits = MipLimits(relative_gap=_GAP, nodes=_NODES, seconds=min(seconds, _SECONDS))
    linear = ground.linear.around(values, free)
    found = solve_mip(linear, limits, values[free]).values
    if found is None or linear.objective(found) > linear.objective(values[free]) - _TOUCH:
        return values
    better = values.copy()
    better[free] = found
    return better


class Crew(AbstractContextManager["Crew"]):
    """The processes that solve neighbourhoods; one worker means this process."""

    def __init__(self, ground: Ground, workers: int) -> None:
        self._ground, self._workers = ground, workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        if self._workers > 1:
            self._pool = ProcessPoolExecutor(
                self._workers, get_context("spawn"), _take_ground, (self._ground,)
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def round(
        self, values: Floats, areas: Sequence[Neighbourhood], deadline: Deadline
    ) -> list[Floats]:
        """What each neighbourhood makes of the values, in the order of `areas`."""
        if self._pool is None:
            return [improved(self._ground, values, area, deadline.seconds) for area in areas]
        jobs = [self._pool.submit(_improved_here, values, area, deadline.seconds) for area in areas]
        return [job.result() for job in jobs]


_here: list[Ground] = []


def _take_ground(ground: Ground) -> None:
    _here[:] = [ground]


def _improved_here(values: Floats, area: Neighbourhood, seconds: float) -> Floats:
    return improved(_here[0], values, area, seconds)


def merged(linear: LinearModel, values: Floats, found: Sequence[Floats]) -> Floats:
    """The values with the gains of several neighbourhoods, as far as they go together.

    The largest gain is taken; each other is added where the rows still hold and it still pays.
    """
    best = values
    for other in sorted(found, key=linear.objective):
        joined = best + (other - values)
        if linear.objective(joined) < linear.objective(best) - _TOUCH and linear.holds(joined):
            best = joined
    return best


def areas(model: TimetableModel, seed: int) -> Iterator[Neighbourhood]:
    """Neighbourhoods without end: one route for most of the day, all routes for some hours."""
    random = np.random.default_rng(seed)
    span = model.problem.scenario.policies.span
    routes = _directions_by_route(model)
    every = tuple(range(len(model.problem.directions)))
    while True:
        for route in random.permutation(len(routes)).tolist():
            yield _window(random, span, routes[route], _LONG_MINUTES)
            yield _window(random, span, every, _SHORT_MINUTES)


def _window(
    random: np.random.Generator,
    span: TimeBand,
    directions: tuple[int, ...],
    widths: tuple[int, int],
) -> Neighbourhood:
    width = int(random.integers(*widths))
    start = int(random.integers(span.start - width // 2, span.end - width // 2))
    return Neighbourhood(directions, start, start + width)


def _directions_by_route(model: TimetableModel) -> list[tuple[int, ...]]:
    by_route: dict[str, list[int]] = {}
    for index, direction in enumerate(model.problem.directions):
        by_route.setdefault(direction.route, []).append(index)
    return [tuple(indices) for indices in by_route.values()]


def ground_of(model: TimetableModel, reduced: Floats) -> Ground:
    """What the neighbourhoods of a model are cut from, at the root's reduced costs."""
    deadheads = np.zeros(len(reduced), dtype=bool)
    deadheads[[item.column for item in model.deadheads]] = True
    return Ground(model.linear, reduced, model.spans, deadheads)
