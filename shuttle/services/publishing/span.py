"""A stretch of service dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Dates from first to last, both included."""

    first: date
    last: date

    def __str__(self) -> str:
        """`2026-03-02 to 2026-06-30`."""
        return f"{self.first} to {self.last}"

    def dates(self) -> Iterator[date]:
        """Every date in order."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + number * ONE_DAY

    def overlap(self, first: date | None, last: date | None) -> "Span | None":
        """What it shares with other dates (None for open), or None for nothing."""
        start, end = max(self.first, first or self.first), min(self.last, last or self.last)
        return Span(start, end) if start <= end else None

    def outside(self, first: date, last: date) -> Iterator["Span"]:
        """The parts of other dates that lie before it and after it."""
        before, after = self.first - ONE_DAY, self.last + ONE_DAY
        if first <= before:
            yield Span(first, min(last, before))
        if after <= last:
            yield Span(max(first, after), last)
