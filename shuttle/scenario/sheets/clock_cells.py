"""Clock times as spreadsheets have them: cells of many kinds to service minutes."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from shuttle.domain.time import LAST_MINUTE, MINUTES_PER_DAY, MINUTES_PER_HOUR
from shuttle.scenario.places import printable

CellValue: TypeAlias = str | int | float | datetime | date | time | timedelta | None

_CLOCK = re.compile(
    r"(?:(?P<year>\d{4})[-/年](?P<month>\d{1,2})[-/月](?P<day>\d{1,2})日?[ T]+)?"
    r"(?P<before>AM|PM|上午|下午)?\s*"
    r"(?P<hour>\d{1,2})[:時时點点](?P<minute>\d{2})分?(?::(?P<second>\d{2})(?:\.0+)?)?\s*"
    r"(?P<after>AM|PM)?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d{3,4}")
_FRACTION = re.compile(r"[01]?\.\d{3,}")
_AFTERNOON = {"PM", "下午"}
_NOON = 12
_HUNDRED = 100
_MOST_DIGITS = 10_000
_SECONDS_PER_MINUTE = 60
_DAY_BEFORE_EXCEL = datetime(1899, 12, 31)  # noqa: DTZ001 - cells have no zone
_EXCEL_ONLY = 1901
_WANTED = "write it as 08:30, from 00:00 to 48:00"


def dated(cell: CellValue) -> date | None:
    """The date that a cell states beside its time; None for a time alone."""
    found = _understood(cell)
    if isinstance(found, datetime) and found.year >= _EXCEL_ONLY:
        return found.date()
    return None


def cell_minute(cell: CellValue, service_date: date | None) -> int:
    """The service minute that a cell means.

    Args:
        cell: a time, a duration, a fraction of a day, an instant, `830`, or text such as `8:30`,
            `08:30:00`, `0830`, `8:30 PM`, in wide characters too.
        service_date: the date that stands for 00:00 where cells state dates.

    Raises:
        ValueError: it is no whole minute from 00:00 to 48:00; the message shows the cell.
    """
    found = _understood(cell)
    if isinstance(found, datetime):
        found = _since(found, service_date)
    if found is None:
        msg = f"{_shown(cell)} is not a time; {_WANTED}".strip()
        raise ValueError(msg)
    minutes, seconds = divmod(round(found.total_seconds()), _SECONDS_PER_MINUTE)
    if seconds:
        msg = f"{_shown(cell)} is not a whole minute; {_WANTED}"
        raise ValueError(msg)
    if not 0 <= minutes <= LAST_MINUTE:
        msg = f"{_shown(cell)} lies outside the service day; {_WANTED}"
        raise ValueError(msg)
    return minutes


def _since(instant: datetime, service_date: date | None) -> timedelta | None:
    """Time since 00:00 of the service date; None for what looks like that date alone."""
    if instant.year < _EXCEL_ONLY or service_date is None:
        return instant - _DAY_BEFORE_EXCEL
    return instant - datetime.combine(service_date, time()) or None


def _understood(cell: CellValue) -> timedelta | datetime | None:
    """Time since 00:00, or an instant; None where the cell is no time."""
    if isinstance(cell, str):
        return _from_text(unicodedata.normalize("NFKC", cell).strip())
    if isinstance(cell, time):
        return timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
    if isinstance(cell, timedelta | datetime):
        return cell
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    return _from_number(cell)


def _from_number(number: float) -> timedelta | None:
    """`830` as people type it, or a fraction of a day; 8.5 could be 08:50 or 08:30: neither."""
    if not 0 <= number < _MOST_DIGITS:  # not a number and infinities are none either
        return None
    if number == int(number):
        return _from_digits(int(number))
    exact = number * MINUTES_PER_DAY
    return timedelta(minutes=exact) if 0 < number < 2 else None  # noqa: PLR2004 - days


def _from_digits(number: int) -> timedelta | None:
    hours, minutes = divmod(number, _HUNDRED)
    return _clock(hours, minutes) if number == 0 or hours > 0 else None


def _from_text(text: str) -> timedelta | datetime | None:
    if _DIGITS.fullmatch(text):
        return _clock(int(text[:-2]), int(text[-2:]))
    if _FRACTION.fullmatch(text):
        return _from_number(float(text))
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    clock = _clock(_hour(match), int(match["minute"]), int(match["second"] or 0))
    return clock if match["year"] is None or clock is None else _on_date(match, clock)


def _on_date(match: re.Match[str], clock: timedelta) -> datetime | None:
    year, month, day = (int(match[part]) for part in ("year", "month", "day"))
    try:
        return datetime(year, month, day) + clock  # noqa: DTZ001 - cells have no zone
    except (ValueError, OverflowError):
        return None


def _clock(hours: int, minutes: int, seconds: int = 0) -> timedelta | None:
    if minutes >= MINUTES_PER_HOUR:
        return None
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _hour(match: re.Match[str]) -> int:
    hour, half = int(match["hour"]), (match["before"] or match["after"] or "").upper()
    if not half:
        return hour
    return hour % _NOON + (_NOON if half in _AFTERNOON else 0)


def _shown(cell: CellValue) -> str:
    return "" if cell is None or cell == "" else f'"{printable(str(cell))}"'
