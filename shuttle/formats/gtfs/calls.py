"""Where a trip calls, as stop times have it, and where that is on the map."""

from collections.abc import Iterator
from dataclasses import dataclass

from shuttle.domain.timetable import PublicStop, PublishedTrip, Timetable

Place = tuple[float, float]
"""Latitude and longitude, WGS 84."""


@dataclass(frozen=True, slots=True)
class Call:
    """One stop of a trip.

    Attributes:
        sequence: counts from 1.
        stop: id in the feed.
        arrival: service minute; `departure` likewise.
        boards: whether riders may board; `leaves` whether they may leave for good.
    """

    sequence: int
    stop: str
    arrival: int
    departure: int
    boards: bool
    leaves: bool


def calls(timetable: Timetable, trip: PublishedTrip) -> tuple[Call, ...]:
    """The stops of a trip in order.

    A port whose place is known is a stop at which nobody boards or leaves for good: riders clear
    immigration and go on with their bus. So maps and journey planners show where the border is
    crossed and that the bus waits there, and no journey can begin or end there.
    """
    first = Call(1, trip.origin, trip.departure, trip.departure, boards=True, leaves=False)
    between = [
        Call(2 + number, *clearance, boards=False, leaves=False)
        for number, clearance in enumerate(_clearances(timetable, trip))
    ]
    number = 2 + len(between)
    last = Call(number, trip.destination, trip.arrival, trip.arrival, boards=False, leaves=True)
    return (first, *between, last)


def port_stop(port: str) -> str:
    """The id of a port as a stop; no stop of ours has a full stop in its id."""
    return f"port.{port}"


def place_of(stop: PublicStop) -> Place | None:
    """Where a stop is, else about where, else None."""
    if stop.lat is not None and stop.lon is not None:
        return stop.lat, stop.lon
    if stop.near_lat is not None and stop.near_lon is not None:
        return stop.near_lat, stop.near_lon
    return None


def port_place(timetable: Timetable, port: str) -> Place | None:
    """Where a port is, or None."""
    found = timetable.ports[port]
    return (found.lat, found.lon) if found.lat is not None and found.lon is not None else None


def _clearances(timetable: Timetable, trip: PublishedTrip) -> Iterator[tuple[str, int, int]]:
    for leg in trip.legs:
        known = leg.kind == "clearance" and leg.origin in timetable.ports
        if known and port_place(timetable, leg.origin) is not None:
            yield port_stop(leg.origin), leg.departure, leg.arrival
