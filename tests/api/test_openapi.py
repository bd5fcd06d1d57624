from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped] # ships no types

from tests.api.site import Site


@pytest.fixture
def described(site: Site) -> Any:
    return site.json("/openapi.json")


def referred(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"]} if "$ref" in part else set()
        return own.union(*map(referred, part.values()))
    return set().union(*map(referred, part)) if isinstance(part, list) else set()


def test_the_description_is_openapi_3_1(described: Any) -> None:
    assert described["openapi"].startswith("3.1.")
    assert set(described) >= {"info", "paths", "components"}
    for schema in described["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_reference_leads_somewhere(described: Any) -> None:
    schemas = described["components"]["schemas"]
    assert referred(described) <= {f"#/components/schemas/{name}" for name in schemas}


def test_every_operation_says_what_it_does_and_how_it_fails(described: Any) -> None:
    for path, methods in described["paths"].items():
        for operation in methods.values():
            assert operation["summary"], path
            assert operation["description"], path
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert list(answer["content"]) == ["application/problem+json"]


def test_every_parameter_is_described(described: Any) -> None:
    operations = [one for methods in described["paths"].values() for one in methods.values()]
    for operation in operations:
        for parameter in operation.get("parameters", ()):
            is_enum = "enum" in parameter["schema"]
            assert parameter.get("description") or is_enum, parameter["name"]


def test_every_parameter_shows_what_it_looks_like(described: Any) -> None:
    operations = [one for methods in described["paths"].values() for one in methods.values()]
    for operation in operations:
        for parameter in operation.get("parameters", ()):
            schema = parameter["schema"]
            kinds = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
            is_shown = "examples" in schema or "default" in schema
            shown = (
                is_shown or "enum" in one or "const" in one or "examples" in one for one in kinds
            )
            assert all(shown), (operation["operationId"], parameter["name"])


def test_an_answer_that_nobody_may_keep_is_never_still_good(described: Any) -> None:
    for path in ("/healthz", "/readyz"):
        assert "304" not in described["paths"][path]["get"]["responses"]


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/v1/departures?from=hksp&to=hkstp-sz", "/v1/departures"),
        ("/v1/stops/hksp/departures", "/v1/stops/{stop_id}/departures"),
        ("/v1/eta/hksp/hetao", "/v1/eta/{stop_id}/{route_id}"),
        ("/v1/stop-eta/hksp", "/v1/stop-eta/{stop_id}"),
        ("/v1/stops", "/v1/stops"),
        ("/v1/routes", "/v1/routes"),
        ("/v1/timetable?date=2026-10-01", "/v1/timetable"),
        ("/v1/trips/to-hksp-0740/2026-10-12", "/v1/trips/{trip_id}/{service_date}"),
        ("/v1/status", "/v1/status"),
        ("/v1/calendar", "/v1/calendar"),
        ("/nothing", "problem"),
        ("/v1/departures", "problem"),
    ],
)
def test_answers_are_as_described(site: Site, described: Any, path: str, template: str) -> None:
    if template == "problem":
        schema = {"$ref": "#/components/schemas/ProblemDocument"}
    else:
        answers = described["paths"][template]["get"]["responses"]
        schema = answers["200"]["content"]["application/json"]["schema"]
    whole = {**schema, "components": described["components"]}
    Draft202012Validator(whole).validate(site.client.get(path).json())
