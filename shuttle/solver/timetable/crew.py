"""Neighbourhoods on all cores: rounds of one incumbent, merged in a fixed order.

A round solves several neighbourhoods of one incumbent; gains that do not touch each other are
taken together. Rounds begin and end in a fixed order, so that the same input, seed and number of
workers give the same answer, however busy the machine.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager
from multiprocessing import get_context
from types import TracebackType
from typing import Self

from shuttle.solver.highs import Deadline
from shuttle.solver.linear import Floats, LinearModel
from shuttle.solver.timetable.neighbourhood import (
    Effort,
    Ground,
    Kind,
    Kinds,
    Neighbourhood,
    Outcome,
    improved,
)

_TOUCH = 1e-6
_JOBS_A_WORKER = 2
_LOOK_SECONDS = 0.25


class Crew(AbstractContextManager["Crew"]):
    """The processes that solve neighbourhoods; one worker means this process."""

    def __init__(self, ground: Ground, workers: int) -> None:
        self._ground, self._workers = ground, workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        if self._workers > 1:
            self._pool = ProcessPoolExecutor(
                self._workers, get_context("spawn"), _take_ground, (self._ground,)
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    @property
    def size(self) -> int:
        """How many neighbourhoods make a round: more than processes, so that few stand idle."""
        return self._workers * _JOBS_A_WORKER if self._workers > 1 else 1

    def round(
        self, values: Floats, areas: Sequence[Neighbourhood], deadline: Deadline
    ) -> list[Outcome]:
        """What each neighbourhood makes of the values, in the order of `areas`.

        Where the deadline passes first, what has not ended counts as nothing found.
        """
        if self._pool is None:
            return [improved(self._ground, values, area, deadline.seconds) for area in areas]
        jobs = [self._pool.submit(_improved_here, values, area, deadline.seconds) for area in areas]
        self._await(jobs, deadline)
        nothing = Outcome(values, Effort.FAIR)
        return [job.result() if job.done() else nothing for job in jobs]

    def _await(self, jobs: Sequence[Future[Outcome]], deadline: Deadline) -> None:
        """Wait for all jobs; when the deadline passes, end the processes amid their work."""
        while wait(jobs, timeout=_LOOK_SECONDS).not_done:
            if deadline.passed and self._pool is not None:
                for process in list(self._pool._processes.values()):  # noqa: SLF001 - as 3.14's kill
                    process.kill()
                return


_here: list[Ground] = []


def _take_ground(ground: Ground) -> None:
    _here[:] = [ground]


def _improved_here(values: Floats, area: Neighbourhood, seconds: float) -> Outcome:
    return improved(_here[0], values, area, seconds)


def merged(linear: LinearModel, values: Floats, found: Sequence[Floats]) -> Floats:
    """The values with the gains of several neighbourhoods, as far as they go together.

    The largest gain is taken; each other is added where the rows still hold and it still pays.
    """
    best = values
    for other in sorted(found, key=linear.objective):
        joined = best + (other - values)
        if linear.objective(joined) < linear.objective(best) - _TOUCH and linear.holds(joined):
            best = joined
    return best


class Improver:
    """Rounds of neighbourhoods whose kinds learn from each outcome.

    Attributes:
        idle: neighbourhoods since the last gain.
    """

    def __init__(self, crew: Crew, ground: Ground, kinds: Kinds) -> None:
        self._crew, self._ground = crew, ground
        self._areas = kinds.areas()
        self.idle = 0

    def round(self, values: Floats, deadline: Deadline) -> Floats:
        """The values after one more round."""
        batch: list[tuple[Kind, Neighbourhood]] = [
            next(self._areas) for _ in range(self._crew.size)
        ]
        outcomes = self._crew.round(values, [area for _, area in batch], deadline)
        for (kind, _), outcome in zip(batch, outcomes, strict=True):
            kind.learn(outcome.effort)
        better = merged(self._ground.linear, values, [o.values for o in outcomes])
        self.idle = self.idle + len(batch) if better is values else 0
        return better
