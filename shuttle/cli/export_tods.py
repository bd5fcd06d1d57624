"""`shuttle export tods`."""

from pathlib import Path
from typing import Annotated

import typer

from shuttle.cli.options import Database, Service
from shuttle.cli.outputs import make_folder, require_folder_of, write_whole
from shuttle.cli.published import opened, read_settings, service_in
from shuttle.cli.terminal import say
from shuttle.domain.issue import Issue
from shuttle.errors import InputError, Problem
from shuttle.formats.gtfs.render import missing
from shuttle.formats.gtfs.table import zipped
from shuttle.formats.tods.package import tods_tables
from shuttle.services.publishing.issues import issue_of

_ZIP = ".zip"


def tods(
    out: Annotated[
        Path, typer.Option(metavar="DIR|FILE.zip", help="A folder for its tables, or one zip.")
    ],
    *,
    service: Service = None,
    database: Database = None,
) -> None:
    """Write drivers' and buses' work of what is published as TODS, beside its GTFS feed.

    Example: shuttle export tods --out tods.zip

    It has the ids of `shuttle export gtfs`, which whoever reads it needs too. It is for the
    operator: it is made here from the store, and never served. Vehicles and employees are not in
    it, for a plan has types of buses and duties alone.
    """
    zip_wanted = out.suffix == _ZIP
    if zip_wanted:
        require_folder_of(out)
    with opened(read_settings(database=database)) as application:
        store, name = application.store, service_in(application, service)
        timetable = store.latest(name)
        if timetable is None:
            raise InputError([Problem(name, "", "nothing is published; publish first")])
        issue = issue_of(store, timetable)
    _require_feed(issue)
    tables = tods_tables(issue)
    if zip_wanted:
        _write(out, zipped(tables))
        return
    make_folder(out)
    for table in tables:
        _write(out / f"{table.name}.txt", table.body())


def _require_feed(issue: Issue) -> None:
    """Return where there is a GTFS feed to refer to; raises InputError."""
    lacks = missing(issue.timetable)
    if lacks:
        message = f"TODS needs a GTFS feed beside it, and there is none: {'; '.join(lacks)}"
        raise InputError([Problem(issue.timetable.service, "", message)])


def _write(path: Path, body: bytes) -> None:
    write_whole(path, body)
    say(str(path))
