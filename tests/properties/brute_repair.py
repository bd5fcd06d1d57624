"""The cheapest repair of a tiny day, found by trying all of them.

Slow, simple and independent of the solver's model: every way in which buses on the road may go on,
every set of later departures over every port by every bus type, thrown out by the audit's own
rules, priced by the audit's own passenger count; then every way to hand trips to buses from where
they are.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from shuttle.audit.figures import cents
from shuttle.audit.headways import (
    first_departure,
    last_departure,
    max_headway,
    min_headway,
    no_overtaking,
)
from shuttle.audit.passengers import Departure, count_riders
from shuttle.audit.quotas import port_quota
from shuttle.audit.slot_faults import allowed_minutes, candidates, usable_types
from shuttle.audit.slots import ServiceDay, Slot
from shuttle.domain.change import ASSUMED_PRICES, Change, PublishedDeparture
from shuttle.domain.disrupted import disrupted
from shuttle.domain.disruption import EASING_PRICES, Disruption
from shuttle.domain.plan import Block, BlockPiece, Plan
from shuttle.domain.plan import Trip as Planned
from shuttle.domain.scenario import Scenario
from shuttle.domain.under_way import Onward, UnderWay
from tests.properties.brute_changes import least_cents, turns_of

Ends = tuple[str, str]


@dataclass(frozen=True)
class Trip:
    """A departure of the day: what riders see, what the port sees, what the bus does.

    Attributes:
        seen: its departure for riders.
        arrival: when its bus arrives.
        past: whether it had left; its bus is then known.
    """

    seen: Departure
    slot: Slot
    vehicle_type: str
    arrival: int
    past: bool


@dataclass(frozen=True)
class Start:
    """A bus that has left: where it is and when it is ready."""

    vehicle_type: str
    depot: str
    place: str
    ready: int


class Trying:
    """One tiny disrupted day."""

    def __init__(self, scenario: Scenario, base: Plan, disruption: Disruption) -> None:
        self.usual, self.base, self.disruption = scenario, base, disruption
        day = base.reference_date
        self.today = disrupted(scenario, disruption, day)
        self.under_way = UnderWay(scenario, self.today, disruption, day, base.day_type)
        self.day = ServiceDay(day, base.day_type)
        self.change = Change(
            published=tuple(
                PublishedDeparture(
                    id=t.id,
                    origin=t.origin,
                    destination=t.destination,
                    departure=t.departure,
                    port=t.port,
                )
                for t in base.trips
            ),
            prices=scenario.policies.changes or ASSUMED_PRICES,
        )

    def cheapest(self) -> int | None:
        """Cents of the cheapest repair that keeps every rule; None where there is none."""
        found = [self._given(dict(enumerate(ways))) for ways in product(*self._ways())]
        return min((cost for cost in found if cost is not None), default=None)

    def _started(self) -> list[Block]:
        return [b for b in self.base.blocks if self.under_way.had_left(b.pieces[0].departure)]

    def _ways(self) -> list[Sequence[Onward]]:
        return [
            self.under_way.ways_on(self._last(block), self.today.vehicle_types[block.vehicle_type])
            for block in self._started()
        ]

    def _last(self, block: Block) -> BlockPiece:
        return [p for p in block.pieces if self.under_way.had_left(p.departure)][-1]

    def _given(self, ways: dict[int, Onward]) -> int | None:
        """The cheapest repair where buses on the road go on in those ways."""
        policies = self.today.policies
        starts: list[Start] = []
        onward: dict[str, Onward] = {}
        late = 0
        missing = self.disruption.missing_blocks()
        loads = {trip.id: trip.load for trip in self.base.trips}
        for number, block in enumerate(self._started()):
            last, way = self._last(block), ways[number]
            onward[last.id] = way
            late += max(0, way.arrival - last.arrival) * loads[last.id]
            if block.id not in missing:
                place = last.destination
                ready = way.arrival + policies.layover_at(place)
                depot = self.today.depots[block.depot].place
                starts.append(Start(block.vehicle_type, depot, place, ready))
        past = [self._past(trip.id, onward) for trip in self.base.trips if self._gone(trip)]
        fixed = cents(policies.prices.waiting_per_minute) * late
        kinds = self.today.vehicle_types
        fixed += sum(cents(kinds[b.vehicle_type].cost_per_day) for b in self._started())
        best: int | None = None
        lines = [list(self._lines(ends, past)) for ends in self._directions()]
        for choice in product(*lines):
            trips = [trip for line in choice for trip in line]
            cost = self._priced(trips, choice)
            if cost is None or (best is not None and fixed + cost >= best):
                continue
            buses = self._buses(trips, starts)
            if buses is not None and (best is None or fixed + cost + buses < best):
                best = fixed + cost + buses
        return best

    def _directions(self) -> list[Ends]:
        return [(way.origin, way.destination) for way in self.today.directions()]

    def _gone(self, trip: Planned) -> bool:
        return self.under_way.had_left(trip.departure)

    def _past(self, name: str, onward: dict[str, Onward]) -> Trip:
        trip = next(t for t in self.base.trips if t.id == name)
        way = onward.get(name, Onward(trip.port, trip.legs))
        seats = self.today.vehicle_types[trip.vehicle_type].seats
        ends = trip.origin, trip.destination
        seen = Departure(*ends, trip.departure, trip.arrival, seats, trip.id)
        slot = Slot(self.day, *ends, way.port, trip.departure, way.legs, "")
        return Trip(seen, slot, trip.vehicle_type, way.arrival, past=True)

    def _lines(self, ends: Ends, past: Sequence[Trip]) -> Iterator[tuple[Trip, ...]]:
        """Every timetable of one direction that keeps its rules."""
        mine = [t for t in past if (t.seen.origin, t.seen.destination) == ends]
        allowed = tuple(
            m for m in allowed_minutes(self.today, self.day, *ends) if self._may(ends, m)
        )
        later = [self._runs(ends, minute) for minute in allowed]
        for picked in product(*later):
            line = (*mine, *(trip for trip in picked if trip is not None))
            seen = [trip.seen for trip in line]
            faults = (
                min_headway(self.today, self.day, seen),
                max_headway(self.today, self.day, seen, lambda: allowed),
                first_departure(self.today, self.day, ends, seen),
                last_departure(self.today, self.day, ends, seen),
                no_overtaking(self.today, self.day, seen),
            )
            if not any(True for found in faults for _ in found):
                yield line

    def _may(self, ends: Ends, minute: int) -> bool:
        published = any(
            (*ends, minute) == (t.origin, t.destination, t.departure) for t in self.base.trips
        )
        known, earliest = self.disruption.known_at, self.disruption.earliest
        return minute >= earliest or (minute >= known and published)

    def _runs(self, ends: Ends, minute: int) -> list[Trip | None]:
        """No departure, or one over any port by any bus type that may."""
        found: list[Trip | None] = [None]
        for slot in candidates(self.today, self.day, *ends, minute):
            for kind in usable_types(self.today, slot):
                seats = self.today.vehicle_types[kind].seats
                arrival = slot.legs[-1].arrival
                key = f"{ends[1]}-{minute}"
                seen = Departure(*ends, minute, arrival, seats, key, slot.room)
                found.append(Trip(seen, slot, kind, arrival, past=False))
        return found

    def _priced(self, trips: Sequence[Trip], lines: Sequence[Sequence[Trip]]) -> int | None:
        """Trips, riders and changes; None where a quota is exceeded."""
        if any(True for _ in port_quota(self.today, self.day, (trip.slot for trip in trips))):
            return None
        turns = [
            turns_of(self.change, ends, [(t.seen.departure, t.slot.port) for t in line])
            for ends, line in zip(self._directions(), lines, strict=True)
        ]
        changing = least_cents(self.change, turns[0], turns[1])
        if changing is None:
            return None
        count = count_riders(self.today, self.day.day_type, [trip.seen for trip in trips])
        prices, kinds = self.today.policies.prices, self.today.vehicle_types
        return (
            changing
            + sum(cents(kinds[trip.vehicle_type].cost_per_trip) for trip in trips)
            + cents(prices.waiting_per_minute) * count.waiting_minutes
            + cents(prices.early_per_minute) * count.early_minutes
            + cents(prices.unserved_per_rider) * count.unserved
        )

    def _buses(self, trips: Sequence[Trip], starts: Sequence[Start]) -> int | None:
        """The least cost of further buses and of depots that lack one."""
        later = sorted((t for t in trips if not t.past), key=lambda t: t.seen.departure)
        started = [block.id for block in self._started()]
        missing = self.disruption.missing_blocks()
        taken = Counter(
            b.vehicle_type for b in self.base.blocks if b.id in started or b.id in missing
        )
        kinds = self.today.vehicle_types
        spare = Counter({name: bus.count - taken[name] for name, bus in kinds.items()})
        return _hand_out(
            self.today,
            later,
            Yard(
                standing=tuple((s.vehicle_type, s.place, s.ready) for s in starts),
                wanted=Counter((s.vehicle_type, s.depot) for s in starts),
                spare=spare,
                begun=Counter(block.depot for block in self._started()),
            ),
        )


@dataclass(frozen=True)
class Yard:
    """Where buses are.

    Attributes:
        standing: type, place, and when it is ready.
        wanted: how many of each type each place wants back.
        spare: buses of each type that have not left.
        begun: buses that have left each depot.
    """

    standing: tuple[tuple[str, str, int], ...]
    wanted: Counter[tuple[str, str]]
    spare: Counter[str]
    begun: Counter[str]


def _hand_out(world: Scenario, trips: Sequence[Trip], yard: Yard) -> int | None:
    """Try every bus for the first trip, and so on; None where no bus can make some trip."""
    if not trips:
        ends = Counter((name, place) for name, place, _ in yard.standing)
        if any(not _may_stay(world, name, place) for name, place in ends):
            return None
        return cents(EASING_PRICES.depot_bus) * (yard.wanted - ends).total()
    first, rest = trips[0], trips[1:]
    name, origin = first.vehicle_type, first.seen.origin
    layover = world.policies.layover_at(first.seen.destination)
    after = name, first.seen.destination, first.arrival + layover
    found: list[int | None] = []
    ready = [b for b in yard.standing if b[:2] == (name, origin) and b[2] <= first.seen.departure]
    if ready:
        others = list(yard.standing)
        others.remove(ready[0])
        found.append(_hand_out(world, rest, replace(yard, standing=(*others, after))))
    for depot in world.depots.values():
        full = depot.capacity is not None and yard.begun[depot.id] >= depot.capacity
        here = depot.place == origin and _may_stay(world, name, origin)
        if yard.spare[name] > 0 and here and not full:
            more = Yard(
                standing=(*yard.standing, after),
                wanted=yard.wanted + Counter([(name, origin)]),
                spare=yard.spare - Counter([name]),
                begun=yard.begun + Counter([depot.id]),
            )
            cost = _hand_out(world, rest, more)
            own = cents(world.vehicle_types[name].cost_per_day)
            found.append(None if cost is None else cost + own)
    return min((cost for cost in found if cost is not None), default=None)


def _may_stay(world: Scenario, name: str, place: str) -> bool:
    permitted = world.vehicle_types[name].depots
    here = [depot.id for depot in world.depots.values() if depot.place == place]
    return any(permitted is None or depot in permitted for depot in here)
