"""Rule `battery`: the energy of each electric bus, replayed run by run."""

from collections.abc import Iterator
from math import ceil

from shuttle.audit.case import Case, Finding
from shuttle.audit.slots import within_side
from shuttle.domain.fleet import Battery, VehicleType
from shuttle.domain.plan import Block, BlockPiece
from shuttle.domain.time import format_minute

_WATTS = 1000
_HOUR = 60


def check_battery(case: Case) -> Iterator[Finding]:
    """Rule `battery`, for every block of an electric type."""
    for block in case.plan.blocks:
        bus = case.scenario.vehicle_types.get(block.vehicle_type)
        if bus and bus.battery:
            yield from _overnight(case, block, bus.battery)
            yield from _replayed(case, block, bus, bus.battery)


def _overnight(case: Case, block: Block, battery: Battery) -> Iterator[Finding]:
    chargers = {charger.place for charger in battery.chargers}
    for name in dict.fromkeys((block.depot, block.end_depot)):
        depot = case.scenario.depots.get(name)
        if depot and depot.place not in chargers:
            words = f"stays overnight at depot {name}, where there is no charger for it"
            yield block.id, f"Block {block.id} {words}."


def _replayed(case: Case, block: Block, bus: VehicleType, battery: Battery) -> Iterator[Finding]:
    """Follow the charge from full; after a run that it did not last for, go on from nothing."""
    left = battery.steps
    before: BlockPiece | None = None
    for piece in block.pieces:
        if before:
            left = min(battery.steps, left + _charged(case, bus, battery, (before, piece)))
        needed = _needed(battery, piece)
        if needed > left:
            clock = format_minute(piece.departure)
            words = f"needs {needed} steps of {battery.step_kwh} kWh for {piece.id} at {clock}"
            yield block.id, f"Block {block.id} {words}; {left} are left."
        left = max(0, left - needed)
        before = piece


def _needed(battery: Battery, piece: BlockPiece) -> int:
    driven = sum(leg.arrival - leg.departure for leg in piece.legs if leg.kind == "drive")
    cleared = sum(leg.arrival - leg.departure for leg in piece.legs if leg.kind == "clearance")
    energy = driven * battery.drive_wh_per_minute + cleared * battery.clearance_wh_per_minute
    return ceil(energy / (battery.step_kwh * _WATTS))


def _charged(
    case: Case, bus: VehicleType, battery: Battery, pair: tuple[BlockPiece, BlockPiece]
) -> int:
    """Steps charged in the stand between two pieces."""
    earlier, later = pair
    power = {charger.place: charger.kw for charger in battery.chargers}.get(earlier.destination)
    if power is None:
        return 0
    owed = 0 if within_side(case.scenario, bus, later) else _layover(case, earlier)
    minutes = later.departure - earlier.arrival - owed
    return max(0, minutes // ceil(battery.step_kwh * _HOUR / power))


def _layover(case: Case, piece: BlockPiece) -> int:
    return case.scenario.policies.layover_at(piece.destination)
