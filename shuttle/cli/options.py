"""Options and arguments that several commands share, and how dates and instants are written."""

import math
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from shuttle.domain.base import Language, SafeText, Slug
from shuttle.domain.time import parse_minute

_TEXT: TypeAdapter[str] = TypeAdapter(SafeText)
_ID: TypeAdapter[str] = TypeAdapter(Slug)


def parse_day(text: str) -> date:
    """A date such as 2026-11-23."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is not a date; write it as 2026-11-23"
        raise typer.BadParameter(message) from None


def parse_instant(text: str) -> datetime:
    """An aware instant, RFC 3339 with offset."""
    example = "write it with its offset, as 2026-11-23T08:00:00+08:00"
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        message = f"{text!r} is not a time; {example}"
        raise typer.BadParameter(message) from None
    if instant.tzinfo is None:
        message = f"{text!r} has no offset; {example}"
        raise typer.BadParameter(message)
    return instant


def parse_time(text: str) -> int:
    """A service minute, written as a clock time."""
    try:
        return parse_minute(text)
    except ValueError as error:
        message = f"{text!r} {error}"
        raise typer.BadParameter(message) from None


def parse_text(text: str) -> str:
    """One line of plain text."""
    return _valid(_TEXT, text, "give one line of plain text of at most 500 characters")


def parse_place(text: str) -> str:
    """A place in words."""
    if not text.strip():
        message = "say where riders board, in this language too"
        raise typer.BadParameter(message)
    return parse_text(text)


def parse_id(text: str) -> str:
    """An id as in files and answers."""
    return _valid(_ID, text, "write lower-case letters, digits and single hyphens")


def _valid(kind: TypeAdapter[str], text: str, wanted: str) -> str:
    try:
        return kind.validate_python(text)
    except ValidationError:
        message = f"{text[:100]!r} is not accepted; {wanted}"
        raise typer.BadParameter(message) from None


def parse_seconds(text: str) -> float:
    """A time limit: from a millisecond to a week."""
    return _number(text, 0.001, 604_800.0, "seconds, from 0.001 to 604800")


def parse_gap(text: str) -> float:
    """A relative gap."""
    return _number(text, 0.0, 1.0, "a share from 0 to 1, as 0.005 for 0.5 %")


def _number(text: str, least: float, most: float, wanted: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not least <= number <= most:  # NaN is refused too
        message = f"{text!r} is not accepted; give {wanted}"
        raise typer.BadParameter(message)
    return number


ScenarioName = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO", help="Folder of a scenario, or name of a shipped one: pilot-2023."
    ),
]
PlanFile = Annotated[Path, typer.Argument(metavar="PLAN", help="A plan file, as plan.json.")]
TripId = Annotated[
    str, typer.Argument(metavar="TRIP_ID", parser=parse_id, help="Id of a published trip.")
]
ServiceDate = Annotated[
    date, typer.Argument(metavar="DATE", parser=parse_day, help="Its service date, 2026-11-23.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but results and errors.")]
Database = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="The store; SHUTTLE_DATABASE or shuttle.sqlite3 where not given."
    ),
]
Service = Annotated[
    str | None,
    typer.Option(
        metavar="ID",
        parser=parse_id,
        help="The published service; needed only where there are several.",
    ),
]
Note = Annotated[
    str, typer.Option(metavar="TEXT", parser=parse_text, help="A line for the history.")
]
NoticeText = Annotated[
    str | None,
    typer.Option(metavar="TEXT", parser=parse_text, help="What riders read; all three or none."),
]
PlaceText = Annotated[
    str,
    typer.Option(metavar="TEXT", parser=parse_place, help="Where riders board; all three."),
]
InLanguage = Annotated[Language, typer.Option("--lang", help="Language of names and reasons.")]
TimeLimit = Annotated[
    float, typer.Option(metavar="SECONDS", parser=parse_seconds, help="The outer guard.")
]
Gap = Annotated[
    float, typer.Option(metavar="SHARE", parser=parse_gap, help="Stop at it; 0.005 is 0.5 %.")
]
Host = Annotated[str | None, typer.Option(help="Address to listen on; 127.0.0.1 if not given.")]
Port = Annotated[int | None, typer.Option(min=1, max=65535, help="TCP port; 8000 where not given.")]
