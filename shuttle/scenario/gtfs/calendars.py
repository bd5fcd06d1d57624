"""Which services run on a date: weekly patterns and exceptions."""

from collections.abc import Collection
from datetime import date, datetime

from shuttle.scenario.gtfs.archive import Archive, Row

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ADDED, _REMOVED = "1", "2"
_CALENDAR, _DATES = "calendar.txt", "calendar_dates.txt"


def services_on(archive: Archive, day: date) -> Collection[str]:
    """Ids of the services of a date; notes that there are none, and when there are some."""
    if not archive.has(_CALENDAR) and not archive.has(_DATES):
        archive.add(_CALENDAR, "", f"is missing from the feed, and {_DATES} too; one is needed")
        return ()
    found: set[str] = set()
    known: list[date] = []
    if archive.has(_CALENDAR):
        for row in archive.rows(_CALENDAR, ("service_id", *_DAYS, "start_date", "end_date")):
            if _runs(archive, row, day, known):
                found.add(row.get("service_id"))
    if archive.has(_DATES):
        _except(archive, day, found, known)
    if not found and not archive.problems:
        span = f"{min(known)} to {max(known)}" if known else "no date"
        archive.add(_CALENDAR, "", f"no service runs on {day}; the feed speaks of {span}")
    return found


def _runs(archive: Archive, row: Row, day: date, known: list[date]) -> bool:
    first, last = _date(archive, row, "start_date"), _date(archive, row, "end_date")
    flags = [_flag(archive, row, name) for name in _DAYS]
    if first is None or last is None:
        return False
    known += (first, last)
    return first <= day <= last and flags[day.weekday()]


def _except(archive: Archive, day: date, found: set[str], known: list[date]) -> None:
    for row in archive.rows(_DATES, ("service_id", "date", "exception_type")):
        on, kind = _date(archive, row, "date"), row.get("exception_type")
        if kind not in {_ADDED, _REMOVED}:
            archive.note(row, "exception_type", "is neither 1 (added) nor 2 (removed)")
        if on is not None and kind == _ADDED:
            known.append(on)
        if on == day:
            (found.add if kind == _ADDED else found.discard)(row.get("service_id"))


def _flag(archive: Archive, row: Row, column: str) -> bool:
    if row.get(column) not in {"0", "1"}:
        archive.note(row, column, "is neither 1 (runs) nor 0")
    return row.get(column) == "1"


def _date(archive: Archive, row: Row, column: str) -> date | None:
    text = row.get(column)
    try:
        if len(text) == len("20261123") and text.isascii() and text.isdigit():
            return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 - a date alone
    except ValueError:
        pass
    archive.note(row, column, "is not a date; it is written as 20261123")
    return None
