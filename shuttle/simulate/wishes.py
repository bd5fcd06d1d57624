"""Riders who would choose the same buses in the same order, taken together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import get_args

from shuttle.domain.demand import DemandBin, Wish
from shuttle.domain.policy import Policies
from shuttle.simulate.operation import Operation


@dataclass(frozen=True, slots=True)
class Bus:
    """A departure of a line as riders read it in the timetable.

    Attributes:
        run: its place among the operation's runs.
        takes: most riders: its seats, or those for whom the plan lets it wait at the port.
    """

    run: int
    departure: int
    arrival: int
    takes: int


@dataclass(frozen=True, slots=True)
class Party:
    """Riders with the same buses to choose from.

    Attributes:
        name: of their chance.
        riders: how many the plan has.
        choices: places of buses in the line, the first one first.
        kind: of their wish; who has to arrive in time chooses after all who come to the stop.
    """

    name: str
    riders: int
    choices: tuple[int, ...]
    kind: Wish


@dataclass(frozen=True, slots=True)
class Line:
    """Buses and riders of one direction.

    Attributes:
        buses: in the order of departure.
        parties: in the order in which they take seats: those who come to the stop by the time at
            which they come, then those who choose by arrival.
        without: riders for whom no bus runs within tolerance.
    """

    buses: tuple[Bus, ...]
    parties: tuple[Party, ...]
    without: tuple[Party, ...]


def lines(operation: Operation) -> tuple[Line, ...]:
    """The lines of a planned day, in the scenario's order of directions."""
    found = []
    ways = [(way.origin, way.destination) for way in operation.scenario.directions()]
    for ends in dict.fromkeys(ways):
        buses = tuple(_buses(operation, ends))
        bins = [
            entry
            for entry in operation.scenario.demand
            if entry.day_type == operation.plan.day_type
            and (entry.origin, entry.destination) == ends
        ]
        parties = [
            party
            for kind in get_args(Wish)
            for party in _parties(operation.scenario.policies, buses, bins, kind)
        ]
        found.append(
            Line(
                buses,
                tuple(party for party in parties if party.choices),
                tuple(party for party in parties if not party.choices),
            )
        )
    return tuple(found)


def _buses(operation: Operation, ends: tuple[str, str]) -> Iterator[Bus]:
    for place, run in enumerate(operation.runs):
        trip = run.trip
        if trip is not None and (trip.origin, trip.destination) == ends:
            takes = min(operation.seats(place), operation.room(place))
            yield Bus(place, trip.departure, trip.arrival, takes)


def _parties(
    policies: Policies, buses: Sequence[Bus], bins: Sequence[DemandBin], kind: Wish
) -> Iterator[Party]:
    mine = [entry for entry in bins if entry.wish == kind]
    wishes = sorted(minute for entry in mine for minute in entry.wish_minutes())
    choose = _by_arrival if kind == "arrive_by" else _by_departure
    chosen = ((choose(policies, buses, wish), wish) for wish in wishes)
    for choices, group in groupby(chosen, key=lambda entry: entry[0]):
        minutes = [wish for _, wish in group]
        name = f"riders {mine[0].origin} {mine[0].destination} {kind} {minutes[0]}"
        yield Party(name, len(minutes), choices, kind)


def _by_departure(policies: Policies, buses: Sequence[Bus], wish: int) -> tuple[int, ...]:
    """Buses from her wish on, as long as she waits."""
    latest = wish + policies.max_wait_minutes
    return tuple(place for place, bus in enumerate(buses) if wish <= bus.departure <= latest)


def _by_arrival(policies: Policies, buses: Sequence[Bus], wish: int) -> tuple[int, ...]:
    """Buses that arrive in time, the latest departure first, until one is too early for her."""
    found: list[int] = []
    for place in reversed(range(len(buses))):
        arrival = buses[place].arrival
        if arrival > wish:
            continue
        if wish - arrival > policies.max_early_minutes:
            break
        found.append(place)
    return tuple(found)
