"""`shuttle rollback`."""

from typing import Annotated

import typer

from shuttle.cli.options import AsJson, Database, Note, Service
from shuttle.cli.published import announce, document, opened, read_settings, service_in
from shuttle.cli.terminal import say, say_json
from shuttle.services.publishing import publications

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def rollback(
    version: Annotated[int, typer.Argument(metavar="VERSION", min=1, help="See the history.")],
    *,
    note: Note = "",
    service: Service = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Publish an earlier version again, as a new one.

    Example: shuttle rollback 3 --note "wrong holidays in 4"

    Nothing is deleted: the history tells both.
    """
    with opened(read_settings(database=database)) as application:
        name = service_in(application, service)
        made = publications.rollback(application.desk(), name, version, note)
    if as_json:
        say_json(document(made))
    else:
        say(announce(made))
