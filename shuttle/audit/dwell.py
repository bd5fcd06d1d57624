"""How long a bus waits at the port for its riders, and for how many of them that is enough."""

from collections.abc import Iterator

from shuttle.audit.slots import Slot, border_direction, longer
from shuttle.domain.facts import governing
from shuttle.domain.fleet import VehicleType
from shuttle.domain.plan import Trip
from shuttle.domain.scenario import Scenario


def rooms(scenario: Scenario, candidate: Slot) -> dict[int, int]:
    """Most riders for each number of extra minutes; empty where dwell does not depend on them."""
    port = scenario.ports.get(candidate.port) if candidate.port else None
    towards = border_direction(scenario, candidate.origin, candidate.destination)
    if port is None or towards is None or candidate.reached is None:
        return {}
    directed = (band for band in port.dwell_by_load if band.holds_towards(towards))
    band = governing(directed, candidate.reached, candidate.day.date, candidate.day.day_type)
    return band.rooms(scenario.policies.percentile) if band else {}


def waits(scenario: Scenario, base: Slot) -> Iterator[Slot]:
    """The departure with each wait for riders that its port knows; as it is where it knows none."""
    found = rooms(scenario, base)
    for extra, room in found.items():
        yield longer(scenario, base, extra, room)
    if not found:
        yield base


def needless(scenario: Scenario, candidate: Slot, bus: VehicleType) -> int | None:
    """A shorter wait that is enough for all seats of the bus, in extra minutes; None for none."""
    enough = [
        extra
        for extra, room in rooms(scenario, candidate).items()
        if extra < candidate.extra_minutes and room >= bus.seats
    ]
    return min(enough, default=None)


def stated_extra(trip: Trip, base: Slot) -> int:
    """By how many minutes a trip's clearance is longer than the port's own minutes."""
    stated = sum(leg.arrival - leg.departure for leg in trip.legs if leg.kind == "clearance")
    own = sum(leg.arrival - leg.departure for leg in base.legs if leg.kind == "clearance")
    return stated - own


def waiting_slot(scenario: Scenario, base: Slot, trip: Trip) -> Slot:
    """The slot of a trip with the wait that it states.

    Where its port knows no such wait, with the shortest that is enough for its load, or the
    longest: what the trip should have been.
    """
    found = rooms(scenario, base)
    if not found:
        return base
    extra = stated_extra(trip, base)
    if extra not in found:
        enough = (minutes for minutes, room in found.items() if room >= trip.load)
        extra = min(enough, default=max(found))
    return longer(scenario, base, extra, found[extra])
