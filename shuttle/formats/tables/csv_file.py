"""A table as CSV that Excel, LibreOffice and programs read alike."""

import csv
import io

from shuttle.domain.time import format_minute
from shuttle.formats.tables.sheet import Cell, Clock, Sheet, harmless

_BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for the system's own code page


def csv_bytes(sheet: Sheet) -> bytes:
    """RFC 4180 with byte order mark: keys as header, times as 08:30, true and false, no formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(sheet.columns)
    writer.writerows([_written(cell) for cell in row] for row in sheet.rows)
    return (_BYTE_ORDER_MARK + text.getvalue()).encode()


def _written(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Clock):
        return format_minute(cell.minute)
    return harmless(cell) if isinstance(cell, str) else cell
