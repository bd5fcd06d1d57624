"""JSON Schemas of the files that planners write and read."""

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from shuttle.domain.base import Slug, Value
from shuttle.domain.calendar import Calendar
from shuttle.domain.disruption import Disruption
from shuttle.domain.driver_rules import DriverRules
from shuttle.domain.duty_stage import DutyAnswer, DutyStage
from shuttle.domain.network import Park, Side, Stop
from shuttle.domain.plan import Plan
from shuttle.domain.port import Port
from shuttle.domain.stages import BlockAnswer, BlockTask
from shuttle.domain.time import CLOCK_PATTERN, format_minute
from shuttle.domain.variation import Variation
from shuttle.errors import NotFoundError
from shuttle.scenario.docstrings import attributes, summary
from shuttle.scenario.file_format import ScenarioFile
from shuttle.scenario.places import Place
from shuttle.scenario.shared import SHARED_FILES


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
    "blocks-answer": BlockAnswer,
    "duties-answer": DutyAnswer,
}
_LAID_OVER = "Of a fact that `use` names, only the keys that differ; all keys of any other."
_JSON_KINDS = ("plan", "blocks", "duties", "disruption", "blocks-answer", "duties-answer")


def schema(kind: str) -> dict[str, Any]:
    """JSON Schema of one kind of file; raises NotFoundError for an unknown kind."""
    if kind not in FILE_KINDS:
        looked_for = "kind of file"
        raise NotFoundError(looked_for, kind, tuple(FILE_KINDS))
    return deepcopy(cached_schema(kind))


@cache
def cached_schema(kind: str) -> dict[str, Any]:
    """The same, made once; not to be changed."""
    adapter = TypeAdapter(FILE_KINDS[kind])
    found = adapter.json_schema(by_alias=True, schema_generator=_Described)
    if kind not in _JSON_KINDS:
        _ids_come_from_keys(found)
    if kind == "scenario":
        _shared_facts_are_there_already(found)
    return {"$schema": _Described.schema_dialect, **found}


class _Described(GenerateJsonSchema):
    """Says of each key what the docstring says of the attribute, and defaults as files do."""

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """The schema of one class."""
        found = super().model_schema(schema)
        kind: type[BaseModel] = schema["cls"]
        if kind.__doc__:
            found["description"] = summary(kind.__doc__)
        words = _attributes_of(kind)
        for name, field in kind.model_fields.items():
            member = found.get("properties", {}).get(field.alias or name)
            if member is None:
                continue
            if name in words:
                member["description"] = words[name]
            default = member.get("default")
            if type(default) is int and CLOCK_PATTERN in str(member):
                member["default"] = format_minute(default)
        return found


def _attributes_of(kind: type[BaseModel]) -> dict[str, str]:
    """What docstrings say of a class's attributes, those that it inherits included."""
    found: dict[str, str] = {}
    for parent in reversed(kind.__mro__):
        found |= attributes(parent.__doc__ or "")
    return found


def _shared_facts_are_there_already(found: dict[str, Any]) -> None:
    """A scenario lays single keys over a shared fact; none of them is needed there."""
    for name in SHARED_FILES:
        member = _resolved(found, _member(found["properties"][name]))
        member.pop("required", None)
        member["description"] += " " + _LAID_OVER


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
