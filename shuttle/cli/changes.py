"""How commands say something of one trip on one date, and tell what came of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from shuttle.cli.published import announce, local, opened, read_settings, service_in
from shuttle.cli.terminal import note, say, say_json
from shuttle.domain.timetable import Timetable
from shuttle.services.publishing.desk import Desk
from shuttle.services.publishing.overlay import is_over, on_newest, told


@dataclass(frozen=True, slots=True)
class Manner:
    """Where a command works, and how it tells what it did."""

    service: str | None
    database: Path | None
    as_json: bool
    quiet: bool


def carry_out(
    manner: Manner, act: Callable[[Desk, str], tuple[Timetable, str, date]], done: str = ""
) -> None:
    """Do it in a new version, and tell what now holds of the trip.

    Args:
        manner: where, and how it is told.
        act: publishes; gives the version, the trip and its date.
        done: what is said in place of what holds, where the trip itself has come or gone.
    """
    with opened(read_settings(database=manner.database)) as application:
        name, desk = service_in(application, manner.service), application.desk()
        made, trip_id, service_date = on_newest(lambda: act(desk, name))
    words = done or told(made.change_of(trip_id, service_date))
    if manner.as_json:
        say_json(_document(made, trip_id, service_date))
    else:
        say(f"{trip_id} on {service_date}: {words}")
    note(announce(made), quiet=manner.quiet)
    if is_over(made, trip_id, service_date, desk.now):
        words = "That trip is over: the record has changed, riders no longer see it."
        note(words, quiet=manner.quiet)


def _document(made: Timetable, trip_id: str, service_date: date) -> dict[str, Any]:
    change = made.change_of(trip_id, service_date)
    extra = made.extra_of(trip_id, service_date)
    return {
        "service": made.service,
        "version": made.version,
        "published_at": local(made.published_at).isoformat(),
        "trip_id": trip_id,
        "service_date": service_date.isoformat(),
        "change": change and change.model_dump(mode="json", by_alias=True),
        "extra": extra and extra.model_dump(mode="json", by_alias=True),
    }
