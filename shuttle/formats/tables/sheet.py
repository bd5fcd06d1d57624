"""Tables before they are CSV or a workbook."""

import re
from dataclasses import dataclass
from typing import TypeAlias

# What spreadsheet programs take for the start of a formula, at the start of a cell or, where they
# expect another separator than the file has, after one. The wide forms count in East Asia.
_FORMULA = re.compile(r"(^|[,;|\t])(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r])")


@dataclass(frozen=True, slots=True)
class Clock:
    """A service minute, which may lie past midnight."""

    minute: int


Cell: TypeAlias = str | int | float | bool | Clock | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table.

    Attributes:
        name: as `trips`; a key of the sentences `tables.…`, as the columns are.
        rows: one cell for each column.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def may_be_formula(text: str) -> bool:
    """Whether a spreadsheet program may calculate the text instead of showing it."""
    return _FORMULA.search(text) is not None


def harmless(text: str) -> str:
    """The text with an apostrophe wherever a formula may begin."""
    return _FORMULA.sub(r"\1'", text)
