"""CSV tables row by row, each value checked for itself and named as `row 7, riders`."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from shuttle.errors import Problem
from shuttle.scenario.files import read_text, refuse
from shuttle.scenario.messages import complaint
from shuttle.scenario.places import printable, value_text

FIELD_OF = {"from": "origin", "to": "destination"}
_COLUMN_OF = {field: column for column, field in FIELD_OF.items()}


@dataclass(slots=True)
class CsvTable:
    """A CSV file with a header row.

    Attributes:
        problems: what is wrong with its rows; filled while rows are read.
    """

    path: Path
    required: Sequence[str]
    optional: Sequence[str]
    problems: list[Problem]

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Row number (the header is row 1) and values by column; empty rows are skipped.

        Raises InputError where the file cannot be read or its header is wrong.
        """
        reader = csv.reader(io.StringIO(read_text(self.path), newline=""), strict=True)
        columns: list[str] = []
        number = 0
        try:
            for number, cells in enumerate(reader, start=1):
                if number == 1:
                    columns = self._columns(cells)
                elif any(cell.strip() for cell in cells):
                    yield from self._row(number, columns, cells)
        except csv.Error as error:
            raise refuse(self.path, f"is not CSV: {error}", f"row {number + 1}") from None
        if not columns:
            raise refuse(self.path, f"is empty; its first row is {','.join(self.required)}")

    def _columns(self, cells: list[str]) -> list[str]:
        columns = [cell.strip() for cell in cells]
        known = (*self.required, *self.optional)
        missing = [name for name in self.required if name not in columns]
        unknown = [name for name in columns if name not in known]
        message = ""
        if missing:
            message = f"has no column {', '.join(missing)}"
        elif unknown:
            message = f"has an unknown column {value_text(unknown[0])}"
        elif len(set(columns)) < len(columns):
            message = "has a column twice"
        if message:
            raise refuse(self.path, f"{message}; columns are {', '.join(known)}", "row 1")
        return columns

    def _row(
        self, number: int, columns: list[str], cells: list[str]
    ) -> Iterator[tuple[int, dict[str, str]]]:
        if len(cells) != len(columns):
            message = f"has {len(cells)} values for {len(columns)} columns"
            self.problems.append(Problem(str(self.path), f"row {number}", message))
            return
        values = zip(columns, (cell.strip() for cell in cells), strict=True)
        yield number, dict(values)

    def note(self, number: int, column: str, message: str) -> None:
        """Note what is wrong with one value."""
        key = f"row {number}, {printable(column)}" if column else f"row {number}"
        self.problems.append(Problem(str(self.path), key, message))

    def note_all(self, number: int, error: ValidationError) -> None:
        """Note everything that is wrong with the values of a row."""
        for detail in error.errors(include_url=False):
            name = str(detail["loc"][0])
            # In a CSV every value is text: times want no quotes.
            message = complaint(detail).replace("write it quoted as", "write it as")
            self.note(number, _COLUMN_OF.get(name, name), message)


def by_field(row: Mapping[str, str]) -> dict[str, str | None]:
    """A row's values by the field they fill; None for an empty cell."""
    return {FIELD_OF.get(column, column): text or None for column, text in row.items()}
