"""Where a run stands, and when it stops."""

from collections.abc import Callable
from dataclasses import dataclass, field

from shuttle.solver.highs import Deadline
from shuttle.solver.timetable.readout import Readout


@dataclass(frozen=True)
class Progress:
    """Where a run stands; money in cents.

    Attributes:
        incumbent: cost of the best timetable so far; None before the first.
        bound: no timetable costs less.
        answer: reads the incumbent; None where it cannot be read yet.
    """

    stage: str
    incumbent: int | None
    bound: float
    answer: Callable[[], Readout] | None = field(default=None, compare=False, repr=False)

    @property
    def gap(self) -> float | None:
        """(incumbent - bound) / incumbent."""
        if self.incumbent is None:
            return None
        return relative_gap(self.incumbent, self.bound)


Report = Callable[[Progress], None]


def relative_gap(incumbent: float, bound: float) -> float:
    """(incumbent - bound) / incumbent, 0 where both are 0."""
    return max(0.0, incumbent - bound) / incumbent if incumbent else 0.0


@dataclass(frozen=True)
class SearchLimits:
    """When a search stops: at a relative gap, or at the wall-clock guard.

    Attributes:
        workers: how many neighbourhoods of a large model, or branches, are solved at once.
    """

    gap: float
    deadline: Deadline
    seed: int
    workers: int = 1
