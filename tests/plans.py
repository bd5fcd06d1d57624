"""Plans for tests, from a list of trips: see `tests.builders`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from shuttle.audit.case import Case
from shuttle.audit.figures import kpis, objective
from shuttle.audit.slots import ServiceDay, longer, slot
from shuttle.domain.base import Effective
from shuttle.domain.network import Direction
from shuttle.domain.plan import (
    Block,
    BlockPiece,
    DemandCount,
    Duty,
    Kpis,
    Objective,
    Plan,
    ScenarioRef,
    Trip,
    TripLeg,
)
from shuttle.domain.proof import Proof
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import LAST_MINUTE, format_minute, parse_minute


@dataclass(frozen=True, slots=True)
class Wanted:
    """A run that a plan shall have; `trip` and `deadhead` make one."""

    direction: str
    departure: int
    port: str | None
    vehicle_type: str | None
    block: str | None
    empty: bool
    pinned: bool
    extra_minutes: int = 0


def trip(
    direction: str,
    departure: str,
    *,
    port: str | None = None,
    vehicle_type: str | None = None,
    block: str | None = None,
    pinned: bool = False,
) -> Wanted:
    """A trip, as `trip("to-b", "08:30")`.

    It runs over the first port of its route by a bus of the scenario's first type, unless told
    otherwise; `block` names its bus, which is else the first that stands ready.
    """
    return Wanted(
        direction=direction,
        departure=parse_minute(departure),
        port=port,
        vehicle_type=vehicle_type,
        block=block,
        empty=False,
        pinned=pinned,
    )


def waiting(run: Wanted, extra_minutes: int) -> Wanted:
    """The trip, waiting longer by so many minutes for its riders at the port."""
    return replace(run, extra_minutes=extra_minutes)


def deadhead(direction: str, departure: str, *, block: str, port: str | None = None) -> Wanted:
    """An empty run of the bus that `block` names."""
    return Wanted(
        direction=direction,
        departure=parse_minute(departure),
        port=port,
        vehicle_type=None,
        block=block,
        empty=True,
        pinned=False,
    )


@dataclass(slots=True)
class _Bus:
    """A block that grows."""

    id: str
    vehicle_type: str
    depot: str
    place: str
    ready: int
    pieces: list[BlockPiece] = field(default_factory=list)


def plan(
    scenario: Scenario, wanted: Iterable[Wanted], day_type: str = "workday", **changes: Any
) -> Plan:
    """A plan with those trips and empty runs; `changes` are fields of `Plan`.

    Raises:
        ValueError: where no running time is given for a trip.
    """
    day = ServiceDay(scenario.reference_date, day_type)
    buses: list[_Bus] = []
    trips: list[Trip] = []
    for run in sorted(wanted, key=lambda entry: (entry.departure, entry.direction)):
        piece = _piece(scenario, day, run)
        bus = _bus_for(scenario, buses, run, piece)
        bus.pieces.append(piece)
        bus.place = piece.destination
        bus.ready = piece.arrival + scenario.policies.layover_at(piece.destination)
        if not run.empty:
            trips.append(_trip(scenario, run, piece, bus))
    blocks = tuple(_block(scenario, bus) for bus in buses)
    empty: dict[str, Any] = {
        "scenario": ScenarioRef(name=scenario.name, sha256=scenario.sha256),
        "service": scenario.service,
        "day_type": day_type,
        "semantics": scenario.policies.semantics,
        "method": "timetable",
        "reference_date": scenario.reference_date,
        "effective": Effective(
            valid_from=scenario.reference_date, valid_to=scenario.reference_date
        ),
        "trips": tuple(trips),
        "blocks": blocks,
        "duties": tuple(_duty(scenario, block) for block in blocks),
        **NO_FIGURES,
    }
    return with_figures(scenario, Plan(**empty)).model_copy(update=changes)


def _piece(scenario: Scenario, day: ServiceDay, run: Wanted) -> BlockPiece:
    way = _direction(scenario, run)
    ports = scenario.routes[way.route].ports
    port = run.port or (ports[0] if ports else None)
    candidate = slot(scenario, day, way.origin, way.destination, port, run.departure)
    if run.extra_minutes:
        candidate = longer(scenario, candidate, run.extra_minutes, 0)
    if candidate.trouble:
        raise ValueError(candidate.trouble)
    clock = format_minute(run.departure).replace(":", "")
    return BlockPiece(
        id=f"{run.block}-{clock}" if run.empty else f"{way.id}-{clock}",
        kind="deadhead" if run.empty else "trip",
        origin=way.origin,
        destination=way.destination,
        departure=run.departure,
        arrival=candidate.legs[-1].arrival,
        port=port,
        legs=candidate.legs,
    )


def _direction(scenario: Scenario, run: Wanted) -> Direction:
    return next(way for way in scenario.directions() if way.id == run.direction)


def _bus_for(scenario: Scenario, buses: list[_Bus], run: Wanted, piece: BlockPiece) -> _Bus:
    """The bus that the run names, else the first one that stands ready, else a new one."""
    kind = run.vehicle_type or next(iter(scenario.vehicle_types))
    for bus in buses:
        stands_ready = bus.place == piece.origin and bus.ready <= piece.departure
        if bus.id == run.block or (run.block is None and bus.vehicle_type == kind and stands_ready):
            return bus
    names = (f"bus-{number}" for number in count(len(buses) + 1))
    name = run.block or next(name for name in names if name not in {bus.id for bus in buses})
    depots = _depots_at(scenario, kind, piece.origin) or list(scenario.depots)
    new = _Bus(name, kind, depots[0], piece.origin, piece.departure)
    buses.append(new)
    return new


def _depots_at(scenario: Scenario, vehicle_type: str, stop: str) -> list[str]:
    permitted = scenario.vehicle_types[vehicle_type].depots
    return [
        depot.id
        for depot in scenario.depots.values()
        if depot.stop == stop and (permitted is None or depot.id in permitted)
    ]


def _trip(scenario: Scenario, run: Wanted, piece: BlockPiece, bus: _Bus) -> Trip:
    way = _direction(scenario, run)
    return Trip(
        id=piece.id,
        route=way.route,
        direction=way.id,
        origin=piece.origin,
        destination=piece.destination,
        departure=piece.departure,
        arrival=piece.arrival,
        port=piece.port,
        vehicle_type=bus.vehicle_type,
        block=bus.id,
        load=0,
        pinned=run.pinned,
        legs=piece.legs,
    )


def _block(scenario: Scenario, bus: _Bus) -> Block:
    ends = _depots_at(scenario, bus.vehicle_type, bus.place) or [bus.depot]
    return Block(
        id=bus.id,
        vehicle_type=bus.vehicle_type,
        depot=bus.depot,
        end_depot=bus.depot if bus.depot in ends else ends[0],
        pieces=tuple(bus.pieces),
    )


def _duty(scenario: Scenario, block: Block) -> Duty:
    """The one driver of a bus."""
    rules, pieces = scenario.rules(), block.pieces
    kinds = ("drive", "clearance") if rules.clearance_is_driving else ("drive",)
    legs: Sequence[TripLeg] = [leg for piece in pieces for leg in piece.legs]
    return Duty(
        id=f"duty-{block.id}",
        rule_profile=rules.id,
        home=scenario.side_of(pieces[0].origin),
        sign_on=max(pieces[0].departure - rules.sign_on_minutes, 0),
        sign_off=min(pieces[-1].arrival + rules.sign_off_minutes, LAST_MINUTE),
        driving_minutes=sum(leg.arrival - leg.departure for leg in legs if leg.kind in kinds),
        pieces=tuple(piece.id for piece in pieces),
    )


def proof(value: float = 0, proves: str = "nothing") -> Proof:
    """A proof that costs nothing: the answer is said to be the best."""
    return Proof(
        proves=proves,
        status="optimal",
        objective=value,
        bound=value,
        gap=0,
        solver="by hand",
        version="1",
        seed=0,
        workers=1,
        deterministic_time=0,
        wall_seconds=0,
        cpu_seconds=0,
    )


NO_FIGURES: dict[str, Any] = {
    "demand": DemandCount(served=0, left_behind=0, by_bin=()),
    "kpis": Kpis(
        trips=0,
        buses=0,
        buses_by_type={},
        duties=0,
        deadheads=0,
        riders=0,
        mean_wait_minutes=None,
        mean_early_minutes=None,
        mean_load_factor=None,
        usable_stay=(),
    ),
    "objective": Objective(currency="HKD", total=0, terms={}),
    "proof": proof(0, "timetable and blocks, seat guarantee"),
    "duty_proof": proof(0, "duties for these blocks"),
}


def with_figures(scenario: Scenario, bare: Plan) -> Plan:
    """The plan with loads, riders, key figures, money and proofs that fit its trips."""
    riders = Case(scenario, bare, ServiceDay(bare.reference_date, bare.day_type)).count
    money = objective(scenario, bare.blocks, bare.trips, riders, bare.duties, bare.changes)
    loaded = tuple(
        entry.model_copy(update={"load": riders.loads[entry.id]}) for entry in bare.trips
    )
    return bare.model_copy(
        update={
            "trips": loaded,
            "demand": riders.demand,
            "kpis": kpis(scenario, bare.trips, bare.blocks, bare.duties, riders),
            "objective": money,
            "proof": proof(money.total, bare.proof.proves),
            "duty_proof": proof(len(bare.duties), bare.duty_proof.proves),
        }
    )


def with_trip(answer: Plan, name: str, **changes: Any) -> Plan:
    """The plan with one trip changed, in the timetable alone."""
    return answer.model_copy(update={"trips": _changed(answer.trips, name, changes)})


def with_block(answer: Plan, name: str, **changes: Any) -> Plan:
    """The plan with one block changed."""
    return answer.model_copy(update={"blocks": _changed(answer.blocks, name, changes)})


def with_duty(answer: Plan, name: str, **changes: Any) -> Plan:
    """The plan with one duty changed."""
    return answer.model_copy(update={"duties": _changed(answer.duties, name, changes)})


def _changed(entries: Iterable[Any], name: str, changes: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(
        entry.model_copy(update=changes) if entry.id == name else entry for entry in entries
    )
