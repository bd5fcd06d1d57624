"""`shuttle withdraw`."""

import typer

from shuttle.cli.options import Database, Quiet, Service, ServiceDate, TripId
from shuttle.cli.published import announce, opened, read_settings, service_in
from shuttle.cli.terminal import note, say
from shuttle.services import disruption

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def withdraw(
    trip_id: TripId,
    service_date: ServiceDate,
    *,
    service: Service = None,
    database: Database = None,
    quiet: Quiet = False,
) -> None:
    """Take back a cancellation or delay.

    Example: shuttle withdraw to-hksp-0830 2026-11-23
    """
    with opened(read_settings(database=database)) as application:
        name = service_in(application, service)
        made = disruption.withdraw(application.desk(), name, trip_id, service_date)
    say(f"{trip_id} on {service_date}: as planned")
    note(announce(made), quiet=quiet)
