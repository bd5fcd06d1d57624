"""Rule `duty-rest`: so much rest in all before driving goes on beyond so many minutes.

Two counts run through a duty: driving, and pauses of at least `break_minutes`. When the pauses
add up to the rest asked for, both begin anew.
"""

import numpy as np

from shuttle.domain.driver_rules import WorkingRules
from shuttle.solver.linear import Bools, Ints


def after_pause(driving: Ints, rested: Ints, pause: Ints, rules: WorkingRules) -> tuple[Ints, Ints]:
    """Both counts after a pause."""
    rest = rules.rest_after_driving
    if rest is None:
        return np.zeros_like(driving), np.zeros_like(rested)
    counted = rested + np.where(pause >= rules.break_minutes, pause, 0)
    enough = counted >= rest.rest_minutes
    return np.where(enough, 0, driving), np.where(enough, 0, counted)


def admits(driving: Ints, rules: WorkingRules) -> Bools:
    """Whether the driving since the last full rest is within the limit."""
    if rules.rest_after_driving is None:
        return np.ones(np.shape(driving), dtype=np.bool_)
    within: Bools = driving <= rules.rest_after_driving.driving_minutes
    return within
