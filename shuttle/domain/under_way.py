"""What becomes of a run that had left when a disruption became known.

Its parts that had begun are history. The rest goes on by the facts of the day. Where a bus that is
still on its way to a port cannot be cleared there as planned, it waits at that port until it can
be, or goes to another port of its route that its bus type may use: by the drive from port to port
where the scenario has one, begun where the bus would have reached the first port; else as if it
were still at its origin when the disruption became known, which is late rather than early. A bus
that has reached its port is not turned back: it waits there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from shuttle.domain.disrupted import opening_on
from shuttle.domain.disruption import Disruption
from shuttle.domain.facts import governing
from shuttle.domain.fleet import VehicleType
from shuttle.domain.network import BorderDirection
from shuttle.domain.plan import BlockPiece, TripLeg
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import LAST_MINUTE


@dataclass(frozen=True, slots=True)
class Onward:
    """A way in which a run that has left may end.

    Attributes:
        legs: its parts; the clearance lasts from reaching the port to being cleared.
    """

    port: str | None
    legs: tuple[TripLeg, ...]

    @property
    def arrival(self) -> int:
        """When it reaches its destination."""
        return self.legs[-1].arrival

    @property
    def reach(self) -> int | None:
        """When it reaches its port."""
        return self.legs[-2].departure if self.port is not None else None


@dataclass(frozen=True)
class UnderWay:
    """Runs of one service day that had left when its disruption became known.

    Attributes:
        usual: the scenario by which they were planned.
        today: the same on the disrupted day.
    """

    usual: Scenario
    today: Scenario
    disruption: Disruption
    day: date
    day_type: str

    def had_left(self, departure: int) -> bool:
        """Whether what leaves at a minute is history."""
        return departure < self.disruption.known_at

    def ways_on(self, run: BlockPiece, bus: VehicleType) -> tuple[Onward, ...]:
        """How a run that has left may end: as planned alone where that is possible; else any.

        None at all where its bus can be cleared nowhere.
        """
        if run.port is None or len(run.legs) != 3:  # noqa: PLR2004 - to the port, through, onward
            return (Onward(run.port, run.legs),)
        reach = run.legs[0].arrival
        start, cleared = self._cleared(run, run.port, reach)
        if start == reach:
            return tuple(self._over(run, run.port, reach, cleared))
        return tuple(self._choices(run, bus, cleared))

    def _choices(self, run: BlockPiece, bus: VehicleType, cleared: int | None) -> Iterator[Onward]:
        """Waiting at the planned port, then each other port."""
        port, reach = str(run.port), run.legs[0].arrival
        yield from self._over(run, port, reach, cleared)
        if reach < self.disruption.known_at:
            return
        for other in self._other_ports(run, bus):
            there = self._reach_other(run, port, other)
            if there is not None:
                yield from self._over(run, other, there, self._cleared(run, other, there)[1])

    def _over(
        self, run: BlockPiece, port: str, reach: int, cleared: int | None
    ) -> Iterator[Onward]:
        """The run over a port, where it is cleared and its last drive is possible."""
        if cleared is None:
            return
        onward = run.legs[2]
        arrival = onward.arrival
        if (port, cleared) != (run.port, onward.departure) or not self.had_left(cleared):
            minutes = self._drive(port, run.destination, cleared)
            if minutes is None:
                return
            arrival = cleared + minutes
        if arrival <= LAST_MINUTE:
            first = run.legs[0].model_copy(update={"destination": port, "arrival": reach})
            at = {"origin": port, "destination": port, "departure": reach, "arrival": cleared}
            last = {"origin": port, "departure": cleared, "arrival": arrival}
            yield Onward(
                port, (first, run.legs[1].model_copy(update=at), onward.model_copy(update=last))
            )

    def _other_ports(self, run: BlockPiece, bus: VehicleType) -> Iterator[str]:
        """Ports of its route that any bus of its type may use."""
        counted = {permit.port for permit in bus.permits}
        for route in self.today.routes.values():
            if set(route.stops) == {run.origin, run.destination}:
                for port in route.ports:
                    may = bus.ports is None or port in bus.ports
                    valid = self.today.ports[port].holds_on(self.day)
                    if port != run.port and may and valid and port not in counted:
                        yield port

    def _reach_other(self, run: BlockPiece, port: str, other: str) -> int | None:
        """When a bus on its way to one port reaches another."""
        reach = run.legs[0].arrival
        across = self._drive(port, other, reach)
        if across is not None:
            return reach + across
        known = self.disruption.known_at
        anew = self._drive(run.origin, other, known)
        return None if anew is None else known + anew

    def _cleared(self, run: BlockPiece, port: str, reach: int) -> tuple[int | None, int | None]:
        """When a run that reaches a port begins to be cleared, and when it is; None for never."""
        clearance = run.legs[1]
        towards = self._towards(run)
        if port == run.port and self.had_left(clearance.arrival):
            return reach, clearance.arrival
        begun = port == run.port and reach < self.disruption.known_at
        openings = opening_on(self.today.ports[port], towards, self.day, self.day_type)
        waits = [reach, *(start for start, _ in openings if start > reach)]
        roads = [] if begun else self.disruption.road_closures(port, towards)
        waits += [end for _, end in roads if end > reach]
        for start in sorted(set(waits)):
            if any(first <= start < after for first, after in roads):
                continue
            if begun and start == reach:
                minutes: int | None = clearance.arrival - clearance.departure
            else:
                minutes = self._clearance(run, port, start)
            if minutes is not None and any(
                first <= start and start + minutes <= after for first, after in openings
            ):
                return start, start + minutes
        return None, None

    def _towards(self, run: BlockPiece) -> BorderDirection:
        return "to_sz" if self.today.side_of(run.destination) == "sz" else "to_hk"

    def _drive(self, origin: str, destination: str, minute: int) -> int | None:
        leg = self.today.leg(origin, destination)
        band = governing(leg.bands, minute, self.day, self.day_type) if leg else None
        return band.minutes.at(self.today.policies.percentile) if band else None

    def _clearance(self, run: BlockPiece, port: str, minute: int) -> int | None:
        """Minutes of the clearance, with the wait for riders that was planned."""
        towards = self._towards(run)
        today = self._band_minutes(self.today, port, towards, minute)
        return (
            None if today is None else today + self.extra_minutes(run.legs, str(run.port), towards)
        )

    def extra_minutes(self, legs: tuple[TripLeg, ...], port: str, towards: BorderDirection) -> int:
        """By how much a planned clearance was longer than its band: the wait for its riders."""
        planned = legs[1]
        usual = self._band_minutes(self.usual, port, towards, planned.departure)
        return 0 if usual is None else planned.arrival - planned.departure - usual

    def _band_minutes(
        self, scenario: Scenario, port: str, towards: BorderDirection, minute: int
    ) -> int | None:
        bands = (b for b in scenario.ports[port].clearance if b.holds_towards(towards))
        band = governing(bands, minute, self.day, self.day_type)
        return band.minutes.at(scenario.policies.percentile) if band else None
