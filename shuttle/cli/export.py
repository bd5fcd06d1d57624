"""`shuttle export`."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import typer

from shuttle.cli import export_site, export_tables
from shuttle.cli.export_gtfs import gtfs
from shuttle.cli.export_tods import tods
from shuttle.cli.inputs import read_scenario, scenario_of
from shuttle.cli.options import Database, InLanguage, PlanFile, Service
from shuttle.cli.outputs import make_folder, require_folder_of, write_whole
from shuttle.cli.published import opened, read_settings, service_in
from shuttle.cli.terminal import say
from shuttle.domain.base import Language
from shuttle.domain.feed import is_public
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.draw.day import blocks
from shuttle.draw.demand import demand
from shuttle.draw.time_space import time_space
from shuttle.scenario import load_plan
from shuttle.store.protocol import Store

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_CALENDAR = "text/calendar"
_STDOUT = Path("-")


Drawing = Literal["time-space", "blocks", "demand"]

_DRAWINGS: dict[Drawing, Callable[[Plan, Scenario, Language], str]] = {
    "time-space": time_space,
    "blocks": blocks,
    "demand": demand,
}


app.command()(export_site.site)
app.command()(export_tables.csv)
app.command()(export_tables.xlsx)


@app.callback(no_args_is_help=True)
def export() -> None:
    """Write what is published as files, and plans as pictures.

    Example: shuttle export ical --out calendars
    """


app.command()(gtfs)
app.command()(tods)


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


@app.command()
def svg(
    plan: PlanFile,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write it; - for stdout.")],
    *,
    picture: Annotated[
        Drawing,
        typer.Option(help="Trips in time and space, buses' and drivers' days, riders and seats."),
    ] = "time-space",
    scenario: Annotated[
        str | None,
        typer.Option(
            metavar="SCENARIO", help="Else the one beside the plan, or the shipped one of its name."
        ),
    ] = None,
    lang: InLanguage = "en",
) -> None:
    """Draw a plan as a picture that stands alone, on light paper and on dark.

    Example: shuttle export svg plan.json --picture blocks --out blocks.svg
    """
    if out != _STDOUT:
        require_folder_of(out)
    found = load_plan(plan)
    place = read_scenario(scenario) if scenario else scenario_of(found, plan)
    drawn = _DRAWINGS[picture](found, place, lang)
    if out == _STDOUT:
        typer.echo(drawn, nl=False)
        return
    write_whole(out, drawn.encode())
    say(str(out))


def _feeds(store: Store, service: str) -> list[tuple[str, bytes]]:
    """The feeds of one version, also when another is published meanwhile."""
    seq = store.latest_seq(service)
    paths = (
        path
        for path, version in store.files(service, seq).items()
        if version.media_type.startswith(_CALENDAR) and is_public(path)
    )
    found = ((path, store.file(service, path, seq)) for path in paths)
    return [(path, file.body) for path, file in found if file is not None]
