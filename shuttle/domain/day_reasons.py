"""Why a date runs or does not, in words for riders (`day_reasons.toml` beside this file)."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from shuttle.domain.base import LANGUAGES, Language, LocalText
from shuttle.domain.calendar import Calendar, Reason
from shuttle.domain.network import Side

_LONGEST_SHOWN = 400  # leaves room for our own words in a text


@cache
def _texts(group: str) -> Mapping[str, LocalText]:
    words = files("shuttle.domain").joinpath("day_reasons.toml").read_text(encoding="utf-8")
    found = tomllib.loads(words)[group]
    return {key: LocalText.model_validate(text) for key, text in found.items()}


def _reason(code: str, key: str, **values: LocalText | date) -> Reason:
    """The words of a key, with each value put in in its own language."""
    template = _texts("reason")[key]
    words: dict[str, str] = {}
    for language in LANGUAGES:
        shown = {name: _shown(value, language) for name, value in values.items()}
        words[language] = template.in_language(language).format_map(shown)
    return Reason(code=code, text=LocalText.model_validate(words))


def _shown(value: LocalText | date, language: Language) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return value.in_language(language)[:_LONGEST_SHOWN]


def holiday_reason(side: Side, name: LocalText, *, runs: bool) -> Reason:
    """A public holiday of one jurisdiction, by name."""
    return _reason("holiday", f"holiday-{side}-runs" if runs else f"holiday-{side}", name=name)


def weekend_reason() -> Reason:
    """A Saturday or Sunday without service."""
    return _reason("weekend", "weekend")


def makeup_reason(side: Side, *, runs: bool) -> Reason:
    """A weekend day declared a working day in exchange for a bridge day."""
    place = _texts("place")[side]
    return _reason("makeup", "makeup-runs" if runs else "makeup", place=place)


def day_type_reason(name: LocalText) -> Reason:
    """The day type itself, by name."""
    return Reason(code="day_type", text=name)


def no_day_type_reason() -> Reason:
    """No day type holds, for no cause that a calendar names."""
    return _reason("no_day_type", "no_day_type")


def override_reason(reason: LocalText) -> Reason:
    """The planner's own reason for a dated override."""
    return Reason(code="override", text=reason)


def provisional_reason(calendar: Calendar, first: date) -> Reason:
    """A calendar that was asked does not reach the date."""
    place = _texts("place")[calendar.id]
    return _reason(
        "provisional", "provisional", place=place, first=first, last=calendar.announced_through
    )
