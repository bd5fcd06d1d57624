"""The rules for buses: how many, where they are, when they rest, where they sleep."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from shuttle.audit.case import Case, Finding
from shuttle.audit.slots import routes_between, within_side
from shuttle.domain.plan import Block, BlockPiece, Trip
from shuttle.domain.time import format_minute


def check_fleet_size(case: Case) -> Iterator[Finding]:
    """Rule `fleet-size`."""
    used = Counter(block.vehicle_type for block in case.plan.blocks)
    used.update({trip.vehicle_type: 0 for trip in case.plan.trips})
    for name in sorted(used):
        bus = case.scenario.vehicle_types.get(name)
        if bus is None:
            yield name, f"Bus type {name} does not exist in the scenario."
        elif used[name] > bus.count:
            yield name, f"{used[name]} buses of type {bus.name.en} are used; there are {bus.count}."


def check_block_continuity(case: Case) -> Iterator[Finding]:
    """Rule `block-continuity`."""
    for block in case.plan.blocks:
        yield from _walk(case, block)
    yield from _repeated(case)
    yield from _trips_in_blocks(case)


def _walk(case: Case, block: Block) -> Iterator[Finding]:
    """Follow a bus from its depot from piece to piece to its end depot."""
    depots = case.scenario.depots
    place = depots[block.depot].place if block.depot in depots else None
    for piece in block.pieces:
        if place is not None and piece.origin != place:
            clock = format_minute(piece.departure)
            words = f"is at {place}, but its {piece.id} leaves {piece.origin} at {clock}"
            yield block.id, f"Block {block.id} {words}."
        place = piece.destination
    end = depots.get(block.end_depot)
    if block.id in case.missing_blocks:
        return
    if end and place is not None and place != end.place:
        words = f"ends at {place}, but its end depot {end.id} lies at {end.place}"
        yield block.id, f"Block {block.id} {words}."


def _repeated(case: Case) -> Iterator[Finding]:
    """Ids that must be unique, and are not."""
    plan = case.plan
    ids = {
        "Trip": Counter(trip.id for trip in plan.trips),
        "Block": Counter(block.id for block in plan.blocks),
        "Piece": Counter(piece.id for block in plan.blocks for piece in block.pieces),
    }
    for kind, counted in ids.items():
        for name in sorted(name for name, number in counted.items() if number > 1):
            yield name, f"{kind} {name} occurs {counted[name]} times; it may occur once."


def _trips_in_blocks(case: Case) -> Iterator[Finding]:
    """Each trip is run by the bus that it names, as it is stated there."""
    trips = {trip.id: trip for trip in case.plan.trips}
    run = {key: entry for key, entry in case.pieces.items() if entry[1].kind == "trip"}
    for trip in case.plan.trips:
        if trip.id not in run:
            yield trip.id, f"Trip {trip.id} is in no block: no bus runs it."
        else:
            words = _differs(trip, *run[trip.id])
            if words:
                yield trip.id, f"Trip {trip.id} {words}."
    for key in sorted(run.keys() - trips.keys()):
        block = run[key][0].id
        yield key, f"Block {block} runs {key}, which is not a trip of the plan."


def _differs(trip: Trip, block: Block, piece: BlockPiece) -> str:
    """How a trip and its block piece disagree; empty where they agree."""
    if trip.block != block.id:
        return f"names block {trip.block}, but block {block.id} runs it"
    if trip.vehicle_type != block.vehicle_type:
        return f"needs a {trip.vehicle_type}, but block {block.id} is a {block.vehicle_type}"
    for name in ("origin", "destination", "departure", "arrival", "port", "legs"):
        if getattr(trip, name) != getattr(piece, name):
            return f"has another {name} than its piece in block {block.id}"
    return ""


def check_layover(case: Case) -> Iterator[Finding]:
    """Rule `layover`; an empty run within a side may leave at once."""
    for block in case.plan.blocks:
        bus = case.scenario.vehicle_types.get(block.vehicle_type)
        for earlier, later in pairwise(block.pieces):
            at_once = within_side(case.scenario, bus, later)
            least = 0 if at_once else case.scenario.policies.layover_at(earlier.destination)
            pause = later.departure - earlier.arrival
            if pause < least:
                times = f"{format_minute(earlier.arrival)} to {format_minute(later.departure)}"
                words = f"has {pause} minutes at {earlier.destination} ({times}, before {later.id})"
                yield block.id, f"Block {block.id} {words}; the layover there is {least}."


def check_depot_balance(case: Case) -> Iterator[Finding]:
    """Rule `depot-balance`."""
    blocks = [block for block in case.plan.blocks if block.id not in case.missing_blocks]
    starts = Counter((block.vehicle_type, block.depot) for block in blocks)
    ends = Counter((block.vehicle_type, block.end_depot) for block in blocks)
    for key in sorted(starts.keys() | ends.keys()):
        if starts[key] != ends[key]:
            numbers = f"{starts[key]} begin and {ends[key]} end there"
            yield key[1], f"Depot {key[1]}, bus type {key[0]}: {numbers}."
    for block in case.plan.blocks:
        yield from _depots_permitted(case, block)


def _depots_permitted(case: Case, block: Block) -> Iterator[Finding]:
    bus = case.scenario.vehicle_types.get(block.vehicle_type)
    for depot in dict.fromkeys((block.depot, block.end_depot)):
        if depot not in case.scenario.depots:
            yield block.id, f"Block {block.id} uses depot {depot}, which does not exist."
        elif bus and bus.depots is not None and depot not in bus.depots:
            words = f"uses depot {depot}, where {bus.name.en} may not stay"
            yield block.id, f"Block {block.id} {words}."


def check_depot_capacity(case: Case) -> Iterator[Finding]:
    """Rule `depot-capacity`."""
    starts = Counter(block.depot for block in case.plan.blocks)
    for name in sorted(starts):
        depot = case.scenario.depots.get(name)
        if depot and depot.capacity is not None and starts[name] > depot.capacity:
            words = f"{starts[name]} blocks begin at depot {name}"
            yield name, f"{words}; it has room for {depot.capacity}."


def check_port_permits(case: Case) -> Iterator[Finding]:
    """Rule `port-permits`."""
    for bus in case.scenario.vehicle_types.values():
        mine = [block for block in case.plan.blocks if block.vehicle_type == bus.id]
        for permit in bus.permits:
            crossing = [b.id for b in mine if any(p.port == permit.port for p in b.pieces)]
            if len(crossing) > permit.count:
                port = case.scenario.ports[permit.port].name.en
                words = f"{len(crossing)} buses of type {bus.name.en} cross at {port}"
                yield bus.id, f"{words}; {permit.count} hold a permit ({', '.join(crossing)})."


def check_deadhead_permitted(case: Case) -> Iterator[Finding]:
    """Rule `deadhead-permitted`; the slot rules of empty runs are checked one by one."""
    for block in case.plan.blocks:
        bus = case.scenario.vehicle_types.get(block.vehicle_type)
        for piece in block.pieces:
            if piece.kind != "deadhead" or within_side(case.scenario, bus, piece):
                continue
            if bus and bus.cost_per_deadhead is None:
                words = f"is an empty run, which {bus.name.en} may not make"
                yield piece.id, f"Deadhead {piece.id} {words}: it has no cost_per_deadhead."
            if not routes_between(case.scenario, piece.origin, piece.destination):
                words = f"runs from {piece.origin} to {piece.destination}, which no route joins"
                yield piece.id, f"Deadhead {piece.id} {words}."
