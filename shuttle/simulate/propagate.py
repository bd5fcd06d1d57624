"""The core: how delay runs through a day, for many days at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from shuttle.simulate.chance import Counts, Days, Floats
from shuttle.simulate.gates import let_in
from shuttle.simulate.operation import Link, Operation, Part, Run
from shuttle.simulate.pace import Begins, scored


@dataclass(slots=True)
class Played:
    """What became of each run, day by day; lists by the place of the run.

    Attributes:
        departures: minutes at which it left.
        arrivals: minutes at which it arrived.
        driving: its minutes of driving, as the drivers' rules count them.
        late_at_port: days on which it reached the port after that had closed.
        wanted_dwell: extra minutes after which the last of its riders is through the port, of
            trips that wait for them.
    """

    departures: list[Floats] = field(default_factory=list)
    arrivals: list[Floats] = field(default_factory=list)
    driving: list[Floats] = field(default_factory=list)
    late_at_port: dict[int, NDArray[np.bool_]] = field(default_factory=dict)
    wanted_dwell: dict[int, Floats] = field(default_factory=dict)

    def ready(self, link: Link) -> Floats:
        """When what a run waits for is ready."""
        return self.arrivals[link.run] + np.float32(link.minutes)


def play(operation: Operation, days: Days, loads: Mapping[int, Counts]) -> Played:
    """Let the buses run on some days.

    A run leaves when the plan says, when its bus has turned round and when its driver is there,
    whichever is last: never early.

    Args:
        operation: the planned day.
        days: their chance.
        loads: riders on board, by place of the run; needed where dwell depends on them.
    """
    player = _Player(operation, days, loads)
    for place, run in enumerate(operation.runs):
        player.run(place, run)
    return player.played


class _Player:
    def __init__(self, operation: Operation, days: Days, loads: Mapping[int, Counts]) -> None:
        self._hold = operation.variation.hold_minutes
        self._days = days
        self._loads = loads
        self.played = Played()

    def run(self, place: int, run: Run) -> None:
        """Let one run go, after all that it waits for."""
        played = self.played
        now = self._departure(run)
        played.departures.append(now)
        driving: Floats | None = None
        for part in run.parts:
            begins = self._begins(place, part, now)
            took = part.pace.minutes(begins, self._scores(part, part.name, begins))
            if part.driving:
                driving = took if driving is None else driving + took
            if part.dwell is not None:
                took = took + self._waits_for_riders(place, part, begins)
            now = begins.minutes + took
        played.arrivals.append(now)
        played.driving.append(np.zeros_like(now) if driving is None else driving)

    def _departure(self, run: Run) -> Floats:
        leaves = np.full(self._days.count, run.piece.departure, dtype=np.float32)
        for link in (run.bus, run.driver):
            if link is not None:
                np.maximum(leaves, self.played.ready(link), out=leaves)
        return leaves

    def _begins(self, place: int, part: Part, now: Floats) -> Begins:
        """When a part begins: at a port, when the bus is let in."""
        begins = Begins.of(now)
        enters, late = let_in(part.shut, part.planned, begins)
        if late is not None:
            self.played.late_at_port[place] = late
        return begins if enters is now else Begins.of(enters)

    def _scores(self, part: Part, name: str, begins: Begins) -> Floats:
        if not part.varies:
            return begins.minutes  # of no account
        return scored(self._days, begins, part.place, name, part.spread)

    def _waits_for_riders(self, place: int, part: Part, begins: Begins) -> Floats:
        if part.dwell is None:
            return np.zeros_like(begins.minutes)
        scores = self._scores(part, f"{part.name} riders", begins)
        wanted = part.dwell.minutes(self._loads[place], scores)
        if self._hold is None:
            return wanted
        self.played.wanted_dwell[place] = wanted
        return np.minimum(wanted, np.float32(part.dwell.planned_minutes + self._hold))
