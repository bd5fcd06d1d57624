"""Options that say what an imported timetable does not: depots, empty runs, layover."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from shuttle.errors import InputError, Problem
from shuttle.services.stages.given_trips import DepotWish

_DEPOT = re.compile(r"(?P<place>[^=]{1,200})(=(?P<capacity>[0-9]{0,4})(=(?P<type>[^=]{0,200}))?)?")
_STAGE = ".json"


def is_stage(out: Path) -> bool:
    """Whether a stage file is wanted, by its name."""
    return out.suffix == _STAGE


def require_no_means(given: Mapping[str, bool]) -> None:
    """Return where no option is given that only a stage file has use for.

    Raises:
        InputError: some are; of a timetable for a scenario, the scenario says it.
    """
    message = "is for trips.json alone: of a CSV timetable, the scenario has it; leave it out"
    problems = [Problem("", option, message) for option, there in given.items() if there]
    if problems:
        raise InputError(problems)


@dataclass(frozen=True, slots=True)
class SameStop:
    """A stop of a feed, and the stop or port of the scenario that it is."""

    feed: str
    here: str


def parse_same_stop(text: str) -> SameStop:
    """Two ids as `FEED_STOP=ID`; the first may hold equals signs."""
    first, _, second = text.rpartition("=")
    if not first or not second:
        message = f"{text[:100]!r} is not understood; write FEED_STOP=ID"
        raise typer.BadParameter(message)
    return SameStop(first, second)


def parse_depot(text: str) -> DepotWish:
    """A depot as `PLACE`, `PLACE=CAPACITY` or `PLACE=CAPACITY=TYPE`."""
    match = _DEPOT.fullmatch(text)
    if match is None or not text.isprintable():
        message = f"{text[:100]!r} is not a depot; write PLACE, PLACE=CAPACITY or PLACE=12=TYPE"
        raise typer.BadParameter(message)
    capacity = match["capacity"]
    return DepotWish(
        place=match["place"],
        capacity=int(capacity) if capacity else None,
        vehicle_type=match["type"] or None,
    )


Depots = Annotated[
    list[DepotWish] | None,
    typer.Option(
        "--depot",
        metavar="PLACE[=CAPACITY[=TYPE]]",
        parser=parse_depot,
        help="Where buses stand overnight; once for each depot and type. For trips.json.",
    ),
]
EmptyRunsFile = Annotated[
    Path | None,
    typer.Option(
        "--empty-runs",
        metavar="FILE",
        help="CSV of from,to,minutes: which empty runs there are. For trips.json.",
    ),
]
Layover = Annotated[
    int,
    typer.Option(
        "--layover",
        metavar="MINUTES",
        min=0,
        max=600,
        help="Least standing time after a trip. For trips.json.",
    ),
]
