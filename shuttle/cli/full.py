"""`shuttle full`."""

import typer

from shuttle.cli.changes import Manner, carry_out
from shuttle.cli.notices import notice
from shuttle.cli.options import AsJson, Database, NoticeText, Quiet, Service, ServiceDate, TripId
from shuttle.services.publishing import disruption

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def full(  # noqa: PLR0913 - one parameter an option
    trip_id: TripId,
    service_date: ServiceDate,
    *,
    notice_en: NoticeText = None,
    notice_zh_hant: NoticeText = None,
    notice_zh_hans: NoticeText = None,
    service: Service = None,
    database: Database = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Say that a published trip has no seat left on one date.

    Example: shuttle full to-hksp-0830 2026-11-23

    What else was said of the trip stays. `shuttle withdraw --only full` takes it back.
    """
    words = notice(notice_en, notice_zh_hant, notice_zh_hans)
    carry_out(
        Manner(service, database, as_json, quiet),
        lambda desk, name: (
            disruption.fill(desk, name, trip_id, service_date, words),
            trip_id,
            service_date,
        ),
    )
