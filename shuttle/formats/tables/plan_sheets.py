"""A plan as tables: trips, blocks, duties, riders by bin, figures and proof."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from shuttle.domain.base import Language
from shuttle.domain.plan import BlockPiece, Plan, Trip
from shuttle.domain.proof import Proof
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import say
from shuttle.formats.tables.sheet import Cell, Clock, Sheet

_TRIPS = (
    *("id", "route", "direction", "from", "from_name", "to", "to_name", "departure", "arrival"),
    *("port", "port_name", "port_arrival", "port_departure"),
    *("vehicle_type", "block", "duty", "load", "seats", "pinned"),
)
_BLOCKS = (
    *("block", "vehicle_type", "depot", "end_depot", "number", "kind", "id"),
    *("from", "from_name", "to", "to_name", "departure", "arrival", "port", "duty"),
)
_DUTIES = (
    *("duty", "rule_profile", "home", "sign_on", "sign_off", "driving_minutes"),
    *("number", "id", "kind", "block", "from", "from_name", "to", "to_name"),
    *("departure", "arrival"),
)
_DEMAND = (
    *("from", "from_name", "to", "to_name", "wish", "start", "home"),
    *("riders", "served", "left_behind"),
)
_FIGURES = ("figure", "meaning", "subject", "value")
_Figure: TypeAlias = tuple[str, str | None, Cell]


def plan_sheets(plan: Plan, scenario: Scenario, language: Language = "en") -> tuple[Sheet, ...]:
    """Every table of a plan.

    Args:
        plan: what is told.
        scenario: its own, for names and seats.
        language: of the names; ids, kinds and keys are the same in all.
    """
    desk = _Desk(plan, scenario, language)
    return (
        Sheet("trips", _TRIPS, tuple(desk.trip(trip) for trip in plan.trips)),
        Sheet("blocks", _BLOCKS, tuple(desk.blocks())),
        Sheet("duties", _DUTIES, tuple(desk.duties())),
        Sheet("demand", _DEMAND, tuple(desk.demand())),
        Sheet("kpis", _FIGURES, tuple(desk.told(_kpis(plan)))),
        Sheet("proof", _FIGURES, tuple(desk.told(_proofs(plan)))),
    )


@dataclass(frozen=True)
class _Desk:
    """A plan with what its tables look up."""

    plan: Plan
    scenario: Scenario
    language: Language
    duties_of: Mapping[str, list[str]] = field(init=False)
    pieces: Mapping[str, tuple[str, BlockPiece]] = field(init=False)

    def __post_init__(self) -> None:
        duties: dict[str, list[str]] = {}
        for duty in self.plan.duties:
            for piece in duty.pieces:
                duties.setdefault(piece, []).append(duty.id)
        blocks = ((block.id, piece) for block in self.plan.blocks for piece in block.pieces)
        object.__setattr__(self, "duties_of", duties)
        object.__setattr__(self, "pieces", {piece.id: (name, piece) for name, piece in blocks})

    def trip(self, trip: Trip) -> tuple[Cell, ...]:
        clearance = next((leg for leg in trip.legs if leg.kind == "clearance"), None)
        return (
            *(trip.id, trip.route, trip.direction, *self._ends(trip)),
            *(Clock(trip.departure), Clock(trip.arrival)),
            *(trip.port, self._port(trip.port)),
            Clock(clearance.departure) if clearance else None,
            Clock(clearance.arrival) if clearance else None,
            *(trip.vehicle_type, trip.block, " ".join(self.duties_of.get(trip.id, ()))),
            *(trip.load, self.scenario.vehicle_types[trip.vehicle_type].seats, trip.pinned),
        )

    def blocks(self) -> Iterator[tuple[Cell, ...]]:
        for block in self.plan.blocks:
            for number, piece in enumerate(block.pieces, start=1):
                yield (
                    *(block.id, block.vehicle_type, block.depot, block.end_depot),
                    *(number, piece.kind, piece.id, *self._ends(piece)),
                    *(Clock(piece.departure), Clock(piece.arrival), piece.port),
                    " ".join(self.duties_of.get(piece.id, ())),
                )

    def duties(self) -> Iterator[tuple[Cell, ...]]:
        for duty in self.plan.duties:
            for number, name in enumerate(duty.pieces, start=1):
                block, piece = self.pieces[name]
                yield (
                    *(duty.id, duty.rule_profile, duty.home),
                    *(Clock(duty.sign_on), Clock(duty.sign_off), duty.driving_minutes),
                    *(number, piece.id, piece.kind, block, *self._ends(piece)),
                    *(Clock(piece.departure), Clock(piece.arrival)),
                )

    def demand(self) -> Iterator[tuple[Cell, ...]]:
        for count in self.plan.demand.by_bin:
            names = self._place(count.origin), self._place(count.destination)
            yield (
                *(count.origin, names[0], count.destination, names[1]),
                *(count.wish, Clock(count.start), count.home),
                *(count.riders, count.served, count.left_behind),
            )

    def told(self, figures: Iterable[_Figure]) -> Iterator[tuple[Cell, ...]]:
        """Figures with what they mean."""
        for name, subject, value in figures:
            yield name, say(f"figures.{name}").in_language(self.language), subject, value

    def _ends(self, run: Trip | BlockPiece) -> tuple[str, str, str, str]:
        origin, destination = self._place(run.origin), self._place(run.destination)
        return run.origin, origin, run.destination, destination

    def _place(self, place: str) -> str:
        """A stop's name, or the id of a depot at a place of its own, which has none."""
        stop = self.scenario.stops.get(place)
        return stop.name.in_language(self.language) if stop else place

    def _port(self, port: str | None) -> str | None:
        return self.scenario.ports[port].name.in_language(self.language) if port else None


def _kpis(plan: Plan) -> Iterator[_Figure]:
    for name, value in plan.kpis:
        if name == "buses_by_type":
            yield from ((name, kind, count) for kind, count in value.items())
        elif name == "usable_stay":
            yield from (
                ("usable_stay_minutes", f"{stay.route} {stay.home}", stay.minutes) for stay in value
            )
        elif value is not None:
            yield name, None, value
    yield "riders_served", None, plan.demand.served
    yield "riders_left_behind", None, plan.demand.left_behind
    yield "objective_total", plan.objective.currency, plan.objective.total
    for term, money in plan.objective.terms.items():
        yield "objective_term", term, money


def _proofs(plan: Plan) -> Iterator[_Figure]:
    yield "scenario", None, plan.scenario.name
    yield "scenario_sha256", None, plan.scenario.sha256
    yield "service", None, plan.service
    yield "day_type", None, plan.day_type
    yield "reference_date", None, plan.reference_date.isoformat()
    yield "method", None, plan.method
    for proof in (plan.proof, plan.duty_proof):
        yield from _proof(proof)


def _proof(proof: Proof) -> Iterator[_Figure]:
    for name, value in proof:
        if name != "proves":
            yield name, proof.proves, value
