"""A difference in commuters' words: what becomes of the departure that they know."""

from collections.abc import Iterator, Sequence

from shuttle.domain.base import LocalText
from shuttle.domain.difference import PlanDifference, RiderBalance, TripDifference
from shuttle.domain.plan import Trip
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import clock, plain, say


def commuters_words(found: PlanDifference, scenario: Scenario) -> tuple[LocalText, ...]:
    """A sentence for each departure that riders do not find as it was, then how many they are.

    Args:
        found: the difference.
        scenario: whose names are used; of the plan after, where the two have different ones.
    """
    after = [trip.after for trip in found.trips if trip.after]
    changes = (_change(trip, after, scenario) for trip in found.changed_trips)
    said = [words for words in changes if words is not None]
    return (*said, *_affected(found.riders.all))


def _affected(riders: RiderBalance) -> Iterator[LocalText]:
    """How many they are, where riders are known."""
    if riders.affected:
        yield say("compare.affected", count=riders.affected)
    elif riders.riders:
        yield say("compare.nobody-affected")


def towards(scenario: Scenario, trip: Trip) -> LocalText:
    """`to B`, or `from A to B` where several routes go there."""
    ways = {way.origin for way in scenario.directions() if way.destination == trip.destination}
    end = stop_name(scenario, trip.destination)
    if len(ways) > 1:
        return say("common.from-to", start=stop_name(scenario, trip.origin), end=end)
    return say("common.towards", stop=end)


def stop_name(scenario: Scenario, stop: str) -> LocalText:
    """The name of a stop; its id where the scenario does not have it."""
    found = scenario.stops.get(stop)
    return found.name if found else plain(stop)


def _change(change: TripDifference, after: Sequence[Trip], scenario: Scenario) -> LocalText | None:
    """One departure; None where only the type of its bus differs."""
    if change.before and change.after:
        return _joined(change.before, change.after, scenario)
    if change.before:
        return _dropped(change.before, after, scenario)
    if change.after is None:
        return None
    time, arrival = clock(change.after.departure), clock(change.after.arrival)
    return say(
        "compare.new-trip", time=time, towards=towards(scenario, change.after), arrival=arrival
    )


def _joined(before: Trip, after: Trip, scenario: Scenario) -> LocalText | None:
    known, time = _departure(scenario, before), clock(after.arrival)
    moved = before.departure != after.departure
    if before.port != after.port:
        key = "compare.leaves-and-over" if moved else "compare.now-over"
        ports = {"port": _port(scenario, after), "before": _port(scenario, before)}
        return say(key, departure=known, start=clock(after.departure), time=time, **ports)
    if moved:
        return say("compare.now-leaves", departure=known, time=clock(after.departure))
    if before.arrival != after.arrival:
        was = clock(before.arrival)
        return say("compare.now-arrives", departure=known, time=time, before=was)
    return None


def _dropped(trip: Trip, after: Sequence[Trip], scenario: Scenario) -> LocalText:
    """A departure that is gone, and what is left around it."""
    ends = (trip.origin, trip.destination)
    others = [other.departure for other in after if (other.origin, other.destination) == ends]
    earlier = max((minute for minute in others if minute <= trip.departure), default=None)
    later = min((minute for minute in others if minute > trip.departure), default=None)
    known = _departure(scenario, trip)
    if earlier is not None and later is not None:
        return say(
            "compare.other-ones", departure=known, earlier=clock(earlier), later=clock(later)
        )
    if earlier is not None:
        return say("compare.earlier-one", departure=known, earlier=clock(earlier))
    if later is not None:
        return say("compare.later-one", departure=known, later=clock(later))
    return say("compare.no-longer-runs", departure=known)


def _departure(scenario: Scenario, trip: Trip) -> LocalText:
    time = clock(trip.departure)
    return say("compare.the-departure", time=time, towards=towards(scenario, trip))


def _port(scenario: Scenario, trip: Trip) -> LocalText:
    found = scenario.ports.get(trip.port) if trip.port else None
    if found:
        return found.name
    return plain(trip.port) if trip.port else say("compare.no-border")
