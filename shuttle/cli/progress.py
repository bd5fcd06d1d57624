"""Where a run stands, in one line: moving on a terminal, else a line now and then."""

import time
from types import TracebackType

from rich.console import Console
from rich.live import Live
from rich.text import Text

from shuttle.solver.timetable.search import Progress

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
        self._stage = ""
        self._last: Progress | None = None
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
        self._last = progress
        if self._live is None and not self._quiet and self._is_news(progress):
            self._said, self._stage = time.monotonic(), progress.stage
            self._console.print(self._text(), soft_wrap=True)

    def _is_news(self, progress: Progress) -> bool:
        return progress.stage != self._stage or time.monotonic() - self._said > _QUIET_SECONDS

    def _text(self) -> Text:
        seconds = time.monotonic() - self._started
        if self._last is None:
            return Text(f"reading the problem · {seconds:.0f} s")
        return Text(line(self._last, seconds, self._currency))

    def __enter__(self) -> "ProgressLine":
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
