"""`shuttle schema`."""

from typing import Annotated

import typer

from shuttle.cli.terminal import say_json
from shuttle.scenario import schema
from shuttle.scenario.schema import FILE_KINDS

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def print_schema(
    kind: Annotated[
        str | None,
        typer.Argument(metavar="KIND", help=f"One of: {', '.join(FILE_KINDS)}. Else all."),
    ] = None,
) -> None:
    """Print the JSON Schema of a kind of file.

    Example: shuttle schema scenario
    """
    say_json(schema(kind) if kind else {name: schema(name) for name in FILE_KINDS})
