"""A GTFS feed's timetable of one date: trips between places, in whole minutes."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from shuttle.domain.time import LAST_MINUTE, format_minute
from shuttle.scenario.gtfs.archive import Archive, Row, open_archive
from shuttle.scenario.gtfs.calendars import services_on
from shuttle.scenario.gtfs.running import (
    Frequency,
    Run,
    frequencies,
    plain_id,
    read_stop_times,
    routes_named,
    runs_of,
)

MOST_TRIPS = 10_000
_SECONDS_PER_MINUTE = 60
_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,20})?")
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class FeedTrip:
    """A trip of the date.

    Attributes:
        origin: place where it begins: its first stop's station, or the stop itself.
        start: minute at which it leaves; `end` at which it arrives. Seconds are cut from both: so
            whichever trip one bus can run after another, it still can.
        block: the bus that runs it, where the feed says so.
        via: stops of those watched for at which it calls, by id.
    """

    id: str
    route: str
    origin: str
    destination: str
    start: int
    end: int
    block: str | None
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedPlace:
    """A station or stop; latitude and longitude where the feed has both."""

    id: str
    name: str
    position: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class FeedDay:
    """What a feed says of a date.

    Attributes:
        trips: by start.
        places: where trips begin and end, by id.
        notes: what was left aside or rounded, for the planner.
    """

    path: Path
    trips: tuple[FeedTrip, ...]
    places: Mapping[str, FeedPlace]
    notes: tuple[str, ...]


def read_feed(
    path: Path, day: date, routes: Collection[str] = (), watched: Collection[str] = ()
) -> FeedDay:
    """Read the trips of a date from a zip.

    Args:
        path: the feed.
        day: a service date.
        routes: ids or short names of the routes to take; all where none is named.
        watched: stops between the ends of trips that are to be known.

    Raises:
        InputError: with everything that is wrong, by table, row and column, as far as it matters
            for that date.
    """
    archive = open_archive(path)
    with archive.zip:
        chosen = routes_named(archive, routes)
        runs = runs_of(archive, services_on(archive, day), chosen)
        if not runs and not archive.problems:
            archive.add("trips.txt", "", f"has no trip of these routes on {day}")
        read_stop_times(archive, runs, watched)
        repeated = frequencies(archive, runs)
        stops = _stops(archive, runs)
    notes: list[str] = []
    trips = list(_trips(archive, runs, repeated, stops, notes))
    archive.stop_if_any()
    trips.sort(key=lambda trip: (trip.start, trip.end, trip.id))
    return FeedDay(path, tuple(trips), _places(trips, stops), (*notes, *_overlaps(trips)))


@dataclass(frozen=True, slots=True)
class _Stop:
    """A stop and the place that it belongs to."""

    place: str
    name: str
    position: tuple[float, float] | None


def _stops(archive: Archive, runs: Mapping[str, Run]) -> dict[str, _Stop]:
    """Stops by id, each with its station's place; notes stops of trips that are not there."""
    rows = {}
    for row in archive.rows("stops.txt", ("stop_id",)):
        name = plain_id(archive, row, "stop_id")
        if name is not None:
            rows[name] = row
    for run in runs.values():
        for call in (run.first, run.last):
            if call is not None and call[2] not in rows and rows:
                message = f'there is no stop "{call[2]}", at which trip "{run.id}" calls'
                archive.add("stops.txt", "", message)
    return {name: _stop(row, rows) for name, row in rows.items()}


def _stop(row: Row, rows: Mapping[str, Row]) -> _Stop:
    place = rows.get(row.get("parent_station"), row)
    position = tuple(
        float(text) if _DEGREES.fullmatch(text := place.get(name)) else None
        for name in ("stop_lat", "stop_lon")
    )
    lat, lon = position
    known = None if lat is None or lon is None else (lat, lon)
    return _Stop(place.get("stop_id"), place.get("stop_name"), known)


def _trips(
    archive: Archive,
    runs: Mapping[str, Run],
    repeated: Mapping[str, list[Frequency]],
    stops: Mapping[str, _Stop],
    notes: list[str],
) -> Iterator[FeedTrip]:
    count = 0
    for run in runs.values():
        for trip in _copies(_trip(archive, run, stops, notes), run, repeated.get(run.id, ())):
            count += 1
            if count > MOST_TRIPS:
                message = f"has more than {MOST_TRIPS} trips on the date; take some by --route"
                archive.add("trips.txt", "", message)
                return
            if trip.end > LAST_MINUTE:
                message = f'trip "{trip.id}" ends after 48:00, the last minute of a service day'
                archive.add("stop_times.txt", "", message)
            yield trip
    if any(not one.exact for found in repeated.values() for one in found):
        notes.append("frequencies without exact times: departures at even headways are assumed")


def _trip(
    archive: Archive, run: Run, stops: Mapping[str, _Stop], notes: list[str]
) -> tuple[FeedTrip, int, int] | None:
    """A trip with its seconds; None for one that leads nowhere or lacks a time."""
    if run.first is None or run.last is None or run.calls == 1:
        notes.append(f"trip {run.id} has fewer than two stop times; left aside")
        return None
    (_, start, origin), (_, end, destination) = run.first, run.last
    if start is None or end is None or end <= start:
        which = "first and last stop each need a time, the last a later one"
        archive.add("stop_times.txt", f'trip "{run.id}"', which)
        return None
    if origin not in stops or destination not in stops:
        return None
    trip = FeedTrip(
        id=run.id,
        route=run.route,
        origin=stops[origin].place,
        destination=stops[destination].place,
        start=start // _SECONDS_PER_MINUTE,
        end=_end(start, end),
        block=run.block,
        via=tuple(sorted(run.via)),
    )
    return trip, start, end


def _copies(
    found: tuple[FeedTrip, int, int] | None, run: Run, repeated: Collection[Frequency]
) -> Iterator[FeedTrip]:
    """The trip itself, or one for each departure of a trip that repeats."""
    if found is None:
        return
    trip, start, end = found
    if not repeated:
        yield trip
    for frequency in repeated:
        for departure in frequency.departures():
            minute = departure // _SECONDS_PER_MINUTE
            yield replace(
                trip,
                id=f"{run.id}@{format_minute(minute)}:{departure % _SECONDS_PER_MINUTE:02d}",
                start=minute,
                end=_end(departure, departure + end - start),
                block=None,
            )


def _end(start: int, end: int) -> int:
    """The minute of an arrival, a minute after the departure at least."""
    return max(end // _SECONDS_PER_MINUTE, start // _SECONDS_PER_MINUTE + 1)


def _places(trips: list[FeedTrip], stops: Mapping[str, _Stop]) -> dict[str, FeedPlace]:
    used = {place for trip in trips for place in (trip.origin, trip.destination)}
    known = {stop.place: stop for stop in stops.values() if stop.place in used}
    return {
        place: FeedPlace(place, known[place].name, known[place].position) for place in sorted(used)
    }


def _overlaps(trips: list[FeedTrip]) -> Iterator[str]:
    """Blocks of which one bus could not run all trips."""
    blocks: dict[str, list[FeedTrip]] = {}
    for trip in trips:
        if trip.block is not None:
            blocks.setdefault(trip.block, []).append(trip)
    wrong = [
        f"block {name}: trip {first.id} ends after {then.id} begins"
        for name, mine in sorted(blocks.items())
        for first, then in pairwise(mine)
        if first.end > then.start
    ]
    yield from wrong[:_MOST_NAMED]
    if len(wrong) > _MOST_NAMED:
        yield f"{len(wrong) - _MOST_NAMED} more trips of one block overlap"
