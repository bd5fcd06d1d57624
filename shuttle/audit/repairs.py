"""Rule `repair-history`: a plan for the rest of a disrupted day, beside the plan before it."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from shuttle.audit.figures import cents
from shuttle.domain.disruption import EASING_PRICES, Disruption
from shuttle.domain.plan import Block, BlockPiece, Duty, Plan, Repairs, Trip
from shuttle.domain.time import format_minute

if TYPE_CHECKING:
    from shuttle.audit.case import Case, Finding

EASABLE = frozenset(
    {
        "max-headway",
        "first-departure",
        "last-departure",
        "depot-balance",
        "duty-continuity",
        "duty-length",
        "duty-min-length",
        "duty-driving",
        "duty-continuous-driving",
        "duty-rest",
        "driver-count",
    }
)
"""Rules that a repaired plan may break where it says so: nobody can always keep them."""
_HEADWAYS = frozenset({"max-headway", "first-departure", "last-departure"})


def check_repair_history(case: "Case") -> Iterator["Finding"]:
    """Rule `repair-history`."""
    plan = case.plan
    if (plan.disruption is None) != (plan.repairs is None):
        yield "repairs", "The plan needs both disruption and repairs, or neither."
    if plan.disruption is None or plan.repairs is None:
        return
    yield from _dates(plan)
    yield from _kept_blocks(case, plan.repairs)
    yield from _too_early(plan, plan.disruption, plan.repairs)
    yield from _kept_duties(case, plan.repairs)
    yield from _missing(case, plan.disruption)
    for easing in plan.repairs.eased:
        if easing.rule not in EASABLE:
            yield easing.subject, f"Rule {easing.rule} cannot be eased."


def _dates(plan: Plan) -> Iterator["Finding"]:
    day = plan.reference_date
    if (plan.effective.valid_from, plan.effective.valid_to) != (day, day):
        yield "effective", f"The plan repairs {day}; it must be for that date alone."
    if plan.disruption and plan.disruption.on not in (None, day):
        yield "disruption", f"The disruption is on {plan.disruption.on}, the plan for {day}."


def _left(case: "Case", block: Block) -> list[BlockPiece]:
    """The runs of a bus that had left when the disruption became known."""
    return [piece for piece in block.pieces if case.had_left(piece.departure)]


def _kept_blocks(case: "Case", repairs: Repairs) -> Iterator["Finding"]:
    blocks = {block.id: block for block in case.plan.blocks}
    known = {block.id: block for block in repairs.blocks}
    for block in case.plan.blocks:
        before = _left(case, known[block.id]) if block.id in known else []
        if [p.id for p in _left(case, block)] != [p.id for p in before]:
            words = "is changed before the disruption was known"
            yield block.id, f"Block {block.id} {words}: what had left stays as it was."
    for block in repairs.blocks:
        before = _left(case, block)
        mine = blocks.get(block.id)
        if before and (mine is None or not _same_bus(mine, block)):
            yield block.id, f"Block {block.id} had left; it must stay, with its bus and depot."
        if mine is not None:
            for old, new in zip(before, _left(case, mine), strict=False):
                yield from _continued(case, block, old, new)


def _same_bus(mine: Block, before: Block) -> bool:
    return (mine.vehicle_type, mine.depot) == (before.vehicle_type, before.depot)


def _continued(case: "Case", block: Block, old: BlockPiece, new: BlockPiece) -> Iterator["Finding"]:
    """A run that had left goes on in one of the ways that are open to it."""
    bus = case.scenario.vehicle_types.get(block.vehicle_type)
    ways = case.under_way.ways_on(old, bus) if bus else ()
    stated = (old.id, old.kind, old.origin, old.destination, old.departure)
    if stated != (new.id, new.kind, new.origin, new.destination, new.departure):
        yield new.id, f"Run {new.id} is not the run {old.id} that had left."
    elif not any((new.port, new.legs, new.arrival) == (w.port, w.legs, w.arrival) for w in ways):
        words = f"had left; it may arrive only {_clocks(case, ways)}" if ways else "cannot arrive"
        yield new.id, f"Run {new.id} {words}."


def _clocks(case: "Case", ways: object) -> str:
    found = ways if isinstance(ways, tuple) else ()
    ports = case.scenario.ports
    return " or ".join(
        f"at {format_minute(way.arrival)}"
        + (f" over {ports[way.port].name.en}" if way.port else "")
        for way in found
    )


def _too_early(plan: Plan, disruption: Disruption, repairs: Repairs) -> Iterator["Finding"]:
    """New departures leave once their notice is over, new empty runs once all is known."""
    published = {(trip.route, trip.direction, trip.departure) for trip in repairs.trips}
    for trip in plan.trips:
        new = (trip.route, trip.direction, trip.departure) not in published
        if new and trip.departure < disruption.earliest:
            clock = format_minute(disruption.earliest)
            yield trip.id, f"Trip {trip.id} was not published; it may leave from {clock} on."


def _kept_duties(case: "Case", repairs: Repairs) -> Iterator["Finding"]:
    duties = {duty.id: duty for duty in case.plan.duties}
    left = {p.id for block in repairs.blocks for p in _left(case, block)}
    for duty in repairs.duties:
        before = [name for name in duty.pieces if name in left]
        mine = duties.get(duty.id)
        if before and (mine is None or list(mine.pieces[: len(before)]) != before):
            words = "had begun; it must go on from what its driver has done"
            yield duty.id, f"Duty {duty.id} {words}."


def _missing(case: "Case", disruption: Disruption) -> Iterator["Finding"]:
    for block in case.plan.blocks:
        since = disruption.missing_blocks().get(block.id)
        late = [p for p in block.pieces if since is not None and p.departure >= since]
        if late:
            yield block.id, f"Block {block.id} leaves with {late[0].id}; its bus is missing."
    for name, (number, since) in disruption.missing_buses().items():
        there = case.scenario.vehicle_types[name].count - number
        working = [
            b for b in case.plan.blocks if b.vehicle_type == name and _last_departure(b) >= since
        ]
        if len(working) > there:
            yield name, f"{len(working)} buses of type {name} work on; {there} are there."
    for duty in case.plan.duties:
        yield from _gone(case, duty, disruption)


def _last_departure(block: Block) -> int:
    return max((piece.departure for piece in block.pieces), default=-1)


def _gone(case: "Case", duty: Duty, disruption: Disruption) -> Iterator["Finding"]:
    since = disruption.missing_drivers().get(duty.id)
    mine = (case.pieces[name][1] for name in duty.pieces if name in case.pieces)
    if since is not None and any(piece.departure >= since for piece in mine):
        yield duty.id, f"Duty {duty.id} goes on; its driver is missing."


def repair_terms(case: "Case") -> dict[str, int]:
    """Cents that only a repaired plan costs: riders who arrive late, obligations broken."""
    repairs = case.plan.repairs
    if repairs is None:
        return {}
    by_id = {trip.id: trip for trip in case.plan.trips}
    late = sum(_late_minutes(case, trip, by_id.get(trip.id)) for trip in repairs.trips)
    broken = sum(easing.rule in _HEADWAYS for easing in repairs.eased)
    return {
        "delay": cents(case.scenario.policies.prices.waiting_per_minute) * late,
        "obligations": cents(EASING_PRICES.headway) * broken
        + cents(EASING_PRICES.depot_bus) * _misplaced(case),
    }


def _late_minutes(case: "Case", before: Trip, now: Trip | None) -> int:
    """Minutes by which riders who had left arrive later than published."""
    if now is None or not case.had_left(before.departure):
        return 0
    return before.load * max(0, now.arrival - before.arrival)


def _misplaced(case: "Case") -> int:
    """Buses that end the day elsewhere than where their depot lacks one; missing ones aside."""
    missing = case.missing_blocks
    blocks = [block for block in case.plan.blocks if block.id not in missing]
    starts = Counter((block.vehicle_type, block.depot) for block in blocks)
    ends = Counter((block.vehicle_type, block.end_depot) for block in blocks)
    return (starts - ends).total()
