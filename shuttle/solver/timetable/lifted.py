"""A bound of a fine grid from the prices of a coarse one, long before its own linear program ends.

Whatever buses are taken to be worth at each minute, no timetable costs less than the cheapest path
of each direction at those prices, with what buses themselves cost at least. The coarse grid's
linear program says what they are worth from slot to slot; in between that is interpolated, for it
changes little there. The paths are the fine grid's own.
"""

from collections.abc import Iterator

import numpy as np

from shuttle.solver.linear import Floats, Ints
from shuttle.solver.timetable.model import TimetableModel
from shuttle.solver.timetable.start import cheapest_path
from shuttle.solver.timetable.vehicles import standing_minutes


def lifted_bound(fine: TimetableModel, coarse: TimetableModel, duals: Floats) -> float:
    """No timetable of the fine model costs less.

    Args:
        fine: the model that is bounded.
        coarse: of the same problem on a coarser grid.
        duals: of the coarse model's rows.
    """
    prices = np.zeros(len(fine.linear.row_lower))
    known = {place: (minutes, duals[rows]) for place, minutes, rows in _standing(coarse)}
    for place, minutes, rows in _standing(fine):
        if place in known:
            prices[rows] = np.interp(minutes, *known[place])
    return priced_bound(fine, prices)


def _standing(model: TimetableModel) -> Iterator[tuple[tuple[int, str], Ints, Ints]]:
    """Places by bus type, with their rows, which follow those of the paths."""
    first = model.path_rows
    for place, minutes in standing_minutes(model.problem, (*model.trips, *model.deadheads)):
        yield place, minutes, np.arange(first, first + len(minutes))
        first += len(minutes)


def priced_bound(model: TimetableModel, prices: Floats) -> float:
    """No timetable costs less, by prices of the rows that speak of buses."""
    linear = model.linear
    usable = linear.usable(prices)
    usable[: model.path_rows] = 0.0
    reduced = linear.reduced_costs(usable)
    bounds = np.where(usable > 0, linear.row_lower, linear.row_upper)
    paid = float(np.sum(usable[usable != 0] * bounds[usable != 0]))
    own = (model.spans.direction < 0) & (reduced != 0)
    ends = np.where(reduced > 0, linear.lower, linear.upper)
    paid += float(np.sum(reduced[own] * ends[own]))
    return paid + sum(
        cheapest_path(model, index, network, reduced)[0]
        for index, network in enumerate(model.networks)
    )
