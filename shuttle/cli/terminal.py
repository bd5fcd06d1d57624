"""Data on stdout, everything else on stderr; colour and columns fitted only to a terminal."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, Literal

import typer
from rich.console import Console
from rich.table import Table

_UNLIMITED = 10_000


def say(text: str) -> None:
    """A line of data."""
    typer.echo(text)


def note(text: str, *, quiet: bool = False) -> None:
    """A line for the person who looks on."""
    if not quiet:
        typer.echo(text, err=True)


def say_json(value: Any) -> None:
    """One JSON document."""
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2))


def say_table(
    headers: Sequence[str], rows: Iterable[Sequence[str]], numbers_from: int = _UNLIMITED
) -> None:
    """Columns; when not a terminal as wide as they need to be, so that no line is broken.

    Args:
        headers: one a column.
        rows: as many texts each.
        numbers_from: place of the first of the columns that hold numbers, set to the right.
    """
    console = Console(width=None if sys.stdout.isatty() else _UNLIMITED, highlight=False)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for place, header in enumerate(headers):
        side: Literal["left", "right"] = "right" if place >= numbers_from else "left"
        table.add_column(header, overflow="fold", justify=side)
    for row in rows:
        table.add_row(*row)
    with console.capture() as captured:
        console.print(table, markup=False)
    for line in captured.get().splitlines():
        typer.echo(line.rstrip())
