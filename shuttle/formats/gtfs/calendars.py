"""On which dates services run: weekly patterns, and every date that is otherwise."""

from shuttle.formats.gtfs.table import Row, Table, gtfs_date
from shuttle.formats.gtfs.view import View

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RUNS, _DOES_NOT_RUN = 1, 2


def calendar(view: View) -> Table:
    """Weekly patterns of the services that have one."""
    columns = ("service_id", *_WEEKDAYS, "start_date", "end_date")
    rows: tuple[Row, ...] = tuple(
        (
            service.id,
            *(int(day in service.weekdays) for day in range(len(_WEEKDAYS))),
            gtfs_date(service.dates[0]),
            gtfs_date(service.dates[-1]),
        )
        for service in view.services
        if service.weekdays
    )
    return Table("calendar", columns, rows)


def calendar_dates(view: View) -> Table:
    """Closures, make-up days, dates of another timetable: every exception within the patterns."""
    columns = ("service_id", "date", "exception_type")
    rows = tuple(
        (service.id, gtfs_date(day), _RUNS if runs else _DOES_NOT_RUN)
        for service in view.services
        for day, runs in service.exceptions()
    )
    return Table("calendar_dates", columns, rows)
