"""The cheapest buses for a given timetable of a tiny scenario, empty runs within a side included.

Slow, simple and without the solver's code: every way to split the trips among buses is tried,
each bus of every type from every depot to every depot; between two trips a bus may make up to
three empty runs, each at any minute. It knows no empty runs across the border.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from shuttle.audit.figures import cents
from shuttle.audit.slot_faults import candidates, usable_types
from shuttle.audit.slots import ServiceDay, Slot, slot
from shuttle.domain.fleet import VehicleType
from shuttle.domain.plan import FixedTrip
from shuttle.domain.scenario import Scenario

_MOST_HOPS = 3
_LATEST_START = 40
"""Minutes for which a bus is let stand, before its first trip and after its last one."""


@dataclass(frozen=True)
class Option:
    """One way in which one bus may run some of the trips.

    Attributes:
        kind: id of its type.
    """

    kind: str
    depot: str
    end_depot: str
    cents: int
    ports: frozenset[str]


class Day:
    """A scenario on its day, with a timetable."""

    def __init__(self, scenario: Scenario, day_type: str, trips: Sequence[FixedTrip]) -> None:
        self.scenario = scenario
        self.day = ServiceDay(scenario.reference_date, day_type)
        self.trips = sorted(trips, key=lambda trip: (trip.departure, trip.origin))
        places = scenario.places()
        self.drives = {
            (one, other)
            for one, other in product(places, places)
            if one != other
            and scenario.leg(one, other)
            and scenario.side_of(one) == scenario.side_of(other)
        }

    def cheapest(self) -> int | None:
        """Cents for buses, trips and empty runs; None where the buses cannot run the trips."""
        best: int | None = None
        for parts in _partitions(list(range(len(self.trips)))):
            found = self._cheapest_of([list(self._options(part)) for part in parts])
            if found is not None and (best is None or found < best):
                best = found
        return best

    def _cheapest_of(self, options: Sequence[Sequence[Option]]) -> int | None:
        able = (chosen for chosen in product(*options) if self._together(chosen))
        return min((sum(option.cents for option in chosen) for chosen in able), default=None)

    def _together(self, chosen: Sequence[Option]) -> bool:
        """Whether the fleet, the depots' room and their balance allow all at once."""
        scenario = self.scenario
        used = Counter(option.kind for option in chosen)
        begun = Counter(option.depot for option in chosen)
        starts = Counter((option.kind, option.depot) for option in chosen)
        ends = Counter((option.kind, option.end_depot) for option in chosen)
        room = (
            depot.capacity is None or begun[depot.id] <= depot.capacity
            for depot in scenario.depots.values()
        )
        enough = (used[kind.id] <= kind.count for kind in scenario.vehicle_types.values())
        allowed = (
            sum(o.kind == kind.id and permit.port in o.ports for o in chosen) <= permit.count
            for kind in scenario.vehicle_types.values()
            for permit in kind.permits
        )
        return starts == ends and all(room) and all(enough) and all(allowed)

    def _options(self, part: Sequence[int]) -> Iterator[Option]:
        trips = [self.trips[number] for number in part]
        for bus in self.scenario.vehicle_types.values():
            ways = [list(self._ways(trip, bus)) for trip in trips]
            for slots in product(*ways):
                yield from self._chains(bus, slots)

    def _ways(self, trip: FixedTrip, bus: VehicleType) -> Iterator[Slot]:
        ends = trip.origin, trip.destination
        for way in candidates(self.scenario, self.day, *ends, trip.departure):
            if trip.port in (None, way.port) and bus.id in usable_types(self.scenario, way):
                yield way

    def _chains(self, bus: VehicleType, slots: Sequence[Slot]) -> Iterator[Option]:
        """The bus over those slots from each depot to each."""
        allowed = [
            depot
            for depot in self.scenario.depots.values()
            if bus.depots is None or depot.id in bus.depots
        ]
        fixed = cents(bus.cost_per_day) + cents(bus.cost_per_trip) * len(slots)
        for start in allowed:
            minute = max(0, slots[0].departure - _LATEST_START)
            hops = self._through(bus, slots, (start.place, minute))
            for end in allowed:
                paid = [h + more for h, state in hops for more in self._home(bus, state, end.place)]
                if paid:
                    price = cents(bus.cost_per_same_side_deadhead or 0)
                    ports = frozenset(way.port for way in slots if way.port)
                    yield Option(bus.id, start.id, end.id, fixed + price * min(paid), ports)

    def _through(
        self, bus: VehicleType, slots: Sequence[Slot], state: tuple[str, int]
    ) -> list[tuple[int, tuple[str, int]]]:
        """Empty runs made, and where and when the bus is after the last slot; empty if it fails."""
        hops = 0
        for number, following in enumerate(slots):
            owed = self.scenario.policies.layover_at(following.origin) if number else 0
            found = [
                made
                for made, minute in self._reach(bus, state, following.origin, following.departure)
                if minute + (self._owed(following.origin) if made else owed) <= following.departure
            ]
            if not found:
                return []
            hops += min(found)
            state = following.destination, following.legs[-1].arrival
        return [(hops, state)]

    def _owed(self, place: str) -> int:
        return self.scenario.policies.layover_at(place)

    def _home(self, bus: VehicleType, state: tuple[str, int], place: str) -> Iterator[int]:
        until = state[1] + _LATEST_START
        yield from (made for made, _ in self._reach(bus, state, place, until))

    def _reach(
        self, bus: VehicleType, state: tuple[str, int], goal: str, until: int, made: int = 0
    ) -> Iterator[tuple[int, int]]:
        """Empty runs to a place, and when the bus has come there, leaving at any minute."""
        place, minute = state
        if place == goal:
            yield made, minute
        if made == _MOST_HOPS or bus.cost_per_same_side_deadhead is None:
            return
        for other in sorted({end for begin, end in self.drives if begin == place}):
            soonest = [
                run.legs[-1].arrival
                for leaves in range(minute, until + 1)
                if (run := slot(self.scenario, self.day, place, other, None, leaves)).legs
            ]
            if soonest:
                yield from self._reach(bus, (other, min(soonest)), goal, until, made + 1)


def _partitions(items: list[int]) -> Iterator[list[list[int]]]:
    """Every way to split numbers into groups, each ascending."""
    if not items:
        yield []
        return
    first, rest = items[0], items[1:]
    for parts in _partitions(rest):
        yield [[first], *parts]
        for number, part in enumerate(parts):
            yield [*parts[:number], [first, *part], *parts[number + 1 :]]
