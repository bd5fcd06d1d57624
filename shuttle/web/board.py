"""What the board and timetable pages show, worked out before any template."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shuttle.domain.network import Direction, Route
from shuttle.domain.timetable import Timetable
from shuttle.services.riders.days import ServiceNotice, answer_for
from shuttle.services.riders.departures import Departure, DepartureQuery, Departures
from shuttle.web.languages import Catalogue, clock
from shuttle.web.rows import Row, Rows

_LISTED = 6
_COUNTDOWN_MINUTES = 60
_SECONDS_PER_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the way, and when; `note` tells of the clearance at a port."""

    time: str
    place: str
    note: str


@dataclass(frozen=True, slots=True)
class Card:
    """The next bus of a direction that is not cancelled.

    Attributes:
        after_full: which one to take instead, where it is full; empty otherwise.
        countdown: minutes to go, rounded down, within the hour; empty otherwise.
        provisional: the date may yet turn out to be a holiday.
    """

    row: Row
    countdown: str
    points: Sequence[Point]
    boarding: str
    after_full: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Way:
    """One direction on the board."""

    id: str
    title: str
    ends: str
    notice: str
    card: Card | None
    remaining: str
    others: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Column:
    """One direction of a day's timetable."""

    id: str
    title: str
    notice: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Viewer:
    """Someone who looks at the departures now, in one language."""

    departures: Departures
    words: Catalogue
    now: datetime

    @property
    def timetable(self) -> Timetable:
        """The published timetable."""
        return self.departures.timetable

    @property
    def today(self) -> date:
        """The current date."""
        return self.now.date()

    @property
    def rows(self) -> Rows:
        """How departures are put into words."""
        return Rows(self.timetable, self.words, self.now)

    def name(self, place: str) -> str:
        """A stop's or port's name."""
        return self.rows.name(place)

    def directions(self, route: Route) -> list[Direction]:
        """Both directions of a route."""
        return [item for item in self.timetable.directions if item.route == route.id]

    def way(self, direction: Direction) -> Way:
        """The board of one direction."""
        query = DepartureQuery(direction.origin, direction.destination, self.now, _LISTED)
        found = self.departures.next(query)
        following = found.next_bus
        return Way(
            id=direction.id,
            title=self.words.say("to_place", place=self.name(direction.destination)),
            ends=self._ends(direction),
            notice=self.notice(found.position.notice),
            card=self._card(following, found.departures) if following else None,
            remaining=self._remaining(direction),
            others=[self.rows.row(one, self.today) for one in found.departures if one != following],
        )

    def column(self, direction: Direction, day: date) -> Column:
        """The timetable of one direction on a date."""
        ends = direction.origin, direction.destination
        return Column(
            id=direction.id,
            title=self._ends(direction),
            notice=self.notice(self.departures.day_notice(day, *ends)),
            rows=[self.rows.row(one, day) for one in self.departures.day(day, *ends)],
        )

    def notice(self, notice: ServiceNotice | None) -> str:
        """Why there is no bus, and when there is one again."""
        if notice is None:
            return ""
        reason = notice.reason.text.in_language(self.words.language)
        date_words = self.words.date(notice.day)
        if notice.next_service_date is None:
            return self.words.say("no_bus_after", date=date_words, reason=reason)
        following = self.words.date(notice.next_service_date)
        return self.words.say("no_bus_until", date=date_words, reason=reason, following=following)

    def odd_day(self, day: date) -> str:
        """Why a date runs as its weekday would not let one expect; empty for others."""
        reason = answer_for(self.timetable, day).odd_reason
        return reason.text.in_language(self.words.language) if reason else ""

    def is_provisional(self, day: date) -> bool:
        """Whether the calendars have not been announced that far."""
        return answer_for(self.timetable, day).provisional

    def _ends(self, direction: Direction) -> str:
        origin, destination = self.name(direction.origin), self.name(direction.destination)
        return self.words.say("from_to", origin=origin, destination=destination)

    def _card(self, one: Departure, listed: Sequence[Departure]) -> Card:
        usual = self.timetable.stops[one.trip.origin].boarding
        place = usual.in_language(self.words.language) if usual else ""
        row = self.rows.row(one, self.today)
        return Card(
            row=row,
            countdown=self._countdown(one.leaves_at),
            points=self._points(one),
            boarding=row.moved or (place and self.words.say("boarding", place=place)),
            after_full=self._after_full(one, listed),
            provisional=one.provisional,
        )

    def _after_full(self, one: Departure, listed: Sequence[Departure]) -> str:
        """When the first bus leaves after a full one that is not full itself."""
        if not one.is_full:
            return ""
        runs = (
            other
            for other in listed
            if other.status != "cancelled" and not other.is_full and other.leaves_at > one.leaves_at
        )
        other = next(runs, None)
        if other is None:
            return ""
        day = self.rows.other_day(other, self.today)
        return self.words.say("after_full", time=f"{clock(other.leaves_at)} {day}".strip())

    def _countdown(self, leaves_at: datetime) -> str:
        minutes = int((leaves_at - self.now).total_seconds()) // _SECONDS_PER_MINUTE
        if minutes >= _COUNTDOWN_MINUTES:
            return ""
        return self.words.say("minutes", minutes=minutes) if minutes else self.words.say("now")

    def _points(self, one: Departure) -> list[Point]:
        """The way, at expected times: a delay moves all of it."""
        trip = one.trip

        def at(minute: int) -> str:
            return clock(one.leaves_at + timedelta(minutes=minute - trip.departure))

        ports = [
            Point(
                at(leg.departure),
                self.name(leg.origin),
                self.words.say("clearance", start=at(leg.departure), end=at(leg.arrival)),
            )
            for leg in trip.legs
            if leg.kind == "clearance"
        ]
        origin = Point(at(trip.departure), self.name(trip.origin), "")
        return [origin, *ports, Point(at(trip.arrival), self.name(trip.destination), "")]

    def _remaining(self, direction: Direction) -> str:
        ends = direction.origin, direction.destination
        every = self.departures.day(self.today, *ends)
        runs = [one for one in every if one.status != "cancelled"]
        left = [one for one in runs if one.leaves_at >= self.now]
        if not left:
            return self.words.say("none_left_today") if runs else ""
        if len(left) == 1:
            return self.words.say("left_today_one")
        last = clock(max(one.leaves_at for one in left))
        return self.words.say("left_today_many", count=len(left), time=last)


def shared_notice(parts: Sequence[Way] | Sequence[Column]) -> str:
    """The notice of all directions, where it is the same for all."""
    notices = {part.notice for part in parts}
    return notices.pop() if len(notices) == 1 else ""
