"""Large neighbourhoods: part of the day is opened, the rest stays, the small MIP is solved.

Of the columns of the open part those are free that are in use or whose reduced cost is within a
threshold; all columns of buses are free. How much is opened follows what a MIP takes in its
stride: a kind of neighbourhood grows, in turn by extent and by threshold, while its MIPs are easy,
and shrinks when one is hard. Easy and hard are counted in simplex iterations, not seconds, so that
a run repeats.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import numpy as np

from shuttle.solver.highs import MipLimits, solve_mip
from shuttle.solver.linear import Bools, Floats, LinearModel
from shuttle.solver.timetable.model import Spans, TimetableModel

_NODES = 1
# A MIP that can gain no more than this share of what lies above the bound is not worth its time.
_WORTH = 0.05
_TOUCH = 1e-6
_EASY_ITERATIONS = 4_000
_HARD_ITERATIONS = 10_000
_GROWTH = 0.25
_SHRINKAGE = 0.7
_LONG_MINUTES = (500, 1100)
_FIRST_WINDOW_MINUTES = 180.0
_LEAST_WINDOW_MINUTES = 60.0
_WINDOW_TRIPS = 0.15
_ROUTE_TRIPS = 0.4
_MOST_TRIPS = 1.5


class Effort(Enum):
    """How hard the MIP of a neighbourhood was, in deterministic work."""

    EASY = 1
    FAIR = 2
    HARD = 3


@dataclass(frozen=True)
class Neighbourhood:
    """Which part of the day is opened, and up to which reduced cost in cents."""

    directions: tuple[int, ...]
    start: int
    end: int
    threshold: float


@dataclass(frozen=True)
class Outcome:
    """The best values with only a neighbourhood changed, and how hard they were to find."""

    values: Floats
    effort: Effort


@dataclass(frozen=True)
class Ground:
    """What every neighbourhood is cut from: the model, its reduced costs, where its columns lie.

    Attributes:
        bound: no solution costs less, in cents.
    """

    linear: LinearModel
    reduced: Floats
    bound: float
    spans: Spans
    deadheads: Bools

    def free(self, area: Neighbourhood, values: Floats) -> Bools:
        """Columns that may change: those in use, and the cheap others."""
        spans = self.spans
        inside = np.isin(spans.direction, area.directions)
        inside &= (spans.start < area.end) & (spans.end > area.start)
        inside |= self.deadheads
        inside &= (values > _TOUCH) | (self.reduced <= area.threshold)
        chosen: Bools = inside | ((spans.direction < 0) & ~self.deadheads)
        return chosen


def ground_of(model: TimetableModel, reduced: Floats, bound: float) -> Ground:
    """What the neighbourhoods of a model are cut from, at a bound and its reduced costs."""
    deadheads = np.zeros(len(reduced), dtype=bool)
    deadheads[[item.column for item in model.deadheads]] = True
    return Ground(model.linear, reduced, bound, model.spans, deadheads)


def improved(ground: Ground, values: Floats, area: Neighbourhood, seconds: float) -> Outcome:
    """The best found values with only that part of the day changed; the same where none is."""
    free = ground.free(area, values)
    linear = ground.linear.around(values, free)
    limits = MipLimits(
        absolute_gap=_WORTH * max(0.0, ground.linear.objective(values) - ground.bound),
        nodes=_NODES,
        seconds=seconds,
        restarts=False,
    )
    result = solve_mip(linear, limits, values[free])
    effort = _effort(result.iterations, complete=result.complete)
    found = result.values
    if found is None or linear.objective(found) > linear.objective(values[free]) - _TOUCH:
        return Outcome(values, effort)
    better = values.copy()
    better[free] = found
    return Outcome(better, effort)


def _effort(iterations: int, *, complete: bool) -> Effort:
    if iterations > _HARD_ITERATIONS:
        return Effort.HARD
    return Effort.EASY if complete and iterations <= _EASY_ITERATIONS else Effort.FAIR


class Kind:
    """One kind of neighbourhood, and how much of the day it opens by now.

    Attributes:
        extent: minutes of a window, or the number of routes.
        threshold: reduced cost in cents up to which columns are free.
    """

    def __init__(self, extent: tuple[float, float, float], threshold: tuple[float, float]) -> None:
        self._least, self.extent, self._most = extent
        self.threshold, self._most_threshold = threshold
        self._turn, self._step = 0, _GROWTH

    def learn(self, effort: Effort) -> None:
        """Grow after an easy MIP; shrink after a hard one, and grow more slowly from then on.

        A hard MIP costs as much as a dozen easy ones, so each is a reason to come near it later.
        """
        if effort is Effort.FAIR:
            return
        both = effort is Effort.HARD
        factor = _SHRINKAGE if both else 1 + self._step
        if both:
            self._step /= 2
        if both or self._turn % 2 == 0:
            self.threshold = min(self._most_threshold, self.threshold * factor)
        if both or self._turn % 2 == 1:
            self.extent = min(self._most, max(self._least, self.extent * factor))
        self._turn += 1


class Kinds:
    """Neighbourhoods without end: all routes for some hours, some routes for most of the day.

    Args:
        model: timetable and vehicles.
        seed: of the order of routes and the place of windows.
    """

    def __init__(self, model: TimetableModel, seed: int) -> None:
        self._random = np.random.default_rng(seed)
        self._span = model.problem.scenario.policies.span
        self._routes = _directions_by_route(model)
        trip = _price_of_a_trip(model)
        most = _MOST_TRIPS * trip
        minutes = float(self._span.end - self._span.start)
        self._windows = Kind(
            (_LEAST_WINDOW_MINUTES, _FIRST_WINDOW_MINUTES, max(_LEAST_WINDOW_MINUTES, minutes)),
            (_WINDOW_TRIPS * trip, most),
        )
        self._lines = Kind((1.0, 1.0, float(len(self._routes))), (_ROUTE_TRIPS * trip, most))

    @property
    def routes(self) -> int:
        """How many routes there are."""
        return len(self._routes)

    def areas(self) -> Iterator[tuple[Kind, Neighbourhood]]:
        """Windows and routes in turn, with the kind that is to learn from the outcome."""
        every = tuple(range(sum(map(len, self._routes))))
        while True:
            for route in self._random.permutation(self.routes).tolist():
                window, lines = self._windows, self._lines
                yield window, self._area(every, round(window.extent), window.threshold)
                chosen = self._with_others(route, round(lines.extent))
                width = int(self._random.integers(*_LONG_MINUTES))
                yield lines, self._area(chosen, width, lines.threshold)

    def _with_others(self, route: int, number: int) -> tuple[int, ...]:
        """Directions of a route and of others drawn beside it."""
        others = [r for r in self._random.permutation(self.routes).tolist() if r != route]
        chosen = sorted([route, *others[: number - 1]])
        return tuple(direction for r in chosen for direction in self._routes[r])

    def _area(self, directions: tuple[int, ...], width: int, threshold: float) -> Neighbourhood:
        first, last = self._span.start - width // 2, self._span.end - width // 2
        start = int(self._random.integers(first, last))
        return Neighbourhood(directions, start, start + width, threshold)


def _price_of_a_trip(model: TimetableModel) -> float:
    """What a trip costs on the mean, in cents; a cent at least."""
    return max(1.0, float(np.mean(model.problem.cents.trip or (1,))))


def _directions_by_route(model: TimetableModel) -> list[tuple[int, ...]]:
    by_route: dict[str, list[int]] = {}
    for index, direction in enumerate(model.problem.directions):
        by_route.setdefault(direction.route, []).append(index)
    return [tuple(indices) for indices in by_route.values()]
