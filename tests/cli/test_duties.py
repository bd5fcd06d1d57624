import json
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped] # ships no types
import pytest

from shuttle.cli.interruption import Interruption
from shuttle.scenario import schema
from tests.cli.command import call, done

PIECES: list[dict[str, Any]] = [
    {"id": "a1", "vehicle": "a", "from": "north", "to": "south", "start": "08:00", "end": "09:00"},
    {"id": "a2", "vehicle": "a", "from": "south", "to": "north", "start": 560, "end": 620},
]


def stage(folder: Path, **changes: Any) -> Path:
    file = folder / "blocks.json"
    table = {"format": 1, "pieces": PIECES, "rule_profile": "strictest", **changes}
    file.write_text(json.dumps(table), encoding="utf-8")
    return file


def test_duties_are_written_with_their_proof(tmp_path: Path) -> None:
    out = tmp_path / "duties.json"
    said = done("duties", stage(tmp_path), "--out", out)
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["duties"] == [{"id": "duty-01", "pieces": ["a1", "a2"]}]
    assert found["objective"] == found["proof"]["bound"] == 10_000 + 140 + 15 + 10
    assert found["proof"]["status"] == "optimal"
    assert "1 duties, cost 10,165.00 (proved best)" in said


def test_duties_go_to_stdout_where_asked(tmp_path: Path) -> None:
    assert json.loads(done("duties", stage(tmp_path), "--out", "-", "--quiet"))["format"] == 1


def test_a_stage_file_satisfies_its_schema(tmp_path: Path) -> None:
    file = stage(tmp_path, costs={"duty": 5, "gap_minute": 1}, sign_on_minutes={"north": 3})
    jsonschema.validate(json.loads(file.read_text(encoding="utf-8")), schema("duties"))


def test_everything_wrong_in_a_stage_file_is_said_at_once(tmp_path: Path) -> None:
    twice = [PIECES[0], {**PIECES[1], "id": "a1", "to": "nowhere"}]
    passive = {"places": ["north", "south"], "matrix": [[0, 5], [5, 0]]}
    file = stage(tmp_path, pieces=twice, passive_minutes=passive, rule_profile="lenient")
    outcome = call("duties", file, "--out", tmp_path / "duties.json")
    assert outcome.code == 2
    for words in (
        'pieces[0].id: "a1" is the id of 2 pieces',
        'pieces[1].to: "nowhere" is not among passive_minutes.places',
        'rule_profile: "lenient" is not a profile of config/driver_rules.toml, which has: hk',
    ):
        assert words in outcome.err


def test_values_that_cannot_be_are_said_with_their_place(tmp_path: Path) -> None:
    pieces = [{**PIECES[0], "end": "07:00"}, {**PIECES[1], "start": 3000}]
    outcome = call("duties", stage(tmp_path, pieces=pieces), "--out", tmp_path / "duties.json")
    assert outcome.code == 2
    assert "pieces[0]: ends at 420, before its start at 480" in outcome.err
    assert "pieces[1].start: 3000 is not a time" in outcome.err


def test_vehicles_and_places_of_hand_overs_must_fit_together(tmp_path: Path) -> None:
    lost = {**PIECES[1], "id": "a3", "from": "north", "to": "south", "start": 610, "end": 700}
    places = ["south", "depot"]
    file = stage(tmp_path, pieces=[*PIECES, lost], hand_over_places=places, rule_profile="lenient")
    outcome = call("duties", file, "--out", tmp_path / "duties.json")
    assert outcome.code == 2
    for words in (
        'hand_over_places[1]: there is no place "depot"; known are north, south',
        'pieces[2].vehicle: "a" cannot do this piece after "a2", which ends at "north" at 10:20',
        'rule_profile: "lenient" is not a profile',
    ):
        assert words in outcome.err


def test_drivers_stay_with_their_vehicle_where_none_may_take_it_over(tmp_path: Path) -> None:
    third = {"id": "b1", "vehicle": "b", "from": "south", "to": "north", "start": 545, "end": 600}
    back = [{**PIECES[1], "start": 900, "end": 960}, {**third}]
    sides = dict.fromkeys(("north", "south"), "one")
    file = stage(tmp_path, pieces=[PIECES[0], *back], hand_over_places=["north"], sides=sides)
    out = tmp_path / "duties.json"
    done("duties", file, "--out", out)
    jsonschema.validate(json.loads(file.read_text(encoding="utf-8")), schema("duties"))
    assert ["a1", "a2"] in [duty["pieces"] for duty in json.loads(out.read_text())["duties"]]


def test_work_that_no_driver_may_do_ends_with_3(tmp_path: Path) -> None:
    long = [{**PIECES[0], "end": "22:00"}]
    outcome = call("duties", stage(tmp_path, pieces=long), "--out", tmp_path / "duties.json")
    assert outcome.code == 3
    assert "duty-continuity" in outcome.err


def test_after_the_time_limit_the_first_duties_are_written_with_their_gap(tmp_path: Path) -> None:
    out = tmp_path / "duties.json"
    done("duties", stage(tmp_path), "--out", out, "--time-limit", "0.001")
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["duties"] == [{"id": "duty-01", "pieces": ["a1", "a2"]}]
    assert found["proof"]["bound"] <= found["objective"]


def test_ctrl_c_leaves_the_duties_so_far_and_ends_with_130(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "duties.json"
    monkeypatch.setattr(Interruption, "asked", lambda _: True)  # as if pressed from the start
    outcome = call("duties", stage(tmp_path), "--out", out)
    assert outcome.code == 130
    assert len(json.loads(out.read_text(encoding="utf-8"))["duties"]) == 1
