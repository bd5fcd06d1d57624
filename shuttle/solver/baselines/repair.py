"""From wished departures to allowed ones: the nearest timetable that keeps every rule.

A shortest path through the allowed runs. Each departure either stands for the next wish, at
the cost of the minutes between them, or is one more, to keep the headways; wishes may be left
out. In minutes of shift, a wish left out costs an hour, one more departure half of that (riders
lose more by a bus too few), and a detour over a slower port its minutes.
"""

from collections.abc import Sequence

import numpy as np

from shuttle.solver.baselines.line import Line
from shuttle.solver.baselines.quota_room import QuotaRoom
from shuttle.solver.linear import Bools, Ints
from shuttle.solver.problem import Run

_LEFT_OUT = 60
_ONE_MORE = 30
_NEVER = 1 << 40


def nearest_legal(line: Line, wishes: Sequence[int], room: QuotaRoom) -> tuple[Run, ...] | None:
    """The runs nearest to the wished departures, counted into `room`; None where none fit.

    Where a port's quota is full, the first runs over it stay and the others must go elsewhere.

    Args:
        line: the direction, with the rules for its departures.
        wishes: wished departure minutes, ascending.
        room: what port quotas have left.
    """
    open_ = np.ones(len(line.runs), dtype=np.bool_)
    while True:
        chosen = nearest(line, wishes, open_)
        if chosen is None:
            return None
        shut = room.beyond(line.runs, chosen)
        if not shut:
            room.take(line.runs[index] for index in chosen)
            return tuple(line.runs[index] for index in chosen)
        open_[shut] = False


def nearest(line: Line, wishes: Sequence[int], open_: Bools) -> tuple[int, ...] | None:
    """Indices of the open runs nearest to the wished departures, or None where none fit."""
    path = _Path(line, np.asarray(wishes, dtype=np.int64), open_)
    ends = np.flatnonzero(line.last)
    costs = path.after[ends, -1] if len(ends) else np.empty(0, dtype=np.int64)
    best = int(ends[np.argmin(costs)]) if len(ends) and costs.min() < _NEVER else None
    if line.may_be_empty and (best is None or len(wishes) * _LEFT_OUT <= costs.min()):
        return ()
    return None if best is None else path.back_from(best)


class _Path:
    """Least costs of timetables.

    Attributes:
        at: `[run, wishes]`: cost of one that ends with a run and has used up so many wishes.
        after: the same, further wishes then left out included.
    """

    def __init__(self, line: Line, wishes: Ints, open_: Bools) -> None:
        self._line, self._wishes = line, wishes
        self._start = _LEFT_OUT * np.arange(len(wishes) + 1)
        shape = (len(line.runs), len(wishes) + 1)
        self.at: Ints = np.full(shape, _NEVER, dtype=np.int64)
        self.after: Ints = np.full(shape, _NEVER, dtype=np.int64)
        for run in np.flatnonzero(open_).tolist():
            before = self._before(run)
            self.at[run] = before + _ONE_MORE
            shifts = np.abs(wishes - line.departure[run])
            self.at[run, 1:] = np.minimum(self.at[run, 1:], before[:-1] + shifts)
            self.at[run] = np.minimum(self.at[run], _NEVER)
            self.after[run] = self._start + np.minimum.accumulate(self.at[run] - self._start)

    def back_from(self, run: int) -> tuple[int, ...]:
        """The timetable that ends with the run, with all wishes used or left out."""
        used = len(self._wishes)
        found: list[int] = []
        while True:
            found.append(run)
            used = self._used(run, used)
            before = self._before(run)
            if self.at[run, used] != before[used] + _ONE_MORE:
                used -= 1
            earlier = self._line.before[run]
            costs = self.after[earlier, used]
            if self._line.first[run] and self._start[used] <= costs.min(initial=_NEVER):
                return tuple(reversed(found))
            run = int(earlier[np.argmin(costs)])

    def _before(self, run: int) -> Ints:
        """Least costs before the run, its detour included, by wishes used or left out so far."""
        earlier = self._line.before[run]
        best = self.after[earlier].min(axis=0, initial=_NEVER)
        best = np.minimum(best, self._start) if self._line.first[run] else best
        return np.asarray(best + self._line.detour[run])

    def _used(self, run: int, used: int) -> int:
        """How many wishes were used at the run, if `used` were by then used or left out."""
        left_out = self._start[used] - self._start[: used + 1]
        return int(np.flatnonzero(self.at[run, : used + 1] + left_out == self.after[run, used])[-1])
