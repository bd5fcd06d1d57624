"""Every run that a timetable could make, as a piece that a duty could drive.

Whether a bus drives a run with riders or empty, and of which type it is, makes no difference to
its driver: such columns of the timetable share a piece.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from shuttle.domain.driver_rules import WorkingRules
from shuttle.domain.plan import Block, BlockPiece, Duty
from shuttle.domain.time import LAST_MINUTE
from shuttle.solver.duties.pieces import Pieces, pieces_of
from shuttle.solver.linear import Bools, Ints
from shuttle.solver.problem import Problem, Run
from shuttle.solver.timetable.model import TimetableModel
from shuttle.solver.timetable.vehicles import RunColumn

Key = tuple[str, str, int, int, str]
"""What a driver sees of a run: from, to, departure, arrival, port."""


@dataclass(frozen=True)
class Candidates:
    """Pieces, and the timetable's columns that make them.

    Attributes:
        pieces: candidate runs in the order of `Pieces`.
        keys: what tells each of them apart.
        piece_of: by column of the timetable model its piece; -1 for columns that are no runs.
        barred: columns of runs that no duty can drive, for sign-on or sign-off would lie outside
            the service day.
    """

    pieces: Pieces
    keys: tuple[Key, ...]
    piece_of: Ints
    barred: Ints

    def some(self, places: Ints, kept: Bools) -> "Candidates":
        """Some of the candidates, ascending, and the columns that are kept with them."""
        pieces = self.pieces.some(places, self.pieces.most_duties)
        own = self.piece_of[kept]
        barred = np.flatnonzero(np.isin(np.flatnonzero(kept), self.barred))
        return Candidates(
            pieces,
            tuple(self.keys[place] for place in places.tolist()),
            np.where(own < 0, -1, np.searchsorted(places, own)),
            barred,
        )


def candidates_of(model: TimetableModel) -> Candidates:
    """The candidate runs of a timetable model without empty runs within a side."""
    problem = model.problem
    rules = problem.scenario.rules()
    found: dict[Key, Run] = {}
    columns: list[tuple[int, Key]] = []
    barred: list[int] = []
    empty = (item for item in model.deadheads if isinstance(item, RunColumn))
    for item in (*model.trips, *empty):
        if not _within_the_day(item.run, rules):
            barred.append(item.column)
            continue
        key = _key(problem, item.run)
        found.setdefault(key, item.run)
        columns.append((item.column, key))
    names = {f"run-{number:05d}": key for number, key in enumerate(sorted(found))}
    block = _as_block(names, found, problem)
    pieces = pieces_of(problem.scenario, [block])
    keys = tuple(names[piece] for piece in pieces.ids)
    place = {key: number for number, key in enumerate(keys)}
    piece_of = np.full(len(model.linear.cost), -1)
    for column, key in columns:
        piece_of[column] = place[key]
    return Candidates(pieces, keys, piece_of, np.array(barred, dtype=np.int64))


def key_of(piece: BlockPiece) -> Key:
    """What a driver sees of a block's piece."""
    return piece.origin, piece.destination, piece.departure, piece.arrival, piece.port or ""


def piece_queues(candidates: Candidates, blocks: Iterable[Block]) -> dict[int, list[str]]:
    """Ids of the blocks' pieces by candidate; several where several buses run alike."""
    place = {key: number for number, key in enumerate(candidates.keys)}
    queues: dict[int, list[str]] = {}
    for block in blocks:
        for piece in block.pieces:
            queues.setdefault(place[key_of(piece)], []).append(piece.id)
    return queues


def duties_of(
    candidates: Candidates, blocks: Sequence[Block], duties: Iterable[Duty]
) -> tuple[tuple[int, ...], ...]:
    """A plan's duties by candidate runs."""
    place = {
        piece: number
        for number, pieces in piece_queues(candidates, blocks).items()
        for piece in pieces
    }
    return tuple(tuple(place[piece] for piece in duty.pieces) for duty in duties)


def _key(problem: Problem, run: Run) -> Key:
    direction = problem.directions[run.direction]
    return direction.origin, direction.destination, run.departure, run.arrival, run.port or ""


def _within_the_day(run: Run, rules: WorkingRules) -> bool:
    return (
        run.departure >= rules.sign_on_minutes
        and run.arrival + rules.sign_off_minutes <= LAST_MINUTE
    )


def _as_block(names: dict[str, Key], runs: dict[Key, Run], problem: Problem) -> Block:
    """All candidates as one bus's pieces, for that is how pieces are read."""
    depot = min(problem.scenario.depots)
    return Block(
        id="candidates",
        vehicle_type=problem.types[0].id,
        depot=depot,
        end_depot=depot,
        pieces=tuple(_as_piece(name, key, runs[key]) for name, key in names.items()),
    )


def _as_piece(name: str, key: Key, run: Run) -> BlockPiece:
    origin, destination, *_ = key
    return BlockPiece(
        id=name,
        kind="trip",
        origin=origin,
        destination=destination,
        departure=run.departure,
        arrival=run.arrival,
        port=run.port,
        legs=run.legs,
    )


def spanned(candidates: Candidates, first: int, last: int) -> Sequence[int]:
    """Candidates that depart from minute `first` to before minute `last`."""
    departure = candidates.pieces.departure
    return [int(n) for n in np.flatnonzero((departure >= first) & (departure < last))]
