"""Ctrl-C or SIGTERM while the solver works: once for the best plan so far, twice for the end."""

import os
import signal
import socket
from contextlib import ExitStack
from multiprocessing import active_children
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Self

from rich.console import Console

from shuttle.cli.failures import INTERRUPTED
from shuttle.cli.plan_file import draft_path
from shuttle.cli.terminal import note
from shuttle.errors import NoPlanError

_HEARD = (signal.SIGINT, signal.SIGTERM)
_GRACE_SECONDS = 10.0


class Interruption:
    """Takes the place of Python's own answer to Ctrl-C while it is entered.

    Python hears a signal only when the solver's own code returns, which can take a minute, and
    that code cannot be told to stop. So a thread listens on the wake-up socket of signals, answers
    at once, and ends the process at the second Ctrl-C, or where the solver has not come back in
    ten seconds and a draft can take the place of the plan. A terminal sends Ctrl-C to every
    process of the run; those that solve a part of it inherit that it is blocked, and go on.

    Args:
        quiet: do not say what was understood.
        out: where the plan will be; its draft stands beside it, if there is one yet.
    """

    def __init__(self, *, quiet: bool, out: Path | None = None) -> None:
        self._quiet, self._out = quiet, out
        self._asked = False
        self._undo = ExitStack()

    def asked(self) -> bool:
        """Whether the run is to end."""
        return self._asked

    def __enter__(self) -> Self:
        ear, mouth = socket.socketpair()
        mouth.settimeout(0)
        listener = Thread(target=self._listen, args=(ear,), daemon=True)
        with ExitStack() as undo:  # last things first: the mouth closes, so the listener ends
            undo.callback(ear.close)
            listener.start()
            undo.callback(listener.join)
            undo.callback(signal.pthread_sigmask, signal.SIG_SETMASK, _block_ctrl_c())
            undo.callback(mouth.close)
            for number in _HEARD:
                undo.callback(signal.signal, number, signal.getsignal(number))
                signal.signal(number, lambda _, __: None)
            undo.callback(signal.set_wakeup_fd, signal.set_wakeup_fd(mouth.fileno()))
            self._undo = undo.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._undo.close()
        if self._asked and isinstance(error, NoPlanError):
            raise KeyboardInterrupt from None

    def _listen(self, ear: socket.socket) -> None:
        while heard := self._next(ear):
            if heard[0] in _HEARD:
                self._take()
                ear.settimeout(_GRACE_SECONDS)

    def _next(self, ear: socket.socket) -> bytes:
        """The next signal; nothing where the run has ended by itself."""
        while True:
            try:
                return ear.recv(1)
            except TimeoutError:
                self._settle()

    def _take(self) -> None:
        if self._asked:
            if self._out is not None and draft_path(self._out).exists():
                kept = draft_path(self._out)
                note(f"given up; the best plan so far is {kept}", quiet=self._quiet)
            _end()
        self._asked = True
        note("stopping with the best plan so far; again to give it up", quiet=self._quiet)

    def _settle(self) -> None:
        """End with the draft for a plan, where there is one; else the run goes on to its end."""
        if self._out is not None and draft_path(self._out).exists():
            draft_path(self._out).replace(self._out)
            note(f"the solver is busy; its last draft is {self._out}", quiet=self._quiet)
            _end()


def _end() -> None:
    """End this process and those that it has started, whatever they are doing."""
    Console(stderr=True).show_cursor(show=True)
    for helper in active_children():
        helper.kill()
    os._exit(INTERRUPTED)


def _block_ctrl_c() -> set[signal.Signals | int]:
    """Leave Ctrl-C to the other threads; returns what this one blocked before."""
    return signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
