"""Rule `duty-continuity`: a driver's next piece starts where and not before the last one ended.

Where the planner states riding minutes between two places, a driver may also ride from the one
to the other in between.
"""

from shuttle.domain.driver_rules import WorkingRules
from shuttle.solver.linear import Bools, Ints

NO_WAY = -1
"""Riding minutes between places where nobody can ride."""


def follows(gap: Ints, ride: Ints) -> Bools:
    """Whether a piece may come next in a duty, that many minutes later and away."""
    in_time: Bools = gap >= ride
    return in_time & (ride > NO_WAY)


def may_end(home: Ints, side: Ints | int, rules: WorkingRules) -> Bools:
    """Whether a duty that began on side `home` may end on `side`."""
    at_home: Bools = home == side
    return at_home if rules.returns_home else at_home | True
