"""The pieces that drivers must cover, as integer arrays, and which may follow which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from shuttle.domain.driver_rules import DriverRules
from shuttle.domain.plan import Block
from shuttle.domain.scenario import Scenario
from shuttle.solver.linear import Ints
from shuttle.solver.rules import driver_count, duty_continuity, duty_driving


@dataclass(frozen=True, slots=True)
class Pieces:
    """Block pieces in order of departure, then arrival, then id, and the rules for their duties.

    Attributes:
        ids: id of each piece; the arrays below run along it.
        driving: minutes that count as driving.
        origin_side: side on which the piece begins, as an index into `driver_count.SIDES`.
        destination_side: side on which it ends.
        successors: for each piece, those that may come next in a duty, in order.
        predecessors: the same from the other end.
        most_duties: most duties by home side; None for no limit.
    """

    ids: tuple[str, ...]
    departure: Ints
    arrival: Ints
    driving: Ints
    origin_side: Ints
    destination_side: Ints
    successors: tuple[Ints, ...]
    predecessors: tuple[Ints, ...]
    rules: DriverRules
    most_duties: tuple[int | None, int | None]

    def __len__(self) -> int:
        """How many pieces there are."""
        return len(self.ids)

    def under(self, rules: DriverRules, most_duties: tuple[int | None, int | None]) -> "Pieces":
        """The same pieces under other limits."""
        return replace(self, rules=rules, most_duties=most_duties)

    def most_at_once(self) -> int:
        """Most pieces under way at the same time: no fewer drivers can do."""
        if not len(self):
            return 0
        begun = np.searchsorted(self.departure, self.departure, side="right")
        ended = np.searchsorted(np.sort(self.arrival), self.departure, side="right")
        return int((begun - ended).max())


def pieces_of(scenario: Scenario, blocks: Sequence[Block]) -> Pieces:
    """Every piece of the blocks, under the scenario's rule profile."""
    rules = scenario.rules()
    found = sorted(
        chain.from_iterable(block.pieces for block in blocks),
        key=lambda piece: (piece.departure, piece.arrival, piece.id),
    )
    stops = {stop: index for index, stop in enumerate(sorted(scenario.stops))}
    sides = _integers(driver_count.SIDES.index(scenario.side_of(stop)) for stop in stops)
    departure = _integers(piece.departure for piece in found)
    arrival = _integers(piece.arrival for piece in found)
    origin = _integers(stops[piece.origin] for piece in found)
    destination = _integers(stops[piece.destination] for piece in found)
    follows = duty_continuity.follows(
        arrival[:, None], destination[:, None], departure[None, :], origin[None, :]
    )
    follows = np.triu(follows, k=1)
    return Pieces(
        ids=tuple(piece.id for piece in found),
        departure=departure,
        arrival=arrival,
        driving=_integers(duty_driving.driving_minutes(piece, rules) for piece in found),
        origin_side=sides[origin],
        destination_side=sides[destination],
        successors=tuple(np.flatnonzero(row) for row in follows),
        predecessors=tuple(np.flatnonzero(column) for column in follows.T),
        rules=rules,
        most_duties=driver_count.most_duties(scenario.drivers),
    )


def _integers(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, dtype=np.int64)
