"""A plan laid beside its scenario, with what several rules ask of the two."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from shuttle.audit.passengers import Departure, RiderCount, count_riders, lines
from shuttle.audit.slot_faults import allowed_minutes
from shuttle.audit.slots import ServiceDay, Slot, slot
from shuttle.audit.trips import departures, trip_slot
from shuttle.domain.disrupted import disrupted
from shuttle.domain.network import Route
from shuttle.domain.plan import Block, BlockPiece, Plan, Trip
from shuttle.domain.scenario import Scenario
from shuttle.domain.under_way import UnderWay

Finding = tuple[str, str]
"""What breaks a rule (a trip, a block, a duty, a figure), and the whole sentence about it."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a bus as the plan has it, with the slot that the facts make of its departure.

    Attributes:
        piece: the trip or the empty run.
        vehicle_type: id of its bus type.
        routes: the routes over whose ports it may go.
        past: whether it had left when a disruption became known: then its slot is what the plan
            states, and rule `repair-history` judges it.
    """

    kind: str
    piece: Trip | BlockPiece
    vehicle_type: str
    routes: tuple[Route, ...]
    slot: Slot
    past: bool = False

    @property
    def name(self) -> str:
        """As sentences begin: `Trip to-hksp-0830`."""
        return f"{self.kind} {self.piece.id}"


@dataclass(frozen=True)
class Case:
    """One plan under audit, on one service day.

    Attributes:
        scenario: the facts of the day, those of a disruption included.
        usual: the facts without it; None where there is none.
    """

    scenario: Scenario
    plan: Plan
    day: ServiceDay
    usual: Scenario | None = None

    @classmethod
    def of(cls, scenario: Scenario, plan: Plan, day: ServiceDay) -> "Case":
        """A plan on a day, by the facts of its disruption where it has one."""
        if plan.disruption is None or plan.reference_date != day.date:
            return cls(scenario, plan, day)
        return cls(disrupted(scenario, plan.disruption, day.date), plan, day, scenario)

    def had_left(self, departure: int) -> bool:
        """Whether what left at a minute was history when a disruption became known."""
        return self.usual is not None and self.under_way.had_left(departure)

    @cached_property
    def under_way(self) -> UnderWay:
        """How runs that had left may go on; for plans with a disruption alone."""
        if self.usual is None or self.plan.disruption is None:
            msg = "the plan has no disruption"
            raise ValueError(msg)
        day = self.day.date, self.day.day_type
        return UnderWay(self.usual, self.scenario, self.plan.disruption, *day)

    @cached_property
    def missing_blocks(self) -> frozenset[str]:
        """Blocks whose bus is missing: where it ends the day is nobody's choice."""
        disruption = self.plan.disruption
        return frozenset(disruption.missing_blocks() if disruption else ())

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Trips, then empty runs."""
        return (*self._trips(), *self._deadheads())

    @property
    def planned_runs(self) -> Iterator[Run]:
        """Those that the plan could choose: all but what had left before a disruption."""
        return (run for run in self.runs if not run.past)

    def _trips(self) -> Iterator[Run]:
        for trip in self.plan.trips:
            route = self.scenario.routes.get(trip.route)
            routes = (route,) if route else ()
            past = self.had_left(trip.departure)
            found = self._stated(trip) if past else trip_slot(self.scenario, self.day, trip)
            yield Run("Trip", trip, trip.vehicle_type, routes, found, past)

    def _deadheads(self) -> Iterator[Run]:
        for block in self.plan.blocks:
            for piece in block.pieces:
                if piece.kind == "deadhead":
                    ends = {piece.origin, piece.destination}
                    every = self.scenario.routes.values()
                    routes = tuple(route for route in every if set(route.stops) == ends)
                    past = self.had_left(piece.departure)
                    found = self._stated(piece) if past else self._slot(piece)
                    yield Run("Deadhead", piece, block.vehicle_type, routes, found, past)

    def _slot(self, piece: BlockPiece) -> Slot:
        ends = piece.origin, piece.destination
        return slot(self.scenario, self.day, *ends, piece.port, piece.departure)

    def _stated(self, piece: Trip | BlockPiece) -> Slot:
        ends = piece.origin, piece.destination
        return Slot(self.day, *ends, piece.port, piece.departure, piece.legs, "")

    @cached_property
    def departures(self) -> tuple[Departure, ...]:
        """The trips as riders see them.

        Who had left before a disruption was known had chosen her bus by the times then published.
        """
        repairs = self.plan.repairs
        if self.usual is None or repairs is None:
            return departures(self.scenario, self.day, self.plan.trips)
        later = [trip for trip in self.plan.trips if not self.had_left(trip.departure)]
        before = [trip for trip in repairs.trips if self.had_left(trip.departure)]
        return (
            *departures(self.usual, self.day, before),
            *departures(self.scenario, self.day, later),
        )

    @cached_property
    def lines(self) -> dict[tuple[str, str], tuple[Departure, ...]]:
        """Departures of each direction of the scenario, also where there are none."""
        found = lines(self.departures)
        directions = self.scenario.directions()
        ends = [(direction.origin, direction.destination) for direction in directions]
        return {pair: found.get(pair, ()) for pair in ends}

    def allowed(self, origin: str, destination: str) -> tuple[int, ...]:
        """Allowed departures of a direction; dear to find, so found only where a rule asks."""
        key = (origin, destination)
        if key not in self._allowed:
            every = allowed_minutes(self.scenario, self.day, origin, destination)
            self._allowed[key] = tuple(m for m in every if self._still_possible(*key, m))
        return self._allowed[key]

    def _still_possible(self, origin: str, destination: str, minute: int) -> bool:
        """Whether a departure could leave: after a disruption, with notice or as published."""
        disruption, repairs = self.plan.disruption, self.plan.repairs
        if disruption is None or repairs is None or minute >= disruption.earliest:
            return True
        ends = origin, destination, minute
        published = ((t.origin, t.destination, t.departure) for t in repairs.trips)
        return minute >= disruption.known_at and ends in published

    @cached_property
    def _allowed(self) -> dict[tuple[str, str], tuple[int, ...]]:
        return {}

    @cached_property
    def count(self) -> RiderCount:
        """The passenger count of the plan's trips."""
        return count_riders(self.scenario, self.plan.day_type, self.departures)

    def seats(self, trip: Trip) -> int:
        """Seats of a trip's bus; none for a bus type that does not exist."""
        bus = self.scenario.vehicle_types.get(trip.vehicle_type)
        return bus.seats if bus else 0

    @cached_property
    def pieces(self) -> dict[str, tuple[Block, BlockPiece]]:
        """Each block piece by its id, with its block; the first of several with one id."""
        found: dict[str, tuple[Block, BlockPiece]] = {}
        for block in self.plan.blocks:
            for piece in block.pieces:
                found.setdefault(piece.id, (block, piece))
        return found


Check = Callable[[Case], Iterator[Finding]]
"""Finds every instance of one rule that a plan breaks."""
