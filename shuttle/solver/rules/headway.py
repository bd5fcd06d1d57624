"""Rules `min-headway` and `max-headway`: which departure may follow which."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from shuttle.domain.network import Direction
from shuttle.domain.policy import HeadwayPolicy, Policies
from shuttle.domain.time import LAST_MINUTE


def governing(
    policies: Policies, day_type: str, direction: Direction, minute: int
) -> HeadwayPolicy:
    """The last listed policy that holds at a departure; a bare one where none does."""
    for policy in reversed(policies.headways):
        if (
            policy.holds_at(minute)
            and policy.holds_for(day_type)
            and policy.holds_between(direction.origin, direction.destination)
        ):
            return policy
    return HeadwayPolicy()


def followers(policy: HeadwayPolicy, minute: int, slots: Sequence[int]) -> tuple[int, int]:
    """First and last minute (included) of the departures that may follow one at `minute`.

    Args:
        policy: the headway policy that governs the earlier departure.
        minute: the earlier departure.
        slots: the direction's allowed slots, ascending.
    """
    least = minute + max(1, policy.min_minutes)
    if policy.max_minutes is None:
        return least, LAST_MINUTE
    most = minute + policy.max_minutes
    if bisect_left(slots, least) < bisect_right(slots, most):
        return least, most
    beyond = bisect_left(slots, max(least, most + 1))
    if beyond == len(slots):
        return least, most
    return least, slots[beyond] + policy.max_minutes
