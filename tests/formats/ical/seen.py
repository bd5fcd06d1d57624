"""What a rider sees in a calendar, and how trips are titled there."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from shuttle.domain.base import Language

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
        "cancelled": "取消",
        "delayed": "延误 {} 分钟",
        "late": "延误",
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
