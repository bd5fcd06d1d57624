"""`shuttle compare` and `shuttle export svg`: tables, JSON and pictures of real plans."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from rich.cells import cell_len

from shuttle.domain.time import format_minute, parse_minute
from shuttle.scenario import load_plan, load_scenario
from tests.cli.command import SEEDS, call, done


@pytest.fixture(scope="module")
def timetables(tmp_path_factory: pytest.TempPathFactory, tiny_plan: Path) -> tuple[Path, Path]:
    """The tiny plan, and the same with its last trip ten minutes later."""
    folder = tmp_path_factory.mktemp("compare")
    plan = load_plan(tiny_plan)
    last = max(plan.trips, key=lambda trip: (trip.departure, trip.id))
    rows = [
        (trip.origin, trip.destination, trip.departure + 10 * (trip is last)) for trip in plan.trips
    ]
    lines = ["from,to,departure", *(f"{a},{b},{format_minute(at)}" for a, b, at in rows)]
    (folder / "trips.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    moved = folder / "moved.json"
    done("plan", "tiny", "--timetable", folder / "trips.csv", "--out", moved, "--quiet")
    return tiny_plan, moved


def test_a_plan_compared_with_itself_shows_no_change(tiny_plan: Path) -> None:
    said = done("compare", tiny_plan, tiny_plan)
    assert "Nothing changes: " in said
    assert "No rider is affected." in said


def test_a_trip_that_moves_is_told_to_planner_and_commuter(timetables: tuple[Path, Path]) -> None:
    said = done("compare", *timetables)
    assert "1 trip moves by 10 minutes" in said
    assert " now leaves at " in said
    assert any(line.startswith("~  ") for line in said.splitlines())


def test_days_of_work_that_change_are_told_by_their_ids(timetables: tuple[Path, Path]) -> None:
    said = done("compare", *timetables).splitlines()
    start = next(at for at, line in enumerate(said) if "bus's day, before" in line)
    sign, old, new = said[start + 1].split()
    blocks = [{block.id for block in load_plan(file).blocks} for file in timetables]
    assert sign == "~"
    assert old in blocks[0]
    assert new in blocks[1]


def test_json_holds_all_languages_and_the_trips_that_change(timetables: tuple[Path, Path]) -> None:
    found = json.loads(done("compare", *timetables, "--json"))
    (change,) = found["difference"]["trips"]
    assert (change["fate"], change["minutes"]) == ("moved", 10)
    earlier, later = (parse_minute(change[side]["departure"]) for side in ("before", "after"))
    assert later - earlier == 10
    assert "legs" not in change["before"]
    assert found["difference"]["trips_unchanged"] == len(load_plan(timetables[0]).trips) - 1
    assert {"en", "zh-Hant", "zh-Hans"} == found["planners"][0].keys()
    assert found["before"]["file"] == str(timetables[0])
    riders = found["difference"]["riders"]["all"]
    assert riders["better"] + riders["worse"] + riders["same"] == riders["riders"]


@pytest.mark.parametrize(("lang", "word"), [("zh-Hant", "班次"), ("zh-Hans", "班次")])
def test_columns_stand_under_each_other_in_chinese_too(
    timetables: tuple[Path, Path], lang: str, word: str
) -> None:
    lines = done("compare", *timetables, "--lang", lang).splitlines()
    start = lines.index("") + 1
    while not lines[start].startswith("指"):
        start += 1
    table = lines[start : lines.index("", start)]
    assert any(line.startswith(word) for line in table)
    changes = [line for line in table[1:] if line.endswith("=")]
    assert len({cell_len(line) for line in changes}) == 1
    assert cell_len(table[0]) == cell_len(changes[0])


def test_the_scenario_may_be_named(timetables: tuple[Path, Path], tmp_path: Path) -> None:
    copies = [tmp_path / file.name for file in timetables]
    for copy, file in zip(copies, timetables, strict=True):
        copy.write_bytes(file.read_bytes())
    said = done("compare", *copies, "--scenario", SEEDS / "tiny")
    assert said == done("compare", *timetables)


def test_a_scenario_that_is_nowhere_is_an_input_error(tiny_plan: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    text = tiny_plan.read_text(encoding="utf-8")
    other.write_text(text.replace('"name": "tiny"', '"name": "gone"'), encoding="utf-8")
    outcome = call("compare", tiny_plan, other)
    assert outcome.code == 2
    assert "--scenario" in outcome.err


def test_a_file_that_is_no_plan_is_an_input_error(tiny_plan: Path, tmp_path: Path) -> None:
    (tmp_path / "no.json").write_text("{}", encoding="utf-8")
    assert call("compare", tiny_plan, tmp_path / "no.json").code == 2


def test_the_overlay_is_written_beside_the_comparison(
    timetables: tuple[Path, Path], tmp_path: Path
) -> None:
    outcome = call("compare", *timetables, "--svg", tmp_path / "change.svg", "--lang", "zh-Hant")
    assert outcome.code == 0
    assert "picture written to" in outcome.err
    root = ET.parse(tmp_path / "change.svg").getroot()  # noqa: S314 - our own file
    assert root.get("lang") == "zh-Hant-HK"
    assert "改時間：1" in "".join(root.itertext())  # noqa: RUF001 - Chinese


def test_a_folder_that_is_not_there_is_said_before_anything_is_read(tmp_path: Path) -> None:
    outcome = call("compare", "a.json", "b.json", "--svg", tmp_path / "none" / "x.svg")
    assert outcome.code == 2
    assert "no folder" in outcome.err


@pytest.mark.parametrize("picture", ["time-space", "blocks", "demand"])
def test_a_plan_is_exported_as_a_picture(tiny_plan: Path, tmp_path: Path, picture: str) -> None:
    file = tmp_path / "plan.svg"
    said = done("export", "svg", tiny_plan, "--picture", picture, "--out", file)
    assert said == f"{file}\n"
    root = ET.parse(file).getroot()  # noqa: S314 - our own file
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "North Park" in "".join(root.itertext())
    out = done("export", "svg", tiny_plan, "--picture", picture, "--out", "-")
    assert out == file.read_text(encoding="utf-8")


def test_a_picture_that_does_not_exist_is_a_usage_error(tiny_plan: Path) -> None:
    outcome = call("export", "svg", tiny_plan, "--picture", "map", "--out", "-")
    assert outcome.code == 2
    assert "time-space" in outcome.err


def test_pictures_name_stops_in_the_language_asked_for(tiny_plan: Path) -> None:
    out = done("export", "svg", tiny_plan, "--lang", "zh-Hans", "--out", "-")
    assert load_scenario(SEEDS / "tiny").stops["north"].name.zh_hans in out
