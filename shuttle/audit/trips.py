"""The trips of a plan, as the facts have them and as riders see them."""

from collections.abc import Iterable

from shuttle.audit.dwell import waiting_slot
from shuttle.audit.passengers import Departure
from shuttle.audit.slots import ServiceDay, Slot, slot
from shuttle.domain.plan import Trip
from shuttle.domain.scenario import Scenario


def trip_slot(scenario: Scenario, day: ServiceDay, trip: Trip) -> Slot:
    """What the facts make of a trip's departure, with the wait for riders that it states."""
    base = slot(scenario, day, trip.origin, trip.destination, trip.port, trip.departure)
    return waiting_slot(scenario, base, trip)


def departures(scenario: Scenario, day: ServiceDay, trips: Iterable[Trip]) -> tuple[Departure, ...]:
    """The trips as riders see them; a bus type that does not exist has no seats."""
    types = scenario.vehicle_types
    return tuple(
        Departure(
            origin=trip.origin,
            destination=trip.destination,
            departure=trip.departure,
            arrival=trip.arrival,
            seats=types[trip.vehicle_type].seats if trip.vehicle_type in types else 0,
            key=trip.id,
            room=trip_slot(scenario, day, trip).room,
        )
        for trip in trips
    )
