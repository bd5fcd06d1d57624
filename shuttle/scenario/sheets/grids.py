"""CSV files and sheets of workbooks as rows of cells, with limits."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from shuttle.errors import InputError
from shuttle.scenario.files import MAX_BYTES, read_text, refuse
from shuttle.scenario.places import printable
from shuttle.scenario.sheets.clock_cells import CellValue
from shuttle.scenario.sheets.plain_xml import require_plain_xml

MOST_ROWS = 20_000
_MOST_COLUMNS = 200
_MOST_UNPACKED = 20_000_000
_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one table.

    Attributes:
        path: the file.
        sheet: name of the sheet; empty for a CSV file.
        rows: cells by the row's number as the program shows it; empty rows are left out.
    """

    path: Path
    sheet: str
    rows: tuple[tuple[int, tuple[CellValue, ...]], ...]

    def place(self, row: int, column: int | None = None, name: str = "") -> str:
        """Where a cell is, as `sheet Trips, row 7, column H (departure)`.

        Args:
            row: as the program shows it.
            column: counted from 0; None for one that is not there.
            name: of the column.
        """
        parts = [f"sheet {printable(self.sheet)}"] if self.sheet else []
        parts.append(f"row {row}")
        if column is not None:
            parts.append(f"column {get_column_letter(column + 1)} ({name})")
        elif name:
            parts.append(name)
        return ", ".join(parts)


def csv_grids(path: Path) -> tuple[Grid, ...]:
    """A CSV file once for each separator in use: commas, semicolons, tabs.

    Raises:
        InputError: it cannot be read, or is not CSV.
    """
    text = read_text(path)
    grids: list[Grid] = []
    errors: list[InputError] = []
    for separator in _SEPARATORS:
        try:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
            grids.append(Grid(path, "", _numbered(path, reader)))
        except csv.Error as error:
            errors.append(refuse(path, f"is not CSV: {error}"))
    if not grids:
        raise errors[0]
    return tuple(grids)


def xlsx_grids(path: Path) -> tuple[Grid, ...]:
    """The sheets of a workbook, formulas as their last results.

    Raises:
        InputError: it cannot be read, is no workbook, or unpacks to more than is read.
    """
    content = _bytes(path)
    try:
        _require_small(path, content)
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        grids = [Grid(path, page.title, _sheet_rows(path, page)) for page in book.worksheets]
    except InputError:
        raise
    # A workbook is foreign XML in a foreign archive, and openpyxl fails on it in many ways.
    except _BROKEN as error:
        reason = printable(str(error)) or type(error).__name__
        raise refuse(
            path, f"is not a workbook that can be read ({reason}); save it as .xlsx"
        ) from None
    return tuple(grids)


_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, InvalidFileException, EOFError, OSError, SyntaxError),
    *(ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError),
)


def _sheet_rows(path: Path, page: object) -> tuple[tuple[int, tuple[CellValue, ...]], ...]:
    page.reset_dimensions()  # type: ignore[attr-defined] # the stated size may be wrong
    return _numbered(path, page.iter_rows(max_col=_MOST_COLUMNS, values_only=True))  # type: ignore[attr-defined] # as above


def _numbered(
    path: Path, rows: Iterable[Sequence[CellValue]]
) -> tuple[tuple[int, tuple[CellValue, ...]], ...]:
    found = tuple(islice(_filled(rows), MOST_ROWS + 1))
    if len(found) > MOST_ROWS:
        raise refuse(path, f"has more than {MOST_ROWS} rows, the most that are read")
    return found


def _filled(
    rows: Iterable[Sequence[CellValue]],
) -> Iterator[tuple[int, tuple[CellValue, ...]]]:
    for number, row in enumerate(rows, start=1):
        cells = tuple(map(_cleaned, row[:_MOST_COLUMNS]))
        if any(cell is not None for cell in cells):
            yield number, cells


def _cleaned(cell: CellValue) -> CellValue:
    """Without blanks around it; None for nothing, also where blanks stand."""
    return cell.strip() or None if isinstance(cell, str) else cell


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise refuse(path, f"cannot be read: {reason}") from None
    if len(content) > MAX_BYTES:
        raise refuse(path, f"is larger than {MAX_BYTES // 1_000_000} MB, the most that is read")
    return content


def _require_small(path: Path, content: bytes) -> None:
    """Return where a workbook unpacks to little, and its XML to no more than it seems."""
    left = _MOST_UNPACKED
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            with archive.open(name) as part:
                body = part.read(left + 1)
            left -= len(body)
            if left < 0:
                most = _MOST_UNPACKED // 1_000_000
                raise refuse(path, f"unpacks to more than {most} MB, the most that is read")
            if name.endswith((".xml", ".rels")):
                require_plain_xml(path, name, body)
