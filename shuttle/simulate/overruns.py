"""Drivers whose day is longer than the rules allow, or who drive for longer."""

from collections.abc import Iterator

import numpy as np

from shuttle.simulate.chance import Floats
from shuttle.simulate.operation import Operation, Shift
from shuttle.simulate.propagate import Played

_ZERO = np.float32(0)


def overruns(operation: Operation, played: Played) -> Iterator[tuple[Shift, Floats]]:
    """Minutes beyond the profile's limits on length and on driving, duty by duty.

    Drivers sign on as planned; a duty ends `sign_off_minutes` after its last arrival.
    """
    rules = operation.scenario.rules()
    for shift in operation.shifts:
        ends = played.arrivals[shift.runs[-1]]
        spare = rules.max_duty_minutes + shift.duty.sign_on - rules.sign_off_minutes
        over = np.maximum(ends - np.float32(spare), _ZERO)
        driving = played.driving[shift.runs[0]]
        for run in shift.runs[1:]:
            driving = driving + played.driving[run]
        over += np.maximum(driving - np.float32(rules.max_driving_minutes), _ZERO)
        yield shift, over
