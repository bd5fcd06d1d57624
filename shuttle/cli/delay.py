"""`shuttle delay`."""

from typing import Annotated

import typer

from shuttle.cli.notices import notice
from shuttle.cli.options import Database, NoticeText, Quiet, Service, ServiceDate, TripId
from shuttle.cli.published import announce, opened, read_settings, service_in
from shuttle.cli.terminal import note, say
from shuttle.domain.time import LAST_MINUTE
from shuttle.services import disruption

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def delay(  # noqa: PLR0913 - one parameter an option
    trip_id: TripId,
    service_date: ServiceDate,
    minutes: Annotated[
        int, typer.Argument(metavar="MINUTES", min=1, max=LAST_MINUTE, help="Later than planned.")
    ],
    *,
    notice_en: NoticeText = None,
    notice_zh_hant: NoticeText = None,
    notice_zh_hans: NoticeText = None,
    service: Service = None,
    database: Database = None,
    quiet: Quiet = False,
) -> None:
    """Delay a published trip on one date.

    Example: shuttle delay to-hksp-0830 2026-11-23 12

    It takes the place of any earlier change. `shuttle withdraw` takes it back.
    """
    words = notice(notice_en, notice_zh_hant, notice_zh_hans)
    with opened(read_settings(database=database)) as application:
        name, desk = service_in(application, service), application.desk()
        made = disruption.delay(desk, name, trip_id, service_date, minutes, words)
    say(f"{trip_id} on {service_date}: {minutes} minutes late")
    note(announce(made), quiet=quiet)
