"""What alerts say to riders, in three languages."""
# ruff: noqa: RUF001 - Chinese has its own punctuation

from typing import Literal, NamedTuple

from shuttle.domain.base import Language

AlertKind = Literal["cancelled", "delayed", "late", "moved", "full", "extra"]


class Phrases(NamedTuple):
    """Phrases of one language; names in braces are filled in."""

    trip: str
    cancelled: str
    delayed: str
    late: str
    moved: str
    full: str
    extra: str

    def of(self, kind: AlertKind) -> str:
        """The title of an alert; it may name `{trip}`, `{minutes}` and `{place}`."""
        titles = self._asdict()
        return str(titles[kind])


_PHRASES: dict[Language, Phrases] = {
    "en": Phrases(
        trip="{time} {origin} → {destination}, {date}",
        cancelled="Cancelled: {trip}",
        delayed="{minutes} minutes late: {trip}",
        late="Delayed, new time not known yet: {trip}",
        moved="Board at {place}: {trip}",
        full="No seats left: {trip}",
        extra="Extra trip: {trip}",
    ),
    "zh-Hant": Phrases(
        trip="{date} {time} {origin} → {destination}",
        cancelled="班次取消：{trip}",
        delayed="延誤{minutes}分鐘：{trip}",
        late="班次延誤，開出時間待定：{trip}",
        moved="上車地點改為{place}：{trip}",
        full="客滿：{trip}",
        extra="加開班次：{trip}",
    ),
    "zh-Hans": Phrases(
        trip="{date} {time} {origin} → {destination}",
        cancelled="班次取消：{trip}",
        delayed="晚点{minutes}分钟：{trip}",
        late="班次晚点，发车时间待定：{trip}",
        moved="乘车点改为{place}：{trip}",
        full="已满座：{trip}",
        extra="加开班次：{trip}",
    ),
}


def phrases(language: Language) -> Phrases:
    """The phrases of a language."""
    return _PHRASES[language]
