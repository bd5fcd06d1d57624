"""What may still follow a piece: bounds that let a label be dropped long before its end.

Each bound forgets some of the rules, so it never claims too much. All tables run over pieces
backwards in time. First pieces of one home that begin at about the same time make a class, and
minutes of driving are counted in coarse units: tables stay small, and bounds stay bounds.
"""

from dataclasses import dataclass

import numpy as np

from shuttle.solver.duties.hubs import Ways
from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.linear import Bools, Floats, Ints
from shuttle.solver.rules import duty_continuity, duty_length, duty_min_length

_MOST_CLASSES = 100
_MOST_UNITS = 64


@dataclass(frozen=True, slots=True)
class Tariff:
    """What a duty costs in the search: its own cost less what its pieces are worth.

    Attributes:
        duty: for each duty.
        minute: for each minute from sign-on to sign-off.
        worth: of each piece.
        home: added for each duty that begins on a side.
        link: `[before, after]`: added where one piece comes right after the other; None for 0.
    """

    duty: float
    minute: float
    worth: Floats
    home: Floats
    link: Floats | None = None

    def onward(self, piece: int, successors: Ints) -> Floats | float:
        """What it costs to go on from a piece to each of those."""
        return 0.0 if self.link is None else self.link[piece, successors][:, None]


class _Ahead:
    """Least costs of going on, filled from the last piece to the first, over hubs and straight.

    Each piece has a row of costs: of all that may follow it, and of what begins with it.
    """

    def __init__(self, pieces: Pieces, ways: Ways, tariff: Tariff, width: int) -> None:
        self._tariff, self._ways = tariff, ways
        self._through = np.full((len(pieces), width), np.inf)
        self._over = [np.full((len(hub.pieces) + 1, width), np.inf) for hub in ways.hubs]
        self._left = [len(hub.pieces) for hub in ways.hubs]

    def least(self, piece: int) -> Floats:
        """Over all that may come after the piece; infinite where nothing may."""
        least = np.full(self._through.shape[1], np.inf)
        for number in self._ways.reached[piece]:
            hub = self._ways.hubs[number]
            over = self._over[number][hub.opens[piece]]
            np.minimum(least, hub.waiting[piece] + over, out=least)
        after = self._ways.successors[piece]
        if len(after):
            onward = self._through[after] + self._tariff.onward(piece, after)
            np.minimum(least, onward.min(axis=0), out=least)
        return least

    def put(self, piece: int, costs: Floats) -> None:
        """What duties cost from the piece on, the piece included."""
        self._through[piece] = costs
        number = int(self._ways.hub_of[piece])
        self._left[number] -= 1
        place, over = self._left[number], self._over[number]
        onward = self._ways.hubs[number].onward[place]
        np.minimum(costs + onward, over[place + 1], out=over[place])


