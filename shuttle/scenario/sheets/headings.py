"""Finds the columns of a table by their headings, in any language and near the top."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path

from shuttle.domain.base import LANGUAGES
from shuttle.domain.sentences import catalogue, say
from shuttle.scenario.files import refuse
from shuttle.scenario.places import printable
from shuttle.scenario.sheets.clock_cells import CellValue
from shuttle.scenario.sheets.grids import Grid

NEEDED = ("from", "to", "departure")
READ = (*NEEDED, "id", "arrival", "port", "vehicle_type")
_ROWS_ABOVE = 20


@dataclass(frozen=True, slots=True)
class Table:
    """A grid whose header row is known.

    Attributes:
        header: number of the row with the headings.
        columns: place of each known column, from 0.
        headings: as they stand there.
    """

    grid: Grid
    header: int
    columns: Mapping[str, int]
    headings: tuple[CellValue, ...]


def with_header(path: Path, grids: Sequence[Grid]) -> Table:
    """The table of trips; raises InputError where no row names the columns needed, each once."""
    tables = [table for grid in grids if (table := _table(grid)) is not None]
    called = known_headings()
    named = [table for table in tables if called.get(plain(table.grid.sheet)) == "trips"]
    if named or tables:
        return _with_each_once((named or tables)[0])
    shown = [str(cell) for grid in grids[:1] for _, row in grid.rows[:1] for cell in row if cell]
    first = f"; its first row has {', '.join(map(printable, shown))}" if shown else ""
    message = f"no row has the headings {', '.join(NEEDED)}{first}"
    raise refuse(path, message)


def _with_each_once(table: Table) -> Table:
    """The table; raises InputError where two columns have a heading that is read."""
    known = known_headings()
    keys = [known.get(plain(str(cell))) for cell in table.headings if cell is not None]
    doubled = [key for key in READ if keys.count(key) > 1]
    if doubled:
        message = f"has two columns for {' and for '.join(doubled)}; leave one of them"
        raise refuse(table.grid.path, message, table.grid.place(table.header))
    return table


def _table(grid: Grid) -> Table | None:
    """Looks for the headings in the first rows, and in pairs of rows with merged headings."""
    near = grid.rows[:_ROWS_ABOVE]
    for (number, row), below in zip_longest(near, near[1:]):
        joined = row if below is None else _over(row, below[1])
        last = number if below is None else below[0]
        for end, headings in ((number, row), (last, joined)):
            columns = _columns(headings)
            if all(name in columns for name in NEEDED):
                return Table(grid, end, columns, headings)
    return None


def _over(row: Sequence[CellValue], below: Sequence[CellValue]) -> tuple[CellValue, ...]:
    width = max(len(row), len(below))
    upper = (*row, *[None] * (width - len(row)))
    lower = (*below, *[None] * (width - len(below)))
    return tuple(under or above for above, under in zip(upper, lower, strict=True))


def _columns(headings: Sequence[CellValue]) -> dict[str, int]:
    known = known_headings()
    found: dict[str, int] = {}
    for place, cell in enumerate(headings):
        key = known.get(plain(str(cell))) if cell is not None else None
        if key is not None:
            found.setdefault(key, place)
    return found


@cache
def known_headings() -> dict[str, str]:
    """Keys of columns and sheets by what they are called in any language."""
    found: dict[str, str] = {}
    for name in catalogue():
        concern, _, key = name.partition(".")
        if concern == "tables":
            texts = [say(name).in_language(language) for language in LANGUAGES]
            found |= {plain(text): key for text in (key, *texts)}
    return found


def plain(text: str) -> str:
    """A text as far as names must agree: width, case, blanks and underscores aside."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().replace("_", " ").split())
