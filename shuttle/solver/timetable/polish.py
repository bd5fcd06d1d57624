"""Timetables on a fine grid: planned on a coarse one, then polished minute by minute.

On a one-minute grid the headway arcs are 25 times those of a five-minute grid. So the day is
planned on the coarse grid first, whose timetables are timetables of the fine one. Then only the
minutes about its departures are offered and that small part is solved; then those about the
better departures, until nothing is gained. Steps of one grid minute alternate with longer ones,
which reach further at the same size. Rounds end on nodes and gains, never on the clock, so that
the same input gives the same answer. The bound is one of the whole fine model: see `fine_bound`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from shuttle.domain.time import LAST_MINUTE
from shuttle.solver.highs import Deadline, MipLimits, solve_lp, solve_mip
from shuttle.solver.linear import Bools, Floats
from shuttle.solver.problem import Problem
from shuttle.solver.timetable.model import TimetableModel, build_model
from shuttle.solver.timetable.network import build_network
from shuttle.solver.timetable.vehicles import RunColumn

_COARSE_MINUTES = 5
_LARGE = 40_000
_MOST_COLUMNS = 40_000
_MOST_FREE = 20_000
_NODES = 20
_GAP = 5e-4
_GAIN = 2e-4
_STRIDES = (1, 3)
_USED = 1e-6
_HALF = 0.5

Slots = tuple[frozenset[int], ...]
"""Departure minutes by direction."""


@dataclass(frozen=True)
class Timetable:
    """A whole solution, and the model in whose columns it is written.

    Attributes:
        cost: in cents.
        nodes: branch-and-bound nodes that it took, with those before it.
    """

    model: TimetableModel
    values: Floats
    cost: int
    nodes: int

    @property
    def departures(self) -> Slots:
        """Minutes at which each direction is run with riders."""
        used = [c.run for c in self.model.trips if self.values[c.column] > _HALF]
        return _by_direction(self.model.problem, ((r.direction, r.departure) for r in used))

    @property
    def empty_departures(self) -> Slots:
        """Minutes at which each direction is run empty."""
        used = [c.run for c in _along_routes(self.model) if self.values[c.column] > _HALF]
        return _by_direction(self.model.problem, ((r.direction, r.departure) for r in used))


Told = Callable[[Timetable], None]


def coarse_minutes(problem: Problem) -> int | None:
    """The grid on which to plan first; None where the problem is searched as it is.

    That is so where departures are given, for a grid that is coarse already, and for a small model.
    """
    grid = problem.scenario.policies.grid_minutes
    if problem.required or grid >= _COARSE_MINUTES or columns(problem) <= _LARGE:
        return None
    return grid * -(-_COARSE_MINUTES // grid)


def columns(problem: Problem) -> int:
    """About how many columns the model has: its headway arcs, by bus type."""
    networks = (build_network(problem, index) for index in range(len(problem.directions)))
    return len(problem.types) * sum(len(network.tail) for network in networks)


def on_grid(problem: Problem, minutes: int) -> Problem:
    """The problem with the departures alone that lie on a coarser grid.

    Its solutions are solutions of the problem itself, at the same cost.
    """
    every = frozenset(range(0, LAST_MINUTE + 1, minutes))
    slots = (every,) * len(problem.directions)
    return _offering(problem, slots, slots)


def with_published(problem: Problem, minutes: int) -> Problem:
    """The problem on a coarser grid, published departures and some minutes about them beside it."""
    grid = frozenset(range(0, LAST_MINUTE + 1, minutes))
    slots = []
    for way in problem.directions:
        known = frozenset(
            departure.departure
            for departure in (problem.change.published if problem.change else ())
            if (departure.origin, departure.destination) == (way.origin, way.destination)
        )
        slots.append(grid | _shifted(known, list(range(-2 * minutes, 2 * minutes + 1, minutes))))
    return _offering(problem, tuple(slots), tuple(slots))


def polished(problem: Problem, first: Timetable, deadline: Deadline, told: Told) -> Timetable:
    """The timetable made better minute by minute, while that pays.

    Args:
        problem: on the fine grid.
        first: a solution of the problem, or of a part of it.
        deadline: the outer guard.
        told: called with every better timetable.
    """
    best, idle = first, 0
    while idle < len(_STRIDES) and not deadline.passed:
        model = _about(problem, best, _STRIDES[idle])
        found = _solved(model, best, deadline)
        if found is None:
            break
        paid = found.cost < best.cost * (1 - _GAIN)
        if found.cost < best.cost:
            best = found
            told(best)
        idle = 0 if paid else idle + 1
    return best


def _about(problem: Problem, timetable: Timetable, stride: int) -> TimetableModel:
    """The model of the slots about the departures, as many as keep it small."""
    grid = problem.scenario.policies.grid_minutes
    reach = -(-_COARSE_MINUTES // grid) - 1
    while True:
        part = _near(problem, timetable, [stride * grid * n for n in range(-reach, reach + 1)])
        if reach <= 1 or columns(part) <= _MOST_COLUMNS:
            return build_model(part)
        reach -= 1


def _near(problem: Problem, timetable: Timetable, offsets: list[int]) -> Problem:
    grid = frozenset(
        range(0, LAST_MINUTE + 1, _COARSE_MINUTES * problem.scenario.policies.grid_minutes)
    )
    loaded = tuple(_shifted(minutes, offsets) for minutes in timetable.departures)
    empty = tuple(_shifted(minutes, offsets) | grid for minutes in timetable.empty_departures)
    return _offering(problem, loaded, empty)


def _shifted(minutes: frozenset[int], offsets: list[int]) -> frozenset[int]:
    return frozenset(minute + offset for minute in minutes for offset in offsets)


def _offering(problem: Problem, loaded: Slots, empty: Slots) -> Problem:
    """The problem with runs at those minutes alone; which slots are allowed stays as it is."""
    return replace(
        problem,
        trips=tuple(run for run in problem.trips if run.departure in loaded[run.direction]),
        deadheads=tuple(run for run in problem.deadheads if run.departure in empty[run.direction]),
    )


def _solved(model: TimetableModel, best: Timetable, deadline: Deadline) -> Timetable | None:
    """What the model's cheapest columns make of the timetable; None where time is over."""
    start = _lifted(model, best, deadline)
    lp = solve_lp(model.linear, deadline.seconds)
    if start is None or lp.values is None or lp.duals is None:
        return None
    reduced = model.linear.reduced_costs(lp.duals)
    room = min(_MOST_FREE, len(reduced) - 1)
    kept = (reduced < np.partition(reduced, room)[room]) | (lp.values > _USED) | (start > _USED)
    limits = MipLimits(relative_gap=_GAP, nodes=_NODES, seconds=deadline.seconds)
    result = solve_mip(model.linear.restricted(kept), limits, start[kept])
    values = start if result.values is None else _spread(result.values, kept)
    return _timetable(model, values, best.nodes + result.nodes)


