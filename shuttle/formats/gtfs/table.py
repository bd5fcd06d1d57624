"""Tables and the zip that holds them: the same rows give the same bytes."""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from shuttle.domain.base import LANGUAGES, LocalText
from shuttle.domain.time import MINUTES_PER_HOUR

Cell = str | int | float | LocalText | None
Row = Sequence[Cell]

# What zip files have instead of "no time": the earliest they can say.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o644 << 16


@dataclass(frozen=True, slots=True)
class Table:
    """A file of the feed.

    Attributes:
        name: without its ending.
        columns: as the specification names them; what identifies a row comes first.
        rows: a value for each column; None where there is none. A text in three languages stands
            in the table in English, and in the translations in the others.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def body(self) -> bytes:
        """CSV as RFC 4180 has it: UTF-8, CRLF, quotes where they are needed."""
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(self.columns)
        writer.writerows([_written(cell) for cell in row] for row in self.rows)
        return out.getvalue().encode()


def spoken(text: LocalText, fallback: str) -> LocalText:
    """A name as tables take it: never empty in English, without blanks around it.

    Args:
        text: the name.
        fallback: what stands for it where no language has one.
    """
    told = {language: text.in_language(language).strip() for language in LANGUAGES}
    first = next((words for words in told.values() if words), fallback)
    return LocalText(**{**told, "en": told["en"] or first})


def _written(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    return cell.en if isinstance(cell, LocalText) else cell


def fingerprint(tables: Iterable[Table]) -> str:
    """SHA-256 of all that tables say."""
    digest = hashlib.sha256()
    for table in tables:
        digest.update(f"{table.name}\n".encode() + table.body())
    return digest.hexdigest()


def zipped(tables: Iterable[Table]) -> bytes:
    """One zip, files by name, without the traces of when and where it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for table in sorted(tables, key=lambda table: table.name):
            entry = zipfile.ZipInfo(f"{table.name}.txt", _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = _UNIX
            entry.external_attr = _READABLE
            archive.writestr(entry, table.body())
    return out.getvalue()


def gtfs_date(day: date) -> str:
    """`20261123`."""
    return f"{day:%Y%m%d}"


def gtfs_time(minute: int) -> str:
    """`24:30:00` for minute 1470: hours of the service day run on past midnight."""
    return f"{minute // MINUTES_PER_HOUR:02d}:{minute % MINUTES_PER_HOUR:02d}:00"
