"""Buses whose day is given: their runs as they are now, taken out of the flow of all others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from shuttle.domain.plan import Block, BlockPiece, FixedTrip
from shuttle.domain.sentences import clock, plain, say
from shuttle.errors import Conflict, InfeasibleError
from shuttle.solver.pinned import PinnedBus
from shuttle.solver.problem import Problem, Run
from shuttle.solver.rules import battery as battery_rule
from shuttle.solver.same_side import Drives, SideRun, move


def pin_blocks(problem: Problem, blocks: Sequence[Block]) -> Problem:
    """The problem in which those buses do just that; what else is pinned stays so.

    Args:
        problem: the trips of the blocks are among those that it requires.
        blocks: of an earlier plan. Their runs take the minutes that they take now.

    Raises:
        InfeasibleError: naming each block that breaks a rule now, and the rule.
    """
    conflicts: list[Conflict] = []
    held: list[_Held] = []
    for block in blocks:
        found = _held(problem, block)
        if isinstance(found, _Held):
            held.append(found)
            conflicts.extend(_faults(problem, found))
        else:
            conflicts.append(found)
    if conflicts:
        message = say("keep.pinned-blocks-break-rules").en
        raise InfeasibleError(message, conflicts, proved=True)
    runs = {key: run for bus in held for key, run in bus.trips.items()}
    kinds = {key: bus.vehicle_type for bus in held for key in bus.trips}
    trips = tuple(
        replace(run, types=(kinds[key],)) if key in runs else run
        for run in problem.trips
        for key in ((run.direction, run.departure),)
        if key not in runs or run is runs[key]
    )
    pinned = tuple(bus.pinned(problem) for bus in held)
    return replace(problem, trips=trips, pinned=pinned)


def trips_of(blocks: Sequence[Block]) -> tuple[FixedTrip, ...]:
    """The departures that blocks make with riders."""
    return tuple(
        FixedTrip(
            origin=piece.origin,
            destination=piece.destination,
            departure=piece.departure,
            port=piece.port,
            vehicle_type=block.vehicle_type,
        )
        for block in blocks
        for piece in block.pieces
        if piece.kind == "trip"
    )


@dataclass(frozen=True)
class _Held:
    """A block with its runs of today."""

    block: Block
    vehicle_type: int
    runs: tuple[Run | SideRun, ...]

    @property
    def trips(self) -> dict[tuple[int, int], Run]:
        """Its runs with riders by direction and minute."""
        return {
            (run.direction, run.departure): run
            for run, piece in zip(self.runs, self.block.pieces, strict=True)
            if isinstance(run, Run) and piece.kind == "trip"
        }

    def pinned(self, problem: Problem) -> PinnedBus:
        """The bus as the problem knows it."""
        pairs = list(zip(self.runs, self.block.pieces, strict=True))
        pieces = tuple(
            piece.model_copy(update={"arrival": run.arrival, "legs": run.legs})
            for run, piece in pairs
        )
        along, within = problem.cents.deadhead, problem.cents.same_side
        return PinnedBus(
            vehicle_type=self.vehicle_type,
            block=self.block.model_copy(update={"pieces": pieces, "pinned": True}),
            trips=tuple(self.trips),
            cents=sum(
                (within if isinstance(run, SideRun) else along)[self.vehicle_type] or 0
                for run, piece in pairs
                if piece.kind == "deadhead"
            ),
        )


def _held(problem: Problem, block: Block) -> _Held | Conflict:
    """The block's runs now, by buses that may make them; or what forbids that."""
    ports = {piece.port for piece in block.pieces if piece.port is not None}
    kinds = [
        k
        for k, kind in enumerate(problem.types)
        if kind.id == block.vehicle_type and (kind.ports is None or ports <= set(kind.ports))
    ]
    drives = Drives(problem)
    for kind in kinds:
        runs = [_run(problem, drives, kind, piece) for piece in block.pieces]
        made = tuple(run for run in runs if run is not None)
        if len(made) == len(runs):
            return _Held(block, kind, made)
    return _no_run(problem, drives, block, kinds)


def _no_run(problem: Problem, drives: Drives, block: Block, kinds: list[int]) -> Conflict:
    if not kinds:
        words = say("keep.block-type", block=block.id, type=block.vehicle_type)
        return Conflict("port-permitted", words, block.id)
    missing = next(p for p in block.pieces if _run(problem, drives, kinds[-1], p) is None)
    at = clock(missing.departure)
    words = say("keep.block-run", block=block.id, run=missing.id, time=at)
    rule = "running-time" if missing.kind == "trip" else "deadhead-permitted"
    return Conflict(rule, words, block.id)


def _run(problem: Problem, drives: Drives, kind: int, piece: BlockPiece) -> Run | SideRun | None:
    """A piece as the type runs it now; of several waits at the port the one that it had."""
    offered = problem.trips if piece.kind == "trip" else problem.deadheads
    runs = [
        run
        for run in offered
        if run.departure == piece.departure and run.port == piece.port and kind in run.types
        if _ends(problem, run) == (piece.origin, piece.destination)
    ]
    if runs and _priced(problem, kind, runs[0], piece):
        as_before = [run for run in runs if run.arrival == piece.arrival]
        return (as_before or runs)[-1]
    drive = drives.between.get((piece.origin, piece.destination))
    if piece.kind == "trip" or drive is None or problem.cents.same_side[kind] is None:
        return None
    return drive.at(piece.departure)


def _ends(problem: Problem, run: Run) -> tuple[str, str]:
    way = problem.directions[run.direction]
    return way.origin, way.destination


def _priced(problem: Problem, kind: int, run: Run, piece: BlockPiece) -> bool:
    """Whether the type may make an empty run along a route; any trip may be made."""
    if piece.kind == "trip":
        return True
    within = run.port is None and problem.cents.same_side[kind] is not None
    return problem.cents.deadhead[kind] is not None and not within


def _faults(problem: Problem, bus: _Held) -> Iterator[Conflict]:
    """Rules on blocks that the bus breaks now."""
    moves = [move(problem, run) for run in bus.runs]
    for earlier, later, piece in zip(moves, moves[1:], bus.block.pieces[1:], strict=False):
        if earlier.ready > later.leaves:
            words = say(
                "keep.block-layover", block=bus.block.id, run=piece.id, time=clock(piece.departure)
            )
            yield Conflict("layover", words, bus.block.id)
    if any(one.destination != other.origin for one, other in pairwise(moves)):
        words = say("keep.block-broken", block=bus.block.id)
        yield Conflict("block-continuity", words, bus.block.id)
    yield from _depot_faults(problem, bus)
    battery = problem.types[bus.vehicle_type].battery
    if battery and not battery_rule.lasts(
        battery, [(way, run.legs) for way, run in zip(moves, bus.runs, strict=True)]
    ):
        words = say("keep.block-battery", block=bus.block.id)
        yield Conflict("battery", words, bus.block.id)


def _depot_faults(problem: Problem, bus: _Held) -> Iterator[Conflict]:
    depots, pieces = problem.scenario.depots, bus.block.pieces
    ends = (bus.block.depot, pieces[0].origin), (bus.block.end_depot, pieces[-1].destination)
    for name, place in ends:
        depot = depots.get(name)
        kind = problem.types[bus.vehicle_type]
        if depot is None or depot.place != place or not battery_rule.may_stay(kind, depot):
            words = say("keep.block-depot", block=bus.block.id, depot=plain(name))
            yield Conflict("depot-balance", words, bus.block.id)
