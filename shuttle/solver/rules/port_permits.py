"""Rule `port-permits`: of a bus type, only so many buses use a port on a day.

The solver splits such a type by the ports with counted permits that a bus uses: buses of a part
use those ports and no other counted one, and the parts with a port are together at most its
permits. Parts keep their type's id, so that they are one type again in the plan.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from shuttle.domain.fleet import VehicleType


def parts(vehicle_type: VehicleType, ports: Iterable[str]) -> tuple[VehicleType, ...]:
    """The parts of a type; itself alone where no permits are counted.

    Args:
        vehicle_type: as the planner states it.
        ports: every port of the scenario.
    """
    if not vehicle_type.permits:
        return (vehicle_type,)
    counted = tuple(permit.port for permit in vehicle_type.permits)
    allowed = tuple(ports) if vehicle_type.ports is None else vehicle_type.ports
    return tuple(
        vehicle_type.model_copy(
            update={"ports": tuple(p for p in allowed if p not in counted or p in held)}
        )
        for number in range(len(counted) + 1)
        for held in combinations(counted, number)
    )


def limits(types: Sequence[VehicleType]) -> Iterator[tuple[tuple[int, ...], int, str | None]]:
    """Parts that share a limit, by their places in `types`, the most buses of them, and the port.

    The port is None where the limit is the type's number of buses.
    """
    for name in dict.fromkeys(kind.id for kind in types):
        mine = [k for k, kind in enumerate(types) if kind.id == name]
        if len(mine) > 1:
            yield tuple(mine), types[mine[0]].count, None
        for permit in types[mine[0]].permits:
            holders = tuple(k for k in mine if permit.port in (types[k].ports or ()))
            yield holders, permit.count, permit.port
