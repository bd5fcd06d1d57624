"""`shuttle departures`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import typer

from shuttle.api import schemas
from shuttle.api.answers import Wording
from shuttle.bootstrap import Application
from shuttle.cli.options import AsJson, Database, InLanguage, Service, parse_instant
from shuttle.cli.published import opened, read_settings, service_in
from shuttle.cli.terminal import say, say_json, say_table
from shuttle.domain.base import Language
from shuttle.services.riders.departures import DepartureQuery, Departures
from shuttle.services.riders.live import Snapshot

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def departures(  # noqa: PLR0913 - one parameter an option
    origin: Annotated[str, typer.Option("--from", metavar="STOP", help="Where to board.")],
    destination: Annotated[str, typer.Option("--to", metavar="STOP", help="Where to go.")],
    *,
    at: Annotated[
        datetime | None,
        typer.Option(
            metavar="RFC3339", parser=parse_instant, help="From this instant on; now if not given."
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=50, help="At most so many.")] = 5,
    lang: InLanguage = "en",
    service: Service = None,
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """List the next departures between two stops.

    Example: shuttle departures --from hksp --to hkstp-sz

    After the last bus of a day those of the next service day follow, and why days have none.
    """
    with opened(read_settings(database=database)) as application:
        name = service_in(application, service)
        instant = at or application.clock()
        asked = DepartureQuery(origin=origin, destination=destination, at=instant, limit=limit)
        found = board(application, name, asked, lang)
    if as_json:
        say_json(found.model_dump(mode="json", by_alias=True, exclude={"next"}))
        return
    if found.service_notice is not None:
        say(f"{found.service_notice.date}: {found.service_notice.text}")
    say_departures(found.departures)


def board(
    application: Application, service: str, asked: DepartureQuery, language: Language
) -> schemas.DepartureBoard:
    """The answer that HTTP gives to the same question, save for the address of its next page.

    Raises:
        NotFoundError: a stop is unknown, or no route joins the two.
    """
    timetable = application.desk().in_force(service)
    snapshot = Snapshot(timetable.version, Departures(timetable), {})
    wording = Wording(snapshot, language)
    return wording.board(asked, snapshot.departures.next(asked), None)


def say_departures(listed: Sequence[schemas.Departure]) -> None:
    """A table of departures."""
    headers = ("date", "departs", "arrives", "status", "port", "seats", "trip")
    say_table(headers, map(_row, listed))


def _row(departure: schemas.Departure) -> tuple[str, ...]:
    late = departure.delay_seconds // 60
    status = f"{late} min late" if late else departure.status
    if departure.notices:
        status = f"{status}: {'; '.join(notice.text for notice in departure.notices)}"
    if departure.provisional:
        status = f"{status} (provisional date)"
    leaves = departure.expected_departure or departure.scheduled_departure
    arrives = departure.expected_arrival or departure.scheduled_arrival
    return (
        f"{leaves:%a %Y-%m-%d}",
        f"{leaves:%H:%M}",
        f"{arrives:%H:%M}",
        status,
        departure.crossing.name if departure.crossing else "",
        str(departure.capacity.seats),
        departure.trip_id,
    )
