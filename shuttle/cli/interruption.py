"""Ctrl-C while the solver works: once for the best plan so far, twice for the end."""

import signal
from types import FrameType, TracebackType
from typing import Any, Self

from shuttle.cli.terminal import note
from shuttle.errors import NoPlanError


class Interruption:
    """Takes the place of Python's own answer to Ctrl-C while it is entered.

    Args:
        quiet: do not say what was understood.
    """

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._asked = False
        self._before: Any = None

    def asked(self) -> bool:
        """Whether the run is to end."""
        return self._asked

    def __enter__(self) -> Self:
        self._before = signal.signal(signal.SIGINT, self._take)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        signal.signal(signal.SIGINT, self._before)
        if self._asked and isinstance(error, NoPlanError):
            raise KeyboardInterrupt from None

    def _take(self, _: int, __: FrameType | None) -> None:
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True
        note("stopping with the best plan so far; again to give it up", quiet=self._quiet)
