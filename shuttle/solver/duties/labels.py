"""Labels: duties under construction, one row each, with what the rules count along them."""

from typing import NamedTuple

import numpy as np

from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.linear import Bools, Floats, Ints
from shuttle.solver.rules import (
    duty_continuous_driving,
    duty_driving,
    duty_length,
    duty_rest,
)


class Labels(NamedTuple):
    """Duties as far as their last piece, one array a field.

    Attributes:
        parent: row in the pool of the same duty without its last piece; -1 for a first piece.
        first: index of its first piece, which decides home side and latest arrival.
        last: index of its last piece.
        driving: minutes of driving.
        stretch: minutes of driving since the last break.
        stretch_start: first departure since the last break.
        rest_driving: minutes of driving since the last full rest.
        rested: minutes of counted pauses since then.
        value: reduced cost so far.
    """

    parent: Ints
    first: Ints
    last: Ints
    driving: Ints
    stretch: Ints
    stretch_start: Ints
    rest_driving: Ints
    rested: Ints
    value: Floats

    def take(self, rows: Ints | Bools) -> "Labels":
        """Some of the rows, in that order."""
        return Labels._make(field[rows] for field in self)


def begin(these: Ints, pieces: Pieces, value: Floats) -> Labels:
    """The duties that begin with those pieces, at those values."""
    driving = pieces.driving[these]
    return Labels(
        parent=np.full(len(these), -1),
        first=these,
        last=these,
        driving=driving,
        stretch=driving,
        stretch_start=pieces.departure[these],
        rest_driving=driving,
        rested=np.zeros_like(these),
        value=value,
    )


def extend(rows: Ints, labels: Labels, these: Ints, pieces: Pieces) -> Labels:
    """Each duty with one more piece; values are left as they are, limits unchecked.

    Args:
        rows: where `labels` stand in the pool.
        labels: duties, one a row.
        these: the piece that each of them goes on with, which may follow its last.
        pieces: all pieces.
    """
    rules, departure = pieces.rules, pieces.departure[these]
    pause = pieces.pause[labels.last, these]
    minutes = pieces.driving[these]
    rest_driving, rested = duty_rest.after_pause(labels.rest_driving, labels.rested, pause, rules)
    return Labels(
        parent=rows,
        first=labels.first,
        last=these,
        driving=labels.driving + minutes,
        stretch=duty_continuous_driving.carried(labels.stretch, pause, rules) + minutes,
        stretch_start=duty_continuous_driving.stretch_start(
            labels.stretch_start, pause, departure, rules
        ),
        rest_driving=rest_driving + minutes,
        rested=rested,
        value=labels.value,
    )


def admitted(labels: Labels, pieces: Pieces) -> Bools:
    """Which duties keep every rule so far, whatever their way home."""
    rules, arrival = pieces.rules, pieces.arrival[labels.last]
    soonest = arrival + pieces.run.sign_off.min()
    return (
        duty_length.admits(pieces.signs_on[labels.first], soonest, rules)
        & duty_driving.admits(labels.driving, rules)
        & duty_continuous_driving.admits(labels.stretch, labels.stretch_start, arrival, rules)
        & duty_rest.admits(labels.rest_driving, rules)
    )


def joined(some: Labels, more: Labels) -> Labels:
    """Both, one after the other."""
    return Labels._make(np.concatenate(pair) for pair in zip(some, more, strict=True))
