"""What a departure costs, or its absence: a good other timetable, and what none can beat.

The other timetable keeps to the planned one but near the departure in question; then other parts
of the day around it are opened, as in any search by neighbourhoods. No timetable costs less than
the linear program of the whole day.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from shuttle.domain.plan import Trip
from shuttle.solver.highs import Deadline, MipLimits, MipResult, solve_lp, solve_mip
from shuttle.solver.linear import Bools, Floats, Ints, LinearModel
from shuttle.solver.problem import Problem
from shuttle.solver.timetable.model import TimetableModel, build_model
from shuttle.solver.timetable.neighbourhood import Ground, Neighbourhood, ground_of, improved
from shuttle.solver.timetable.readout import Readout, read

Slot = tuple[int, int]
"""Index of the direction, and minute."""

_NODES = 1
_GAP = 0.002
# Minutes to either side that are opened until there is another timetable at all, and then to make
# it better; each with the reduced cost, in cents, up to which columns are.
_FIRST = ((45, 4_000.0), (90, 8_000.0), (240, 16_000.0))
_AREAS = ((90, 4_000.0), (150, 4_000.0), (240, 2_500.0))


@dataclass(frozen=True)
class Other:
    """The best other timetable that was found, and what is known of all.

    Attributes:
        answer: None where none was found.
        bound: in cents; no such timetable costs less.
        infeasible: proved that there is none.
    """

    answer: Readout | None
    bound: float
    infeasible: bool


def without_slot(problem: Problem, slot: Slot) -> Problem:
    """The problem in which nothing leaves at that slot, which stays allowed by the rules."""
    trips = tuple(run for run in problem.trips if (run.direction, run.departure) != slot)
    return replace(problem, trips=trips)


@dataclass(frozen=True)
class _First:
    """A first other timetable; None where there is none, which is proved where complete."""

    values: Floats | None
    complete: bool


class WhatIf:
    """A planned timetable, and what becomes of it when one departure must or must not be made.

    Args:
        problem: what was planned.
        trips: the planned ones.
        deadline: the outer guard of all questions.
    """

    def __init__(self, problem: Problem, trips: tuple[Trip, ...], deadline: Deadline) -> None:
        self._problem, self._deadline = problem, deadline
        self._model = build_model(problem)
        self._values = _planned(self._model, trips, deadline)

    def with_departure(self, slot: Slot) -> Other:
        """The best timetable in which a bus leaves at that slot."""
        return self._best(slot, self._model.linear.with_row(self._trips_at(slot), 1.0, 1.0))

    def without_departure(self, slot: Slot) -> Other:
        """The best timetable in which none does, though the rules would allow it."""
        upper = self._model.linear.upper.copy()
        upper[self._trips_at(slot)] = 0.0
        return self._best(slot, replace(self._model.linear, upper=upper))

    def _trips_at(self, slot: Slot) -> Ints:
        found = (c for c in self._model.trips if (c.run.direction, c.run.departure) == slot)
        return np.array([item.column for item in found], dtype=np.int64)

    def _best(self, slot: Slot, linear: LinearModel) -> Other:
        found = solve_lp(linear, self._deadline.seconds, corner=False)
        if found.infeasible:
            return Other(None, math.inf, infeasible=True)
        duals = np.zeros(len(linear.row_lower)) if found.duals is None else found.duals
        bound = linear.dual_bound(duals)
        ground = ground_of(replace(self._model, linear=linear), linear.reduced_costs(duals), bound)
        first = self._first(slot, ground)
        values = first.values
        if values is None:
            return Other(None, bound, infeasible=first.complete)
        for area in self._areas(slot, _AREAS):
            values = improved(ground, values, area, self._deadline.seconds).values
        answer = read(self._model, values)
        return Other(answer, min(float(sum(answer.terms.values())), bound), infeasible=False)

    def _first(self, slot: Slot, ground: Ground) -> "_First":
        """The planned timetable changed as little around the slot as makes it another one."""
        planned, spans = self._values, ground.spans
        if planned is None:
            return _First(None, complete=False)
        touching = (spans.start == slot[1]) | (spans.end == slot[1])
        for area in self._areas(slot, _FIRST):
            free: Bools = ground.free(area, planned) | (touching & (spans.direction == slot[0]))
            found = self._solved(ground.linear.around(planned, free), nodes=_NODES)
            if found.values is not None:
                values: Floats = planned.copy()
                values[free] = found.values
                return _First(values, complete=False)
        whole = self._solved(ground.linear, nodes=None)
        return _First(whole.values, complete=whole.complete)

    def _solved(self, linear: LinearModel, nodes: int | None) -> MipResult:
        limits = MipLimits(
            relative_gap=_GAP, nodes=nodes, seconds=self._deadline.seconds, restarts=nodes is None
        )
        return solve_mip(linear, limits)

    def _areas(self, slot: Slot, areas: tuple[tuple[int, float], ...]) -> Iterator[Neighbourhood]:
        every = tuple(range(len(self._problem.directions)))
        for minutes, threshold in areas:
            yield Neighbourhood(every, slot[1] - minutes, slot[1] + minutes, threshold)


def _planned(model: TimetableModel, trips: tuple[Trip, ...], deadline: Deadline) -> Floats | None:
    """Values of all columns for the planned trips, with the best buses' days for them."""
    ways = model.problem.directions
    runs = {(t.route, t.direction, t.departure, t.port, t.vehicle_type) for t in trips}
    kept = np.ones(len(model.linear.cost), dtype=bool)
    for item in model.trips:
        way, kind = ways[item.run.direction], model.problem.types[item.vehicle_type].id
        run = way.route, way.id, item.run.departure, item.run.port, kind
        kept[item.column] = run in runs
    made = [item.column for item in model.trips if kept[item.column]]
    every = model.linear.with_row(np.array(made, dtype=np.int64), len(trips), len(trips))
    limits = MipLimits(nodes=_NODES, seconds=deadline.seconds)
    found = solve_mip(every.restricted(kept), limits).values
    if found is None:
        return None
    values = np.zeros(len(kept))
    values[kept] = found
    return values
