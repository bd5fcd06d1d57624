"""Rule `port-hours`: the port is open from reaching it to being cleared."""

from collections.abc import Sequence

from shuttle.solver.opening import OpenInterval


def admits(intervals: Sequence[OpenInterval], reach: int, cleared: int) -> bool:
    """Whether one open interval holds both minutes."""
    return any(open_.start <= reach and cleared <= open_.end for open_ in intervals)
