"""What a partial plan may leave: obligations of the service, counted in points.

A point is a minute: by which a departure follows too late, by which the first or the last one
lies outside its window. A direction without any trip leaves the whole span of service for each
such window, and a required departure that is not made counts as an hour. Nothing else may be
left: not what physics or the law asks.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from shuttle.domain.network import Direction
from shuttle.domain.obligations import POINTS_OF_A_DEPARTURE
from shuttle.domain.time import TimeBand
from shuttle.solver.problem import Problem
from shuttle.solver.rules import span


@dataclass(frozen=True)
class Leniency:
    """What departures of one direction leave, in points, by where they lie.

    Attributes:
        required: departures that must be made, ascending.
        firsts, lasts: windows of the first and the last departure.
        grid: minutes between slots.
        whole: minutes of the span of service.
    """

    required: tuple[int, ...]
    firsts: span.Windows
    lasts: span.Windows
    grid: int
    whole: int

    @classmethod
    def of(cls, problem: Problem, index: int, direction: Direction) -> "Leniency":
        """The obligations of one direction."""
        policies, day_type = problem.scenario.policies, problem.day_type
        return cls(
            problem.required_of(index),
            span.windows(policies, day_type, direction, "first"),
            span.windows(policies, day_type, direction, "last"),
            policies.grid_minutes,
            policies.span.end - policies.span.start,
        )

    def skipped(self, after: int, before: int) -> int:
        """Points of the required departures that lie between two minutes, both excluded."""
        between = bisect_left(self.required, before) - bisect_left(self.required, after + 1)
        return POINTS_OF_A_DEPARTURE * max(0, between)

    def begun(self, minute: int) -> int:
        """Points of a first departure at that minute."""
        return self._outside(self.firsts, minute) + self.skipped(-1, minute)

    def ended(self, minute: int) -> int:
        """Points of a last departure at that minute."""
        after = self.required[-1] + 1 if self.required else 0
        return self._outside(self.lasts, minute) + self.skipped(minute, after)

    def empty(self) -> int:
        """Points of a direction without trips."""
        windows = len(self.firsts) + len(self.lasts)
        return windows * self.whole + POINTS_OF_A_DEPARTURE * len(self.required)

    def _outside(self, bands: Iterable[TimeBand], minute: int) -> int:
        return sum(outside(band, minute, self.grid) for band in bands)


def outside(band: TimeBand, minute: int, grid: int) -> int:
    """Minutes by which a departure lies outside a band, from the band's nearest slot."""
    if band.holds_at(minute):
        return 0
    first, last = -(-band.start // grid) * grid, (band.end - 1) // grid * grid
    return max(1, first - minute if minute < band.start else minute - last)
