"""Ctrl-C while the solver works: once for the best plan so far, twice for the end."""

import os
import signal
import socket
from contextlib import ExitStack
from threading import Thread
from types import TracebackType
from typing import Self

from rich.console import Console

from shuttle.cli.failures import INTERRUPTED
from shuttle.cli.terminal import note
from shuttle.errors import NoPlanError


class Interruption:
    """Takes the place of Python's own answer to Ctrl-C while it is entered.

    Python hears a signal only when the solver's own code returns, which can take a minute; so a
    thread listens on the wake-up socket of signals, answers at once, and ends the process at the
    second Ctrl-C, while nothing is being written.

    Args:
        quiet: do not say what was understood.
    """

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
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
            undo.callback(mouth.close)
            undo.callback(signal.signal, signal.SIGINT, signal.getsignal(signal.SIGINT))
            signal.signal(signal.SIGINT, lambda _, __: None)
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
        while heard := ear.recv(1):
            if heard == bytes([signal.SIGINT]):
                self._take()

    def _take(self) -> None:
        if self._asked:
            Console(stderr=True).show_cursor(show=True)
            os._exit(INTERRUPTED)
        self._asked = True
        note("stopping with the best plan so far; again to give it up", quiet=self._quiet)
