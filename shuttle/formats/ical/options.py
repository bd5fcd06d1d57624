"""What a subscriber may ask of a feed, in the one order in which it is written."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shuttle.domain.time import MINUTES_PER_DAY, format_minute
from shuttle.formats.ical.timezone import ZONE

_DAYS_PER_WEEK = 7
DEFAULT_WEEKS = 8


@dataclass(frozen=True, slots=True)
class FeedOptions:
    """A selection from a feed and the form in which it is given; equal ones have equal bytes.

    Attributes:
        times: wall-clock minutes at which wanted trips leave, ascending.
        trips: ids of wanted trips, ascending; with neither times nor ids, all trips are wanted.
        after: first minute of the window in which trips leave; None from the start of the day.
        before: first minute after it; a window that ends before it starts spans midnight.
        alarm_minutes: how long before departure to remind; None for no reminder.
        mark_cancelled: whether cancelled trips are ordinary events with a mark in their title.
        weeks: each occurrence as an event of its own, up to so many weeks ahead; None for series.
    """

    times: tuple[int, ...] = ()
    trips: tuple[str, ...] = ()
    after: int | None = None
    before: int | None = None
    alarm_minutes: int | None = None
    mark_cancelled: bool = False
    weeks: int | None = None

    @property
    def query(self) -> str:
        """The query of its address; empty for a feed as it was published.

        Ids and times have no character that an address would have to escape.
        """
        wanted = [*map(_digits, self.times), *self.trips]
        parts = (
            ("trips", ",".join(wanted)),
            ("after", "" if self.after is None else format_minute(self.after)),
            ("before", "" if self.before is None else format_minute(self.before)),
            ("alarm", "" if self.alarm_minutes is None else str(self.alarm_minutes)),
            ("cancelled", "mark" if self.mark_cancelled else ""),
            ("expand", "" if self.weeks is None else "true"),
            ("weeks", str(self.weeks) if self.weeks not in (None, DEFAULT_WEEKS) else ""),
        )
        return "&".join(f"{name}={value}" for name, value in parts if value)

    @property
    def label(self) -> str:
        """The selection in signs that need no translation, to tell calendars apart."""
        wanted = [*map(format_minute, self.times), *self.trips]
        if self.has_window:
            start = format_minute(self.after or 0)
            wanted.append(f"{start}-{format_minute(self.before or MINUTES_PER_DAY)}")
        return " · ".join(wanted)

    def wants_minute(self, departure: int) -> bool:
        """Whether a trip that leaves at a service minute leaves within the window."""
        start, end = self._bounds()
        minute = departure % MINUTES_PER_DAY
        if start < end:
            return start <= minute < end
        return minute >= start or minute < end

    def _bounds(self) -> tuple[int, int]:
        """The window on the clock; it spans midnight where it does not end after its start."""
        start = 0 if self.after is None else self.after % MINUTES_PER_DAY
        end = MINUTES_PER_DAY if self.before is None else self.before
        return start, end - MINUTES_PER_DAY if end > MINUTES_PER_DAY else end

    @property
    def has_window(self) -> bool:
        """Whether trips of some time of day alone are wanted."""
        return self.after is not None or self.before is not None

    def window(self, today: date) -> tuple[date, date]:
        """First and last service date of single occurrences.

        From the Monday of last week, to the Sunday of the week in which the last of the weeks
        ends: the same all week, so that clients and caches keep their copies.
        """
        monday = today - timedelta(days=today.weekday())
        last = monday + timedelta(days=_DAYS_PER_WEEK * ((self.weeks or 0) + 1) - 1)
        return monday - timedelta(days=_DAYS_PER_WEEK), last

    def opened(self, today: date) -> datetime:
        """The instant since which the window is this one."""
        return datetime.combine(today - timedelta(days=today.weekday()), time(), ZONE)


def _digits(minute: int) -> str:
    return format_minute(minute).replace(":", "")
