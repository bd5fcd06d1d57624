"""Rule `approach-road`: the port is reached before its approach road closes."""

from collections.abc import Sequence

from shuttle.solver.opening import OpenInterval


def admits(intervals: Sequence[OpenInterval], reach: int) -> bool:
    """Whether the interval that holds the minute is reached in time; True where none holds it."""
    return all(
        reach <= open_.last_reach for open_ in intervals if open_.start <= reach <= open_.end
    )
