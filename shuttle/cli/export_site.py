"""`shuttle export site`."""

from pathlib import Path
from typing import Annotated

import typer

from shuttle.cli.options import Database, Quiet, Service
from shuttle.cli.outputs import make_folder
from shuttle.cli.published import mention_address, opened, read_settings, service_in
from shuttle.cli.terminal import note, say
from shuttle.services.publishing.site_folder import put_in_place
from shuttle.web.static_site import PUBLIC, static_site


def site(
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the site.")],
    *,
    service: Service = None,
    database: Database = None,
    quiet: Quiet = False,
) -> None:
    """Write feeds, timetables and pages as files for a web server that runs no program.

    Example: shuttle export site --out site

    The printed folder is the web server's root. It is a link that is switched in one step, so that
    no reader sees half of a change; run the command after each publication, and once a day for the
    dates that begin with today. Where nothing changed, nothing is written. Pages name the address
    that SHUTTLE_BASE_URL says, else that of the publication. Beside the folder, nginx.conf says how
    nginx shows it.
    """
    with opened(read_settings(database=database, service=service)) as application:
        name = service_in(application, None)
        built = static_site(application)
        mention_address(application, application.desk().in_force(name), quiet=quiet)
    make_folder(out)
    written = put_in_place(out, built.name, built.files)
    say(str(out / "current" / PUBLIC))
    state = f"{len(built.files)} files of state {built.name}"
    note(state if written else f"{state}: nothing has changed", quiet=quiet)
