"""What a rider sees in a calendar, and the truth with which to compare it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from shuttle.domain.base import Language
from shuttle.domain.timetable import PublishedTrip, Timetable

HONG_KONG = ZoneInfo("Asia/Hong_Kong")
_SHUTTLE: dict[Language, str] = {"en": "Shuttle", "zh-Hant": "穿梭巴士", "zh-Hans": "班车"}
_MARKED: dict[Language, tuple[str, str]] = {
    "en": ("{}: {}", ", "),
    "zh-Hant": ("【{}】{}", "、"),
    "zh-Hans": ("【{}】{}", "、"),
}
_MARKS: dict[Language, dict[str, str]] = {
    "en": {
        "extra": "Extra bus",
        "cancelled": "CANCELLED",
        "delayed": "Delayed {} min",
        "late": "Delayed",
        "full": "FULL",
        "moved": "Other boarding point",
    },
    "zh-Hant": {
        "extra": "加開班次",
        "cancelled": "取消",
        "delayed": "延誤 {} 分鐘",
        "late": "延誤",
        "full": "客滿",
        "moved": "上車地點更改",
    },
    "zh-Hans": {
        "extra": "加开班次",
        "cancelled": "停运",
        "delayed": "晚点 {} 分钟",
        "late": "晚点",
        "full": "满座",
        "moved": "乘车点变更",
    },
}


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
    marks = _marks(timetable, trip, midnight)
    return Seen(
        start=(leaves + timedelta(minutes=delay)).astimezone(UTC),
        end=(midnight + timedelta(minutes=trip.arrival + delay)).astimezone(UTC),
        title=titled(leaves, (origin, destination), marks, delay, language),
        cancelled=change is not None and change.cancelled,
    )


def _marks(timetable: Timetable, trip: PublishedTrip, midnight: datetime) -> list[str]:
    """What must not be missed, in the order in which it is said."""
    change = timetable.change_of(trip.id, midnight.date())
    is_extra = timetable.extra_of(trip.id, midnight.date()) is not None
    late = change.delay_minutes if change else None
    said = {
        "extra": is_extra,
        "cancelled": change is not None and change.cancelled,
        "delayed": bool(late),
        "late": late == 0,
        "full": change is not None and change.full,
        "moved": change is not None and change.boarding is not None,
    }
    return [name for name, holds in said.items() if holds]


def titled(
    leaves: datetime,
    ends: tuple[str, str],
    marks: Sequence[str],
    delay_minutes: int,
    language: Language,
) -> str:
    """The title of a trip between two stops, with what must not be missed before it."""
    title = f"{_SHUTTLE[language]} {leaves:%H:%M} {ends[0]} → {ends[1]}"
    if not marks:
        return title
    form, between = _MARKED[language]
    words = (_MARKS[language][mark].format(delay_minutes) for mark in marks)
    return form.format(between.join(words), title)
