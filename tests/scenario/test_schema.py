import json
import tomllib
from collections.abc import Iterator
from typing import Any

import jsonschema  # type: ignore[import-untyped] # ships no types
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shuttle.domain.plan import Plan
from shuttle.errors import NotFoundError
from shuttle.scenario import schema, shared_root
from shuttle.scenario.schema import FILE_KINDS
from tests.builders import plan, riders, trip
from tests.builders import scenario as place
from tests.scenario.test_config import in_json

SEEDS = shared_root() / "seeds"


@pytest.mark.parametrize("kind", list(FILE_KINDS))
def test_each_kind_of_file_has_a_sound_schema(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(kind))


@pytest.mark.parametrize(
    "name", [entry.parent.name for entry in sorted(SEEDS.glob("*/scenario.toml"))]
)
def test_a_shipped_scenario_satisfies_the_schema(name: str) -> None:
    text = (SEEDS / name / "scenario.toml").read_text(encoding="utf-8")
    jsonschema.validate(in_json(tomllib.loads(text)), schema("scenario"))


def test_the_schema_asks_for_no_id_that_the_table_gives() -> None:
    stop = schema("sites")["$defs"]["Stop"]
    assert "id" not in stop["properties"]
    assert "id" not in stop["required"]
    assert "id" not in schema("scenario")["$defs"]["Stop"]["properties"]


def test_a_scenario_may_say_single_keys_of_a_shared_fact_but_whole_facts_of_its_own() -> None:
    found = schema("scenario")["$defs"]
    assert "required" not in found["Port"]
    assert found["Port"]["description"].endswith("all keys of any other.")
    assert "source" in found["VehicleType"]["required"]


def test_the_schema_writes_keys_as_files_do() -> None:
    leg = schema("scenario")["$defs"]["Leg"]
    assert {"from", "to"} <= leg["properties"].keys()


@pytest.mark.parametrize("kind", list(FILE_KINDS))
def test_each_kind_says_what_it_is_and_what_its_parts_are(kind: str) -> None:
    found = schema(kind)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    for part in (found, *found["$defs"].values()):
        assert part["title"]
        if part.get("type") == "object":
            assert part["description"]
            assert "Attributes:" not in part["description"]


def test_keys_are_described_in_the_words_of_the_code() -> None:
    found = schema("plan")["$defs"]
    assert found["Trip"]["description"].startswith("A bus with riders from one end of a route")
    assert found["Trip"]["properties"]["block"]["description"] == (
        "id of the block whose bus runs it."
    )
    assert found["Block"]["properties"]["end_depot"]["description"].endswith(
        "at the end of the day as at its start, though not always the same ones."
    )


def test_inherited_keys_are_described_too() -> None:
    stop = schema("sites")["$defs"]["Stop"]["properties"]
    assert stop["source"]["description"].startswith("who says so")


def test_times_are_clock_times_and_so_are_their_defaults() -> None:
    band = schema("disruption")["$defs"]["ApproachRoadClosed"]["properties"]
    assert band["to"]["default"] == "48:00"
    jsonschema.validate("25:10", band["from"])
    for wrong in ("8:30", "48:01", "08:60", 510):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, band["from"])


PLACE = place(demand=(riders(5, "08:00"),))
PLAN: dict[str, Any] = json.loads(
    plan(PLACE, [trip("to-b", "08:00"), trip("to-a", "09:00")]).model_dump_json(by_alias=True)
)


VALIDATOR: Any = jsonschema.Draft202012Validator(
    schema("plan"), format_checker=jsonschema.FormatChecker(("date",))
)


def every_place(value: Any, at: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The keys and indices of every value within a document."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in entries:
        yield (*at, key)
        if isinstance(inner, dict | list):
            yield from every_place(inner, (*at, key))


def mutated(where: tuple[str | int, ...], value: object, *, leave_out: bool) -> Any:
    """The plan with another value at a place, or none."""
    copy = json.loads(json.dumps(PLAN))
    inner = copy
    for key in where[:-1]:
        inner = inner[key]
    if leave_out:
        del inner[where[-1]]
    else:
        inner[where[-1]] = value
    return copy


def accepted(document: Any) -> tuple[bool, bool]:
    """Whether the schema takes a plan, and whether the reader does."""
    try:
        Plan.model_validate_json(json.dumps(document), strict=True, by_name=False, by_alias=True)
    except ValidationError:
        read = False
    else:
        read = True
    return VALIDATOR.is_valid(document), read


def test_a_plan_satisfies_its_schema() -> None:
    assert accepted(PLAN) == (True, True)


@given(
    st.sampled_from(sorted(every_place(PLAN), key=str)),
    st.sampled_from(["x", "No Slug", "8:30", "25:10", -1, 7, 1.5, None, True, [], {}, ["x"]]),
    st.booleans(),
)
def test_the_schema_takes_what_the_reader_takes(
    where: tuple[str | int, ...],
    value: object,
    leave_out: bool,  # noqa: FBT001 - Hypothesis names it
) -> None:
    by_schema, by_reader = accepted(mutated(where, value, leave_out=leave_out))
    assert by_schema == by_reader


def test_a_key_that_nobody_knows_is_refused_at_every_level() -> None:
    tables = [where for where in every_place(PLAN) if isinstance(where[-1], str)]
    for where in tables:
        document = mutated((*where[:-1], "surprise"), 1, leave_out=False)
        free = where[:-1] in {("kpis", "buses_by_type"), ("objective", "terms")}
        assert accepted(document) == (free, free)


def test_an_unknown_kind_names_the_known_ones() -> None:
    with pytest.raises(NotFoundError, match="scenario, plan, blocks, ports, sites, calendars"):
        schema("weather")


def test_a_schema_that_is_changed_by_its_reader_stays_as_it_was() -> None:
    schema("ports").clear()
    assert schema("ports")["properties"]
