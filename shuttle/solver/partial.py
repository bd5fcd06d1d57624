"""Partial plans: the fewest obligations left, then the cheapest timetable that leaves no more.

First points alone are counted (see `timetable.leaving`), in a day without riders, in which bus
types that may do the same are one. Then money is, under a row that allows as many points as were
found: its bound holds for every plan that leaves no more than this one, proved fewest or not.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from shuttle.domain.plan import FixedTrip
from shuttle.errors import InfeasibleError
from shuttle.solver.alike import free_of_charge, without_riders
from shuttle.solver.highs import MipLimits, solve_mip
from shuttle.solver.linear import Floats
from shuttle.solver.problem import Problem, fix_timetable
from shuttle.solver.progress import Progress, Report, SearchLimits
from shuttle.solver.timetable.model import TimetableModel, build_model
from shuttle.solver.timetable.readout import Found, Left, read
from shuttle.solver.timetable.search import Search

_NOTHING = Found(None, -math.inf, infeasible=False, nodes=0)
_HALF = 0.5
_NODES = 20
_CARRY_OVER = (
    "No timetable keeps every rule, and none that leaves some is made under carry-over; "
    "plan under the seat guarantee (policies.semantics)."
)


@dataclass(frozen=True)
class Fewest:
    """A timetable that leaves few points, whatever it costs.

    Attributes:
        left: its points; None where no timetable was found in time.
        slots: direction and minute of its departures.
        values: of all columns of the model that was searched.
        infeasible: proved that there is no timetable at all, as changes may be limited.
    """

    left: Left | None
    slots: frozenset[tuple[int, int]]
    values: Floats | None
    infeasible: bool = False


def runnable(problem: Problem, departures: Sequence[FixedTrip]) -> tuple[FixedTrip, ...]:
    """Those departures that some bus may make, each minute of a direction once."""
    once = {(d.origin, d.destination, d.departure): d for d in reversed(departures)}
    return tuple(d for d in reversed(once.values()) if _may_run(problem, d))


def _may_run(problem: Problem, departure: FixedTrip) -> bool:
    try:
        return bool(fix_timetable(problem, [departure]).trips)
    except InfeasibleError:
        return False


def leaves_nothing(fewest: Fewest) -> bool:
    """Whether no obligation need be left, as far as buses and slots go."""
    return fewest.left is not None and fewest.left.points == 0


def fewest_points(problem: Problem, limits: SearchLimits, report: Report) -> Fewest:
    """A timetable that leaves as few points as possible where riders are left aside.

    Its bound holds for all timetables. It may itself be none: its buses may overtake each other
    where riders would mind.
    """
    plain = without_riders(replace(problem, partial=True))
    return _searched(build_model(plain), limits, report)


def cheapest_leaving(
    problem: Problem, fewest: Fewest, limits: SearchLimits, report: Report
) -> Found:
    """The cheapest timetable of those that leave as little as was found possible.

    There is one, no departure at all, unless changes against a published timetable are limited.

    Raises:
        InfeasibleError: the scenario asks for carry-over.
    """
    if problem.scenario.policies.semantics == "carry-over":
        raise InfeasibleError(_CARRY_OVER, proved=True)
    model = build_model(replace(problem, partial=True))
    start, left = _with_slots(model, fewest, limits), fewest.left
    if left is None or start is None:
        anew = _searched(model, limits, report)
        if anew.left is None or anew.values is None:
            return replace(_NOTHING, infeasible=anew.infeasible)
        start, left = anew.values, _better_bound(anew.left, fewest.left)
    search = Search(within(model, left.points), limits, report)
    search.offer(start)
    result = search.run()
    values = start if result.values is None else result.values
    answer = read(model, values)
    # Riders on the way over waiting places are counted apart, so that a bound of a linear program
    # that was cut short may be below nothing; money never is.
    bound = max(0.0, result.bound)
    return Found(answer, bound, infeasible=False, nodes=result.nodes, left=left)


def _searched(model: TimetableModel, limits: SearchLimits, report: Report) -> Fewest:
    """The fewest points of a model."""

    def told(step: Progress) -> None:
        report(Progress(f"obligations, {step.stage}", None, 0.0))

    result = Search(counting_points(model), replace(limits, gap=0.0), told).run()
    if result.values is None or result.cost is None:
        return Fewest(None, frozenset(), None, infeasible=result.infeasible)
    used = [item.run for item in model.trips if result.values[item.column] > _HALF]
    slots = frozenset((run.direction, run.departure) for run in used)
    left = Left(result.cost, max(0, math.ceil(result.bound)), result.nodes)
    return Fewest(left, slots, result.values)


def _better_bound(left: Left, other: Left | None) -> Left:
    """The points with whichever bound says more."""
    if other is None:
        return left
    return Left(left.points, max(left.bound, other.bound), left.nodes + other.nodes)


def _with_slots(model: TimetableModel, fewest: Fewest, limits: SearchLimits) -> Floats | None:
    """Values of a solution with departures in those slots alone, and no more points."""
    if fewest.left is None:
        return None
    kept = np.ones(len(model.points), dtype=bool)
    for item in model.trips:
        kept[item.column] = (item.run.direction, item.run.departure) in fewest.slots
    linear = within(model, fewest.left.points).linear.restricted(kept)
    found = solve_mip(linear, MipLimits(nodes=_NODES, seconds=limits.deadline.seconds)).values
    if found is None:
        return None
    values = np.zeros(len(kept))
    values[kept] = found
    return values


def counting_points(model: TimetableModel) -> TimetableModel:
    """The model in which points alone count."""
    cents = free_of_charge(model.problem.cents)
    return replace(
        model,
        linear=replace(model.linear, cost=model.points),
        problem=replace(model.problem, cents=cents),
        networks=tuple(replace(network, limits=()) for network in model.networks),
        point_cents=1.0,
    )


def within(model: TimetableModel, points: int) -> TimetableModel:
    """The model of timetables that leave no more than so many points."""
    counted = np.flatnonzero(model.points)
    weights: Floats = model.points[counted]
    return replace(
        model,
        linear=model.linear.with_row(counted, -math.inf, points, weights),
        budget_row=len(model.linear.row_lower),
    )
