"""Rule `no-overtaking`: a later bus does not arrive first where riders plan by arrival."""

import numpy as np

from shuttle.solver.linear import Bools, Ints


def admits(earlier_arrival: int, later_arrivals: Ints, wishes_before: Ints) -> Bools:
    """Which later departures may follow an earlier one.

    Args:
        earlier_arrival: arrival of the earlier departure.
        later_arrivals: arrivals of the candidates to follow it.
        wishes_before: by minute, how many arrive_by wishes lie before it.
    """
    between = wishes_before[np.maximum(earlier_arrival, later_arrivals)]
    return np.equal(between, wishes_before[later_arrivals])
