"""Where a run stands, in one line: moving on a terminal, else a line now and then."""

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.text import Text

from shuttle.solver.progress import Progress

_CENTS = 100
_PER_SECOND = 4
_QUIET_SECONDS = 5.0


def line(progress: Progress, seconds: float, currency: str) -> str:
    """`timetable and blocks: best HKD 12,345.00 · bound HKD 12,300.00 · gap 0.36 % · 3 s`."""
    best = "none yet" if progress.incumbent is None else _money(progress.incumbent, currency)
    gap = "unknown" if progress.gap is None else f"{progress.gap:.2%}".replace("%", " %")
    bound = _money(progress.bound, currency)
    return f"{progress.stage}: best {best} · bound {bound} · gap {gap} · {seconds:.0f} s"


def _money(cents: float, currency: str) -> str:
    return f"{currency} {cents / _CENTS:,.2f}"


class ProgressLine:
    """Shows what a run reports; on a terminal the clock goes on in between.

    Args:
        currency: in which costs are told.
        quiet: show nothing.
    """

    def __init__(self, currency: str, *, quiet: bool) -> None:
        self._currency = currency
        self._quiet = quiet
        self._started = self._said = time.monotonic()
        self._last: Progress | None = None
        self._told: Progress | None = None
        console = Console(stderr=True, highlight=False)
        moving = console.is_terminal and not console.is_dumb_terminal and not quiet
        self._console = console
        self._live = (
            Live(
                console=console,
                get_renderable=self._text,
                refresh_per_second=_PER_SECOND,
                transient=True,
            )
            if moving
            else None
        )

    def report(self, progress: Progress) -> None:
        """Take in where the run stands."""
        before, self._last = self._last, progress
        new = before is None or before.stage != progress.stage
        first = before is not None and before.incumbent is None and progress.incumbent is not None
        if new or first or time.monotonic() - self._said > _QUIET_SECONDS:
            self._say()

    def _say(self) -> None:
        """A line of its own, where there is no moving one."""
        if self._live is None and not self._quiet:
            self._said = time.monotonic()
            self._told = self._last
            self._console.print(self._text(), soft_wrap=True)

    def _text(self) -> Text:
        seconds = time.monotonic() - self._started
        if self._last is None:
            return Text(f"reading the problem · {seconds:.0f} s")
        return Text(line(self._last, seconds, self._currency))

    def __enter__(self) -> Self:
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._live is not None:
            self._live.stop()
        elif self._last is not self._told:
            self._say()
