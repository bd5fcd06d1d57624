"""`shuttle extra`."""

from datetime import date
from typing import Annotated

import typer

from shuttle.cli.changes import Manner, carry_out
from shuttle.cli.notices import notice
from shuttle.cli.options import (
    AsJson,
    Database,
    NoticeText,
    Quiet,
    Service,
    ServiceDate,
    parse_id,
    parse_time,
)
from shuttle.domain.time import format_minute
from shuttle.domain.timetable import Timetable
from shuttle.services.publishing.desk import Desk
from shuttle.services.publishing.extra_trips import ExtraWish, add_extra

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def extra(  # noqa: PLR0913 - one parameter an option
    direction: Annotated[
        str, typer.Argument(metavar="DIRECTION", help="Id of a direction, as to-hksp.")
    ],
    service_date: ServiceDate,
    departure: Annotated[
        int,
        typer.Argument(metavar="HH:MM", parser=parse_time, help="Past 24:00 for after midnight."),
    ],
    *,
    like: Annotated[
        str | None,
        typer.Option(
            metavar="TRIP_ID",
            parser=parse_id,
            help="Port, times on the way and seats are as this trip's; the nearest if not given.",
        ),
    ] = None,
    notice_en: NoticeText = None,
    notice_zh_hant: NoticeText = None,
    notice_zh_hans: NoticeText = None,
    service: Service = None,
    database: Database = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Add an extra trip on one date.

    Example: shuttle extra to-hksp 2026-11-24 10:30

    It takes as long as the trip that it is like. Whether the port is open and a bus is free is
    for you to know. `shuttle cancel` cancels it as any trip, and riders see that;
    `shuttle withdraw --only extra` takes it away without a word.
    """
    words = notice(notice_en, notice_zh_hant, notice_zh_hans)
    wish = ExtraWish(direction, service_date, departure, like)

    def act(desk: Desk, name: str) -> tuple[Timetable, str, date]:
        made, added = add_extra(desk, name, wish, words)
        return made, added.trip.id, service_date

    clock = format_minute(departure)
    carry_out(Manner(service, database, as_json, quiet), act, f"extra trip at {clock}")
