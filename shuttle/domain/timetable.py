"""What commuters see: an immutable snapshot of a published service, complete in itself.

Feeds, departures and pages are functions of it; none of them asks the scenario or the solver.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal, Self

from pydantic import AwareDatetime, Field, NonNegativeInt, model_validator

from shuttle.domain.base import LocalText, Slug, Value, not_given
from shuttle.domain.booking import Booking
from shuttle.domain.calendar import DayAnswer
from shuttle.domain.network import Direction, Latitude, Longitude, Route, Side
from shuttle.domain.plan import TripLeg
from shuttle.domain.scenario import Contact
from shuttle.domain.time import ServiceMinute


class PublicStop(Value):
    """A stop as riders need it.

    Attributes:
        lat: where it is; None where that is not known, or only guessed.
        near_lat: about where, as somebody guessed; for maps that need a place, never for a rider
            who looks for the bus.
        formerly: ids under which it was published before.
    """

    id: Slug
    name: LocalText
    formerly: tuple[Slug, ...] = Field(default=(), exclude_if=not_given)
    boarding: LocalText | None
    side: Side
    timezone: str
    lat: Latitude | None
    lon: Longitude | None
    near_lat: Latitude | None = None
    near_lon: Longitude | None = None


class PublicPort(Value):
    """A port as riders need it."""

    id: Slug
    name: LocalText
    lat: Latitude | None = None
    lon: Longitude | None = None


class PublishedTrip(Value):
    """A trip with the identity that outlives versions.

    Attributes:
        id: given when the trip was first published; kept when it moves by some minutes, so it
            may name another minute than it now leaves.
        seats: seats of its bus.
    """

    id: Slug
    route: Slug
    direction: str
    origin: Slug
    destination: Slug
    departure: ServiceMinute
    arrival: ServiceMinute
    port: Slug | None
    seats: NonNegativeInt
    legs: tuple[TripLeg, ...]


class Period(Value):
    """The trips of one day type over some dates.

    Attributes:
        first: first service date; `last` is included too.
        plan_sha256: the plan that they come from.
    """

    day_type: Slug
    first: date
    last: date
    plan_sha256: str
    trips: tuple[PublishedTrip, ...]


class TripChange(Value):
    """What is different with one trip on one date, on top of the timetable.

    Attributes:
        delay_minutes: by how much it leaves and arrives late; 0 where that is not known; None for
            a trip on time.
        boarding: where riders board instead, on that date.
        full: no seat is left.
        notice: the operator's own words about it.
    """

    trip_id: Slug
    service_date: date
    cancelled: bool = False
    delay_minutes: NonNegativeInt | None = None
    boarding: LocalText | None = None
    full: bool = False
    notice: LocalText | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        others = self.delay_minutes is not None or self.boarding is not None or self.full
        if self.cancelled and others:
            msg = "a cancelled trip is neither late, nor full, nor boarded elsewhere"
            raise ValueError(msg)
        if not self.cancelled and not others:
            msg = "changes nothing: cancel or delay it, move its boarding point or fill it"
            raise ValueError(msg)
        return self

    @property
    def delay(self) -> int:
        """Minutes to add to the planned times: 0 for a trip on time, or late by nobody knows."""
        return self.delay_minutes or 0


class ExtraTrip(Value):
    """A trip on one date that the timetable does not have.

    Attributes:
        trip: its id is its own, never that of a trip of a period.
        notice: the operator's own words about it.
    """

    service_date: date
    trip: PublishedTrip
    notice: LocalText | None = None


class Timetable(Value):
    """One version of a published service.

    Attributes:
        version: counts publications from 1.
        published_at: the instant of publication.
        days: an answer for every date of the horizon, in order, service or not.
        periods: trips by day type and dates; no date has two periods of its day type.
        booking: how seats are booked; None where nobody needs to.
        changes: dated changes by date and trip, one for each; of extra trips too.
        extras: trips of single dates on top of the periods.
        public_url: scheme and host under which riders reach it, as somebody once said; what is
            published later goes on with it. None where nobody has.
    """

    service: Slug
    version: NonNegativeInt
    published_at: AwareDatetime
    title: LocalText
    contact: Contact | None
    booking: Booking | None = None
    timezone: Literal["Asia/Hong_Kong"] = "Asia/Hong_Kong"
    stops: Mapping[Slug, PublicStop]
    ports: Mapping[Slug, PublicPort]
    routes: Mapping[Slug, Route]
    directions: tuple[Direction, ...]
    day_type_names: Mapping[Slug, LocalText]
    days: tuple[DayAnswer, ...]
    periods: tuple[Period, ...]
    changes: tuple[TripChange, ...] = ()
    extras: tuple[ExtraTrip, ...] = ()
    public_url: str | None = None

    def day(self, service_date: date) -> DayAnswer | None:
        """The answer for a date, or None outside the horizon."""
        if not self.days:
            return None
        index = (service_date - self.days[0].date).days
        return self.days[index] if 0 <= index < len(self.days) else None

    def trips_on(self, service_date: date) -> Iterator[PublishedTrip]:
        """Trips of a date by departure, cancelled and extra ones included."""
        trips = (*self._planned_on(service_date), *self._extras_on(service_date))
        yield from sorted(trips, key=lambda trip: (trip.departure, trip.id))

    def _planned_on(self, service_date: date) -> tuple[PublishedTrip, ...]:
        """Trips of the period of a date; none outside the horizon."""
        answer = self.day(service_date)
        if answer is None or answer.day_type is None:
            return ()
        for period in self.periods:
            same_type = period.day_type == answer.day_type
            if same_type and period.first <= service_date <= period.last:
                return period.trips
        return ()

    def _extras_on(self, service_date: date) -> Iterator[PublishedTrip]:
        return (extra.trip for extra in self.extras if extra.service_date == service_date)

    def change_of(self, trip_id: str, service_date: date) -> TripChange | None:
        """The change of a trip on a date, or None."""
        mine = (change for change in self.changes if change.trip_id == trip_id)
        return next((change for change in mine if change.service_date == service_date), None)

    def extra_of(self, trip_id: str, service_date: date) -> ExtraTrip | None:
        """The extra trip of that id on a date, or None."""
        mine = (extra for extra in self.extras if extra.trip.id == trip_id)
        return next((extra for extra in mine if extra.service_date == service_date), None)
