"""The bound of a fine grid's whole model, found beside the search for a timetable.

The linear relaxation of all minutes takes about a minute where the search takes seconds, and
HiGHS lets no other thread of its process run; so it has a process of its own, which is ended with
the run. What the search decides never depends on when the bound comes.
"""

import math
import signal
from contextlib import AbstractContextManager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

from shuttle.solver.highs import Deadline, solve_lp
from shuttle.solver.problem import Problem
from shuttle.solver.timetable.model import build_model

_GLANCE_SECONDS = 0.1
_MOST_COLUMNS = 1_500_000


class FineBound(AbstractContextManager["FineBound"]):
    """The bound in the making; no timetable of the problem costs less than it.

    Args:
        problem: on the fine grid.
        columns: of its model; one that does not fit into the memory is not tried.
        deadline: when to give it up.
    """

    def __init__(self, problem: Problem, columns: int, deadline: Deadline) -> None:
        self._deadline = deadline
        self._known: float | None = None
        self._ear, mouth = get_context("spawn").Pipe(duplex=False)
        self._process = get_context("spawn").Process(
            target=_bound, args=(problem, deadline.seconds, mouth), daemon=True
        )
        self._mouth = mouth
        self._worth_trying = columns <= _MOST_COLUMNS

    def begin(self) -> None:
        """Start, if it is not under way."""
        if self._worth_trying and self._process.pid is None:
            self._process.start()
            self._mouth.close()  # so that the end of the process ends the waiting too

    @property
    def known(self) -> float:
        """The bound in cents as far as it is known by now: 0 at first."""
        self._listen(0.0)
        return self._known or 0.0

    def awaited(self) -> float | None:
        """The bound once it is there; None where it was given up."""
        self.begin()
        while self._process.is_alive() and self._known is None and not self._deadline.passed:
            self._listen(_GLANCE_SECONDS)
        self._listen(0.0)
        return self._known

    def _listen(self, seconds: float) -> None:
        if self._process.pid is None or self._known is not None or not self._ear.poll(seconds):
            return
        try:
            self._known = self._ear.recv()
        except EOFError:  # it ended without an answer
            self._known = None

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


def _bound(problem: Problem, seconds: float, mouth: Connection) -> None:
    """Find the bound and tell it: infinite where no timetable exists."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the run, which ends this one
    deadline = Deadline(seconds)
    linear = build_model(problem).linear
    lp = solve_lp(linear, deadline.seconds)
    if lp.infeasible:
        mouth.send(math.inf)
    elif lp.duals is not None:
        mouth.send(linear.dual_bound(lp.duals))
