"""Services of GTFS: trips that run on the same dates, and the ids by which feeds name them.

A service is what one plan brings for one day type, over all dates on which it is used: the periods
before and after a date with a plan of its own are one service. It is named after its day type and
the first date for which it was published, so that its trips keep their ids while a later
publication prolongs it or cuts it short.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from shuttle.domain.timetable import Period, PublishedTrip, Timetable

_DAYS_PER_WEEK = 7
# A service day lasts up to 48 hours: what began two days ago may still be on the road.
_LONGEST_NIGHT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Service:
    """Trips and the service dates on which all of them run.

    Attributes:
        id: without the characters that trip ids of ours may have, but for hyphens.
        dates: ascending, at least one.
        plan_sha256: the plan from which they come; None for extra trips, which have none.
    """

    id: str
    dates: tuple[date, ...]
    trips: tuple[PublishedTrip, ...]
    plan_sha256: str | None

    def trip_id(self, trip: PublishedTrip) -> str:
        """The id of one of its trips in GTFS and GTFS-Realtime.

        The public id names a trip through all its versions and day types; GTFS wants another id
        for each content. No public id has a full stop, so the part before the first one is ours.
        """
        return f"{trip.id}.{self.id}"

    @property
    def weekdays(self) -> frozenset[int]:
        """Weekdays (Monday is 0) on which it runs in at least half of its weeks.

        One date alone makes no week: it is told as a date.
        """
        if len(self.dates) == 1:
            return frozenset()
        runs: dict[int, int] = defaultdict(int)
        for day in self.dates:
            runs[day.weekday()] += 1
        return frozenset(day for day, count in runs.items() if 2 * count >= self._weeks(day))

    def exceptions(self) -> Iterator[tuple[date, bool]]:
        """Dates on which its weekdays are not the truth, and whether it runs on them."""
        weekdays, dates = self.weekdays, frozenset(self.dates)
        for day in _each(self.dates[0], self.dates[-1]):
            if (day.weekday() in weekdays) != (day in dates):
                yield day, day in dates

    def _weeks(self, weekday: int) -> int:
        """How often a weekday comes from its first to its last date."""
        first, last = self.dates[0], self.dates[-1]
        lead = (weekday - first.weekday()) % _DAYS_PER_WEEK
        return ((last - first).days - lead) // _DAYS_PER_WEEK + 1


def services(timetable: Timetable) -> tuple[Service, ...]:
    """Every service with a date that is not long past, by id; extra trips last."""
    return (*sorted(_planned(timetable), key=lambda found: found.id), *_extra(timetable))


def oldest(timetable: Timetable) -> date:
    """The first service date that feeds tell: the past of earlier months is left out.

    By months, so that what a change of one trip publishes is otherwise the feed of yesterday.
    """
    local = timetable.published_at.astimezone(ZoneInfo(timetable.timezone)).date()
    return (local - _LONGEST_NIGHT).replace(day=1)


def _planned(timetable: Timetable) -> Iterator[Service]:
    groups: dict[tuple[object, ...], list[Period]] = defaultdict(list)
    for period in timetable.periods:
        groups[period.day_type, period.plan_sha256, period.trips].append(period)
    start = oldest(timetable)
    for periods in groups.values():
        dates = tuple(day for day in _dates(timetable, periods) if day >= start)
        if dates and periods[0].trips:
            first = min(period.first for period in periods)
            name = f"{periods[0].day_type}.{first:%Y%m%d}"
            yield Service(name, dates, periods[0].trips, periods[0].plan_sha256)


def _dates(timetable: Timetable, periods: Sequence[Period]) -> Iterator[date]:
    """Dates of a day type that lie in one of its periods."""
    for answer in timetable.days:
        if answer.day_type == periods[0].day_type and any(
            period.first <= answer.date <= period.last for period in periods
        ):
            yield answer.date


def _extra(timetable: Timetable) -> Iterator[Service]:
    """Extra trips: one service for each date that has any."""
    start = oldest(timetable)
    by_date: dict[date, list[PublishedTrip]] = defaultdict(list)
    for extra in timetable.extras:
        if extra.service_date >= start:
            by_date[extra.service_date].append(extra.trip)
    for day, trips in sorted(by_date.items()):
        ordered = sorted(trips, key=lambda trip: (trip.departure, trip.id))
        yield Service(f"{day:%Y%m%d}.extra", (day,), tuple(ordered), None)


def _each(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
