"""`shuttle export gtfs`."""

from pathlib import Path
from typing import Annotated

import typer

from shuttle.cli.options import Database, Service
from shuttle.cli.outputs import require_folder_of, write_whole
from shuttle.cli.published import opened, read_settings, service_in
from shuttle.cli.terminal import say
from shuttle.errors import InputError, Problem
from shuttle.formats.gtfs.render import PATH, why_not
from shuttle.store.protocol import Store


def gtfs(
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write it.")] = Path(PATH),
    service: Service = None,
    database: Database = None,
) -> None:
    """Write the published timetable as GTFS, byte for byte as it is served.

    Example: shuttle export gtfs --out gtfs.zip

    Only what is published has the dates and the lasting trip ids that a feed needs; a plan alone
    has neither, so publish it first.
    """
    require_folder_of(out)
    with opened(read_settings(database=database)) as application:
        body = _feed(application.store, service_in(application, service))
    write_whole(out, body)
    say(str(out))


def _feed(store: Store, service: str) -> bytes:
    """The feed in force; raises InputError where the timetable cannot be one."""
    found = store.file(service, PATH)
    if found is not None:
        return found.body
    timetable = store.latest(service)
    message = why_not(timetable) if timetable else "nothing is published; publish first"
    raise InputError([Problem(service, "", message)])
