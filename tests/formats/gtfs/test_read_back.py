"""gtfs-kit reads what we wrote: the same trips, buses and dates."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import gtfs_kit
import pytest

from shuttle.domain.time import format_minute
from shuttle.formats.gtfs.services import oldest
from tests.formats.gtfs.feeds import SEEDS, Feed, feed_of, placed, seed_feed
from tests.formats.sample import sample

Told = tuple[str, str, str, str, str]


def read_back(feed: Feed, folder: Path) -> Any:
    path = folder / "gtfs.zip"
    path.write_bytes(feed.body)
    return gtfs_kit.read_feed(path, dist_units="km")


def dates(feed: Feed) -> Iterator[date]:
    """A week before the first date to a week after the last."""
    first = max(feed.timetable.days[0].date, oldest(feed.timetable)) - timedelta(days=7)
    for number in range((feed.timetable.days[-1].date - first).days + 8):
        yield first + timedelta(days=number)


def ends(read: Any) -> dict[str, tuple[str, str, str, str]]:
    """Where and when each trip begins and ends, by its id in the feed."""
    rows = read.stop_times.sort_values(["trip_id", "stop_sequence"])
    groups = rows.groupby("trip_id")
    first, last = groups.first(), groups.last()
    return {
        trip: (
            first.stop_id[trip],
            first.departure_time[trip][:5],
            last.stop_id[trip],
            last.arrival_time[trip][:5],
        )
        for trip in first.index
    }


@pytest.mark.parametrize("name", [*SEEDS, "one of everything"])
def test_every_date_has_the_trips_that_the_timetable_has(name: str, tmp_path: Path) -> None:
    feed = seed_feed(name) if name in SEEDS else feed_of(placed(sample()))
    read = read_back(feed, tmp_path)
    known = ends(read)
    for day in dates(feed):
        runs = read.get_trips(f"{day:%Y%m%d}").trip_id
        told = sorted((trip.split(".")[0], *known[trip]) for trip in runs)
        assert told == sorted(planned(feed, day))


def planned(feed: Feed, day: date) -> Iterator[Told]:
    if day < oldest(feed.timetable):
        return
    for trip in feed.timetable.trips_on(day):
        departure, arrival = format_minute(trip.departure), format_minute(trip.arrival)
        yield trip.id, trip.origin, departure, trip.destination, arrival


@pytest.mark.parametrize("name", SEEDS)
def test_every_block_is_a_bus_of_the_plan(name: str, tmp_path: Path) -> None:
    feed = seed_feed(name)
    read = read_back(feed, tmp_path)
    known = ends(read)
    found: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for row in read.trips.itertuples():
        origin, departure, *_ = known[row.trip_id]
        found.setdefault((row.service_id, row.block_id), set()).add((origin, departure))
    plans = {
        sha: {
            frozenset(
                (trip.origin, format_minute(trip.departure))
                for trip in plan.trips
                if trip.block == block.id
            )
            for block in plan.blocks
        }
        - {frozenset()}
        for sha, plan in feed.issue.plans.items()
    }
    services = {service for service, _ in found}
    for service in services:
        buses = {frozenset(trips) for (each, _), trips in found.items() if each == service}
        assert buses in plans.values()
