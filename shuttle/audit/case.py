"""A plan laid beside its scenario, with what several rules ask of the two."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from shuttle.audit.passengers import Departure, RiderCount, count_riders, lines
from shuttle.audit.slot_faults import allowed_minutes
from shuttle.audit.slots import ServiceDay, Slot, slot
from shuttle.audit.trips import departures, trip_slot
from shuttle.domain.network import Route
from shuttle.domain.plan import Block, BlockPiece, Plan, Trip
from shuttle.domain.scenario import Scenario

Finding = tuple[str, str]
"""What breaks a rule (a trip, a block, a duty, a figure), and the whole sentence about it."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a bus as the plan has it, with the slot that the facts make of its departure.

    Attributes:
        piece: the trip or the empty run.
        vehicle_type: id of its bus type.
        routes: the routes over whose ports it may go.
    """

    kind: str
    piece: Trip | BlockPiece
    vehicle_type: str
    routes: tuple[Route, ...]
    slot: Slot

    @property
    def name(self) -> str:
        """As sentences begin: `Trip to-hksp-0830`."""
        return f"{self.kind} {self.piece.id}"


@dataclass(frozen=True)
class Case:
    """One plan under audit, on one service day."""

    scenario: Scenario
    plan: Plan
    day: ServiceDay

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Trips, then empty runs."""
        return (*self._trips(), *self._deadheads())

    def _trips(self) -> Iterator[Run]:
        for trip in self.plan.trips:
            route = self.scenario.routes.get(trip.route)
            routes = (route,) if route else ()
            found = trip_slot(self.scenario, self.day, trip)
            yield Run("Trip", trip, trip.vehicle_type, routes, found)

    def _deadheads(self) -> Iterator[Run]:
        for block in self.plan.blocks:
            for piece in block.pieces:
                if piece.kind == "deadhead":
                    ends = {piece.origin, piece.destination}
                    every = self.scenario.routes.values()
                    routes = tuple(route for route in every if set(route.stops) == ends)
                    yield Run("Deadhead", piece, block.vehicle_type, routes, self._slot(piece))

    def _slot(self, piece: BlockPiece) -> Slot:
        ends = piece.origin, piece.destination
        return slot(self.scenario, self.day, *ends, piece.port, piece.departure)

    @cached_property
    def departures(self) -> tuple[Departure, ...]:
        """The trips as riders see them."""
        return departures(self.scenario, self.day, self.plan.trips)

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
            self._allowed[key] = allowed_minutes(self.scenario, self.day, origin, destination)
        return self._allowed[key]

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
