"""Who gets a seat on which bus, for many days at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from shuttle.domain.variation import RiderVariation
from shuttle.simulate.chance import Counts, Days, poisson_counts
from shuttle.simulate.wishes import Bus, Line, Party


@dataclass(slots=True)
class Boarded:
    """What became of the riders, day by day.

    Attributes:
        loads: riders on board, by place of the run.
        denied: riders who found the bus that they chose first full, by place of its run.
        riders: all riders.
        rebooked: of those denied, who got a seat on another bus.
        without: riders for whom no bus runs within tolerance.
    """

    riders: Counts
    rebooked: Counts
    without: Counts
    loads: dict[int, Counts] = field(default_factory=dict)
    denied: dict[int, Counts] = field(default_factory=dict)


def board(lines: Iterable[Line], days: Days, variation: RiderVariation) -> Boarded:
    """Let the riders of some days take their seats.

    Who finds her bus full takes the next one within her tolerance that has a seat: a later one
    where she came to the stop, an earlier one where she has to arrive in time. Riders choose by
    the timetable, so that delay changes nothing.
    """
    nobody = np.zeros(days.count, dtype=np.int16)
    boarded = Boarded(nobody.copy(), nobody.copy(), nobody.copy())
    for line in lines:
        clerk = _Clerk(line, days, variation, boarded)
        clerk.who_come()
        clerk.who_choose()
        for party in line.without:
            boarded.without += clerk.drawn(party)
    return boarded


class _Clerk:
    """Gives away the seats of one line."""

    def __init__(self, line: Line, days: Days, variation: RiderVariation, boarded: Boarded) -> None:
        self._line, self._days = line, days
        self._fixed = variation == "fixed"
        self._boarded = boarded
        for bus in line.buses:
            boarded.loads[bus.run] = np.zeros(days.count, dtype=np.int16)

    def drawn(self, party: Party) -> Counts:
        """Riders of a party, day by day."""
        if self._fixed:
            found: Counts = np.full(self._days.count, party.riders, dtype=np.int16)
        else:
            found = poisson_counts(float(party.riders)).take(self._days.levels(party.name))
        self._boarded.riders += found
        return found

    def who_come(self) -> None:
        """Riders who come to the stop: whoever came first boards first."""
        parties = [party for party in self._line.parties if party.kind == "depart_after"]
        queue: list[tuple[Party, Counts]] = []
        for place, bus in enumerate(self._line.buses):
            waiting = [entry for entry in queue if place in entry[0].choices]
            fresh = [(party, self.drawn(party)) for party in parties if party.choices[0] == place]
            queue = self._take(bus, waiting, fresh)

    def _take(
        self, bus: Bus, waiting: list[tuple[Party, Counts]], fresh: list[tuple[Party, Counts]]
    ) -> list[tuple[Party, Counts]]:
        """Fill one bus; those who found no seat."""
        load = self._boarded.loads[bus.run]
        left = []
        for party, riders in waiting:
            rest = _seat(load, bus.takes, riders)
            self._boarded.rebooked += riders if rest is None else riders - rest
            if rest is not None:
                left.append((party, rest))
        for party, riders in fresh:
            rest = _seat(load, bus.takes, riders)
            if rest is not None:
                self._deny(bus, rest)
                left.append((party, rest))
        return left

    def _deny(self, bus: Bus, riders: Counts) -> None:
        before = self._boarded.denied.get(bus.run)
        self._boarded.denied[bus.run] = riders.copy() if before is None else before + riders

    def who_choose(self) -> None:
        """Riders who choose by arrival, one party after the other."""
        for party in self._line.parties:
            if party.kind == "arrive_by":
                self._choose(party)

    def _choose(self, party: Party) -> None:
        rest: Counts | None = self.drawn(party)
        for number, place in enumerate(party.choices):
            if rest is None:
                break
            bus, before = self._line.buses[place], rest
            rest = _seat(self._boarded.loads[bus.run], bus.takes, before)
            if number:
                self._boarded.rebooked += before if rest is None else before - rest
            elif rest is not None:
                self._deny(bus, rest)


def _seat(load: Counts, takes: int, riders: Counts) -> Counts | None:
    """Add to a load as many riders as there are seats; the rest, None where all are seated."""
    load += riders
    if load.max() <= takes:
        return None
    rest: Counts = np.clip(load - np.int16(takes), 0, riders)
    load -= rest
    return rest
