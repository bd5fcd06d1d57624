"""Small GTFS feeds: two trips between two stops on weekdays, unless told otherwise."""

import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from shuttle.errors import InputError
from shuttle.scenario.gtfs.feed import FeedDay, read_feed

MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 22)

TABLES = {
    "agency.txt": "agency_name,agency_url,agency_timezone\nA,https://a.example,Asia/Hong_Kong\n",
    "routes.txt": "route_id,route_short_name,route_type\nr,7,3\n",
    "calendar.txt": (
        "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
        "wk,1,1,1,1,1,0,0,20261101,20261231\n"
    ),
    "stops.txt": "stop_id,stop_name,stop_lat,stop_lon\nN,North,22.5,114\nS,South,22.4,114\n",
    "trips.txt": "route_id,service_id,trip_id,block_id\nr,wk,t1,b1\nr,wk,t2,b1\n",
    "stop_times.txt": (
        "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        "t1,08:00:00,08:00:00,N,1\nt1,08:30:00,08:30:00,S,2\n"
        "t2,09:00:00,09:00:00,S,1\nt2,09:30:00,09:30:00,N,2\n"
    ),
}


def feed(folder: Path, changes: Mapping[str, str | bytes | None] | None = None) -> Path:
    """A feed with tables replaced, added, or (None) left out."""
    path = folder / "feed.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in {**TABLES, **(changes or {})}.items():
            if body is not None:
                archive.writestr(name, body)
    return path


def trips(day: FeedDay) -> list[tuple[str, str, str, int, int]]:
    """Id, ends and minutes of the trips."""
    return [(one.id, one.origin, one.destination, one.start, one.end) for one in day.trips]


def refusals(path: Path, day: date = MONDAY) -> list[tuple[str, str]]:
    """Key and message of everything wrong."""
    with pytest.raises(InputError) as caught:
        read_feed(path, day)
    assert {problem.file for problem in caught.value.problems} == {str(path)}
    return [(problem.key, problem.message) for problem in caught.value.problems]
