from pathlib import Path

import jsonschema  # type: ignore[import-untyped] # ships no types
import pytest

from shuttle.errors import InputError
from shuttle.scenario import load_scenario, load_variation, schema, shared_root
from shuttle.scenario.files import read_toml
from tests.cli.command import tiny_copy
from tests.scenario.test_config import in_json

OWN = """
[variation]
clearance = { day_share = 0.5, hour_share = 0.1 }
running = { day_share = 0, hour_share = 0 }
riders = "fixed"
turn_round_minutes = 4
hold_minutes = 6
source = "for a test"
as_of = 2026-11-23
"""


def with_variation(folder: Path, text: str) -> Path:
    copy = tiny_copy(folder)
    with (copy / "scenario.toml").open("a", encoding="utf-8") as file:
        file.write(text)
    return copy


def test_the_shipped_assumptions_satisfy_their_schema() -> None:
    shipped = read_toml(shared_root() / "config" / "variation.toml")
    jsonschema.validate(in_json(shipped), schema("variation"))


def test_a_scenario_may_state_its_own(tmp_path: Path) -> None:
    found = load_scenario(with_variation(tmp_path, OWN)).variation
    assert found is not None
    assert (found.clearance.day_share, found.hold_minutes) == (0.5, 6)


def test_a_scenario_without_any_is_written_as_before() -> None:
    tiny = load_scenario(shared_root() / "seeds" / "tiny")
    assert "variation" not in tiny.model_dump(mode="json")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("day_share = 0.5", "day_share = 0.95", "shares 0.95 and 0.1 of one spread exceed 1"),
        ("turn_round_minutes = 4", "turn_round_minutes = -1", "must be 0 or more"),
        ('riders = "fixed"', 'riders = "some"', "is not accepted"),
        ('source = "for a test"', "", "is missing"),
    ],
)
def test_assumptions_that_cannot_be_are_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    folder = with_variation(tmp_path, OWN.replace(old, new))
    with pytest.raises(InputError, match=message):
        load_scenario(folder)


def test_shared_assumptions_that_cannot_be_name_their_file(tmp_path: Path) -> None:
    text = OWN.replace("hour_share = 0.1", "hour_share = 2")
    (tmp_path / "variation.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"variation\.toml: variation\.clearance"):
        load_variation(tmp_path)
