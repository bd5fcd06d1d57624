"""Rule `port-dwell`: the bus waits for its slowest rider."""

from collections.abc import Mapping
from datetime import date

from shuttle.domain.facts import Percentile, governing
from shuttle.domain.network import BorderDirection
from shuttle.domain.port import Port


def rooms(
    port: Port,
    border: BorderDirection,
    moment: tuple[int, date, str],
    percentile: Percentile,
) -> Mapping[int, int]:
    """Most riders for each number of extra minutes; empty where minutes do not grow with riders.

    Args:
        port: where the bus clears.
        border: which way it crosses.
        moment: minute at which it reaches the port, service date and day type.
        percentile: at which minutes are planned.
    """
    directed = (band for band in port.dwell_by_load if band.holds_towards(border))
    band = governing(directed, *moment)
    return band.rooms(percentile) if band else {}


def admits(rooms_: Mapping[int, int], extra_minutes: int, seats: int) -> bool:
    """Whether a bus of so many seats may wait so long: no shorter wait has room for all seats."""
    shorter = (room for extra, room in rooms_.items() if extra < extra_minutes)
    return max(shorter, default=0) < seats
