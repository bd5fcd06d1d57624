import tomllib

import jsonschema  # type: ignore[import-untyped] # ships no types
import pytest

from shuttle.errors import NotFoundError
from shuttle.scenario import schema, shared_root
from shuttle.scenario.schema import FILE_KINDS
from tests.scenario.test_config import in_json

SEEDS = shared_root() / "seeds"


@pytest.mark.parametrize("kind", list(FILE_KINDS))
def test_each_kind_of_file_has_a_sound_schema(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(kind))


@pytest.mark.parametrize("name", ["tiny", "hospital-shuttle"])
def test_a_scenario_without_overlaid_facts_satisfies_the_schema(name: str) -> None:
    text = (SEEDS / name / "scenario.toml").read_text(encoding="utf-8")
    jsonschema.validate(in_json(tomllib.loads(text)), schema("scenario"))


def test_the_schema_asks_for_no_id_that_the_table_gives() -> None:
    stop = schema("scenario")["$defs"]["Stop"]
    assert "id" not in stop["properties"]
    assert "id" not in stop["required"]


def test_the_schema_writes_keys_as_files_do() -> None:
    leg = schema("scenario")["$defs"]["Leg"]
    assert {"from", "to"} <= leg["properties"].keys()


def test_an_unknown_kind_names_the_known_ones() -> None:
    with pytest.raises(NotFoundError, match="scenario, plan, blocks, ports, sites, calendars"):
        schema("weather")


def test_a_schema_that_is_changed_by_its_reader_stays_as_it_was() -> None:
    schema("ports").clear()
    assert schema("ports")["properties"]
