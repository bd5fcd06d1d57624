"""The small world of `tests.builders` with more places on the Hong Kong side.

Stops `a` and `c` lie in Hong Kong, `b` in Shenzhen; routes join both with `b` over `gate`. Depot
`yard` lies at a place of its own in Hong Kong: 7 minutes from `a`, 4 from `c`; from `a` to `c` it
is 12 minutes, so that the way over the yard is faster. Depot `yard-b` lies at `b`. Trips may leave
at any minute from 07:00 to 10:00.
"""

from typing import Any

from shuttle.domain.fleet import VehicleType
from shuttle.domain.network import Depot, Leg, Route
from shuttle.domain.plan import FixedTrip
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import parse_minute
from tests.builders import band, depot, leg, legs_over, policies, scenario, text, vehicle_type

YARD = Depot(id="yard", side="hk")


def both_ways(one: str, other: str, minutes: int) -> tuple[Leg, Leg]:
    """A drive there and back."""
    return leg(one, other, minutes=minutes), leg(other, one, minutes=minutes)


def bus(**changes: Any) -> VehicleType:
    """A coach that may run empty within a side for 30."""
    return vehicle_type(**{"cost_per_same_side_deadhead": 30, **changes})


def side_world(*more: Leg, **changes: Any) -> Scenario:
    """The world above; `more` are further legs."""
    base = scenario()
    stops = {**base.stops, "c": base.stops["a"].model_copy(update={"id": "c"})}
    default: dict[str, Any] = {
        "stops": tuple(stops.values()),
        "legs": (
            *legs_over(),
            *both_ways("c", "gate", 10),
            *both_ways("yard", "a", 7),
            *both_ways("yard", "c", 4),
            *both_ways("a", "c", 12),
            *more,
        ),
        "routes": (
            Route(id="a-b", name=text("A to B"), stops=("a", "b"), ports=("gate",)),
            Route(id="c-b", name=text("C to B"), stops=("c", "b"), ports=("gate",)),
        ),
        "depots": (YARD, depot("yard-b", "b")),
        "vehicle_types": (bus(),),
        "policies": policies(grid_minutes=1, span=band("07:00", "10:00")),
    }
    return scenario(**{**default, **changes})


def departures(*wanted: str) -> tuple[FixedTrip, ...]:
    """A timetable, as `departures("a-b 08:00", "b-c 08:40")`."""
    return tuple(_departure(*entry.split()) for entry in wanted)


def _departure(ends: str, clock: str) -> FixedTrip:
    origin, destination = ends.split("-")
    return FixedTrip(origin=origin, destination=destination, departure=parse_minute(clock))
