"""Rule `port-permitted`: which ports a direction may use on a day, and with which buses."""

from datetime import date

from shuttle.domain.fleet import VehicleType
from shuttle.domain.network import Direction
from shuttle.domain.scenario import Scenario


def ports(scenario: Scenario, day: date, direction: Direction) -> tuple[str | None, ...]:
    """Valid ports of the direction's route, in its order; (None,) where no border is crossed."""
    listed = scenario.routes[direction.route].ports
    if direction.border is None:
        return (None,)
    return tuple(port for port in listed if scenario.ports[port].holds_on(day))


def admits(vehicle_type: VehicleType, port: str | None) -> bool:
    """Whether buses of the type may cross there."""
    return port is None or vehicle_type.ports is None or port in vehicle_type.ports
