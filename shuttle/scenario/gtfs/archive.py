"""The tables in a GTFS zip, row by row, within limits: a feed may come from anywhere."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TextIO

from shuttle.errors import InputError, Problem
from shuttle.scenario.files import refuse
from shuttle.scenario.places import printable, value_text

_MOST_PACKED = 200_000_000
_MOST_UNPACKED = 1_000_000_000
_LONGEST_LINE = 100_000
_MOST_SHOWN = 20
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError),
    *(NotImplementedError, UnicodeDecodeError, ValueError, csv.Error),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes:
        table: as `stops.txt`.
        number: of the row, the header being row 1.
        values: by column, without blanks around them.
    """

    table: str
    number: int
    values: Mapping[str, str]

    def get(self, column: str) -> str:
        """The value of a column; empty where it is empty or there is no such column."""
        return self.values.get(column, "")


@dataclass(slots=True)
class Archive:
    """A feed's tables, and all that is wrong in them.

    Attributes:
        members: names in the zip by table.
        problems: what is wrong; of one table the first twenty rows are told one by one.
    """

    path: Path
    zip: zipfile.ZipFile
    members: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)
    _wrong: dict[str, int] = field(default_factory=dict)

    def has(self, table: str) -> bool:
        """Whether the feed has a table."""
        return table in self.members

    def rows(self, table: str, required: Sequence[str]) -> Iterator[Row]:
        """The rows of a table; none for a table that is not there or lacks a column."""
        if table not in self.members:
            self.add(table, "", "is missing from the feed, and needed")
            return
        number = 0
        try:
            with self.zip.open(self.members[table]) as packed:
                text = io.TextIOWrapper(packed, encoding="utf-8-sig", newline="")
                reader = csv.reader(_lines(text), skipinitialspace=True)
                columns = self._columns(table, next(reader, []), required)
                for number, cells in enumerate(reader, start=2):
                    if columns and any(cells):
                        values = zip(columns, (cell.strip() for cell in cells), strict=False)
                        yield Row(table, number, dict(values))
        except UnicodeDecodeError as error:
            message = f"the byte 0x{error.object[error.start]:02X} is not UTF-8; save it as UTF-8"
            self.add(table, f"after row {number}", message)
        except _BROKEN as error:
            self.add(table, f"after row {number}", f"cannot be read: {printable(str(error))}")

    def add(self, table: str, place: str, message: str) -> None:
        """Note what is wrong in a table."""
        count = self._wrong[table] = self._wrong.get(table, 0) + 1
        if count <= _MOST_SHOWN:
            key = f"{table}, {place}" if place else table
            self.problems.append(Problem(str(self.path), key, message))

    def note(self, row: Row, column: str, message: str) -> None:
        """Note what is wrong with a value, which is shown."""
        words = f"{value_text(row.get(column))} {message}" if row.get(column) else message
        self.add(row.table, f"row {row.number}, {column}", words)

    def stop_if_any(self) -> None:
        """Raise InputError with every problem, if there is any."""
        for table, count in self._wrong.items():
            if count > _MOST_SHOWN:
                message = f"{count - _MOST_SHOWN} more rows are wrong in such ways"
                self.problems.append(Problem(str(self.path), table, message))
        if self.problems:
            raise InputError(self.problems)

    def _columns(self, table: str, header: list[str], required: Sequence[str]) -> list[str]:
        columns = [cell.strip() for cell in header]
        missing = [name for name in required if name not in columns]
        if not missing:
            return columns
        there = ", ".join(printable(name) for name in columns[:_MOST_SHOWN]) or "nothing"
        self.add(table, "row 1", f"has no column {', '.join(missing)}; it has {there}")
        return []


def open_archive(path: Path) -> Archive:
    """Open a feed.

    Raises:
        InputError: it is not there, no zip, or larger than is read.
    """
    try:
        if path.stat().st_size > _MOST_PACKED:
            most = _MOST_PACKED // 1_000_000
            raise refuse(path, f"is larger than {most} MB, the most that is read")
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise refuse(path, "there is no such file; check the path") from None
    except _BROKEN as error:
        reason = printable(str(error))
        raise refuse(path, f"is not a zip file that can be read: {reason}") from None
    return Archive(path, archive, _members(path, archive))


def _members(path: Path, archive: zipfile.ZipFile) -> dict[str, str]:
    """Tables by name, at the top or all in one folder; raises InputError where unclear."""
    found: dict[str, str] = {}
    for entry in archive.infolist():
        inside = PurePosixPath(entry.filename)
        if inside.suffix != ".txt" or inside.name.startswith(".") or "__MACOSX" in inside.parts:
            continue
        if inside.name in found:
            message = f"is there twice, as {printable(found[inside.name])} and "
            raise refuse(path, f"{message}{printable(entry.filename)}", inside.name)
        if entry.file_size > _MOST_UNPACKED:
            most = _MOST_UNPACKED // 1_000_000
            raise refuse(path, f"unpacks to more than {most} MB, the most", inside.name)
        found[inside.name] = entry.filename
    return found


def _lines(text: TextIO) -> Iterator[str]:
    """Lines with their ends; raises ValueError for one that is longer than any row could be."""
    while line := text.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            msg = f"a line has {_LONGEST_LINE} characters or more"
            raise ValueError(msg)
        yield line
