"""Names that parts of a scenario use of each other: each must be the id of something."""

from collections.abc import Iterator, Mapping
from typing import Any

from shuttle.scenario.places import Findings, Place, printable, value_text

_PLACES = ("stops", "ports", "depots")
_SCOPED = ("day_types",)

# Where a name stands (`*`: every member), and which tables may hold what it names.
_REFERENCES: Mapping[str, tuple[str, ...]] = {
    "stops.*.park": ("parks",),
    "routes.*.stops.*": ("stops",),
    "routes.*.ports.*": ("ports",),
    "legs.*.from": _PLACES,
    "legs.*.to": _PLACES,
    "legs.*.bands.*.day_types.*": _SCOPED,
    "ports.*.hours.*.day_types.*": _SCOPED,
    "ports.*.clearance.*.day_types.*": _SCOPED,
    "ports.*.dwell_by_load.*.day_types.*": _SCOPED,
    "ports.*.quotas.*.day_types.*": _SCOPED,
    "overrides.*.day_type": _SCOPED,
    "depots.*.stop": ("stops",),
    "vehicle_types.*.ports.*": ("ports",),
    "vehicle_types.*.permits.*.port": ("ports",),
    "vehicle_types.*.battery.chargers.*.place": ("stops", "depots"),
    "vehicle_types.*.depots.*": ("depots",),
    "drivers.rule_profile": ("driver_rules",),
    "drivers.hand_over_places.*": ("stops", "depots"),
    "policies.layovers.*.stop": ("stops",),
    "policies.headways.*.from_stop": ("stops",),
    "policies.headways.*.to_stop": ("stops",),
    "policies.headways.*.day_types.*": _SCOPED,
    "policies.spans.*.from_stop": ("stops",),
    "policies.spans.*.to_stop": ("stops",),
    "policies.spans.*.day_types.*": _SCOPED,
    "policies.stays.*.from_stop": ("stops",),
    "policies.stays.*.to_stop": ("stops",),
    "policies.stays.*.day_types.*": _SCOPED,
    "policies.clock_faces.*.from_stop": ("stops",),
    "policies.clock_faces.*.to_stop": ("stops",),
    "policies.clock_faces.*.day_types.*": _SCOPED,
}
_WORDS = {
    "parks": "park",
    "stops": "stop",
    "ports": "port",
    "depots": "depot",
    "day_types": "day type",
    "driver_rules": "driver rule profile",
}


def names_by_kind(tables: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Ids given in the merged tables, whether or not the rest of the part is sound."""
    return {kind: frozenset(_ids(tables.get(kind))) for kind in (*_WORDS, "routes")}


def _ids(table: Any) -> Iterator[str]:
    if isinstance(table, dict):
        yield from table
    elif isinstance(table, list):
        ids = (member.get("id") for member in table if isinstance(member, dict))
        yield from (name for name in ids if isinstance(name, str))


def check_references(tables: Mapping[str, Any], findings: Findings) -> None:
    """Note names that nothing bears."""
    names = names_by_kind(tables)
    for pattern, kinds in _REFERENCES.items():
        known = sorted(set().union(*(names[kind] for kind in kinds)))
        for place, value in _found(tables, tuple(pattern.split(".")), ()):
            if isinstance(value, str) and value not in known:
                what = " or ".join(_WORDS[kind] for kind in kinds)
                listed = ", ".join(map(printable, known)) or "none"
                findings.add(place, f"there is no {what} {value_text(value)}; known are {listed}")


def _found(value: Any, pattern: tuple[str, ...], place: Place) -> Iterator[tuple[Place, Any]]:
    if not pattern:
        yield place, value
        return
    members: dict[Any, Any] = {}
    if isinstance(value, dict):
        members = value if pattern[0] == "*" else {pattern[0]: value.get(pattern[0])}
    elif isinstance(value, list) and pattern[0] == "*":
        members = dict(enumerate(value))
    for key, inner in members.items():
        yield from _found(inner, pattern[1:], (*place, key))
