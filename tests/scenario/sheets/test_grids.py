import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from shuttle.errors import InputError
from shuttle.scenario.sheets.grids import csv_grids, xlsx_grids


def saved(book: Workbook) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def repacked(changes: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved(Workbook()))) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in source.namelist():
            archive.writestr(name, changes.get(name, source.read(name)))
    return target.getvalue()


def refusal(folder: Path, body: bytes) -> str:
    file = folder / "book.xlsx"
    file.write_bytes(body)
    with pytest.raises(InputError) as caught:
        xlsx_grids(file)
    return caught.value.problems[0].message


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04", b"id,from\n", b"\xd0\xcf\x11\xe0old"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, body: bytes) -> None:
    assert "is not a workbook that can be read" in refusal(tmp_path, body)


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = repacked({"xl/worksheets/sheet1.xml": b" " * 30_000_000})
    assert len(bomb) < 100_000
    assert refusal(tmp_path, bomb) == "unpacks to more than 20 MB, the most that is read"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declared_entities_are_refused(tmp_path: Path, encoding: str) -> None:
    xml = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
    bomb = repacked({"xl/worksheets/sheet1.xml": xml.encode(encoding)})
    assert "declares a document type in xl/worksheets/sheet1.xml" in refusal(tmp_path, bomb)


@pytest.mark.parametrize("inner", ["<a>" * 60, "<c/>" * 17_000])
def test_xml_that_no_program_writes_is_refused_before_a_tree_grows(
    tmp_path: Path, inner: str
) -> None:
    bomb = repacked({"xl/worksheets/sheet1.xml": f"<worksheet><row>{inner}".encode()})
    assert "has deeper or wider XML than a sheet" in refusal(tmp_path, bomb)


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    assert "is larger than 5 MB" in refusal(tmp_path, b"x" * 5_000_001)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file"):
        xlsx_grids(tmp_path / "none.xlsx")


def test_a_cell_far_away_costs_nothing(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active["A1"] = "from"
    book.active["XFD9000"] = "far"
    (tmp_path / "far.xlsx").write_bytes(saved(book))
    [grid] = xlsx_grids(tmp_path / "far.xlsx")
    assert [number for number, _ in grid.rows] == [1]


def test_more_rows_than_are_read_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    file.write_text("a\n" * 20_001, encoding="utf-8")
    with pytest.raises(InputError, match="has more than 20000 rows"):
        csv_grids(file)


def test_csv_that_no_separator_explains_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "open.csv"
    file.write_text('"never closed', encoding="utf-8")
    with pytest.raises(InputError, match="is not CSV"):
        csv_grids(file)


@given(st.binary(max_size=40), st.integers(min_value=0, max_value=6000))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damaged_workbook_does_worse_than_be_refused(
    tmp_path: Path, noise: bytes, at: int
) -> None:
    body = repacked({})
    file = tmp_path / "noise.xlsx"
    file.write_bytes(body[:at] + noise + body[at + len(noise) :])
    try:
        xlsx_grids(file)
    except InputError as error:
        assert error.problems  # noqa: PT017 - readable is as good
