"""When a series takes place and when it was revised, as calendars say it."""

from datetime import UTC, date, datetime

from shuttle.domain.feed import Revision
from shuttle.domain.time import civil_time
from shuttle.formats.ical.block import EventBlock
from shuttle.formats.ical.series import Run, RunT, SeriesOf
from shuttle.formats.ical.timezone import ZONE

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def start(trip: Run, day: date) -> datetime:
    """The planned departure on a service date."""
    return civil_time(day, trip.departure, ZONE)


def end(trip: Run, day: date) -> datetime:
    """The planned arrival on a service date."""
    return civil_time(day, trip.arrival, ZONE)


def repeat(master: EventBlock, series: SeriesOf[RunT]) -> None:
    """Weekly until the last start, less the dates on which it does not run."""
    until = start(series.trip, series.dates[-1]).astimezone(UTC)
    master.repeat_weekly(until, [_WEEKDAYS[weekday] for weekday in series.weekdays])
    for day in series.skipped:
        master.add("exdate", start(series.trip, day))


def stamp(event: EventBlock, revision: Revision) -> None:
    """The revision of its UID."""
    event.add("dtstamp", revision.last_modified.astimezone(UTC))
    event.add("last-modified", revision.last_modified.astimezone(UTC))
    event.add("created", revision.created.astimezone(UTC))
    event.add("sequence", revision.sequence)


def clock(minute: int) -> str:
    """The wall clock's time, `00:30` for minute 1470: calendars know no service day."""
    return f"{minute // 60 % 24:02d}:{minute % 60:02d}"
