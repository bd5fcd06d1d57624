"""Published trips, grouped into weekly series that keep their identity from version to version.

A calendar client knows an event by its UID alone. A series takes its UID from its first service
date, so a longer horizon or a later closure changes its end and its exceptions, never its identity.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

from shuttle.domain.time import MINUTES_PER_DAY
from shuttle.domain.timetable import PublishedTrip, Timetable, TripChange
from shuttle.formats.ical.timezone import ZONE

_DAYS_PER_WEEK = 7
_PAST = timedelta(days=14)
_LONGEST_BREAK_DAYS = 28
_FEWEST_FOR_OWN_WEEKDAY = 5


class Run(Protocol):
    """What takes place at the same minutes on each of its dates, under one name: a trip, a duty."""

    @property
    def id(self) -> str:
        """The name that outlives versions."""

    @property
    def departure(self) -> int:
        """Service minute at which it begins."""

    @property
    def arrival(self) -> int:
        """Service minute at which it ends."""


RunT = TypeVar("RunT", bound=Run)


@dataclass(frozen=True)
class SeriesOf(Generic[RunT]):
    """One trip with one content on a run of service dates: one event and its exceptions.

    Attributes:
        uid: stable and the same in all languages.
        trip: what takes place; for drivers a duty.
        dates: service dates on which it runs, ascending, at least one.
    """

    uid: str
    trip: RunT
    dates: tuple[date, ...]

    @cached_property
    def weekdays(self) -> tuple[int, ...]:
        """Calendar weekdays (Monday is 0) on which it leaves, after midnight the next one."""
        shift = self.trip.departure // MINUTES_PER_DAY
        return tuple(sorted({(day.weekday() + shift) % _DAYS_PER_WEEK for day in self.dates}))

    @cached_property
    def skipped(self) -> tuple[date, ...]:
        """Service dates of its weekly pattern on which it does not run, ascending."""
        runs = {day.toordinal() for day in self.dates}
        weekdays = {number % _DAYS_PER_WEEK for number in runs}
        pauses = sorted(set(range(min(runs), max(runs) + 1)) - runs)
        return tuple(
            date.fromordinal(number) for number in pauses if number % _DAYS_PER_WEEK in weekdays
        )


Series = SeriesOf[PublishedTrip]


def series(timetable: Timetable) -> tuple[Series, ...]:
    """The series of a timetable by first departure and UID.

    Dates of one trip with one content (times, stops, port, legs, seats) form a run until it pauses
    for more than four weeks. In a run, a weekday belongs to the weekly pattern if the trip leaves
    on at least half of its dates; other dates are extra runs with a UID of their own, for readers
    lose RDATEs.

    A series that ended more than two weeks before the publication is left out; one that goes on
    keeps its past dates, for its start is what its UID and its whole pattern hang on, and moving
    it would revise every event at every publication.
    """
    return series_of(timetable, _dates_of_trips(timetable))


def series_of(
    timetable: Timetable, dates_of_runs: Iterable[tuple[RunT, Sequence[date]]]
) -> tuple[SeriesOf[RunT], ...]:
    """The series of what a version has besides trips too, given with its dates, ascending."""
    found = [
        item
        for run, dates in dates_of_runs
        for part in _runs(dates)
        for item in _split(timetable.service, run, part)
        if not is_long_past(timetable, item.dates[-1])
    ]
    return tuple(sorted(found, key=lambda item: (item.dates[0], item.trip.departure, item.uid)))


def is_long_past(timetable: Timetable, day: date) -> bool:
    """Whether a date lies more than two weeks before the publication."""
    return timetable.published_at.astimezone(ZONE).date() - day > _PAST


def still_said(timetable: Timetable) -> Iterator[TripChange]:
    """Changes that calendars show: of dates long past that a trip did not run, and no more.

    Each would stay an event of its own for good, and feeds would grow by all that was ever said.
    """
    for change in timetable.changes:
        if change.cancelled or not is_long_past(timetable, change.service_date):
            yield change


def _dates_of_trips(timetable: Timetable) -> Iterable[tuple[PublishedTrip, Sequence[date]]]:
    """Each trip content with its service dates; one content may come from several periods."""
    objects: dict[int, tuple[PublishedTrip, list[date]]] = {}
    for answer in timetable.days:
        for trip in timetable.trips_on(answer.date):
            objects.setdefault(id(trip), (trip, []))[1].append(answer.date)
    contents: dict[PublishedTrip, list[date]] = defaultdict(list)
    for trip, dates in objects.values():
        contents[trip].extend(dates)
    return [(trip, sorted(dates)) for trip, dates in contents.items()]


def _runs(dates: Sequence[date]) -> Iterator[tuple[date, ...]]:
    """Cuts ascending dates where more than four weeks lie between two of them."""
    pairs = enumerate(pairwise(dates), start=1)
    cuts = [at for at, (a, b) in pairs if (b - a).days > _LONGEST_BREAK_DAYS]
    for start, end in pairwise([0, *cuts, len(dates)]):
        yield tuple(dates[start:end])


def _split(service: str, trip: RunT, run: tuple[date, ...]) -> Iterator[SeriesOf[RunT]]:
    """The weekly series of a run and its extra runs.

    The series is named after the first date of the whole run, extra or not, so that it keeps its
    name when a longer horizon shows that the first date was an exception.
    """
    groups = _groups(run)
    for position, dates in enumerate(groups):
        name = f"{trip.id}-{dates[0]:%Y%m%d}-extra" if position else f"{trip.id}-{run[0]:%Y%m%d}"
        yield SeriesOf(uid=f"{name}@{service}.shuttle.invalid", trip=trip, dates=dates)


def _groups(run: tuple[date, ...]) -> list[tuple[date, ...]]:
    """Dates of the weekly pattern first, if there is one; then each extra run."""
    by_weekday: dict[int, list[date]] = defaultdict(list)
    for day in run:
        by_weekday[day.weekday()].append(day)
    regular = {
        weekday
        for weekday, dates in by_weekday.items()
        if _mostly_runs(dates, _like(dates[0], run[0]), run[-1])
    }
    pattern = tuple(day for day in run if day.weekday() in regular)
    extras = [
        group
        for weekday, dates in by_weekday.items()
        if weekday not in regular
        for group in _extra_groups(dates)
    ]
    return ([pattern] if pattern else []) + sorted(extras)


def _extra_groups(dates: Sequence[date]) -> Iterator[tuple[date, ...]]:
    """Extra dates of one weekday: one series where that weekday has become regular, else singles.

    A Saturday service that begins in the middle of a year is regular from then on.
    """
    for run in _runs(dates):
        if len(run) >= _FEWEST_FOR_OWN_WEEKDAY and _mostly_runs(run, run[0], run[-1]):
            yield run
        else:
            yield from ((day,) for day in run)


def _mostly_runs(dates: Sequence[date], first: date, last: date) -> bool:
    """Whether these are at least half of the dates of their weekday from first to last."""
    weeks = (last - first).days // _DAYS_PER_WEEK + 1
    return 2 * len(dates) >= weeks


def _like(day: date, first: date) -> date:
    """The first date from `first` on with the weekday of `day`."""
    return first + timedelta(days=(day.weekday() - first.weekday()) % _DAYS_PER_WEEK)
