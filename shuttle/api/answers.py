"""Answers in one language from the published timetable."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shuttle.api import schemas
from shuttle.domain.base import Language, LocalText
from shuttle.domain.calendar import DayAnswer, Reason
from shuttle.domain.plan import TripLeg
from shuttle.domain.time import civil_time
from shuttle.domain.timetable import Timetable
from shuttle.services.riders.days import ServiceNotice
from shuttle.services.riders.departures import Departure, DepartureList, DepartureQuery, Position
from shuttle.services.riders.live import Snapshot
from shuttle.services.riders.remarks import marks, own_words

_SECONDS_PER_MINUTE = 60


def feed_path(language: Language, route: str, direction: str | None = None) -> str:
    """Where a calendar feed is stored and served, without a leading slash."""
    name = f"{route}/{direction}" if direction else route
    return f"feeds/{language}/{name}.ics"


@dataclass(frozen=True, slots=True)
class Wording:
    """A snapshot in one language."""

    snapshot: Snapshot
    language: Language

    @property
    def timetable(self) -> Timetable:
        """The published timetable."""
        return self.snapshot.timetable

    def text(self, text: LocalText) -> str:
        """A text in the language."""
        return text.in_language(self.language)

    def revision(self) -> schemas.Revision:
        """Which publication this is."""
        published = self.snapshot.departures.local(self.timetable.published_at)
        return schemas.Revision(version=self.timetable.version, published_at=published)

    def stop(self, stop: str) -> schemas.Named:
        """A stop and its name."""
        return schemas.Named(id=stop, name=self.text(self.timetable.stops[stop].name))

    def port(self, port: str) -> schemas.Named:
        """A port and its name."""
        return schemas.Named(id=port, name=self.text(self.timetable.ports[port].name))

    def place(self, place: str) -> schemas.Named:
        """A stop or port and its name."""
        return self.stop(place) if place in self.timetable.stops else self.port(place)

    def reason(self, reason: Reason) -> schemas.CodedText:
        """A reason in words."""
        return schemas.CodedText(code=reason.code, text=self.text(reason.text))

    def notice(self, notice: ServiceNotice | None) -> schemas.ServiceNotice | None:
        """Why a date has no bus."""
        if notice is None:
            return None
        return schemas.ServiceNotice(
            code=notice.reason.code,
            text=self.text(notice.reason.text),
            date=notice.day,
            next_service_date=notice.next_service_date,
        )

    def day(self, answer: DayAnswer) -> schemas.Day:
        """What runs on a date."""
        names = self.timetable.day_type_names
        kind = answer.day_type
        return schemas.Day(
            date=answer.date,
            day_type=kind and schemas.Named(id=kind, name=self.text(names[kind])),
            reasons=[self.reason(reason) for reason in answer.reasons],
            provisional=answer.provisional,
        )

    def board(
        self, asked: DepartureQuery, found: DepartureList, following: str | None
    ) -> schemas.DepartureBoard:
        """Next departures; `following` is the address of those after them."""
        coming = found.next_bus
        return schemas.DepartureBoard(
            timezone=self.timetable.timezone,
            revision=self.revision(),
            origin=self.stop(asked.origin),
            destination=self.stop(asked.destination) if asked.destination else None,
            departures=[self.departure(departure) for departure in found.departures],
            next_bus=coming
            and schemas.TripOnDate(trip_id=coming.trip.id, service_date=coming.service_date),
            service_notice=self.notice(found.position.notice),
            next=following,
        )

    def departure(self, departure: Departure) -> schemas.Departure:
        """One trip on one date."""
        trip = departure.trip
        port = trip.port and self.port(trip.port)
        return schemas.Departure(
            trip_id=trip.id,
            service_date=departure.service_date,
            route=trip.route,
            direction=trip.direction,
            origin=trip.origin,
            destination=trip.destination,
            status=departure.status,
            extra=departure.is_extra,
            scheduled_departure=departure.scheduled_departure,
            scheduled_arrival=departure.scheduled_arrival,
            expected_departure=departure.expected_departure,
            expected_arrival=departure.expected_arrival,
            delay_seconds=departure.delay_minutes * _SECONDS_PER_MINUTE,
            crossing=schemas.Crossing(port=port.id, name=port.name) if port else None,
            capacity=schemas.Capacity(seats=trip.seats, left=0 if departure.is_full else None),
            boarding=self._boarding(departure),
            notices=[
                schemas.CodedText(code=one.code, text=self.text(one.text))
                for one in (*marks(departure), *own_words(departure))
            ],
            provisional=departure.provisional,
        )

    def part(self, departure: Departure, leg: TripLeg) -> schemas.TripPart:
        """A drive or clearance of a trip, with its scheduled times."""
        return schemas.TripPart(
            kind=leg.kind,
            origin=self.place(leg.origin),
            destination=self.place(leg.destination),
            departure=self._instant(departure, leg.departure),
            arrival=self._instant(departure, leg.arrival),
        )

    def feed(self, route: str, direction: str | None = None) -> str | None:
        """Path of a feed with its leading slash, or None where it is not published."""
        path = feed_path(self.language, route, direction)
        return f"/{path}" if path in self.snapshot.files else None

    def _instant(self, departure: Departure, minute: int) -> datetime:
        return civil_time(departure.service_date, minute, ZoneInfo(self.timetable.timezone))

    def _boarding(self, departure: Departure) -> schemas.Boarding:
        usual = self.timetable.stops[departure.trip.origin].boarding
        place = departure.boarding or usual
        return schemas.Boarding(
            place=self.text(place) if place else None, moved=departure.boarding is not None
        )


def modified_at(now: datetime, published_at: datetime, positions: Iterable[Position]) -> datetime:
    """When an answer about `now` last became another: at a departure, midnight or publication."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    left = (position.previous_left_at for position in positions)
    instants = [instant + timedelta(seconds=1) for instant in left if instant]
    return max(midnight, published_at, *instants)


def holds_until(now: datetime, leaves_at: datetime | None) -> datetime:
    """Until when an answer about `now` holds: to the next departure, or to midnight."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return midnight if leaves_at is None else min(midnight, leaves_at)


def max_age_seconds(now: datetime, until: datetime, most: int) -> int:
    """Whole seconds for which an answer may be kept that holds until an instant."""
    return max(0, min(most, int((until - now).total_seconds())))
