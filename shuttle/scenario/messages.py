"""What pydantic found, said in a planner's words: what stands there, and what would be accepted."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from shuttle.scenario.places import Findings, Place, printable, value_text
from shuttle.scenario.schema import cached_schema, schema_at

_EXPECTED: Mapping[str, str] = {
    "int_type": "is not a whole number",
    "int_from_float": "is not a whole number",
    "int_parsing_size": "is too large a number",
    "float_type": "is not a number",
    "finite_number": "is not a finite number",
    "string_type": 'is not text; write it in quotes, as "text"',
    "bool_type": "is neither true nor false",
    "date_type": "is not a date; write it as 2026-11-23",
    "date_parsing": "is not a date; write it as 2026-11-23",
    "date_from_datetime_parsing": "is not a date; write it as 2026-11-23",
    "date_from_datetime_inexact": "is not a date; write it as 2026-11-23",
    "tuple_type": "is not a list; write it as [ … ]",
    "mapping_type": "is not a table; write it as {{ key = value }}",
    "dict_type": "is not a table; write it as {{ key = value }}",
    "model_type": "is not a table; write it as {{ key = value }}",
    "model_attributes_type": "is not a table; write it as {{ key = value }}",
    "timezone_aware": "has no time zone; write it as 2026-11-23T08:00:00+08:00",
    "string_too_long": "is longer than the {max_length} characters allowed",
    "too_short": "has {actual_length} entries; at least {min_length} needed",
    "too_long": "has {actual_length} entries; at most {max_length} allowed",
    "greater_than": "must be greater than {gt}",
    "greater_than_equal": "must be {ge} or more",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be {le} or less",
    "literal_error": "is not accepted; write {expected}",
    "json_invalid": "is not JSON: {error}",
}
_SLUG = "is not an id; write lower-case letters, digits and single hyphens"
_CSV_NAME = 'is not the name of a .csv file beside the scenario; write it as "demand.csv"'
_DURATION = "is no duration; write minutes, as 12 or { p50 = 8, p85 = 12, p95 = 15 }"
_KINDS_OF_VALUE = {
    "integer": "a whole number",
    "number": "a number",
    "string": "text in quotes",
    "boolean": "true or false",
    "array": "a list",
    "object": "a table",
}


def note(error: ValidationError, kind: str, place: Place, findings: Findings) -> None:
    """Add every problem of a value that stands at a place of a kind of file to the findings."""
    root = cached_schema(kind)
    for detail in error.errors(include_url=False):
        if _follows_from_another(detail):
            continue
        inner = tuple(part for part in detail["loc"] if part != "[key]")
        # The id of a table is its key, so that is where a wrong one stands.
        where = place if inner == ("id",) and isinstance(place[-1], str) else place + inner
        findings.add(where, _words(detail, root, where))


def _follows_from_another(detail: ErrorDetails) -> bool:
    """A list is called too short also when all its members are wrong: those are said already."""
    context = detail.get("ctx", {})
    return detail["type"] == "too_short" and len(detail["input"]) >= context["min_length"]


def _words(detail: ErrorDetails, root: dict[str, Any], where: Place) -> str:
    special: Callable[[dict[str, Any], Place], str] | None = {
        "missing": _missing,
        "extra_forbidden": _unknown_key,
    }.get(detail["type"])
    if special:
        return special(root, where)
    return complaint(detail)


def complaint(detail: ErrorDetails) -> str:
    """The value, what is wrong with it and what would be accepted."""
    shown = "" if detail["type"] == "json_invalid" else value_text(detail["input"])
    return f"{shown} {_verdict(detail)}".strip()


def _verdict(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    if detail["type"] == "value_error":
        return str(context["error"])
    if context.get("class_name") == "Minutes":
        return _DURATION
    if detail["type"] == "string_pattern_mismatch":
        return _CSV_NAME if "csv" in str(context["pattern"]) else _SLUG
    template = _EXPECTED.get(detail["type"], "")
    return template.format(**context).replace("'", '"') if template else detail["msg"]


def _missing(root: dict[str, Any], where: Place) -> str:
    expected = _KINDS_OF_VALUE.get(str(schema_at(root, where).get("type")), "")
    return f"is missing; add it ({expected})" if expected else "is missing; add it"


def _unknown_key(root: dict[str, Any], where: Place) -> str:
    known = sorted(schema_at(root, where[:-1]).get("properties", ()))
    close = get_close_matches(str(where[-1]), known, 1)
    if close:
        return f'is not a key here; did you mean "{close[0]}"?'
    return f"is not a key here; known are {printable_list(known)}"


def printable_list(names: list[str]) -> str:
    """Names for a message, in their order."""
    return ", ".join(printable(name) for name in names) or "none"
