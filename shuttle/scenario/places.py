"""Where in a planner's file a value stands, what is wrong with it, and how both are written."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from shuttle.errors import InputError, Problem

Place: TypeAlias = tuple[str | int, ...]
_LONGEST_SHOWN = 60


def key_text(place: Place) -> str:
    """A place as planners read it: `ports.huanggang.hours[1].open`."""
    text = ""
    for part in place:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += ("." if text else "") + printable(part)
    return text


def printable(text: str) -> str:
    """Text shortened to 60 characters, with escapes for what cannot be seen."""
    shown = "".join(
        c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[: _LONGEST_SHOWN + 1]
    )
    return shown if len(shown) <= _LONGEST_SHOWN else shown[:_LONGEST_SHOWN] + "…"


def value_text(value: Any) -> str:
    """A value as it would stand in a file, short; empty for a table or a list."""
    if isinstance(value, dict | list | tuple) or value is None:
        return ""
    if isinstance(value, str):
        return f'"{printable(value)}"'
    return printable(json.dumps(value, default=str))


@dataclass(slots=True)
class Findings:
    """All that is wrong, gathered until there is no more to read.

    Attributes:
        file_of: the file in which the value of a place stands.
    """

    file_of: Callable[[Place], str]
    problems: list[Problem] = field(default_factory=list)
    _seen: set[tuple[str, str]] = field(default_factory=set)

    def add(self, place: Place, message: str) -> None:
        """Note what is wrong at a place; only the first thing said of it is kept."""
        problem = Problem(self.file_of(place), key_text(place), message)
        if (problem.file, problem.key) not in self._seen:
            self._seen.add((problem.file, problem.key))
            self.problems.append(problem)

    def stop_if_any(self) -> None:
        """Raise InputError with every problem, if there is any."""
        if self.problems:
            raise InputError(self.problems)
