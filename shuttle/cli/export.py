"""`shuttle export`."""

from pathlib import Path
from typing import Annotated

import typer

from shuttle.cli.options import Database, Service
from shuttle.cli.outputs import make_folder, write_whole
from shuttle.cli.published import opened, read_settings, service_in
from shuttle.cli.terminal import say
from shuttle.store.protocol import Store

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_CALENDAR = "text/calendar"


@app.callback(no_args_is_help=True)
def export() -> None:
    """Write what is published as files.

    Example: shuttle export ical --out calendars
    """


@app.command()
def ical(
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the feeds.")] = Path(),
    service: Service = None,
    database: Database = None,
) -> None:
    """Write the calendar feeds in force, byte for byte as they are served.

    Example: shuttle export ical --out calendars

    The path of each file written is printed: DIR/feeds/en/ROUTE.ics and so on.
    """
    with opened(read_settings(database=database)) as application:
        store, name = application.store, service_in(application, service)
        for path, body in _feeds(store, name):
            make_folder((out / path).parent)
            write_whole(out / path, body)
            say(str(out / path))


def _feeds(store: Store, service: str) -> list[tuple[str, bytes]]:
    """The feeds of one version, also when another is published meanwhile."""
    seq = store.latest_seq(service)
    paths = (
        path
        for path, version in store.files(service, seq).items()
        if version.media_type.startswith(_CALENDAR)
    )
    found = ((path, store.file(service, path, seq)) for path in paths)
    return [(path, file.body) for path, file in found if file is not None]
