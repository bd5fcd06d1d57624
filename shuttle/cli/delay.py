"""`shuttle delay`."""

from typing import Annotated

import typer

from shuttle.cli.changes import Manner, carry_out
from shuttle.cli.notices import notice
from shuttle.cli.options import AsJson, Database, NoticeText, Quiet, Service, ServiceDate, TripId
from shuttle.domain.time import LAST_MINUTE
from shuttle.services.publishing import disruption

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def delay(  # noqa: PLR0913 - one parameter an option
    trip_id: TripId,
    service_date: ServiceDate,
    minutes: Annotated[
        int | None,
        typer.Argument(
            metavar="[MINUTES]",
            min=1,
            max=LAST_MINUTE,
            help="Later than planned; leave it out while nobody knows.",
        ),
    ] = None,
    *,
    notice_en: NoticeText = None,
    notice_zh_hant: NoticeText = None,
    notice_zh_hans: NoticeText = None,
    service: Service = None,
    database: Database = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Delay a published trip on one date.

    Example: shuttle delay to-hksp-0830 2026-11-23 12

    It takes the place of an earlier delay or cancellation; what else was said of the trip stays.
    `shuttle withdraw` takes it back.
    """
    words = notice(notice_en, notice_zh_hant, notice_zh_hans)
    carry_out(
        Manner(service, database, as_json, quiet),
        lambda desk, name: (
            disruption.delay(desk, name, trip_id, service_date, minutes, words),
            trip_id,
            service_date,
        ),
    )
