"""Rules `first-departure` and `last-departure`: when a direction's service begins and ends."""

from typing import Literal, TypeAlias

from shuttle.domain.network import Direction
from shuttle.domain.policy import Policies
from shuttle.domain.time import TimeBand

End: TypeAlias = Literal["first", "last"]
Windows: TypeAlias = tuple[TimeBand, ...]


def windows(policies: Policies, day_type: str, direction: Direction, end: End) -> Windows:
    """The bands in all of which the first or the last departure of the direction must lie."""
    bands = (
        policy.first if end == "first" else policy.last
        for policy in policies.spans
        if policy.holds_for(day_type)
        and policy.holds_between(direction.origin, direction.destination)
    )
    return tuple(band for band in bands if band)


def admits(bands: Windows, minute: int) -> bool:
    """Whether a departure at that minute lies in every band."""
    return all(band.holds_at(minute) for band in bands)
