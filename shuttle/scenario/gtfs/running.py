"""Trips of a date, and when and where each begins and ends."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from shuttle.domain.stages import StageId
from shuttle.domain.time import LAST_MINUTE
from shuttle.scenario.gtfs.archive import Archive, Row
from shuttle.scenario.places import printable

_TIME = re.compile(r"([0-9]{1,2}):([0-5][0-9]):([0-5][0-9])")
_LONGEST_ID = 400  # leaves room for the departure of a trip that repeats
_ID: TypeAdapter[str] = TypeAdapter(Annotated[StageId, Field(max_length=_LONGEST_ID)])
_SECONDS_PER_MINUTE = 60
_MOST_NAMED = 40
_MOST_SECONDS = LAST_MINUTE * _SECONDS_PER_MINUTE
_WANTED = "is not a time; it is written as 08:30:00, up to 48:00:00"


@dataclass(slots=True)
class Run:
    """A trip of the date while its stop times are read.

    Attributes:
        first: sequence, seconds and stop of its first call; `last` likewise.
        via: stops of those watched for at which it calls.
        calls: how many.
    """

    id: str
    route: str
    block: str | None
    first: tuple[int, int | None, str] | None = None
    last: tuple[int, int | None, str] | None = None
    via: set[str] = field(default_factory=set)
    calls: int = 0


def routes_named(archive: Archive, names: Collection[str]) -> Mapping[str, str]:
    """Short names by id of the routes asked for by id or short name; all for no names."""
    rows = list(archive.rows("routes.txt", ("route_id",)))
    titles = {row.get("route_id"): row.get("route_short_name") for row in rows}
    both = set(titles) | set(titles.values())
    for name in names:
        if name not in both and rows:
            known = sorted(filter(None, titles.values())) or sorted(titles)
            some = ", ".join(map(printable, known[:_MOST_NAMED]))
            message = f'there is no route "{printable(name)}"; known are {some}'
            archive.add("routes.txt", "", message)
    chosen = {route: title for route, title in titles.items() if {route, title} & set(names)}
    return chosen if names else titles


def runs_of(archive: Archive, services: Collection[str], routes: Collection[str]) -> dict[str, Run]:
    """Trips of some services and routes by id, without their times."""
    found: dict[str, Run] = {}
    for row in archive.rows("trips.txt", ("trip_id", "route_id", "service_id")):
        if row.get("service_id") not in services or row.get("route_id") not in routes:
            continue
        name = plain_id(archive, row, "trip_id")
        if name is None:
            continue
        if name in found:
            archive.note(row, "trip_id", "is there twice; ids are unique")
        block = row.get("block_id") or None
        found[name] = Run(name, row.get("route_id"), block)
    return found


def read_stop_times(archive: Archive, runs: Mapping[str, Run], watched: Collection[str]) -> None:
    """Fill in where and when trips begin and end."""
    columns = ("trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence")
    for row in archive.rows("stop_times.txt", columns):
        run = runs.get(row.get("trip_id"))
        if run is None:
            continue
        text = row.get("stop_sequence")
        if not (text.isascii() and text.isdigit() and len(text) < 10):  # noqa: PLR2004 - digits
            archive.note(row, "stop_sequence", "is not a whole number")
            continue
        _call(archive, row, run, int(text))
        if row.get("stop_id") in watched:
            run.via.add(row.get("stop_id"))


def _call(archive: Archive, row: Row, run: Run, sequence: int) -> None:
    stop = plain_id(archive, row, "stop_id")
    if stop is None:
        return
    arrival, departure = (
        seconds(archive, row, f"{kind}_time") for kind in ("arrival", "departure")
    )
    run.calls += 1
    if run.first is None or sequence < run.first[0]:
        run.first = sequence, arrival if departure is None else departure, stop
    if run.last is None or sequence > run.last[0]:
        run.last = sequence, departure if arrival is None else arrival, stop


def seconds(archive: Archive, row: Row, column: str) -> int | None:
    """Seconds since 00:00; None where nothing stands, or no time, which is noted."""
    text = row.get(column)
    if not text:
        return None
    match = _TIME.fullmatch(text)
    found = None
    if match is not None:
        hours, minutes, rest = map(int, match.groups())
        found = (hours * 60 + minutes) * _SECONDS_PER_MINUTE + rest
    if found is None or found > _MOST_SECONDS:
        archive.note(row, column, _WANTED)
        return None
    return found


def plain_id(archive: Archive, row: Row, column: str) -> str | None:
    """An id that stage files can have; None otherwise, which is noted."""
    try:
        return _ID.validate_python(row.get(column))
    except ValidationError:
        archive.note(row, column, f"is not an id of 1 to {_LONGEST_ID} plain characters")
        return None


@dataclass(frozen=True, slots=True)
class Frequency:
    """A trip that repeats.

    Attributes:
        start: seconds; first departure, and `end` is after the last.
        every: seconds from one departure to the next.
        exact: whether those are the timetable, or only how often a bus comes.
    """

    start: int
    end: int
    every: int
    exact: bool

    def departures(self) -> Iterator[int]:
        """Seconds of each departure."""
        yield from range(self.start, self.end, self.every)


def frequencies(archive: Archive, runs: Mapping[str, Run]) -> dict[str, list[Frequency]]:
    """How trips repeat, by id; nothing for a trip that runs once."""
    found: dict[str, list[Frequency]] = {}
    if not archive.has("frequencies.txt"):
        return found
    columns = ("trip_id", "start_time", "end_time", "headway_secs")
    for row in archive.rows("frequencies.txt", columns):
        if row.get("trip_id") not in runs:
            continue
        start, end = (seconds(archive, row, f"{kind}_time") for kind in ("start", "end"))
        text = row.get("headway_secs")
        sound = text.isascii() and text.isdigit() and int(text[:9]) > 0 and len(text) < 10  # noqa: PLR2004 - digits
        if not sound:
            archive.note(row, "headway_secs", "is not a whole number of seconds above 0")
        if not (row.get("start_time") and row.get("end_time")):
            archive.note(row, "start_time", "and end_time are both needed")
        if start is not None and end is not None and sound:
            exact = row.get("exact_times") == "1"
            found.setdefault(row.get("trip_id"), []).append(Frequency(start, end, int(text), exact))
    return found
