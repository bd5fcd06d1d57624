import csv
import io
from pathlib import Path

from openpyxl import load_workbook

from tests.cli.command import call, done


def test_a_plan_becomes_one_csv_file_for_each_table(tiny_plan: Path, tmp_path: Path) -> None:
    said = done("export", "csv", tiny_plan, "--scenario", "tiny", "--out", tmp_path / "new" / "t")
    names = ["trips", "blocks", "duties", "demand", "kpis", "proof"]
    assert said.splitlines() == [str(tmp_path / "new" / "t" / f"{name}.csv") for name in names]
    assert (tmp_path / "new" / "t" / "trips.csv").read_bytes().startswith(b"\xef\xbb\xbfid,route")


def test_one_table_goes_to_stdout(tiny_plan: Path) -> None:
    words = ("--scenario", "tiny", "--table", "trips", "--out", "-")
    rows = list(csv.DictReader(io.StringIO(done("export", "csv", tiny_plan, *words))))
    assert rows[0]["id"].startswith("to-")
    assert rows[0]["from_name"] == "North Park"


def test_a_plan_becomes_a_workbook_in_a_language(tiny_plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.xlsx"
    done("export", "xlsx", tiny_plan, "--scenario", "tiny", "--out", out, "--lang", "zh-Hans")
    book = load_workbook(out)
    assert len(book.sheetnames) == 6
    assert book["班次"]["H1"].value == "发车"


def test_a_folder_that_is_not_there_is_told_before_the_plan_is_read(tmp_path: Path) -> None:
    outcome = call("export", "xlsx", "none.json", "--out", tmp_path / "no" / "plan.xlsx")
    assert outcome.code == 2
    assert "there is no folder" in outcome.err


def test_several_tables_do_not_go_to_stdout(tiny_plan: Path) -> None:
    outcome = call("export", "csv", tiny_plan, "--scenario", "tiny", "--out", "-")
    assert outcome.code == 2
    assert outcome.err == "--out -: takes one table on stdout: choose it by --table\n"
