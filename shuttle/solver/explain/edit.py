"""A change of one value of a scenario: what a planner would write, and what comes of it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pydantic import BaseModel

from shuttle.domain.base import LocalText
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import format_minute

Path: TypeAlias = tuple[str | int, ...]
"""Attributes of values, keys of mappings and places in lists, from the scenario down."""

_PART = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_NAMES = {"start": "from", "end": "to"}
_CLOCKS = frozenset(_NAMES)


@dataclass(frozen=True, slots=True)
class Edit:
    """One value in place of another.

    Attributes:
        path: where it stands; empty for a departure that is left out of a given timetable.
        value: the new value.
        words: the change as a planner would put it.
        departure: direction and minute of the departure that is left out.
    """

    path: Path
    value: Any
    words: LocalText
    departure: tuple[str, int] | None = None

    @property
    def key(self) -> str:
        """Where it is written, as `policies.headways[0].max_minutes`."""
        if self.departure is not None:
            direction, minute = self.departure
            return f"departure {direction} {format_minute(minute)}"
        return key_of(self.path)

    def literal(self, value: Any) -> str:
        """A value as it is written in the scenario's file."""
        if self.path and self.path[-1] in _CLOCKS:
            return f'"{format_minute(value)}"'
        return _literal(value)

    def made_in(self, scenario: Scenario) -> Scenario:
        """The scenario with the change."""
        if not self.path:
            return scenario
        changed: Scenario = _with_value(scenario, self.path, self.value)
        return changed


@dataclass(frozen=True, slots=True)
class Ladder:
    """One way to ease a rule, from little to much.

    Attributes:
        most: the last step.
        step: the change of each step, from 1 on.
    """

    most: int
    step: Callable[[int], Edit]


def path_of(key: str) -> Path:
    """The path of a key that the scenario has."""
    parts = (match.groups() for match in _PART.finditer(key))
    return tuple(name if name is not None else int(number) for name, number in parts)


def key_of(path: Path) -> str:
    """A path as planners write it."""
    key = ""
    for part in path:
        if isinstance(part, int):
            key += f"[{part}]"
        else:
            key += f".{_NAMES.get(part, part)}" if key else part
    return key


def value_at(owner: Any, path: Path) -> Any:
    """The value at a path."""
    for part in path:
        owner = getattr(owner, str(part)) if isinstance(owner, BaseModel) else owner[part]
    return owner


def _with_value(owner: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    part, rest = path[0], path[1:]
    if isinstance(owner, BaseModel):
        name = str(part)
        return owner.model_copy(update={name: _with_value(getattr(owner, name), rest, value)})
    if isinstance(owner, Mapping):
        return {**owner, part: _with_value(owner[part], rest, value)}
    return tuple(
        _with_value(entry, rest, value) if number == part else entry
        for number, entry in enumerate(owner)
    )


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, Sequence):
        return f"[{', '.join(map(_literal, value))}]"
    return str(value)
