"""`shuttle cancel`."""

import typer

from shuttle.cli.notices import notice
from shuttle.cli.options import Database, NoticeText, Quiet, Service, ServiceDate, TripId
from shuttle.cli.published import announce, opened, read_settings, service_in
from shuttle.cli.terminal import note, say
from shuttle.services import disruption

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
    quiet: Quiet = False,
) -> None:
    """Cancel a published trip on one date.

    Example: shuttle cancel to-hksp-0830 2026-11-23

    It stays in lists and calendars, marked as cancelled. `shuttle withdraw` takes it back.
    """
    words = notice(notice_en, notice_zh_hant, notice_zh_hans)
    with opened(read_settings(database=database)) as application:
        name = service_in(application, service)
        made = disruption.cancel(application.desk(), name, trip_id, service_date, words)
    say(f"{trip_id} on {service_date}: cancelled")
    note(announce(made), quiet=quiet)
