"""The one count of riders by which every plan and every baseline is judged.

Nobody who boards is chosen by an optimiser: each rider takes the bus that her wish names, seats go
by the order of wishes, and who finds her bus full is left behind, or tries another one where the
scenario says so (rule `passenger-count`).
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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
    """

    origin: str
    destination: str
    departure: int
    arrival: int
    seats: int
    key: str


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


@dataclass(frozen=True, slots=True, order=True)
class _Rider:
    """A rider in the order in which seats are given away."""

    wished: int
    arrives_by: bool
    bin: int


@dataclass(slots=True)
class _Tally:
    """Sums that grow as riders board."""

    loads: dict[str, int]
    served: list[int]
    waits: list[int] = field(default_factory=list)
    earlies: list[int] = field(default_factory=list)
    carried: int | None = None


def lines(departures: Sequence[Departure]) -> dict[tuple[str, str], tuple[Departure, ...]]:
    """Departures by origin and destination, each line in order of departure."""
    found: dict[tuple[str, str], list[Departure]] = {}
    for bus in sorted(departures, key=lambda entry: (entry.departure, entry.key)):
        found.setdefault((bus.origin, bus.destination), []).append(bus)
    return {ends: tuple(line) for ends, line in found.items()}


def count_riders(scenario: Scenario, day_type: str, departures: Sequence[Departure]) -> RiderCount:
    """Let every rider of a day type take her bus; the order of `departures` does not matter."""
    bins = [entry for entry in scenario.demand if entry.day_type == day_type]
    by_line = lines(departures)
    tally = _Tally({bus.key: 0 for bus in departures}, [0] * len(bins))
    if scenario.policies.semantics == "carry-over":
        _carry_over(scenario.policies, bins, by_line, tally)
    else:
        _guarantee_seats(scenario.policies, bins, by_line, tally)
    crowded = sum(_crowded(scenario.policies, bus, tally.loads[bus.key]) for bus in departures)
    return _counted(day_type, bins, tally, crowded)


def _guarantee_seats(
    policies: Policies,
    bins: Sequence[DemandBin],
    by_line: Mapping[tuple[str, str], Sequence[Departure]],
    tally: _Tally,
) -> None:
    """Seat every rider on the bus that her wish names, or leave her behind."""
    for rider in sorted(_riders(bins)):
        wish = bins[rider.bin]
        line = by_line.get((wish.origin, wish.destination), ())
        bus = _bus_of(policies, rider, line)
        if bus:
            _board(tally, rider, bus)


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


def _board(tally: _Tally, rider: _Rider, bus: Departure) -> None:
    """Give a rider a seat of her bus, or leave her behind; its times count either way."""
    if rider.arrives_by:
        tally.earlies.append(rider.wished - bus.arrival)
    else:
        tally.waits.append(bus.departure - rider.wished)
    if tally.loads[bus.key] < bus.seats:
        tally.loads[bus.key] += 1
        tally.served[rider.bin] += 1


def _carry_over(
    policies: Policies,
    bins: Sequence[DemandBin],
    by_line: Mapping[tuple[str, str], Sequence[Departure]],
    tally: _Tally,
) -> None:
    """Seat the riders of every line where who finds a bus full tries another one."""
    waiting: dict[tuple[str, str], tuple[list[_Rider], list[_Rider]]] = {}
    for rider in sorted(_riders(bins)):
        wish = bins[rider.bin]
        kinds = waiting.setdefault((wish.origin, wish.destination), ([], []))
        kinds[rider.arrives_by].append(rider)
    tally.carried = 0
    for ends, (after, by) in waiting.items():
        line = by_line.get(ends, ())
        buses = [Bus(bus.departure, bus.arrival, bus.seats) for bus in line]
        fates = depart_after(buses, [rider.wished for rider in after], policies.max_wait_minutes)
        _note(tally, line, after, fates)
        free = [bus.seats - tally.loads[bus.key] for bus in line]
        wishes = [rider.wished for rider in by]
        _note(tally, line, by, arrive_by(buses, free, wishes, policies.max_early_minutes))


def _note(
    tally: _Tally, line: Sequence[Departure], riders: Sequence[_Rider], fates: Sequence[Fate]
) -> None:
    for rider, fate in zip(riders, fates, strict=True):
        if fate.tried is None:
            continue
        first, last = fate.tried
        if rider.arrives_by:
            tally.earlies.append(rider.wished - line[last].arrival)
        else:
            tally.waits.append(line[last].departure - rider.wished)
        if fate.seated:
            tally.loads[line[last].key] += 1
            tally.served[rider.bin] += 1
            tally.carried = (tally.carried or 0) + (first != last)


def _crowded(policies: Policies, bus: Departure, load: int) -> int:
    """Riders of a bus above its comfortable share; nobody minds where none is stated."""
    if policies.crowding is None:
        return 0
    return max(0, load - policies.crowding.comfortable_riders(bus.seats))


def _counted(day_type: str, bins: Sequence[DemandBin], tally: _Tally, crowded: int) -> RiderCount:
    riders = sum(wish.riders for wish in bins)
    served = sum(tally.served)
    return RiderCount(
        day_type=day_type,
        loads=tally.loads,
        demand=DemandCount(
            served=served,
            left_behind=riders - served,
            by_bin=tuple(map(_bin_count, bins, tally.served)),
            carried=tally.carried,
        ),
        riders=riders,
        waited=len(tally.waits),
        waiting_minutes=sum(tally.waits),
        early=len(tally.earlies),
        early_minutes=sum(tally.earlies),
        unserved=riders - served,
        crowded=crowded,
    )


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
