"""The languages of the pages: their addresses, catalogues, and which one a browser wants."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from shuttle.domain.base import Language

PAGE_LANGUAGES: dict[str, Language] = {"en": "en", "tc": "zh-Hant", "sc": "zh-Hans"}
SHORT_NAMES = {"en": "EN", "tc": "繁", "sc": "简"}
_TRADITIONAL = ("zh-hant", "zh-hk", "zh-tw", "zh-mo", "yue")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of one language.

    Attributes:
        code: as in addresses: en, tc, sc.
        language: as in `lang` attributes.
    """

    code: str
    language: Language
    words: dict[str, Any]

    def say(self, key: str, **values: object) -> str:
        """A phrase with its values filled in."""
        return str(self.words[key]).format(**values)

    def date(self, day: date, form: str = "date") -> str:
        """A date with its weekday in words; form `short_date` leaves the year out."""
        return self.say(
            form,
            weekday=self.words["weekdays"][day.weekday()],
            day=day.day,
            month_name=self.words["months"][day.month - 1],
            year=day.year,
        )


def clock(instant: datetime) -> str:
    """The time of day, as `08:30`."""
    return f"{instant:%H:%M}"


@cache
def catalogue(code: str) -> Catalogue:
    """The catalogue of a page language."""
    language = PAGE_LANGUAGES[code]
    source = files("shuttle.web").joinpath("locale", f"{language}.toml")
    return Catalogue(code, language, tomllib.loads(source.read_text("utf-8")))


def wanted(accept_language: str) -> str:
    """The page language that an Accept-Language header asks for first; English otherwise."""
    weighted = []
    for position, part in enumerate(accept_language.lower().split(",")):
        tag, _, weight = part.strip().partition(";q=")
        code = _code(tag)
        if code:
            weighted.append((-_weight(weight), position, code))
    return min(weighted)[2] if weighted else "en"


def _weight(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0


def _code(tag: str) -> str | None:
    if tag.startswith(_TRADITIONAL):
        return "tc"
    if tag.startswith("zh"):
        return "sc"
    return "en" if tag.startswith("en") else None