class Horizon:
    """How far a duty can reach, by its first piece, under given rules.

    Attributes:
        latest_arrival: by first piece, when the duty must have arrived for the last time.
        wanted: by first piece, the first minute at which the duty may sign off.
        may_end: `[piece, first]`: whether the duty may end with the piece.
        classes: class of each first piece.
        in_time: `[piece, class]`: whether the piece arrives early enough for some of the class.
        ends: `[piece, class]`: whether some duty of the class may end with the piece.
        driving_after: `[piece, class]`: no less than the most driving that may follow the piece.
    """

    def __init__(self, pieces: Pieces) -> None:
        rules = pieces.rules
        latest = np.minimum(
            duty_length.latest_sign_off(pieces.signs_on, rules), pieces.signs_off.max()
        )
        self.latest_arrival: Ints = latest - pieces.run.sign_off.min()
        self.wanted = duty_min_length.earliest_sign_off(pieces.signs_on, rules)
        signs_off = pieces.signs_off[:, None]
        self.may_end: Bools = (
            duty_continuity.may_end(
                pieces.origin_side[None, :], pieces.destination_side[:, None], rules
            )
            & (signs_off <= latest)
            & pieces.may_end[:, None]
            & duty_min_length.admits(pieces.signs_on[None, :], signs_off, rules)
        )
        self.classes: Ints = _classes(pieces)
        self.in_time: Bools = self._of_some(pieces.arrival[:, None] <= self.latest_arrival)
        self.ends: Bools = self._of_some(self.may_end)
        self.driving_after: Ints = self._driving_after(pieces)

    def _of_some(self, by_first: Bools) -> Bools:
        """By class: whether it holds for some first piece of it."""
        held = np.zeros((len(by_first), int(self.classes.max()) + 1), dtype=np.bool_)
        for first, number in enumerate(self.classes.tolist()):
            held[:, number] |= by_first[:, first]
        return held

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

    def __init__(self, pieces: Pieces, ways: Ways, horizon: Horizon, tariff: Tariff) -> None:
        most = int(horizon.driving_after.max() + pieces.driving.max())
        most = min(most, pieces.rules.max_driving_minutes)
        self._pieces, self._ways = pieces, ways
        self._classes = horizon.classes
        self._unit = 1 + most // _MOST_UNITS
        self._most_units = most // self._unit + 1
        self._by_clock = self._least_by_clock(horizon, tariff)
        self._by_driving = self._least_by_driving(tariff)

    def least(self, piece: Ints, first: Ints, driving: Ints) -> Floats:
        """At least what it costs to end duties from that piece; infinite if they never can.

        Args:
            piece: the last piece of each duty so far.
            first: first piece of each duty.
            driving: driving minutes of each duty; beyond the limit means anything.
        """
        minutes = self._pieces.rules.max_driving_minutes - driving
        left = np.clip(-(-minutes // self._unit), 0, self._most_units)
        home = self._pieces.origin_side[first]
        by_clock = self._by_clock[piece, self._classes[first]]
        return np.asarray(np.maximum(by_clock, self._by_driving[piece, home, left]))

    def _least_by_clock(self, horizon: Horizon, tariff: Tariff) -> Floats:
        pieces = self._pieces
        least = np.where(horizon.ends, 0.0, np.inf)
        ahead = _Ahead(pieces, self._ways, tariff, least.shape[1])
        for piece in reversed(range(len(pieces))):
            clock = tariff.minute * pieces.signs_off[piece]
            np.minimum(least[piece], ahead.least(piece) - clock, out=least[piece])
            cost = least[piece] + clock - tariff.worth[piece]
            ahead.put(piece, np.where(horizon.in_time[piece], cost, np.inf))
        return least

    def _least_by_driving(self, tariff: Tariff) -> Floats:
        pieces = self._pieces
        sides = np.arange(len(pieces.most_duties))
        shape = (len(pieces), len(sides), self._most_units + 1)
        least = np.full((shape[0], shape[1] * shape[2]), np.inf)
        ahead = _Ahead(pieces, self._ways, tariff, least.shape[1])
        for piece in reversed(range(len(pieces))):
            clock = tariff.minute * pieces.signs_off[piece]
            driven = int(pieces.driving[piece]) // self._unit
            ends = duty_continuity.may_end(sides, pieces.destination_side[piece], pieces.rules)
            own = least[piece].reshape(shape[1:])
            own[ends & pieces.may_end[piece]] = 0.0
            np.minimum(least[piece], ahead.least(piece) - clock, out=least[piece])
            reached = np.full(shape[1:], np.inf)
            if driven <= self._most_units:
                cost = own[:, : self._most_units + 1 - driven]
                reached[:, driven:] = cost + clock - tariff.worth[piece]
            ahead.put(piece, reached.ravel())
        return least.reshape(shape)


def _classes(pieces: Pieces) -> Ints:
    """First pieces of one home that sign on in the same few minutes."""
    span = int(pieces.signs_on.max() - pieces.signs_on.min())
    width = 1 + span // _MOST_CLASSES
    slot = (pieces.signs_on - pieces.signs_on.min()) // width
    key = slot * len(pieces.most_duties) + pieces.origin_side
    return np.unique(key, return_inverse=True)[1]
