"""JSON Schemas of the files that planners write and read."""

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter

from shuttle.domain.base import Slug, Value
from shuttle.domain.calendar import Calendar
from shuttle.domain.disruption import Disruption
from shuttle.domain.driver_rules import DriverRules
from shuttle.domain.duty_stage import DutyStage
from shuttle.domain.network import Park, Side, Stop
from shuttle.domain.plan import Plan
from shuttle.domain.port import Port
from shuttle.domain.stages import BlockTask
from shuttle.domain.variation import Variation
from shuttle.errors import NotFoundError
from shuttle.scenario.file_format import ScenarioFile
from shuttle.scenario.places import Place


class PortsFile(Value):
    """`config/ports.toml`."""

    ports: Mapping[Slug, Port]


class SitesFile(Value):
    """`config/sites.toml`."""

    parks: Mapping[Slug, Park]
    stops: Mapping[Slug, Stop]


class CalendarsFile(Value):
    """`config/calendars.toml`."""

    calendars: Mapping[Side, Calendar]


class DriverRulesFile(Value):
    """`config/driver_rules.toml`."""

    driver_rules: Mapping[Slug, DriverRules]


class VariationFile(Value):
    """`config/variation.toml`."""

    variation: Variation


FILE_KINDS: dict[str, type[BaseModel]] = {
    "scenario": ScenarioFile,
    "plan": Plan,
    "blocks": BlockTask,
    "ports": PortsFile,
    "sites": SitesFile,
    "calendars": CalendarsFile,
    "driver_rules": DriverRulesFile,
    "duties": DutyStage,
    "variation": VariationFile,
    "disruption": Disruption,
}
_JSON_KINDS = ("plan", "blocks", "duties", "disruption")


def schema(kind: str) -> dict[str, Any]:
    """JSON Schema of one kind of file; raises NotFoundError for an unknown kind."""
    if kind not in FILE_KINDS:
        looked_for = "kind of file"
        raise NotFoundError(looked_for, kind, tuple(FILE_KINDS))
    return deepcopy(cached_schema(kind))


@cache
def cached_schema(kind: str) -> dict[str, Any]:
    """The same, made once; not to be changed."""
    found = TypeAdapter(FILE_KINDS[kind]).json_schema(by_alias=True)
    if kind not in _JSON_KINDS:
        _ids_come_from_keys(found)
    return found


def _ids_come_from_keys(found: dict[str, Any]) -> None:
    """In TOML the id of a table is its key: `[stops.hksp]`, so `id` is not written."""
    for table in found["properties"].values():
        member = _resolved(found, _member(table))
        if "id" in member.get("properties", ()) and table.get("type") == "object":
            del member["properties"]["id"]
            member["required"].remove("id")


def _member(table: dict[str, Any]) -> dict[str, Any]:
    """Schema of the values of a table whose keys are ids."""
    by_pattern = next(iter(table.get("patternProperties", {}).values()), None)
    member = by_pattern or table.get("additionalProperties")
    return member if isinstance(member, dict) else {}


def schema_at(root: dict[str, Any], place: Place) -> dict[str, Any]:
    """The part of a schema that speaks of a place; empty where none does."""
    node = _resolved(root, root)
    for part in place:
        inner: dict[str, Any]
        if isinstance(part, int):
            inner = node.get("items") or next(iter(node.get("prefixItems", ())), {})
        else:
            inner = node.get("properties", {}).get(part) or _member(node)
        node = _resolved(root, inner)
    return node


def _resolved(root: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    for option in node.get("anyOf", ()):
        if option.get("type") != "null":
            node = option
            break
    if "$ref" in node:
        found: dict[str, Any] = root["$defs"][node["$ref"].rpartition("/")[2]]
        return found
    return node
