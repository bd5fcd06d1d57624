import io
import zipfile
from datetime import date, timedelta

from hypothesis import example, given, settings
from openpyxl import load_workbook

from shuttle.formats.tables.sheet import Cell, Clock, Sheet
from shuttle.formats.tables.xlsx_file import xlsx_bytes
from tests.formats.tables.hostile import hostile_texts

_DAY = date(2026, 11, 23)


def book(*cells: Cell) -> bytes:
    return xlsx_bytes([Sheet("trips", ("id",), tuple((cell,) for cell in cells))], _DAY, "en")


@given(hostile_texts.filter(bool))
@example("_x0041_")
@example(" two  blanks ")
@settings(max_examples=60)
def test_no_text_is_a_formula_and_each_is_read_back_as_it_was(text: str) -> None:
    cell = load_workbook(io.BytesIO(book(text)))["Trips"]["A2"]
    assert cell.data_type == "s"
    assert cell.value == text


@given(hostile_texts)
@settings(max_examples=60)
def test_the_file_itself_holds_no_formula(text: str) -> None:
    with zipfile.ZipFile(io.BytesIO(book(text))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_text_like_a_formula_stays_text_when_it_is_edited() -> None:
    sheet = load_workbook(io.BytesIO(book("=1+1", "plain")))["Trips"]
    assert sheet["A2"].quotePrefix
    assert not sheet["A3"].quotePrefix


def test_times_are_times_also_after_midnight() -> None:
    sheet = load_workbook(io.BytesIO(book(Clock(510), Clock(1510))))["Trips"]
    assert sheet["A2"].value == timedelta(hours=8, minutes=30)
    assert sheet["A3"].value == timedelta(hours=25, minutes=10)
    assert sheet["A3"].number_format == "[hh]:mm"


def test_numbers_are_numbers_and_nothing_is_an_empty_cell() -> None:
    sheet = load_workbook(io.BytesIO(book(7, -0.5, None, "", "x")))["Trips"]
    assert [sheet.cell(row, 1).value for row in range(2, 7)] == [7, -0.5, None, None, "x"]


def test_the_header_stays_in_view_and_is_written_in_the_language_asked_for() -> None:
    body = xlsx_bytes([Sheet("trips", ("departure",), ())], _DAY, "zh-Hant")
    sheet = load_workbook(io.BytesIO(body))["班次"]
    assert sheet["A1"].value == "開出"
    assert sheet.freeze_panes == "A2"


def test_the_same_tables_give_the_same_bytes() -> None:
    first = book("x", Clock(510))
    assert first == book("x", Clock(510))
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert b"2026-11-23T00:00:00Z" in archive.read("docProps/core.xml")
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
