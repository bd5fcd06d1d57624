"""The one count of riders by which every plan and every baseline is judged.

Nobody who boards is chosen by an optimiser: each rider takes the bus that her wish names, seats go
by the order of wishes, and who finds her bus full is left behind, or tries another one where the
scenario says so (rule `passenger-count`).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from shuttle.audit.carry_over import Bus, Fate, arrive_by, depart_after
from shuttle.domain.demand import DemandBin
from shuttle.domain.plan import BinCount, DemandCount
from shuttle.domain.policy import Policies
from shuttle.domain.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Departure:
    """A bus that riders may take.

    Attributes:
        departure: service minute at which it leaves its origin.
        arrival: service minute at which it reaches its destination.
        key: the trip's id.
        room: most riders for whom its dwell at the port is enough; None for any number.
    """

    origin: str
    destination: str
    departure: int
    arrival: int
    seats: int
    key: str
    room: int | None = None

    @property
    def takes(self) -> int:
        """Most riders: its seats, or those for whom it waits at the port."""
        return self.seats if self.room is None else min(self.seats, self.room)


@dataclass(frozen=True, slots=True)
class RiderCount:
    """What became of the riders of one day type.

    Attributes:
        day_type: id of the day type.
        loads: riders on board, by key of the departure.
        demand: riders served and left behind (no bus within tolerance, or no seat on it); by bin
            in the file's order.
        riders: all riders of the day type.
        waited: `depart_after` riders who had a bus within tolerance, full or not.
        waiting_minutes: their minutes from wish to departure, of the last bus that they tried.
        early: `arrive_by` riders who had a bus within tolerance, full or not.
        early_minutes: their minutes from its arrival to the wish, of the last bus that they tried.
        unserved: riders without a bus within tolerance or without a seat on it.
        crowded: riders on board above the comfortable share of their bus's seats.
        left_at_port: of the unserved, those for whom a bus had a seat but did not wait at the port;
            None where no bus waits for its riders.
    """

    day_type: str
    loads: Mapping[str, int]
    demand: DemandCount
    riders: int
    waited: int
    waiting_minutes: int
    early: int
    early_minutes: int
    unserved: int
    crowded: int
    left_at_port: int | None


@dataclass(frozen=True, slots=True, order=True)
class _Rider:
    """A rider in the order in which seats are given away."""

    wished: int
    arrives_by: bool
    bin: int


@dataclass(frozen=True, slots=True)
class Ride:
    """What became of one rider.

    Attributes:
        bin: place of her bin among those of the day type.
        wished: service minute of her wish.
        arrives_by: whether she wishes to arrive by it, or else to depart after it.
        bus: the last bus that she tried; None without one within tolerance.
        seated: whether it had a seat for her.
        changed: whether it was not the first bus that she tried.
    """

    bin: int
    wished: int
    arrives_by: bool
    bus: Departure | None = None
    seated: bool = False
    changed: bool = False

    @property
    def minutes(self) -> int:
        """From wish to departure, or from arrival to wish; 0 without a bus."""
        if self.bus is None:
            return 0
        return (
            self.wished - self.bus.arrival if self.arrives_by else self.bus.departure - self.wished
        )


def lines(departures: Sequence[Departure]) -> dict[tuple[str, str], tuple[Departure, ...]]:
    """Departures by origin and destination, each line in order of departure."""
    found: dict[tuple[str, str], list[Departure]] = {}
    for bus in sorted(departures, key=lambda entry: (entry.departure, entry.key)):
        found.setdefault((bus.origin, bus.destination), []).append(bus)
    return {ends: tuple(line) for ends, line in found.items()}


def count_riders(scenario: Scenario, day_type: str, departures: Sequence[Departure]) -> RiderCount:
    """Let every rider of a day type take her bus; the order of `departures` does not matter."""
    bins = _bins(scenario, day_type)
    found = _rides(scenario.policies, bins, departures)
    loads = {bus.key: 0 for bus in departures}
    loads.update(Counter(ride.bus.key for ride in found if ride.bus and ride.seated))
    served = Counter(ride.bin for ride in found if ride.seated)
    waits = [ride.minutes for ride in found if ride.bus and not ride.arrives_by]
    earlies = [ride.minutes for ride in found if ride.bus and ride.arrives_by]
    carries = scenario.policies.semantics == "carry-over"
    unserved = len(found) - served.total()
    return RiderCount(
        day_type=day_type,
        loads=loads,
        demand=DemandCount(
            served=served.total(),
            left_behind=unserved,
            by_bin=tuple(_bin_count(wish, served[index]) for index, wish in enumerate(bins)),
            carried=sum(ride.seated and ride.changed for ride in found) if carries else None,
        ),
        riders=len(found),
        waited=len(waits),
        waiting_minutes=sum(waits),
        early=len(earlies),
        early_minutes=sum(earlies),
        unserved=unserved,
        crowded=sum(_crowded(scenario.policies, bus, loads[bus.key]) for bus in departures),
        left_at_port=_left_at_port(departures, found),
    )


def rides(scenario: Scenario, day_type: str, departures: Sequence[Departure]) -> tuple[Ride, ...]:
    """What becomes of every rider of a day type: bin by bin, in the order of their wishes.

    Riders of one bin and minute stand in the order in which seats are given away.
    """
    found = _rides(scenario.policies, _bins(scenario, day_type), departures)
    return tuple(sorted(found, key=lambda ride: (ride.bin, ride.wished)))


def _bins(scenario: Scenario, day_type: str) -> list[DemandBin]:
    return [entry for entry in scenario.demand if entry.day_type == day_type]


def _rides(
    policies: Policies, bins: Sequence[DemandBin], departures: Sequence[Departure]
) -> list[Ride]:
    by_line = lines(departures)
    if policies.semantics == "carry-over":
        return list(_carry_over(policies, bins, by_line))
    return list(_guarantee_seats(policies, bins, by_line))


def _guarantee_seats(
    policies: Policies,
    bins: Sequence[DemandBin],
    by_line: Mapping[tuple[str, str], Sequence[Departure]],
) -> Iterator[Ride]:
    """Seat every rider on the bus that her wish names, or leave her behind."""
    loads: Counter[str] = Counter()
    for rider in sorted(_riders(bins)):
        wish = bins[rider.bin]
        line = by_line.get((wish.origin, wish.destination), ())
        bus = _bus_of(policies, rider, line)
        seated = bus is not None and loads[bus.key] < bus.takes
        if bus and seated:
            loads[bus.key] += 1
        yield Ride(rider.bin, rider.wished, rider.arrives_by, bus, seated)


def _riders(bins: Sequence[DemandBin]) -> Iterator[_Rider]:
    for index, wish in enumerate(bins):
        for minute in wish.wish_minutes():
            yield _Rider(minute, wish.wish == "arrive_by", index)


def _bus_of(policies: Policies, rider: _Rider, line: Sequence[Departure]) -> Departure | None:
    """The bus that a rider's wish names, or None where none is within her tolerance."""
    if rider.arrives_by:
        bus = next((bus for bus in reversed(line) if bus.arrival <= rider.wished), None)
        tolerable = bus and rider.wished - bus.arrival <= policies.max_early_minutes
    else:
        index = bisect_left(line, rider.wished, key=lambda entry: entry.departure)
        bus = line[index] if index < len(line) else None
        tolerable = bus and bus.departure - rider.wished <= policies.max_wait_minutes
    return bus if tolerable else None


