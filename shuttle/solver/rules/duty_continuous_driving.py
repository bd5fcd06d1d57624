"""Rule `duty-continuous-driving`: so much driving between two breaks, less at night.

A stretch is a run of pieces without a pause of `break_minutes` between them. It touches the
night where some minute from its first departure (included) to its last arrival (excluded) lies
in the night band.
"""

import numpy as np

from shuttle.domain.driver_rules import WorkingRules
from shuttle.solver.linear import Bools, Ints


def carried(driving: Ints, pause: Ints, rules: WorkingRules) -> Ints:
    """Driving of the stretch that goes on over a pause; none after a break."""
    return np.where(pause >= rules.break_minutes, 0, driving)


def stretch_start(start: Ints, pause: Ints, departure: Ints, rules: WorkingRules) -> Ints:
    """First departure of the stretch to which a piece after that pause belongs."""
    return np.where(pause >= rules.break_minutes, departure, start)


def before_night_ends(start: Ints, rules: WorkingRules) -> Bools:
    """Whether a stretch that began then can still touch the night: all that its start decides."""
    if rules.night is None or rules.max_continuous_night_driving_minutes is None:
        return np.zeros(np.shape(start), dtype=np.bool_)
    early: Bools = start < rules.night.end
    return early


def admits(driving: Ints, start: Ints, arrival: Ints | int, rules: WorkingRules) -> Bools:
    """Whether the stretch from `start` to `arrival` has few enough minutes of driving."""
    by_day: Bools = driving <= rules.max_continuous_driving_minutes
    night_limit = rules.max_continuous_night_driving_minutes
    if rules.night is None or night_limit is None:
        return by_day
    touches = (start < rules.night.end) & (arrival > rules.night.start)
    return np.where(touches, driving <= night_limit, by_day)


def least_limit(rules: WorkingRules) -> int:
    """The limit that is never exceeded, by day or night."""
    limits = rules.max_continuous_driving_minutes, rules.max_continuous_night_driving_minutes
    return min(limit for limit in limits if limit is not None)
