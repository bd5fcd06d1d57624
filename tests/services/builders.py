"""Trips, plans, a scenario and a plain renderer for the publishing services."""

from shuttle.domain.plan import Trip
from shuttle.domain.time import format_minute, parse_minute
from shuttle.domain.timetable import PublishedTrip


def planned(departure: str, direction: str = "to-hksp", vehicle_type: str = "coach") -> Trip:
    minute = parse_minute(departure)
    origin = "sz" if direction == "to-hksp" else "hksp"
    return Trip(
        id=f"{direction}-{departure.replace(':', '')}",
        route="hksp-sz",
        direction=direction,
        origin=origin,
        destination=direction.removeprefix("to-"),
        departure=minute,
        arrival=minute + 45,
        port=None,
        vehicle_type=vehicle_type,
        block="block-1",
        load=0,
        legs=(),
    )


def published(name: str, departure: str, direction: str = "to-hksp") -> PublishedTrip:
    trip = planned(departure, direction)
    shared = trip.model_dump(include={"route", "direction", "departure", "arrival", "port"})
    return PublishedTrip(
        id=name, origin=trip.origin, destination=trip.destination, seats=33, legs=(), **shared
    )


def clock(minute: int) -> str:
    return format_minute(minute)
