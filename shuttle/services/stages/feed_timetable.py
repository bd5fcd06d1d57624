"""A GTFS feed's trips of a date in the words of a scenario, or as trips of a stage file."""

from collections import Counter
from collections.abc import Mapping

from shuttle.domain.plan import FixedTrip
from shuttle.domain.scenario import Scenario
from shuttle.domain.stages import BlockTrip
from shuttle.errors import InputError, Problem
from shuttle.scenario.gtfs.feed import FeedDay, FeedTrip
from shuttle.scenario.places import printable
from shuttle.scenario.plans import wrong_names

_PORT_PREFIX = "port."
"""What our own feeds put before a port's id to make a stop of it."""


def block_trips(day: FeedDay) -> tuple[BlockTrip, ...]:
    """The trips for `shuttle blocks`."""
    return tuple(
        BlockTrip(
            id=trip.id,
            origin=trip.origin,
            destination=trip.destination,
            start=trip.start,
            end=trip.end,
        )
        for trip in day.trips
    )


def watched_stops(scenario: Scenario, named: Mapping[str, str]) -> dict[str, str]:
    """Port by stop of the feed: those named, and stops that have a port's id."""
    own = {name: port for port in scenario.ports for name in (port, f"{_PORT_PREFIX}{port}")}
    return own | {stop: port for stop, port in named.items() if port in scenario.ports}


def fixed_trips(
    day: FeedDay, scenario: Scenario, named: Mapping[str, str]
) -> tuple[FixedTrip, ...]:
    """The trips as a timetable of the scenario.

    Args:
        day: read with `watched_stops`.
        scenario: whose plan is to be made.
        named: stop or port of the scenario by place or stop of the feed; the same id means the
            same stop.

    Raises:
        InputError: places that nobody named, or ways that the scenario does not have.
    """
    ends = {stop for route in scenario.routes.values() for stop in route.stops}
    stops = {stop: stop for stop in ends} | {one: end for one, end in named.items() if end in ends}
    _require_known(day, stops, sorted(ends))
    ports = watched_stops(scenario, named)
    trips = tuple(_fixed(trip, stops, ports) for trip in day.trips)
    wrong = Counter(words for trip in trips for _, words in wrong_names(trip, scenario))
    if wrong:
        problems = [Problem(str(day.path), f"{count} trips", w) for w, count in wrong.items()]
        raise InputError(problems)
    return trips


def _fixed(trip: FeedTrip, stops: Mapping[str, str], ports: Mapping[str, str]) -> FixedTrip:
    over = sorted({ports[stop] for stop in trip.via if stop in ports})
    return FixedTrip(
        origin=stops[trip.origin],
        destination=stops[trip.destination],
        departure=trip.start,
        port=over[0] if len(over) == 1 else None,
    )


def _require_known(day: FeedDay, stops: Mapping[str, str], accepted: list[str]) -> None:
    ends = Counter(place for trip in day.trips for place in (trip.origin, trip.destination))
    problems = []
    for place, count in sorted(ends.items()):
        if place not in stops:
            name = printable(day.places[place].name)
            message = (
                f'"{name}" is not named, {count} times an end of trips; write --stop {place}=ID '
                f"with one of {', '.join(accepted)}, or take other routes by --route"
            )
            problems.append(Problem(str(day.path), place, message))
    if problems:
        raise InputError(problems)
