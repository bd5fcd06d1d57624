"""Next departures, days and single trips: pure functions of one published timetable.

An answer depends on the position of the next trip and on the day asked for, never on the clock,
so that equal questions within a minute have equal answers, to the byte.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from shuttle.domain.base import LocalText
from shuttle.domain.renames import Renames
from shuttle.domain.time import MINUTES_PER_DAY, MINUTES_PER_HOUR, civil_time
from shuttle.domain.timetable import PublishedTrip, Timetable, TripChange
from shuttle.errors import NotFoundError
from shuttle.services.riders.days import ServiceNotice, answer_for, gap_notice
from shuttle.services.riders.departure_index import Index, Indexes

Status = Literal["scheduled", "delayed", "cancelled"]
_MAX_KNOWN_TRIPS = 100


@dataclass(frozen=True, slots=True)
class Departure:
    """One trip on one service date, with what has changed.

    Attributes:
        expected_departure: scheduled plus delay; None for a cancelled trip.
        delay_minutes: 0 for a trip on time, or late by nobody knows how much.
        boarding: where riders board instead of the stop's usual place, or None.
        notices: the operator's own words: about the change, then about an extra trip.
        provisional: its date is not yet covered by the calendars' announcements.
    """

    trip: PublishedTrip
    service_date: date
    status: Status
    delay_minutes: int
    is_full: bool
    is_extra: bool
    boarding: LocalText | None
    notices: tuple[LocalText, ...]
    provisional: bool
    scheduled_departure: datetime
    scheduled_arrival: datetime

    @property
    def expected_departure(self) -> datetime | None:
        """When it is expected to leave."""
        return None if self.status == "cancelled" else self.leaves_at

    @property
    def expected_arrival(self) -> datetime | None:
        """When it is expected to arrive: a delay shifts the arrival too."""
        if self.status == "cancelled":
            return None
        return self.scheduled_arrival + timedelta(minutes=self.delay_minutes)

    @property
    def leaves_at(self) -> datetime:
        """Until when it is listed as still to come; a cancelled one until its scheduled time."""
        return self.scheduled_departure + timedelta(minutes=self.delay_minutes)


@dataclass(frozen=True, slots=True)
class DepartureQuery:
    """What a commuter asks.

    Attributes:
        destination: None for departures to anywhere.
        at: list what leaves at this aware instant or later.
        until: list only what leaves before this instant.
        after: id of a trip leaving at `at` exactly, from which to go on: the cursor of a next
            page that starts in the middle of a minute.
    """

    origin: str
    destination: str | None
    at: datetime
    limit: int
    until: datetime | None = None
    after: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """Where an answer begins and ends among all departures of its origin and destination.

    Attributes:
        first: position of the first departure listed; `last` is one past the last.
        previous_left_at: when the departure before the first one left; None where none did.
        leaves_at: when the first one leaves; None where none is left.
        resume: time and trip id of the last one, where more follow it.
        notice: why a day between the one asked for and the first departure has no bus.
    """

    first: int
    last: int
    previous_left_at: datetime | None
    leaves_at: datetime | None
    resume: tuple[datetime, str] | None
    notice: ServiceNotice | None


@dataclass(frozen=True, slots=True)
class DepartureList:
    """The answer: departures in the order in which they leave.

    Attributes:
        next_bus: the first one that is not cancelled: where to send a rider. It may lie beyond
            the departures listed, where those are all cancelled.
    """

    departures: tuple[Departure, ...]
    next_bus: Departure | None
    position: Position


class Departures:
    """Answers questions about one timetable; indexes are made at the first question.

    Args:
        timetable: the timetable.
        before: answers of the version before it, of which indexes that stay are taken over.

    Attributes:
        renames: present ids of stops and routes, by which alone questions are answered.
    """

    def __init__(self, timetable: Timetable, before: "Departures | None" = None) -> None:
        self.timetable = timetable
        self.renames = Renames.of_timetable(timetable)
        self._zone = ZoneInfo(timetable.timezone)
        self._changes = {(c.trip_id, c.service_date): c for c in reversed(timetable.changes)}
        self._extras = {(extra.trip.id, extra.service_date): extra for extra in timetable.extras}
        self._indexes: Indexes = Indexes(timetable, before._indexes if before else None)  # noqa: SLF001 - of its own kind

    def prepare(self) -> None:
        """Make the indexes that riders' questions need."""
        self._indexes.prepare()

    def locate(self, query: DepartureQuery) -> Position:
        """Where the answer lies: all that it depends on besides the timetable; cheap.

        Raises:
            NotFoundError: a stop is unknown, or no route joins the two.
        """
        self.require_stops(query.origin, query.destination)
        index = self._indexes.of(query.origin, query.destination)
        key = (self._wall_minute(query.at), query.after)
        first = bisect_right(index.keys, key)
        end = self._end(index, query)
        last = max(first, min(first + query.limit, end))
        runs = index.runs
        return Position(
            first=first,
            last=last,
            previous_left_at=self._departure(*runs[first - 1]).leaves_at if first else None,
            leaves_at=self._departure(*runs[first]).leaves_at if first < len(runs) else None,
            resume=self._resume(index, last) if first < last < end else None,
            notice=self._notice(index, first, query),
        )

    def next(self, query: DepartureQuery) -> DepartureList:
        """Departures from `at` on, over the end of the day; raises NotFoundError as `locate`."""
        position = self.locate(query)
        index = self._indexes.of(query.origin, query.destination)
        listed = tuple(self._departure(*run) for run in index.runs[position.first : position.last])
        coming = index.runs[position.first : self._end(index, query)]
        running = (run for run in coming if not self._is_cancelled(*run))
        following = next(running, None)
        return DepartureList(listed, self._departure(*following) if following else None, position)

    def day(
        self, service_date: date, origin: str | None = None, destination: str | None = None
    ) -> tuple[Departure, ...]:
        """The trips of a service date in scheduled order; all of them where no stop is given."""
        wanted = (
            trip
            for trip in self.timetable.trips_on(service_date)
            if origin in {None, trip.origin} and destination in {None, trip.destination}
        )
        return tuple(self._departure(trip, service_date) for trip in wanted)

    def day_notice(
        self, service_date: date, origin: str | None = None, destination: str | None = None
    ) -> ServiceNotice | None:
        """Why a service date has no bus; None where it has one."""
        served = self._indexes.of(origin, destination).served
        if service_date in served:
            return None
        following = min((day for day in served if day > service_date), default=None)
        return gap_notice(self.timetable, service_date, following, served)

    def trip(self, trip_id: str, service_date: date) -> Departure:
        """One trip on one service date; raises NotFoundError."""
        trips = {trip.id: trip for trip in self.timetable.trips_on(service_date)}
        if trip_id not in trips:
            known = sorted(trips)[:_MAX_KNOWN_TRIPS]
            kind = f"trip on {service_date}"
            raise NotFoundError(kind, trip_id, known)
        return self._departure(trips[trip_id], service_date)

    def require_stops(self, origin: str | None, destination: str | None) -> None:
        """Raises NotFoundError for a stop that is unknown, or two that no route joins."""
        known = sorted(self.timetable.stops)
        for stop in (origin, destination):
            if stop is not None and stop not in self.timetable.stops:
                kind = "stop"
                raise NotFoundError(kind, stop, known)
        pairs = {(end.origin, end.destination) for end in self.timetable.directions}
        if origin and destination and (origin, destination) not in pairs:
            kind = "connection"
            joined = sorted(f"{start} to {end}" for start, end in pairs)
            raise NotFoundError(kind, f"{origin} to {destination}", joined)

    def local(self, instant: datetime) -> datetime:
        """An aware instant on the timetable's clock."""
        return instant.astimezone(self._zone)

    def _end(self, index: Index, query: DepartureQuery) -> int:
        """One past the last departure that a query may list."""
        if query.until is None:
            return len(index.keys)
        return bisect_left(index.keys, (self._wall_minute(query.until), ""))

    def _resume(self, index: Index, last: int) -> tuple[datetime, str]:
        final = self._departure(*index.runs[last - 1])
        return final.leaves_at, final.trip.id

    def _wall_minute(self, instant: datetime) -> int:
        """The first whole minute of the timetable's clock at or after an instant."""
        local = self.local(instant)
        whole = local.hour * MINUTES_PER_HOUR + local.minute
        begun = bool(local.second or local.microsecond)
        return local.toordinal() * MINUTES_PER_DAY + whole + begun

    def _notice(self, index: Index, first: int, query: DepartureQuery) -> ServiceNotice | None:
        asked = self.local(query.at).date()
        leaves = index.runs[first][1] if first < len(index.runs) else None
        return gap_notice(self.timetable, asked, leaves, index.served)

    def _change(self, trip_id: str, service_date: date) -> TripChange | None:
        return self._changes.get((trip_id, service_date))

    def _is_cancelled(self, trip: PublishedTrip, service_date: date) -> bool:
        change = self._change(trip.id, service_date)
        return change is not None and change.cancelled

    def _delay(self, trip_id: str, service_date: date) -> int:
        change = self._change(trip_id, service_date)
        return change.delay if change is not None else 0

    def _departure(self, trip: PublishedTrip, service_date: date) -> Departure:
        change = self._change(trip.id, service_date)
        extra = self._extras.get((trip.id, service_date))
        notices = (change and change.notice, extra and extra.notice)
        answer = answer_for(self.timetable, service_date)
        return Departure(
            trip=trip,
            service_date=service_date,
            status=_status(change),
            delay_minutes=change.delay if change else 0,
            is_full=change is not None and change.full,
            is_extra=extra is not None,
            boarding=change.boarding if change else None,
            notices=tuple(notice for notice in notices if notice),
            provisional=answer.provisional,
            scheduled_departure=civil_time(service_date, trip.departure, self._zone),
            scheduled_arrival=civil_time(service_date, trip.arrival, self._zone),
        )


def _status(change: TripChange | None) -> Status:
    if change is not None and change.cancelled:
        return "cancelled"
    return "delayed" if change is not None and change.delay_minutes is not None else "scheduled"
