"""A plan as runs that wait for each other: what a day of chance is played on."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from shuttle.domain.facts import Minutes, governing
from shuttle.domain.network import BorderDirection, RunningBand
from shuttle.domain.plan import BlockPiece, Duty, Plan, Trip, TripLeg
from shuttle.domain.port import ClearanceBand, Port
from shuttle.domain.scenario import Scenario
from shuttle.domain.variation import SharedSpread, Variation
from shuttle.simulate.breaks import needed_breaks
from shuttle.simulate.dwell import Dwell, dwell
from shuttle.simulate.gates import Closure, closures
from shuttle.simulate.pace import Pace, pace

_ANY_NUMBER = 10_000


@dataclass(frozen=True, slots=True)
class Link:
    """What a run waits for: another run must have arrived so many minutes before.

    Attributes:
        run: its place among the operation's runs.
    """

    run: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Part:
    """A drive, or the clearance at a port.

    Attributes:
        name: of the chance that is its alone.
        place: of the chance that it shares.
        planned: the minute at which the plan has it begin.
        driving: whether its minutes count as driving.
        shut: closures of the port; none for a drive.
        dwell: how clearance grows with riders; None where it does not.
    """

    name: str
    place: str
    pace: Pace
    spread: SharedSpread
    planned: int
    driving: bool
    shut: tuple[Closure, ...] = ()
    dwell: Dwell | None = None

    @property
    def varies(self) -> bool:
        """Whether chance has any part in its minutes."""
        return self.pace.varies or self.dwell is not None


@dataclass(frozen=True, slots=True)
class Run:
    """A trip or an empty run, with what it waits for.

    Attributes:
        trip: the trip; None for an empty run.
        bus: the run of the same bus before; None for the first of a block.
        driver: the run of the same driver before.
    """

    piece: BlockPiece
    trip: Trip | None
    parts: tuple[Part, ...]
    bus: Link | None
    driver: Link | None


@dataclass(frozen=True, slots=True)
class Shift:
    """A duty: the runs of one driver, by their places among the operation's runs."""

    duty: Duty
    runs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """A planned day, its runs in the order of departure: whoever waits comes later."""

    scenario: Scenario
    plan: Plan
    variation: Variation
    runs: tuple[Run, ...]
    shifts: tuple[Shift, ...]

    @property
    def trips(self) -> tuple[int, ...]:
        """Places of the runs with riders."""
        return tuple(place for place, run in enumerate(self.runs) if run.trip is not None)

    def seats(self, place: int) -> int:
        """Seats of the bus of a trip."""
        trip = self.runs[place].trip
        return self.scenario.vehicle_types[trip.vehicle_type].seats if trip else 0

    def room(self, place: int) -> int:
        """Most riders for whom the plan lets the bus of a run wait at the port."""
        rooms = [part.dwell.room for part in self.runs[place].parts if part.dwell is not None]
        return min(rooms, default=_ANY_NUMBER)


def operation(scenario: Scenario, plan: Plan, variation: Variation) -> Operation:
    """The planned day of a plan that keeps every rule of its scenario."""
    pieces = sorted(
        (piece for block in plan.blocks for piece in block.pieces),
        key=lambda piece: (piece.departure, piece.arrival, piece.id),
    )
    places = {piece.id: place for place, piece in enumerate(pieces)}
    trips = {trip.id: trip for trip in plan.trips}
    buses = dict(_bus_links(plan, variation, places))
    drivers = dict(_driver_links(scenario, plan, places))
    parts = _Parts(scenario, plan, variation)
    runs = tuple(
        Run(
            piece=piece,
            trip=trips.get(piece.id),
            parts=tuple(parts.of(piece, trips.get(piece.id))),
            bus=buses.get(piece.id),
            driver=drivers.get(piece.id),
        )
        for piece in pieces
    )
    shifts = (Shift(duty, tuple(places[name] for name in duty.pieces)) for duty in plan.duties)
    return Operation(scenario, plan, variation, runs, tuple(shifts))


def _bus_links(
    plan: Plan, variation: Variation, places: dict[str, int]
) -> Iterator[tuple[str, Link]]:
    """A bus is ready its least turn-round after it arrives, or as soon as the plan says."""
    for block in plan.blocks:
        for before, after in pairwise(block.pieces):
            gap = after.departure - before.arrival
            yield after.id, Link(places[before.id], min(variation.turn_round_minutes, gap))


