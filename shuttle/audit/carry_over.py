"""Who gets a seat where riders who find their bus full try another one (carry-over).

Each function tells, rider by rider, the bus she tried first, the bus she tried last, and whether
she got a seat on it. Riders and buses are those of one direction.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bus:
    """A departure as riders see it: minutes at which it leaves and arrives, seats still free."""

    departure: int
    arrival: int
    seats: int


@dataclass(slots=True)
class Fate:
    """What became of a rider.

    Attributes:
        tried: places of the first and the last bus that she tried; None without one in tolerance.
        seated: whether the last had a seat for her.
    """

    tried: tuple[int, int] | None = None
    seated: bool = False

    def try_bus(self, place: int) -> None:
        """Note that she tries a bus."""
        self.tried = (self.tried[0] if self.tried else place, place)


def depart_after(buses: Sequence[Bus], wishes: Sequence[int], patience: int) -> list[Fate]:
    """Fates of riders who wait at the stop, the first come the first served.

    Args:
        buses: in the order of departure.
        wishes: wished minutes of the riders, ascending.
        patience: most minutes from wish to departure.
    """
    fates = [Fate() for _ in wishes]
    coming, queue = deque(range(len(wishes))), deque[int]()
    for place, bus in enumerate(buses):
        while coming and wishes[coming[0]] <= bus.departure:
            queue.append(coming.popleft())
        queue = deque(rider for rider in queue if bus.departure - wishes[rider] <= patience)
        for rider in queue:
            fates[rider].try_bus(place)
        for _ in range(min(bus.seats, len(queue))):
            fates[queue.popleft()].seated = True
    return fates


def arrive_by(
    buses: Sequence[Bus], free: Sequence[int], wishes: Sequence[int], patience: int
) -> list[Fate]:
    """Fates of riders who choose a bus beforehand, the latest in time that has a seat.

    Args:
        buses: in the order of departure.
        free: seats that are left on them.
        wishes: wished minutes of the riders, ascending: the order in which they choose.
        patience: most minutes from arrival to wish.
    """
    left = list(free)
    return [_choose(left, buses, wish, patience) for wish in wishes]


def _choose(left: list[int], buses: Sequence[Bus], wish: int, patience: int) -> Fate:
    """Take the first bus with a seat of those in question, the latest departure first."""
    fate = Fate()
    for place in _in_time(buses, wish):
        if wish - buses[place].arrival > patience:
            break
        fate.try_bus(place)
        if left[place] > 0:
            left[place] -= 1
            fate.seated = True
            break
    return fate


def _in_time(buses: Sequence[Bus], wish: int) -> Iterator[int]:
    """Places of the buses that arrive by a wish, the latest departure first."""
    return (place for place in reversed(range(len(buses))) if buses[place].arrival <= wish)
