"""`shuttle board`."""

import typer

from shuttle.cli.changes import Manner, carry_out
from shuttle.cli.notices import notice
from shuttle.cli.options import (
    AsJson,
    Database,
    NoticeText,
    PlaceText,
    Quiet,
    Service,
    ServiceDate,
    TripId,
)
from shuttle.domain.base import LocalText
from shuttle.services.publishing import disruption

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def board(  # noqa: PLR0913 - one parameter an option
    trip_id: TripId,
    service_date: ServiceDate,
    *,
    place_en: PlaceText,
    place_zh_hant: PlaceText,
    place_zh_hans: PlaceText,
    notice_en: NoticeText = None,
    notice_zh_hant: NoticeText = None,
    notice_zh_hans: NoticeText = None,
    service: Service = None,
    database: Database = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Move the boarding point of a published trip on one date.

    Example: shuttle board to-hksp-0830 2026-11-23 --place-en "Gate 4" --place-zh-hant "4號閘"
    --place-zh-hans "4号门"

    What else was said of the trip stays. `shuttle withdraw --only boarding` takes it back.
    """
    place = LocalText(en=place_en, zh_hant=place_zh_hant, zh_hans=place_zh_hans)
    words = notice(notice_en, notice_zh_hant, notice_zh_hans)
    carry_out(
        Manner(service, database, as_json, quiet),
        lambda desk, name: (
            disruption.board(desk, name, trip_id, service_date, place, words),
            trip_id,
            service_date,
        ),
    )
