"""Trips of single dates about which there is something to say, and for how long."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from google.transit import gtfs_realtime_pb2 as realtime

from shuttle.domain.base import LocalText
from shuttle.domain.time import MINUTES_PER_HOUR, civil_time
from shuttle.domain.timetable import PublishedTrip, Timetable, TripChange
from shuttle.formats.gtfs.running import direction
from shuttle.formats.gtfs.services import Service, services
from shuttle.formats.gtfs.table import gtfs_date, gtfs_time

# Some readers refuse hours from 30 on.
_LAST_HOUR = 30 * MINUTES_PER_HOUR
_SCHEDULED = realtime.TripDescriptor.SCHEDULED
_CANCELLED = realtime.TripDescriptor.CANCELED


@dataclass(frozen=True, slots=True)
class DatedTrip:
    """One trip on one service date.

    Attributes:
        change: what has changed with it; None where nothing has.
        is_extra: whether the timetable of its day type does not have it.
        notice: the operator's own words.
    """

    timetable: Timetable
    service: Service
    trip: PublishedTrip
    service_date: date
    change: TripChange | None
    is_extra: bool
    notice: LocalText | None

    @property
    def name(self) -> str:
        """An id for what is said of it."""
        return f"{self.service.trip_id(self.trip)}.{gtfs_date(self.service_date)}"

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not run."""
        return self.change is not None and self.change.cancelled

    @property
    def delay(self) -> timedelta:
        """By how much it is late, as far as that is known."""
        return timedelta(minutes=self.change.delay if self.change else 0)

    @property
    def ends(self) -> datetime:
        """When it arrives, late or not; of a cancelled trip, when it would have."""
        return self.instant(self.trip.arrival) + self.delay

    def instant(self, minute: int) -> datetime:
        """A planned minute of its service day as an instant."""
        return civil_time(self.service_date, minute, ZoneInfo(self.timetable.timezone))

    def descriptor(self) -> Any:
        """The trip as GTFS-Realtime names it, with the ids of the GTFS feed.

        Id and date name it; its time stands beside them as far as readers take it.
        """
        departure = self.trip.departure
        return realtime.TripDescriptor(
            trip_id=self.service.trip_id(self.trip),
            route_id=self.trip.route,
            direction_id=direction(self.timetable, self.trip),
            start_date=gtfs_date(self.service_date),
            start_time=gtfs_time(departure) if departure < _LAST_HOUR else None,
            schedule_relationship=_CANCELLED if self.is_cancelled else _SCHEDULED,
        )


def dated_trips(timetable: Timetable) -> tuple[DatedTrip, ...]:
    """Every changed or extra trip whose service the GTFS feed has, by date and departure."""
    found = _dated_trips(timetable) if timetable.changes or timetable.extras else ()
    order = sorted(found, key=lambda one: (one.service_date, one.trip.departure, one.trip.id))
    return tuple(order)


def _dated_trips(timetable: Timetable) -> Iterator[DatedTrip]:
    changes = {(change.service_date, change.trip_id): change for change in timetable.changes}
    extras = {(extra.service_date, extra.trip.id): extra for extra in timetable.extras}
    wanted = {day for day, _ in (*changes, *extras)}
    for service in services(timetable):
        for day in wanted.intersection(service.dates):
            for trip in service.trips:
                change, extra = changes.get((day, trip.id)), extras.get((day, trip.id))
                if change or extra:
                    notice = (change and change.notice) or (extra and extra.notice) or None
                    yield DatedTrip(
                        timetable, service, trip, day, change, extra is not None, notice
                    )