def _driver_links(
    scenario: Scenario, plan: Plan, places: dict[str, int]
) -> Iterator[tuple[str, Link]]:
    """A pause that must be a break is cut to a break at the most, others to the least gap."""
    rules = scenario.rules()
    pieces = {piece.id: piece for block in plan.blocks for piece in block.pieces}
    for duty in plan.duties:
        mine = [pieces[name] for name in duty.pieces]
        breaks = needed_breaks(rules, mine)
        for number, (before, after) in enumerate(pairwise(mine)):
            least = min(rules.min_gap_minutes, after.departure - before.arrival)
            if number in breaks:
                least = max(least, rules.break_minutes)
            yield after.id, Link(places[before.id], least)


class _Parts:
    """Makes the parts of runs; those of the same drive share their pace."""

    def __init__(self, scenario: Scenario, plan: Plan, variation: Variation) -> None:
        self._scenario, self._plan, self._variation = scenario, plan, variation
        self._paces: dict[tuple[str, str, str], Pace] = {}
        self._shut: dict[tuple[str, str], tuple[Closure, ...]] = {}

    def of(self, piece: BlockPiece, trip: Trip | None) -> Iterator[Part]:
        """The parts of one run."""
        for number, leg in enumerate(piece.legs):
            name = f"{piece.id} {number}"
            if leg.kind == "drive":
                yield self._drive(leg, name)
            else:
                yield self._clearance(leg, name, self._towards(piece), trip)

    def _towards(self, piece: BlockPiece) -> BorderDirection:
        return "to_sz" if self._scenario.side_of(piece.destination) == "sz" else "to_hk"

    def _drive(self, leg: TripLeg, name: str) -> Part:
        key = (leg.origin, leg.destination, "")
        if key not in self._paces:
            found = self._scenario.leg(leg.origin, leg.destination)
            bands = found.bands if found else ()
            self._paces[key] = self._pace((band, band.minutes) for band in bands)
        return Part(
            name=name,
            place=f"{leg.origin} {leg.destination}",
            pace=self._paces[key],
            spread=self._variation.running,
            planned=leg.departure,
            driving=True,
        )

    def _pace(self, bands: Iterator[tuple[RunningBand | ClearanceBand, Minutes]]) -> Pace:
        return pace(bands, self._plan.reference_date, self._plan.day_type)

    def _clearance(
        self, leg: TripLeg, name: str, towards: BorderDirection, trip: Trip | None
    ) -> Part:
        port = self._scenario.ports[leg.origin]
        day, day_type = self._plan.reference_date, self._plan.day_type
        key = (port.id, port.id, towards)
        if key not in self._paces:
            bands = (band for band in port.clearance if band.holds_towards(towards))
            self._paces[key] = self._pace((band, band.minutes) for band in bands)
            self._shut[port.id, towards] = closures(port, towards, day, day_type)
        return Part(
            name=name,
            place=port.id,
            pace=self._paces[key],
            spread=self._variation.clearance,
            planned=leg.departure,
            driving=self._scenario.rules().clearance_is_driving,
            shut=self._shut[port.id, towards],
            dwell=self._dwell(port, towards, leg, trip) if trip else None,
        )

    def _dwell(
        self, port: Port, towards: BorderDirection, leg: TripLeg, trip: Trip
    ) -> Dwell | None:
        """By the band that holds when the plan has the trip reach the port."""
        day, day_type = self._plan.reference_date, self._plan.day_type
        directed = [band for band in port.dwell_by_load if band.holds_towards(towards)]
        band = governing(directed, leg.departure, day, day_type)
        if band is None:
            return None
        own = [band for band in port.clearance if band.holds_towards(towards)]
        base = governing(own, leg.departure, day, day_type)
        percentile = self._scenario.policies.percentile
        alone = base.minutes.at(percentile) if base else 0
        planned = leg.arrival - leg.departure - alone
        room = band.rooms(percentile).get(planned, _ANY_NUMBER)
        seats = self._scenario.vehicle_types[trip.vehicle_type].seats
        return dwell(band, seats, planned, room)
