"""Riders who are not through the port when their bus has to leave it (the meet-again rule)."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import comb

import numpy as np

from shuttle.simulate.boarding import Boarded
from shuttle.simulate.chance import LEVELS, Counts, Days
from shuttle.simulate.dwell import Dwell
from shuttle.simulate.operation import Operation
from shuttle.simulate.propagate import Played


@dataclass(frozen=True, slots=True)
class LeftAtPort:
    """Riders of each day whose bus left the port without them.

    Attributes:
        stranded: of those, for whom no later bus there had a free seat.
    """

    left: Counts
    stranded: Counts


def left_at_port(
    operation: Operation, days: Days, played: Played, boarded: Boarded
) -> LeftAtPort | None:
    """Who is left at the ports, and who of them gets on; None where every bus waits for all.

    They take the free seats of the next buses over the port to their stop, in the plan's order.
    """
    if operation.variation.hold_minutes is None:
        return None
    nobody = np.zeros(days.count, dtype=np.int16)
    left = nobody.copy()
    waiting: dict[tuple[str | None, str], Counts] = {}
    for place in operation.trips:
        run = operation.runs[place]
        behind = nobody
        for dwell, name in _dwells(operation, place):
            wanted = played.wanted_dwell[place]
            longest = dwell.planned_minutes + operation.variation.hold_minutes
            behind = _behind(days, name, dwell, longest, boarded.loads[place] * (wanted > longest))
        queue = waiting.get((run.piece.port, run.piece.destination), nobody)
        free = operation.seats(place) - boarded.loads[place] + behind
        waiting[run.piece.port, run.piece.destination] = queue - np.minimum(queue, free) + behind
        left += behind
    stranded = sum(waiting.values(), nobody)
    return LeftAtPort(left, stranded)


def _dwells(operation: Operation, place: int) -> Iterator[tuple[Dwell, str]]:
    for part in operation.runs[place].parts:
        if part.dwell is not None:
            yield part.dwell, f"{part.name} left"


def _behind(days: Days, name: str, dwell: Dwell, longest: int, loads: Counts) -> Counts:
    """How many of the riders of buses that left too soon were not through: at least one each.

    Args:
        days: their chance.
        name: of this chance.
        dwell: of the riders at the port.
        longest: extra minutes for which the bus waits.
        loads: riders of buses that left too soon; 0 on other days.
    """
    behind = np.zeros(days.count, dtype=np.int16)
    chance = (days.levels(name) + 0.5) / LEVELS
    for riders in sorted({int(load) for load in np.unique(loads)} - {0}):
        mine = np.flatnonzero(loads == riders)
        slow = 1.0 - dwell.passed(riders, longest)
        likely = [
            comb(riders, n) * slow**n * (1 - slow) ** (riders - n) for n in range(1, riders + 1)
        ]
        upto = np.cumsum(likely)
        if upto[-1] > 0:
            behind[mine] = 1 + np.searchsorted(upto[:-1] / upto[-1], chance[mine])
        else:
            behind[mine] = 1
    return behind
