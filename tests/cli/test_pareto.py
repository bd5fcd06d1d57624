"""`shuttle pareto`: a table, JSON, and a folder of plans."""

import json
from pathlib import Path

from shuttle.scenario import load_plan
from tests.cli.command import call, done


def test_points_are_shown_and_their_plans_written(tmp_path: Path) -> None:
    asked = (
        "--weight",
        "2",
        "--buses",
        "2",
        "--buses",
        "3",
        "--out",
        tmp_path / "points",
        "--quiet",
    )
    said = done("pareto", "tiny", *asked)
    assert said.count("certified") >= 3
    files = sorted((tmp_path / "points").iterdir())
    assert f"{len(files)} plans written to" in said
    assert load_plan(files[0]).scenario.name == "tiny"


def test_json_holds_all_languages_and_where_the_plans_are(tmp_path: Path) -> None:
    asked = ("--weight", "2", "--buses", "2", "--out", tmp_path, "--quiet", "--json")
    found = json.loads(done("pareto", "tiny", *asked))
    assert set(found["plans"].values()) == {str(file) for file in tmp_path.iterdir()}
    assert set(found["points"][0]["words"]) == {"en", "zh-Hant", "zh-Hans"}


def test_the_same_points_come_out_twice() -> None:
    asked = (
        "pareto",
        "tiny",
        "--weight",
        "0.5",
        "--weight",
        "2",
        "--buses",
        "2",
        "--quiet",
        "--json",
    )
    first, second = (json.loads(done(*asked)) for _ in range(2))
    for found in (first, second):
        found.pop("wall_seconds")
        found.pop("cpu_seconds")
    assert first == second


def test_a_weight_of_nothing_is_refused() -> None:
    answer = call("pareto", "tiny", "--weight", "0")
    assert answer.code == 2
    assert "--weight" in answer.err
