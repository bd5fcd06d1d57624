"""Tables as a workbook: real time cells, text that stays text, the same bytes each time."""

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from datetime import date as civil_date

from openpyxl import Workbook
from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.cell.cell import MergedCell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from shuttle.domain.base import Language
from shuttle.domain.sentences import say
from shuttle.formats.tables.sheet import Cell, Clock, Sheet, may_be_formula

_CLOCK_FORMAT = "[hh]:mm"  # the brackets let hours run on past 24
_PROPERTIES = "docProps/core.xml"
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_WIDEST = 40


def xlsx_bytes(sheets: Sequence[Sheet], on: civil_date, language: Language) -> bytes:
    """A workbook with a sheet for each table, its header row bold and in view.

    Args:
        sheets: with names and columns that `tables.…` has sentences for.
        on: the date that the file's properties state, so that the same plan gives the same bytes.
        language: of headings and of the sheets' names.
    """
    workbook = Workbook()
    if workbook.active is not None:
        workbook.remove(workbook.active)
    for sheet in sheets:
        _add(workbook, sheet, language)
    written = io.BytesIO()
    workbook.save(written)
    return _without_clock(written, on)


def heading(key: str, language: Language) -> str:
    """What a column or sheet is called."""
    return say(f"tables.{key}").in_language(language)


def _add(workbook: Workbook, sheet: Sheet, language: Language) -> None:
    page: Worksheet = workbook.create_sheet(heading(sheet.name, language))
    headings = [heading(column, language) for column in sheet.columns]
    for number, row in enumerate((headings, *sheet.rows), start=1):
        for place, value in enumerate(row, start=1):
            if value not in {None, ""}:
                _fill(page.cell(number, place), value)
    for place, words in enumerate(headings, start=1):
        page.cell(1, place).font = Font(bold=True)
        texts = (row[place - 1] for row in sheet.rows)
        widest = max([_width(words), *(_width(text) for text in texts)])
        page.column_dimensions[get_column_letter(place)].width = min(widest, _WIDEST) + 2
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions


def _fill(cell: XlsxCell | MergedCell, value: Cell) -> None:
    if isinstance(value, Clock):
        cell.value = timedelta(minutes=value.minute)
        cell.number_format = _CLOCK_FORMAT
        return
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # else a text that begins with = would be a formula
        if may_be_formula(value):
            cell.quotePrefix = True  # and it stays text also when it is edited


def _width(value: Cell) -> int:
    """Columns on screen: Chinese characters take two."""
    if isinstance(value, Clock):
        return len("00:00")
    text = "" if value is None else str(value)
    return sum(1 if char.isascii() else 2 for char in text)


def _without_clock(written: io.BytesIO, on: civil_date) -> bytes:
    """The same archive without the instant at which it was written."""
    stamp = datetime.combine(on, time(), UTC).replace(tzinfo=None)
    properties = DocumentProperties(creator="Shuttle", created=stamp, modified=stamp)
    settled = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(settled, "w") as target:
        for name in source.namelist():
            body = tostring(properties.to_tree()) if name == _PROPERTIES else source.read(name)
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, body)
    return settled.getvalue()
