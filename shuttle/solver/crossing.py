"""What the facts make of one departure over one port: its parts, and the rules that refuse it.

Where dwell grows with riders there are several crossings: one without riders, and one for each
wait.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shuttle.domain.fleet import VehicleType
from shuttle.domain.plan import TripLeg
from shuttle.solver.opening import OpenInterval, open_intervals
from shuttle.solver.rules import (
    approach_road,
    port_dwell,
    port_hours,
    port_permitted,
    running_time,
)
from shuttle.solver.rules.running_time import Way


@dataclass(frozen=True, slots=True)
class Crossing:
    """A departure over a port (or none) with the time it takes.

    Attributes:
        legs: its parts; empty where one has no running time.
        refusals: ids of slot rules that forbid it to any bus; empty where it is allowed.
        types: indices of the bus types that may run it.
        room: most riders for whom its dwell is enough; 0 for one that waits for none, None where
            dwell does not depend on riders.
    """

    legs: tuple[TripLeg, ...]
    refusals: tuple[str, ...]
    types: tuple[int, ...]
    room: int | None


def opening(way: Way) -> tuple[OpenInterval, ...]:
    """When the port of a way is open; nothing for a way without one."""
    if way.port is None or way.direction.border is None:
        return ()
    port = way.scenario.ports[way.port]
    return open_intervals(port, way.direction.border, way.day, way.day_type)


def crossings(
    way: Way, kinds: Sequence[VehicleType], minute: int, open_: Sequence[OpenInterval]
) -> Iterator[Crossing]:
    """The crossings of a way that leave at a minute, allowed or not.

    Args:
        way: direction and port.
        kinds: bus types, in the problem's order.
        minute: departure.
        open_: when the port is open.
    """
    able = (kind.count > 0 and port_permitted.admits(kind, way.port) for kind in kinds)
    types = tuple(k for k, may in enumerate(able) if may)
    legs = running_time.parts(way, minute) or ()
    rooms = _rooms(way, legs)
    yield Crossing(legs, tuple(_refusals(legs, types, open_)), types, 0 if rooms else None)
    for extra, room in rooms.items():
        mine = tuple(k for k in types if port_dwell.admits(rooms, extra, kinds[k].seats))
        if mine or not types:
            longer = running_time.parts(way, minute, extra) or ()
            yield Crossing(longer, tuple(_refusals(longer, mine, open_)), mine, room)


def _rooms(way: Way, legs: Sequence[TripLeg]) -> Mapping[int, int]:
    """Most riders for each number of extra minutes, by the minute at which the port is reached."""
    if way.port is None or way.direction.border is None or not legs:
        return {}
    moment = legs[0].arrival, way.day, way.day_type
    percentile = way.scenario.policies.percentile
    return port_dwell.rooms(way.scenario.ports[way.port], way.direction.border, moment, percentile)


def _refusals(
    legs: Sequence[TripLeg], types: Sequence[int], open_: Sequence[OpenInterval]
) -> Iterator[str]:
    if not types:
        yield "port-permitted"
    if not legs:
        yield "running-time"
    elif len(legs) > 1 and not port_hours.admits(open_, legs[0].arrival, legs[1].arrival):
        yield "port-hours"
    elif len(legs) > 1 and not approach_road.admits(open_, legs[0].arrival):
        yield "approach-road"
