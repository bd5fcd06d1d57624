"""What a rider sees in a calendar, and the truth with which to compare it."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from shuttle.domain.base import Language
from shuttle.domain.timetable import PublishedTrip, Timetable, TripChange

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
_SHUTTLE: dict[Language, str] = {"en": "Shuttle", "zh-Hant": "穿梭巴士", "zh-Hans": "班车"}
_CANCELLED: dict[Language, str] = {
    "en": "CANCELLED: ",
    "zh-Hant": "【取消】",
    "zh-Hans": "【取消】",
}
_DELAYED: dict[Language, str] = {
    "en": "Delayed {} min: ",
    "zh-Hant": "【延誤 {} 分鐘】",
    "zh-Hans": "【延误 {} 分钟】",
}
_LATE: dict[Language, str] = {"en": "Delayed: ", "zh-Hant": "【延誤】", "zh-Hans": "【延误】"}


class Seen(NamedTuple):
    """One event on one day."""

    start: datetime
    end: datetime
    title: str
    cancelled: bool


def truth(timetable: Timetable, language: Language, direction: str | None = None) -> list[Seen]:
    """Every trip of every day, straight from the timetable, in order."""
    return sorted(
        _seen(timetable, trip, midnight, language)
        for answer in timetable.days
        for midnight in (datetime.combine(answer.date, datetime.min.time(), HONG_KONG),)
        for trip in timetable.trips_on(answer.date)
        if direction in (None, trip.direction)
    )


def _seen(
    timetable: Timetable, trip: PublishedTrip, midnight: datetime, language: Language
) -> Seen:
    change = timetable.change_of(trip.id, midnight.date())
    delay = change.delay if change else 0
    leaves = midnight + timedelta(minutes=trip.departure)
    origin = timetable.stops[trip.origin].name.in_language(language)
    destination = timetable.stops[trip.destination].name.in_language(language)
    title = f"{_SHUTTLE[language]} {leaves:%H:%M} {origin} → {destination}"
    return Seen(
        start=(leaves + timedelta(minutes=delay)).astimezone(UTC),
        end=(midnight + timedelta(minutes=trip.arrival + delay)).astimezone(UTC),
        title=_mark(change, language) + title,
        cancelled=change is not None and change.cancelled,
    )


def _mark(change: TripChange | None, language: Language) -> str:
    if change is None:
        return ""
    if change.cancelled:
        return _CANCELLED[language]
    if change.delay_minutes:
        return _DELAYED[language].format(change.delay_minutes)
    return _LATE[language]