def _lifted(model: TimetableModel, timetable: Timetable, deadline: Deadline) -> Floats | None:
    """The timetable in the columns of another model, with the best buses for it."""
    kept = _used_runs(model, timetable)
    for direction, departures in enumerate(timetable.departures):
        kept &= _within(model, direction, departures)
    limits = MipLimits(relative_gap=_GAP, nodes=_NODES, seconds=deadline.seconds)
    found = solve_mip(model.linear.restricted(kept), limits).values
    return None if found is None else _spread(found, kept)


def _used_runs(model: TimetableModel, timetable: Timetable) -> Bools:
    """All columns but those of runs along routes that the timetable does not make."""
    kept = np.ones(len(model.linear.cost), dtype=bool)
    for items, used in (
        (model.trips, timetable.departures),
        (_along_routes(model), timetable.empty_departures),
    ):
        for item in items:
            kept[item.column] = item.run.departure in used[item.run.direction]
    return kept


def _along_routes(model: TimetableModel) -> list[RunColumn]:
    """Columns of empty runs that cross the border; those within a side stay as they are."""
    return [item for item in model.deadheads if isinstance(item, RunColumn)]


def _within(model: TimetableModel, direction: int, departures: frozenset[int]) -> Bools:
    """All columns but the direction's arcs that end at other departures."""
    spans = model.spans
    ends = np.array([0, *sorted(departures), LAST_MINUTE], dtype=np.int64)
    arcs = (spans.direction == direction) & (spans.start != spans.end)
    used: Bools = ~arcs | (np.isin(spans.start, ends) & np.isin(spans.end, ends))
    return used


def _spread(values: Floats, kept: Bools) -> Floats:
    whole = np.zeros(len(kept))
    whole[kept] = values
    return whole


def _timetable(model: TimetableModel, values: Floats, nodes: int) -> Timetable:
    return Timetable(model, values, round(model.linear.objective(values)), nodes)


def _by_direction(problem: Problem, used: Iterator[tuple[int, int]]) -> Slots:
    minutes: list[set[int]] = [set() for _ in problem.directions]
    for direction, minute in used:
        minutes[direction].add(minute)
    return tuple(map(frozenset, minutes))
