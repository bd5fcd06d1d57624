"""The pieces that drivers must cover, as integer arrays, and which may follow which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from shuttle.domain.driver_rules import WorkingRules
from shuttle.domain.plan import Block
from shuttle.domain.scenario import Scenario
from shuttle.solver.linear import Bools, Ints
from shuttle.solver.rules import (
    driver_count,
    duty_continuity,
    duty_driving,
    duty_gap,
    duty_hand_over,
)


@dataclass(frozen=True, slots=True)
class Run:
    """The pieces' own facts, one array a field, in order of departure, then arrival, then id.

    Attributes:
        ids: id of each piece; the arrays below run along it.
        driving: minutes that count as driving.
        origin: place where the piece starts, as a number.
        origin_side: home of a duty that begins with the piece, as a number.
        destination_side: home at which a duty that ends with the piece is.
        ride: `[before, after]`: minutes to get from the end of one to the start of the other;
            negative where nobody can.
        sign_on: minutes of work before the piece where a duty begins with it.
        sign_off: minutes of work after the piece where a duty ends with it.
        tie_in: number of the tie by which the driver is the one who did the piece before.
        tie_out: number of the tie by which the driver does the bus's next piece too.
    """

    ids: tuple[str, ...]
    departure: Ints
    arrival: Ints
    driving: Ints
    origin: Ints
    origin_side: Ints
    destination_side: Ints
    ride: Ints
    sign_on: Ints
    sign_off: Ints
    tie_in: Ints
    tie_out: Ints


class Pieces:
    """Pieces under rules: which may follow which in a duty.

    Attributes:
        follows: `[before, after]`: whether one piece may come right after the other in a duty.
        successors: for each piece, those that may come next in a duty, in order.
        predecessors: the same from the other end.
        pause: `[before, after]`: minutes between two pieces that are not spent riding.
        signs_on: when a duty that begins with the piece begins.
        signs_off: when a duty that ends with the piece ends.
        may_begin: whether a duty may begin with the piece, as far as its bus is concerned.
        may_end: whether a duty may end with the piece, as far as its bus is concerned.
        most_duties: most duties by home; None for no limit.
    """

    def __init__(self, run: Run, rules: WorkingRules, most_duties: tuple[int | None, ...]) -> None:
        self.run, self.rules, self.most_duties = run, rules, most_duties
        self.ids, self.departure, self.arrival = run.ids, run.departure, run.arrival
        self.driving, self.origin_side = run.driving, run.origin_side
        self.destination_side = run.destination_side
        self.signs_on: Ints = run.departure - run.sign_on
        self.signs_off: Ints = run.arrival + run.sign_off
        gap = run.departure[None, :] - run.arrival[:, None]
        self.pause: Ints = gap - run.ride
        follows: Bools = duty_continuity.follows(gap, run.ride) & duty_gap.admits(gap, rules)
        follows &= duty_hand_over.follows(run.tie_out, run.tie_in)
        self.follows: Bools = np.triu(follows, k=1)
        self.may_begin: Bools = duty_hand_over.may_change(run.tie_in)
        self.may_end: Bools = duty_hand_over.may_change(run.tie_out)
        self.successors = tuple(np.flatnonzero(row) for row in self.follows)
        self.predecessors = tuple(np.flatnonzero(column) for column in self.follows.T)

    def __len__(self) -> int:
        """How many pieces there are."""
        return len(self.ids)

    def under(self, rules: WorkingRules, most_duties: tuple[int | None, ...]) -> "Pieces":
        """The same pieces under other limits."""
        return Pieces(self.run, rules, most_duties)

    def untied(self) -> "Pieces":
        """The same pieces where buses may change drivers anywhere."""
        free = np.full(len(self), duty_hand_over.FREE)
        run = replace(self.run, tie_in=free, tie_out=free)
        return Pieces(run, self.rules, self.most_duties)

    def some(self, places: Ints, most_duties: tuple[int | None, ...]) -> "Pieces":
        """Some of the pieces, in their order, for so many duties."""
        run = self.run
        kept = Run(
            ids=tuple(run.ids[place] for place in places.tolist()),
            departure=run.departure[places],
            arrival=run.arrival[places],
            driving=run.driving[places],
            origin=run.origin[places],
            origin_side=run.origin_side[places],
            destination_side=run.destination_side[places],
            ride=run.ride[np.ix_(places, places)],
            sign_on=run.sign_on[places],
            sign_off=run.sign_off[places],
            tie_in=run.tie_in[places],
            tie_out=run.tie_out[places],
        )
        return Pieces(kept, self.rules, most_duties)

    def spells(self) -> list[tuple[int, ...]]:
        """The pieces by ties: each spell is done by one driver in one go; by first piece."""
        found: list[list[int]] = []
        held: dict[int, list[int]] = {}
        for piece, (into, out_of) in enumerate(
            zip(self.run.tie_in.tolist(), self.run.tie_out.tolist(), strict=True)
        ):
            spell = held.pop(into, None)
            if spell is None:
                spell = []
                found.append(spell)
            spell.append(piece)
            if out_of != duty_hand_over.FREE:
                held[out_of] = spell
        return [tuple(spell) for spell in found]

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
    stops = {stop: index for index, stop in enumerate(sorted(scenario.places()))}
    sides = integers(driver_count.SIDES.index(scenario.side_of(stop)) for stop in stops)
    origin = integers(stops[piece.origin] for piece in found)
    destination = integers(stops[piece.destination] for piece in found)
    buses = ([(piece.id, piece.destination) for piece in block.pieces] for block in blocks)
    into, out_of = duty_hand_over.ties(buses, scenario.hands_over_at)
    run = Run(
        ids=tuple(piece.id for piece in found),
        departure=integers(piece.departure for piece in found),
        arrival=integers(piece.arrival for piece in found),
        driving=integers(duty_driving.driving_minutes(piece, rules) for piece in found),
        origin=origin,
        origin_side=sides[origin],
        destination_side=sides[destination],
        ride=np.where(destination[:, None] == origin[None, :], 0, duty_continuity.NO_WAY),
        sign_on=np.full(len(found), rules.sign_on_minutes),
        sign_off=np.full(len(found), rules.sign_off_minutes),
        tie_in=integers(into.get(piece.id, duty_hand_over.FREE) for piece in found),
        tie_out=integers(out_of.get(piece.id, duty_hand_over.FREE) for piece in found),
    )
    return Pieces(run, rules, driver_count.most_duties(scenario.drivers))


def integers(numbers: Iterable[int]) -> Ints:
    """An array of whole numbers."""
    return np.fromiter(numbers, dtype=np.int64)
