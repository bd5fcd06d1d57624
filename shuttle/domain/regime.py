"""The dates around a day on which the same effective-dated facts hold: how long a plan is good."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from pydantic import BaseModel

from shuttle.domain.base import Effective
from shuttle.domain.port import FeedCode
from shuttle.domain.scenario import Scenario

_ONE_DAY = timedelta(days=1)


def regime(scenario: Scenario, day: date) -> Effective:
    """The longest span of dates around a day in which the facts of legs and ports do not change.

    A port's dated exceptions and its codes in outside feeds are left out: the former are for
    single dates, the latter change no trip. An end is None where no change is known.
    """
    changes = sorted(set(_changes((scenario.legs, scenario.ports))))
    first = max((change for change in changes if change <= day), default=None)
    after = min((change for change in changes if change > day), default=None)
    return Effective(valid_from=first, valid_to=after - _ONE_DAY if after else None)


def _changes(value: Any) -> Iterator[date]:
    """First days on which some fact begins to hold, or no longer holds."""
    if isinstance(value, Effective) and not isinstance(value, FeedCode):
        if value.valid_from:
            yield value.valid_from
        if value.valid_to and value.valid_to < date.max:
            yield value.valid_to + _ONE_DAY
    for part in _parts(value):
        yield from _changes(part)


def _parts(value: Any) -> tuple[Any, ...]:
    if isinstance(value, FeedCode):
        return ()
    if isinstance(value, BaseModel):
        return tuple(part for _, part in value)
    if isinstance(value, dict):
        return tuple(value.values())
    return tuple(value) if isinstance(value, tuple) else ()
