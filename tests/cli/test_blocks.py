import json
from pathlib import Path
from typing import Any

import pytest

from shuttle.domain.stages import BlockAnswer
from tests.cli.command import call, done, process

TRIPS: dict[str, Any] = {
    "format": 1,
    "depots": [
        {"id": "north", "place": "A", "capacity": 2},
        {"id": "south", "place": "B", "capacity": 1},
    ],
    "trips": [
        {"id": "t1", "from": "A", "to": "B", "start": "08:00", "end": "08:30"},
        {"id": "t2", "from": "B", "to": "A", "start": "08:40", "end": "09:10"},
        {"id": "t3", "from": "B", "to": "A", "start": "08:20", "end": "08:50"},
    ],
    "travel_minutes": {"places": ["A", "B"], "matrix": [[0, 20], [20, 0]]},
    "costs": {"vehicle": 1000, "deadhead_minute": 2, "waiting_minute": 1},
}
_TIMINGS = ("wall_seconds", "cpu_seconds")


@pytest.fixture
def trips(tmp_path: Path) -> Path:
    file = tmp_path / "trips.json"
    file.write_text(json.dumps(TRIPS), encoding="utf-8")
    return file


def test_the_file_has_blocks_cost_and_proof(trips: Path, tmp_path: Path) -> None:
    out = tmp_path / "blocks.json"
    outcome = call("blocks", trips, "--out", out)
    assert outcome.code == 0, outcome.err
    document = json.loads(out.read_text(encoding="utf-8"))
    assert document["objective"] == 2050.0  # two buses, ten minutes waiting, 20 minutes home
    assert document["blocks"][0] == {
        "id": "block-01",
        "depot": "north",
        "vehicle_type": None,
        "pieces": [{"trip": "t1", "start": 480}, {"trip": "t2", "start": 520}],
    }
    assert BlockAnswer.model_validate(document).proof.status == "optimal"
    assert "3 trips in 2 blocks, cost 2,050.00" in outcome.out
    assert "bound cost 2,050.00" in outcome.err


def test_dash_prints_the_file_and_quiet_says_nothing(trips: Path, tmp_path: Path) -> None:
    outcome = call("blocks", trips, "--out", "-", "--quiet")
    assert (outcome.code, outcome.err) == (0, "")
    assert json.loads(outcome.out)["objective"] == 2050.0
    silent = call("blocks", trips, "--out", tmp_path / "b.json", "--quiet")
    assert (silent.code, silent.out, silent.err) == (0, "", "")


def test_json_tells_the_figures(trips: Path, tmp_path: Path) -> None:
    told = json.loads(done("blocks", trips, "--out", tmp_path / "b.json", "--json", "--quiet"))
    assert (told["trips"], told["blocks"], told["objective"]) == (3, 2, 2050.0)
    assert told["proof"]["bound"] == 2050.0


def test_two_processes_write_the_same_bytes_timings_apart(trips: Path) -> None:
    texts = []
    for seed in ("1", "2024"):
        outcome = process("blocks", trips, "--out", "-", "--quiet", PYTHONHASHSEED=seed)
        assert outcome.code == 0, outcome.err
        lines = outcome.out.splitlines()
        texts.append([line for line in lines if not any(name in line for name in _TIMINGS)])
    assert texts[0] == texts[1]


def test_a_wrong_file_ends_with_2_and_every_problem(trips: Path, tmp_path: Path) -> None:
    wrong = {**TRIPS, "layover_minutes": -1, "costs": {"bus": 3}}
    trips.write_text(json.dumps(wrong), encoding="utf-8")
    outcome = call("blocks", trips, "--out", tmp_path / "b.json")
    assert outcome.code == 2
    assert f"{trips}: layover_minutes: " in outcome.err
    assert f"{trips}: costs.bus: is not a key here" in outcome.err


def test_too_few_buses_end_with_3_and_no_file(trips: Path, tmp_path: Path) -> None:
    few = {**TRIPS, "depots": [{"id": "north", "place": "A", "capacity": 1}]}
    trips.write_text(json.dumps(few), encoding="utf-8")
    out = tmp_path / "b.json"
    outcome = call("blocks", trips, "--out", out)
    assert outcome.code == 3
    assert "raise a capacity" in outcome.err
    assert not out.exists()


def test_a_folder_that_is_not_there_ends_with_2_before_any_work(trips: Path) -> None:
    outcome = call("blocks", trips, "--out", trips.parent / "no" / "b.json")
    assert outcome.code == 2
    assert "there is no folder" in outcome.err


def test_the_schema_of_the_file_is_printed() -> None:
    assert "travel_minutes" in json.loads(done("schema", "blocks"))["properties"]
