"""Electric coaches for the small world of `tests.builders`: a trip uses 2 steps of 10 kWh."""

from typing import Any

from shuttle.domain.fleet import Battery, Charger, VehicleType
from tests.builders import FACT, vehicle_type


def battery(usable_kwh: int = 40, **changes: Any) -> Battery:
    """A charger at `a` gives a step in 10 minutes, one at `b` in 600."""
    default: dict[str, Any] = {
        "step_kwh": 10,
        "drive_wh_per_minute": 1000,
        "chargers": (Charger(place="a", kw=60), Charger(place="b", kw=1)),
    }
    return Battery(usable_kwh=usable_kwh, **{**FACT, **default, **changes})


def electric(usable_kwh: int = 40, **changes: Any) -> VehicleType:
    """A coach with such a battery; `changes` are fields of `VehicleType`."""
    return vehicle_type("electric", **{"battery": battery(usable_kwh), **changes})
