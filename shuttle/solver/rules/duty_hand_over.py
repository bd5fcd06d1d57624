"""Rule `duty-hand-over`: a bus changes drivers only where it may.

Each pair of runs between which a bus may not change drivers is a tie, with a number of its own. A
driver goes on from a run to another where the same tie leads out of the one and into the other,
or none out of the one nor into the other.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import count, pairwise

from shuttle.solver.linear import Bools, Ints

FREE = -1
"""No tie: the driver may leave the bus after the run, or take it over before it."""

Stay = tuple[str, str]
"""Id of a run, and the place at which it ends."""


def ties(
    buses: Iterable[Sequence[Stay]], allowed: Callable[[str], bool]
) -> tuple[dict[str, int], dict[str, int]]:
    """Numbers of the ties that lead into runs and out of them, by the runs' ids.

    Args:
        buses: the runs of each bus, in order of time.
        allowed: whether a bus may change drivers at a place.
    """
    into, out_of, numbers = dict[str, int](), dict[str, int](), count()
    for runs in buses:
        for (earlier, place), (later, _) in pairwise(runs):
            if not allowed(place):
                into[later] = out_of[earlier] = next(numbers)
    return into, out_of


def follows(out_of: Ints, into: Ints) -> Bools:
    """`[before, after]`: whether a driver may go on from one run to the other."""
    same: Bools = out_of[:, None] == into[None, :]
    return same


def may_change(tie: Ints) -> Bools:
    """Whether a duty may end where that tie leads out, or begin where it leads in."""
    free: Bools = tie == FREE
    return free
