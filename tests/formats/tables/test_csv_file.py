import csv
import io

import pytest
from hypothesis import given

from shuttle.formats.tables.csv_file import csv_bytes
from shuttle.formats.tables.sheet import Clock, Sheet
from tests.formats.tables.hostile import hostile_texts

_FORMULA_STARTS = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")


def rows(body: bytes, separator: str = ",") -> list[list[str]]:
    text = body.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def one_cell(text: str) -> bytes:
    return csv_bytes(Sheet("trips", ("id", "from_name", "to"), (("x", text, "y"),)))


def test_excel_is_told_that_the_file_is_utf_8() -> None:
    assert csv_bytes(Sheet("trips", ("id",), ())) == b"\xef\xbb\xbfid\r\n"


def test_cells_are_written_as_a_program_reads_them() -> None:
    row = (None, True, False, Clock(510), Clock(1510), 7, -1.5, "科學園", 'a "b", c')
    written = rows(csv_bytes(Sheet("trips", tuple("abcdefghi"), (row,))))[1]
    assert written == ["", "true", "false", "08:30", "25:10", "7", "-1.5", "科學園", 'a "b", c']


@pytest.mark.parametrize("start", _FORMULA_STARTS)
def test_a_text_like_a_formula_begins_with_an_apostrophe(start: str) -> None:
    assert rows(one_cell(f"{start}1"))[1][1] == f"'{start}1"


@given(hostile_texts)
def test_no_cell_is_a_formula_whatever_separator_the_program_expects(text: str) -> None:
    for separator in (",", ";", "\t", "|"):
        for row in rows(one_cell(text), separator):
            assert not any(cell.strip().startswith(_FORMULA_STARTS) for cell in row)


@given(hostile_texts)
def test_a_text_is_changed_by_apostrophes_alone(text: str) -> None:
    assert rows(one_cell(text))[1][1].replace("'", "") == text.replace("'", "")
