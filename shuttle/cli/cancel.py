"""`shuttle cancel`."""

import typer

from shuttle.cli.changes import Manner, carry_out
from shuttle.cli.notices import notice
from shuttle.cli.options import AsJson, Database, NoticeText, Quiet, Service, ServiceDate, TripId
from shuttle.services.publishing import disruption

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def cancel(  # noqa: PLR0913 - one parameter an option
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
    """Cancel a published trip on one date.

    Example: shuttle cancel to-hksp-0830 2026-11-23

    It stays in lists and calendars, marked as cancelled, and takes the place of whatever was said
    of the trip before. `shuttle withdraw` takes it back.
    """
    words = notice(notice_en, notice_zh_hant, notice_zh_hans)
    carry_out(
        Manner(service, database, as_json, quiet),
        lambda desk, name: (
            disruption.cancel(desk, name, trip_id, service_date, words),
            trip_id,
            service_date,
        ),
    )
