"""What a generated region has within its sides: drives, yards, and buses that need both.

Parks and a yard of each side are joined by drives, over which buses may run empty; midibuses come
in a second, electric kind, charged at the yards and at each side's first park, of which only a few
hold a permit for the first port. Everything is made up.
"""

import itertools
from collections.abc import Iterator
from typing import Any

from tests.benchmarks.region_map import FACT, Point, Region, drive_bands, text

_SIDES = ("hk", "sz")
_SHARE_OF_A_TRIP = 0.3
_PERMITTED = 0.5
_BATTERY = {"usable_kwh": 240, "step_kwh": 20, "drive_wh_per_minute": 1000, **FACT}
_KW_AT_A_YARD, _KW_AT_A_PARK = 90, 180


def with_sides(values: dict[str, Any], region: Region) -> dict[str, Any]:
    """A scenario's JSON with drives, yards and electric buses within its sides."""
    yards = {f"{side}-yard": _middle(region, side) for side in _SIDES}
    places = {**region.stops, **yards}
    fleet = {
        name: {
            **kind,
            "cost_per_same_side_deadhead": round(_SHARE_OF_A_TRIP * kind["cost_per_trip"]),
        }
        for name, kind in values["vehicle_types"].items()
    }
    depots = {yard: {"id": yard, "side": yard[:2], "capacity": None} for yard in yards}
    return {
        **values,
        "legs": [*values["legs"], *_legs(places)],
        "depots": {**values["depots"], **depots},
        "vehicle_types": {**fleet, "electric": _electric(fleet["midibus"], region, tuple(yards))},
    }


def _middle(region: Region, side: str) -> Point:
    east, north = zip(*(at for stop, at in region.stops.items() if stop[:2] == side), strict=True)
    return sum(east) / len(east), sum(north) / len(north)


def _legs(places: dict[str, Point]) -> Iterator[dict[str, Any]]:
    for one, other in itertools.permutations(places, 2):
        if one[:2] == other[:2]:
            bands = drive_bands(one[:2], places[one], places[other])
            yield {"from": one, "to": other, "bands": bands, **FACT}


def _electric(midibus: dict[str, Any], region: Region, yards: tuple[str, ...]) -> dict[str, Any]:
    parks = [next(stop for stop in region.stops if stop[:2] == side) for side in _SIDES]
    chargers = [
        *({"place": yard, "kw": _KW_AT_A_YARD} for yard in yards),
        *({"place": park, "kw": _KW_AT_A_PARK} for park in parks),
    ]
    permitted = max(1, round(_PERMITTED * midibus["count"]))
    return {
        **midibus,
        "id": "electric",
        "name": text("Electric midibus"),
        "permits": [{"port": region.ports[0], "count": permitted}],
        "battery": {**_BATTERY, "chargers": chargers},
    }
