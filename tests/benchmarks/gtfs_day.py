"""The trips of one service of a GTFS feed, as trips for blocks."""

import csv
import io
import math
import zipfile
from itertools import groupby
from pathlib import Path

from shuttle.domain.stages import BlockCosts, BlockDepot, BlockTask, BlockTrip, TravelMinutes

_EARTH_KM = 6371.0
_YARD = "yard"
_MINUTES = 60


def read_day(path: Path, service: str, kmh: float | None, layover_minutes: int) -> BlockTask:
    """Fewest buses for one service: a bus costs 1, a yard lies beside every stop.

    Args:
        path: the zipped feed.
        service: its `service_id`.
        kmh: speed of empty runs along the straight line; None for no empty runs at all.
        layover_minutes: least standing time between two trips.
    """
    tables = {name: _rows(path, name) for name in ("trips", "stop_times", "stops")}
    ours = {row["trip_id"] for row in tables["trips"] if row["service_id"] == service}
    trips = [_trip(trip, list(rows)) for trip, rows in _by_trip(tables["stop_times"], ours)]
    at = {
        row["stop_id"]: (float(row["stop_lat"]), float(row["stop_lon"])) for row in tables["stops"]
    }
    places = sorted({place for trip in trips for place in (trip.origin, trip.destination)})
    matrix = [[_between(at[a], at[b], kmh) if a != b else 0 for b in places] for a in places]
    beside = (0,) * (len(places) + 1)
    return BlockTask(
        depots=(BlockDepot(id=_YARD, place=_YARD, capacity=len(trips)),),
        trips=tuple(trips),
        travel_minutes=TravelMinutes(
            places=(_YARD, *places), matrix=(beside, *((0, *row) for row in matrix))
        ),
        layover_minutes=layover_minutes,
        costs=BlockCosts(vehicle=1),
    )


def _rows(path: Path, table: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(path) as archive:
        text = archive.read(f"{table}.txt").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def _by_trip(rows: list[dict[str, str]], ours: set[str]) -> "groupby[str, dict[str, str]]":
    mine = sorted(
        (row for row in rows if row["trip_id"] in ours),
        key=lambda row: (row["trip_id"], int(row["stop_sequence"])),
    )
    return groupby(mine, key=lambda row: row["trip_id"])


def _trip(trip: str, rows: list[dict[str, str]]) -> BlockTrip:
    first, last = rows[0], rows[-1]
    return BlockTrip(
        id=trip,
        origin=first["stop_id"],
        destination=last["stop_id"],
        start=_minute(first["departure_time"]),
        end=_minute(last["arrival_time"]),
    )


def _minute(clock: str) -> int:
    hours, minutes, _ = clock.split(":")
    return int(hours) * _MINUTES + int(minutes)


def _between(a: tuple[float, float], b: tuple[float, float], kmh: float | None) -> int | None:
    """Minutes along the great circle (haversine formula), rounded up."""
    if kmh is None:
        return None
    (north, east), (other_north, other_east) = (map(math.radians, p) for p in (a, b))
    half = math.sin((other_north - north) / 2) ** 2
    half += math.cos(north) * math.cos(other_north) * math.sin((other_east - east) / 2) ** 2
    return math.ceil(2 * _EARTH_KM * math.asin(math.sqrt(half)) / kmh * _MINUTES)
