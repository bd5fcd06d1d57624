import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from shuttle.scenario import load_block_task, load_plan, load_scenario, load_trips_csv
from tests.cli.command import SEEDS, call, done


def given(plan: Path) -> set[tuple[object, ...]]:
    trips = load_plan(plan).trips
    return {(t.origin, t.destination, t.departure, t.port, t.vehicle_type) for t in trips}


def taken(file: Path, name: str = "tiny") -> set[tuple[object, ...]]:
    trips = load_trips_csv(file, load_scenario(SEEDS / name))
    return {(t.origin, t.destination, t.departure, t.port, t.vehicle_type) for t in trips}


def exported(plan: Path, folder: Path, kind: str) -> Path:
    out = folder / ("tables" if kind == "csv" else "plan.xlsx")
    done("export", kind, plan, "--scenario", "tiny", "--out", out)
    return out / "trips.csv" if kind == "csv" else out


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_exported_plan_comes_back_as_the_same_timetable(
    tiny_plan: Path, tmp_path: Path, kind: str
) -> None:
    out = tmp_path / "published.csv"
    done("import", kind, exported(tiny_plan, tmp_path, kind), "--scenario", "tiny", "--out", out)
    assert taken(out) == given(tiny_plan)


def test_the_timetable_that_came_back_is_planned_as_it_was(tiny_plan: Path, tmp_path: Path) -> None:
    out, again = tmp_path / "published.csv", tmp_path / "again.json"
    done("import", "csv", exported(tiny_plan, tmp_path, "csv"), "--out", out, "--quiet")
    done("plan", "tiny", "--timetable", out, "--out", again, "--quiet")
    assert given(again) == given(tiny_plan)


def test_edits_in_the_workbook_are_taken(tiny_plan: Path, tmp_path: Path) -> None:
    book_file, out = exported(tiny_plan, tmp_path, "xlsx"), tmp_path / "published.csv"
    book = load_workbook(book_file)
    page = book["Trips"]
    place = [cell.value for cell in page[1]].index("Departure") + 1
    page.cell(2, place).value = "\uff10\uff17\uff1a\uff10\uff15"
    page.delete_rows(3)
    page.append([None, None, None, "South Park", None, "North Park", None, "2005"])
    book.save(book_file)
    done("import", "xlsx", book_file, "--scenario", "tiny", "--out", out)
    trips = taken(out)
    assert len(trips) == len(given(tiny_plan))
    assert ("south", "north", 1205, None, None) in trips
    assert 425 in {trip[2] for trip in trips}


def test_every_wrong_cell_is_told_at_once_with_code_2(tmp_path: Path) -> None:
    file = tmp_path / "trips.csv"
    file.write_text("from,to,departure\nmoon,north,8.30\nsouth,,9\n", encoding="utf-8")
    outcome = call("import", "csv", file, "--scenario", "tiny", "--out", tmp_path / "out.csv")
    assert outcome.code == 2
    assert len(outcome.err.splitlines()) == 4
    assert f'{file}: row 2, column C (departure): "8.30" is not a time' in outcome.err
    assert not (tmp_path / "out.csv").exists()


def test_trips_become_a_stage_file_where_means_are_given(tmp_path: Path) -> None:
    file, runs, out = tmp_path / "t.csv", tmp_path / "runs.csv", tmp_path / "trips.json"
    file.write_text("from,to,departure,arrival\na,b,0800,0830\nb,a,0900,0930\n", encoding="utf-8")
    runs.write_text("from,to,minutes\nyard,a,5\na,yard,5\n", encoding="utf-8")
    words = ("--depot", "yard=2", "--empty-runs", runs, "--layover", "10")
    done("import", "csv", file, "--out", out, *words)
    task = load_block_task(out)
    assert [(depot.place, depot.capacity) for depot in task.depots] == [("yard", 2)]
    assert task.layover_minutes == 10
    blocks = json.loads(done("blocks", out, "--out", "-", "--quiet"))
    assert [len(block["pieces"]) for block in blocks["blocks"]] == [2]


def test_a_stage_file_asks_for_what_the_table_cannot_know(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("from,to,departure,arrival\na,b,0800,0830\n", encoding="utf-8")
    outcome = call("import", "csv", file, "--out", tmp_path / "trips.json")
    assert outcome.code == 2
    assert "--depot: is missing: a timetable does not say where buses stand" in outcome.err


def test_means_without_a_stage_file_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("from,to,departure\na,b,0800\n", encoding="utf-8")
    outcome = call("import", "csv", file, "--out", "-", "--depot", "a", "--layover", "5")
    assert outcome.code == 2
    assert [line.split(":")[0] for line in outcome.err.splitlines()] == ["--depot", "--layover"]


@pytest.mark.parametrize("depot", ["", "a=b", "a=1=x=y", "=3", "a\t=1", "a=99999"])
def test_a_depot_that_cannot_be_read_says_how_it_is_written(tmp_path: Path, depot: str) -> None:
    outcome = call("import", "csv", "t.csv", "--out", tmp_path / "t.json", "--depot", depot)
    assert outcome.code == 2
    assert "PLACE=CAPACITY" in outcome.err
