"""What calendars are called, in three languages."""

from typing import NamedTuple

from shuttle.domain.base import Language


class FrameWords(NamedTuple):
    """Names of calendars in one language; names in braces are filled in.

    Attributes:
        from_stop: of everything that leaves a stop.
        mine: of one rider's own trips.
        duty: of one driver's duty.
    """

    from_stop: str
    mine: str
    duty: str


_WORDS: dict[Language, FrameWords] = {
    "en": FrameWords(from_stop="from {stop}", mine="My shuttle", duty="Duty {duty}"),
    "zh-Hant": FrameWords(from_stop="由{stop}開出", mine="我的穿梭巴士", duty="車長更 {duty}"),
    "zh-Hans": FrameWords(from_stop="{stop}出发", mine="我的班车", duty="驾驶员排班 {duty}"),
}


def frame_words(language: Language) -> FrameWords:
    """The names of one language."""
    return _WORDS[language]
