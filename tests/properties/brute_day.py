"""The cheapest buses for a given timetable of a tiny scenario, empty runs within a side included.

Slow, simple and without the solver's code: every way to split the trips among buses is tried,
each bus of every type from every depot to every depot; between two trips a bus may make up to
three empty runs, each at any minute, and charges where it stands. It knows no empty runs across
the border.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from shuttle.audit.figures import cents
from shuttle.audit.slot_faults import candidates, usable_types
from shuttle.audit.slots import ServiceDay, Slot, slot
from shuttle.domain.fleet import VehicleType
from shuttle.domain.plan import FixedTrip, TripLeg
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
        chargers = {charger.place for charger in bus.battery.chargers} if bus.battery else set()
        allowed = [
            depot
            for depot in self.scenario.depots.values()
            if (bus.depots is None or depot.id in bus.depots)
            and (bus.battery is None or depot.place in chargers)
        ]
        fixed = cents(bus.cost_per_day) + cents(bus.cost_per_trip) * len(slots)
        for start in allowed:
            full = bus.battery.usable_kwh // bus.battery.step_kwh if bus.battery else 0
            minute = max(0, slots[0].departure - _LATEST_START)
            states = self._through(bus, slots, Bus(start.place, minute, full, 0, fresh=True))
            for end in allowed:
                paid = [
                    there.made
                    for state in states
                    for there in self._reach(bus, state, state.minute + _LATEST_START)
                    if there.place == end.place
                ]
                if paid:
                    price = cents(bus.cost_per_same_side_deadhead or 0)
                    ports = frozenset(way.port for way in slots if way.port)
                    yield Option(bus.id, start.id, end.id, fixed + price * min(paid), ports)

    def _through(self, bus: VehicleType, slots: Sequence[Slot], start: "Bus") -> list["Bus"]:
        """What the bus can be after the last slot; nothing if it cannot run them all."""
        states = [start]
        for way in slots:
            found = []
            for state in (s for one in states for s in self._reach(bus, one, way.departure)):
                owed = 0 if state.fresh else self.scenario.policies.layover_at(way.origin)
                if state.place == way.origin and state.minute + owed <= way.departure:
                    left = self._charge(bus, state, way.departure - owed) - _use(bus, way.legs)
                    if left >= 0:
                        arrival = way.legs[-1].arrival
                        found.append(Bus(way.destination, arrival, left, state.made))
            states = _worthwhile(found)
        return states

    def _charge(self, bus: VehicleType, state: "Bus", until: int) -> int:
        """Steps in the battery after standing until a minute."""
        if bus.battery is None or state.fresh:
            return state.energy
        for charger in bus.battery.chargers:
            if charger.place == state.place:
                minutes = 1
                while minutes * charger.kw < 60 * bus.battery.step_kwh:
                    minutes += 1
                more = (until - state.minute) // minutes
                return min(bus.battery.usable_kwh // bus.battery.step_kwh, state.energy + more)
        return state.energy

    def _reach(self, bus: VehicleType, state: "Bus", until: int) -> list["Bus"]:
        """Where the bus can be by empty runs, each at any minute; where it is included."""
        reached, front = [state], [state]
        hops = 0 if bus.cost_per_same_side_deadhead is None else _MOST_HOPS
        for _ in range(hops):
            moved = []
            for now in front:
                for place in sorted(end for begin, end in self.drives if begin == now.place):
                    for leaves in range(now.minute, until + 1):
                        run = slot(self.scenario, self.day, now.place, place, None, leaves)
                        left = self._charge(bus, now, leaves) - _use(bus, run.legs)
                        if run.legs and left >= 0:
                            moved.append(Bus(place, run.legs[-1].arrival, left, now.made + 1))
            front = _worthwhile(moved)
            reached.extend(front)
        return reached


@dataclass(frozen=True)
class Bus:
    """A bus at a place.

    Attributes:
        minute: when it came.
        energy: steps in its battery when it came.
        made: empty runs so far.
        fresh: whether it has not left its depot yet.
    """

    place: str
    minute: int
    energy: int
    made: int
    fresh: bool = False


def _worthwhile(found: Sequence[Bus]) -> list[Bus]:
    """Those that no other beats in place, time, energy and empty runs."""
    kept: list[Bus] = []
    for one in sorted(set(found), key=lambda b: (b.place, b.minute, -b.energy, b.made)):
        beaten = any(
            other.place == one.place and other.energy >= one.energy and other.made <= one.made
            for other in kept
        )
        if not beaten:
            kept.append(one)
    return kept


def _use(bus: VehicleType, legs: Sequence[TripLeg]) -> int:
    """Whole steps of energy for a run."""
    if bus.battery is None:
        return 0
    rates = {"drive": bus.battery.drive_wh_per_minute}
    energy = sum(
        rates.get(leg.kind, bus.battery.clearance_wh_per_minute) * (leg.arrival - leg.departure)
        for leg in legs
    )
    steps = 0
    while steps * bus.battery.step_kwh * 1000 < energy:
        steps += 1
    return steps


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
