"""What may still follow a piece: bounds that let a label be dropped long before its end.

Each bound forgets some of the rules, so it never claims too much. All tables run over pieces
backwards in time.
"""

from dataclasses import dataclass

import numpy as np

from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.linear import Bools, Floats, Ints
from shuttle.solver.rules import duty_continuity, duty_length


@dataclass(frozen=True, slots=True)
class Tariff:
    """What a duty costs in the search: its own cost less what its pieces are worth.

    Attributes:
        duty: for each duty.
        minute: for each minute from sign-on to sign-off.
        worth: of each piece.
        home: added for each duty that begins on a side.
    """

    duty: float
    minute: float
    worth: Floats
    home: Floats


class Horizon:
    """How far a duty can reach, by its first piece, under given rules.

    Attributes:
        latest_arrival: by first piece, when the duty must have arrived for the last time.
        in_time: `[piece, first]`: whether the piece arrives by then.
        may_end: `[piece, first]`: whether the duty may end with the piece.
        driving_after: `[piece, first]`: most driving that may follow the piece.
    """

    def __init__(self, pieces: Pieces) -> None:
        allowed = duty_length.latest_arrival(pieces.departure, pieces.rules)
        self.latest_arrival: Ints = np.minimum(allowed, pieces.arrival.max())
        self.in_time: Bools = pieces.arrival[:, None] <= self.latest_arrival
        self.may_end: Bools = duty_continuity.may_end(
            pieces.origin_side[None, :], pieces.destination_side[:, None], pieces.rules
        )
        self.driving_after: Ints = self._driving_after(pieces)

    def _driving_after(self, pieces: Pieces) -> Ints:
        after = np.zeros(self.in_time.shape, dtype=np.int64)
        through = np.zeros_like(after)
        for piece in reversed(range(len(pieces))):
            if len(pieces.successors[piece]):
                after[piece] = through[pieces.successors[piece]].max(axis=0)
            through[piece] = np.where(self.in_time[piece], after[piece] + pieces.driving[piece], 0)
        return after


class Outlook:
    """Least cost of what may follow a piece at a tariff: by the clock, and by driving left."""

    def __init__(self, pieces: Pieces, horizon: Horizon, tariff: Tariff) -> None:
        most = int(horizon.driving_after.max() + pieces.driving.max())
        self._pieces = pieces
        self._most_driving = min(most, pieces.rules.max_driving_minutes)
        self._by_clock = self._least_by_clock(horizon, tariff)
        self._by_driving = self._least_by_driving(tariff)

    def least(self, piece: int, first: Ints, driving: Ints) -> Floats:
        """At least what it costs to end duties from that piece; infinite if they never can.

        Args:
            piece: the last piece so far.
            first: first piece of each duty.
            driving: driving minutes of each duty, at most the limit.
        """
        left = np.minimum(self._pieces.rules.max_driving_minutes - driving, self._most_driving)
        home = self._pieces.origin_side[first]
        least = np.maximum(self._by_clock[piece, first], self._by_driving[piece, home, left])
        return np.asarray(least)

    def _least_by_clock(self, horizon: Horizon, tariff: Tariff) -> Floats:
        pieces = self._pieces
        least = np.where(horizon.may_end, 0.0, np.inf)
        through = np.full_like(least, np.inf)
        for piece in reversed(range(len(pieces))):
            clock = tariff.minute * pieces.arrival[piece]
            if len(pieces.successors[piece]):
                onward = through[pieces.successors[piece]].min(axis=0) - clock
                least[piece] = np.minimum(least[piece], onward)
            cost = least[piece] + clock - tariff.worth[piece]
            through[piece] = np.where(horizon.in_time[piece], cost, np.inf)
        return least

    def _least_by_driving(self, tariff: Tariff) -> Floats:
        pieces, sides = self._pieces, np.arange(2)
        least = np.full((len(pieces), 2, self._most_driving + 1), np.inf)
        through = np.full_like(least, np.inf)
        for piece in reversed(range(len(pieces))):
            clock, driven = tariff.minute * pieces.arrival[piece], pieces.driving[piece]
            ends = duty_continuity.may_end(sides, pieces.destination_side[piece], pieces.rules)
            least[piece, ends] = 0.0
            if len(pieces.successors[piece]):
                onward = through[pieces.successors[piece]].min(axis=0) - clock
                least[piece] = np.minimum(least[piece], onward)
            cost = least[piece, :, : self._most_driving + 1 - driven]
            through[piece, :, driven:] = cost + clock - tariff.worth[piece]
        return least