def _carry_over(
    policies: Policies,
    bins: Sequence[DemandBin],
    by_line: Mapping[tuple[str, str], Sequence[Departure]],
) -> Iterator[Ride]:
    """Seat the riders of every line where who finds a bus full tries another one."""
    waiting: dict[tuple[str, str], tuple[list[_Rider], list[_Rider]]] = {}
    for rider in sorted(_riders(bins)):
        wish = bins[rider.bin]
        kinds = waiting.setdefault((wish.origin, wish.destination), ([], []))
        kinds[rider.arrives_by].append(rider)
    for ends, (after, by) in waiting.items():
        line = by_line.get(ends, ())
        buses = [Bus(bus.departure, bus.arrival, bus.seats) for bus in line]
        fates = depart_after(buses, [rider.wished for rider in after], policies.max_wait_minutes)
        yield from map(partial(_ride, line), after, fates)
        taken = Counter(fate.tried[1] for fate in fates if fate.tried and fate.seated)
        free = [bus.seats - taken[place] for place, bus in enumerate(line)]
        wishes = [rider.wished for rider in by]
        fates = arrive_by(buses, free, wishes, policies.max_early_minutes)
        yield from map(partial(_ride, line), by, fates)


def _ride(line: Sequence[Departure], rider: _Rider, fate: Fate) -> Ride:
    """The fate of a rider where she may try several buses of a line."""
    if fate.tried is None:
        return Ride(rider.bin, rider.wished, rider.arrives_by)
    first, last = fate.tried
    changed = first != last
    return Ride(rider.bin, rider.wished, rider.arrives_by, line[last], fate.seated, changed)


def _crowded(policies: Policies, bus: Departure, load: int) -> int:
    """Riders of a bus above its comfortable share; nobody minds where none is stated."""
    if policies.crowding is None:
        return 0
    return max(0, load - policies.crowding.comfortable_riders(bus.seats))


def _left_at_port(departures: Sequence[Departure], found: Sequence[Ride]) -> int | None:
    """Riders refused while their bus still had seats."""
    if all(bus.room is None for bus in departures):
        return None
    refused = Counter(ride.bus.key for ride in found if ride.bus and not ride.seated)
    return sum(min(refused[bus.key], bus.seats - bus.takes) for bus in departures)


def _bin_count(wish: DemandBin, served: int) -> BinCount:
    return BinCount(
        origin=wish.origin,
        destination=wish.destination,
        wish=wish.wish,
        start=wish.start,
        home=wish.home,
        riders=wish.riders,
        served=served,
        left_behind=wish.riders - served,
    )
