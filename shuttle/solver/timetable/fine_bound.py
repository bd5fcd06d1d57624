"""The bound of a fine grid's whole model, found beside the search for a timetable.

The linear relaxation of all minutes takes about a minute where the search takes seconds. So it has
a process of its own, which, unlike a thread, can be ended amid its work: it is ended with the run.
Before the relaxation is there, a bound by the coarse grid's prices is, within seconds. What the
search decides never depends on when either comes.
"""

import math
import os
import signal
from contextlib import AbstractContextManager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from threading import Thread
from types import TracebackType
from typing import Self

from shuttle.solver.highs import Deadline, solve_lp
from shuttle.solver.problem import Problem
from shuttle.solver.timetable.lifted import lifted_bound
from shuttle.solver.timetable.model import build_model
from shuttle.solver.timetable.polish import columns, on_grid

_GLANCE_SECONDS = 0.1
_MOST_COLUMNS = 1_500_000


class FineBound(AbstractContextManager["FineBound"]):
    """The bound in the making; no timetable of the problem costs less than it.

    Args:
        problem: on the fine grid.
        coarse_minutes: of the coarse grid, whose prices give a first bound.
        deadline: when to give it up.
    """

    def __init__(self, problem: Problem, coarse_minutes: int, deadline: Deadline) -> None:
        self._deadline = deadline
        self._known: float | None = None
        self._first = 0.0
        self._given = problem, coarse_minutes
        self._ear, self._mouth = get_context("spawn").Pipe()
        self._process = get_context("spawn").Process(
            target=_bound, args=(self._mouth,), daemon=True
        )
        # One that does not fit into the memory is not tried.
        self._worth_trying = columns(problem) <= _MOST_COLUMNS

    def begin(self) -> None:
        """Start, if it is not under way."""
        if not self._worth_trying or self._process.pid is not None:
            return
        self._process.start()
        self._mouth.close()  # so that the end of the process ends the waiting too
        try:
            self._ear.send((*self._given, self._deadline.seconds))
        except BrokenPipeError:  # it could not begin, so there will be no bound
            return

    @property
    def known(self) -> float:
        """The bound in cents as far as it is known by now: 0 at first."""
        self._listen(0.0)
        return self._first if self._known is None else self._known

    def awaited(self) -> float | None:
        """The bound once it is there; None where it was given up."""
        self.begin()
        while self._process.is_alive() and self._known is None and not self._deadline.passed:
            self._listen(_GLANCE_SECONDS)
        self._listen(0.0)
        return self._known

    def _listen(self, seconds: float) -> None:
        """Hear what has been told, within so many seconds: the first bound, the relaxation."""
        if self._process.pid is None:
            return
        while self._known is None and self._ear.poll(seconds):
            try:
                first, self._known = self._ear.recv()
            except (EOFError, ConnectionResetError):  # it ended without an answer
                return
            self._first = max(self._first, first)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process.pid is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        self._mouth.close()
        self._ear.close()


def _end_with_the_run() -> None:
    """End this process when the run's is gone, however it went."""
    run = parent_process()
    if run is not None:
        run.join()
        os._exit(0)


def _bound(mouth: Connection) -> None:
    """Find the bounds and tell them, the relaxation's infinite where no timetable exists."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which ends this one
    Thread(target=_end_with_the_run, daemon=True).start()
    problem, coarse_minutes, seconds = mouth.recv()
    deadline = Deadline(seconds)
    model = build_model(problem)
    coarse = build_model(on_grid(problem, coarse_minutes))
    prices = solve_lp(coarse.linear, deadline.seconds, corner=False).duals
    if prices is not None:
        mouth.send((lifted_bound(model, coarse, prices), None))
    lp = solve_lp(model.linear, deadline.seconds, corner=False)
    if lp.infeasible:
        mouth.send((0.0, math.inf))
    elif lp.duals is not None:
        mouth.send((0.0, model.linear.dual_bound(lp.duals)))
