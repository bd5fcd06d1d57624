"""A calendar, quick to ask: which holiday a date is, and whether the calendar reaches it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shuttle.domain.base import LocalText
from shuttle.domain.calendar import Calendar, Reason
from shuttle.domain.day_reasons import holiday_reason


@dataclass(frozen=True, slots=True)
class Almanac:
    """One jurisdiction's holidays and make-up days by date."""

    calendar: Calendar
    holidays: Mapping[date, LocalText]
    makeup_days: frozenset[date]

    @classmethod
    def of(cls, calendar: Calendar) -> "Almanac":
        """The almanac of a calendar."""
        names = {holiday.date: holiday.name for holiday in calendar.holidays}
        return cls(calendar, names, frozenset(calendar.makeup_days))

    def holiday(self, day: date, *, runs: bool) -> Reason:
        """The holiday of a date as a reason."""
        return holiday_reason(self.calendar.id, self.holidays[day], runs=runs)

    def first(self) -> date:
        """First day that the calendar knows: 1 January of its earliest year."""
        earliest = min(self.holidays, default=self.calendar.announced_through)
        return earliest.replace(month=1, day=1)

    def covers(self, day: date) -> bool:
        """Whether the government has announced that date, and the calendar has it."""
        return self.first() <= day <= self.calendar.announced_through
