"""Rule `battery`: energy of electric buses, in whole steps.

A run uses its energy rounded up to whole steps. A stand at a charger gives one step for every
whole number of minutes in which the charger delivers one, counted from the end of the layover
that the next run asks for. In the clocks of `same_side.move` these are the minutes from a run's
`ready` to the next one's `leaves`.
"""

from collections.abc import Sequence

from shuttle.domain.fleet import Battery, VehicleType
from shuttle.domain.network import Depot
from shuttle.domain.plan import TripLeg
from shuttle.solver.moves import Move

_MINUTES_PER_HOUR = 60
_WH_PER_KWH = 1000


def use(battery: Battery, legs: Sequence[TripLeg]) -> int:
    """Steps that a run uses."""
    rate = {"drive": battery.drive_wh_per_minute, "clearance": battery.clearance_wh_per_minute}
    energy = sum(rate[leg.kind] * (leg.arrival - leg.departure) for leg in legs)
    return -(-energy // (battery.step_kwh * _WH_PER_KWH))


def minutes_a_step(battery: Battery, place: str) -> int | None:
    """Whole minutes at a place's charger for one step; None where there is none."""
    power = next((charger.kw for charger in battery.chargers if charger.place == place), None)
    return None if power is None else -(-battery.step_kwh * _MINUTES_PER_HOUR // power)


def slowest_charge(battery: Battery) -> int:
    """Minutes from empty to full at the slowest charger."""
    most = max(minutes_a_step(battery, charger.place) or 0 for charger in battery.chargers)
    return most * battery.steps


def may_stay(vehicle_type: VehicleType, depot: Depot) -> bool:
    """Whether buses of the type may stay overnight at a depot: electric ones need a charger."""
    permitted = vehicle_type.depots is None or depot.id in vehicle_type.depots
    battery = vehicle_type.battery
    return permitted and (battery is None or minutes_a_step(battery, depot.place) is not None)


def lasts(battery: Battery, runs: Sequence[tuple[Move, Sequence[TripLeg]]]) -> bool:
    """Whether a full battery lasts for a bus's runs, charging wherever it stands at a charger."""
    level = battery.steps
    ready: int | None = None
    for way, legs in runs:
        minutes = minutes_a_step(battery, way.origin)
        if ready is not None and minutes is not None:
            level = min(battery.steps, level + max(0, way.leaves - ready) // minutes)
        level -= use(battery, legs)
        if level < 0:
            return False
        ready = way.ready
    return True
