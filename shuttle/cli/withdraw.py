"""`shuttle withdraw`."""

from typing import Annotated

import typer

from shuttle.cli.changes import Manner, carry_out
from shuttle.cli.options import AsJson, Database, Quiet, Service, ServiceDate, TripId
from shuttle.services.publishing import disruption

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def withdraw(  # noqa: PLR0913 - one parameter an option
    trip_id: TripId,
    service_date: ServiceDate,
    *,
    only: Annotated[
        disruption.Aspect | None, typer.Option(help="One thing alone; all if not given.")
    ] = None,
    service: Service = None,
    database: Database = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Take back what was said of a trip on one date.

    Example: shuttle withdraw to-hksp-0830 2026-11-23 --only delay

    An extra trip itself goes with `--only extra` alone.
    """
    carry_out(
        Manner(service, database, as_json, quiet),
        lambda desk, name: (
            disruption.withdraw(desk, name, trip_id, service_date, only),
            trip_id,
            service_date,
        ),
        "taken away" if only == "extra" else "",
    )
