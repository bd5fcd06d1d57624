"""What the board and timetable pages show, worked out before any template."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shuttle.domain.network import Direction, Route
from shuttle.domain.timetable import Timetable
from shuttle.services.days import ServiceNotice, answer_for
from shuttle.services.departures import Departure, DepartureQuery, Departures
from shuttle.web.languages import Catalogue, clock

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
class Row:
    """One departure in a table.

    Attributes:
        was: the scheduled time where another is expected, or the trip is cancelled.
        departs: the time expected; empty for a cancelled trip.
        day: the date in words, where it is not the date of the table.
        note: what the operator says of a change.
        state: scheduled, delayed, cancelled or left: class and dot.
    """

    was: str
    departs: str
    arrives: str
    day: str
    port: str
    state: str
    words: str
    note: str


@dataclass(frozen=True, slots=True)
class Card:
    """The next bus of a direction that is not cancelled.

    Attributes:
        countdown: minutes to go, rounded down, within the hour; empty otherwise.
        provisional: the date may yet turn out to be a holiday.
    """

    row: Row
    countdown: str
    points: Sequence[Point]
    boarding: str
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

    def name(self, place: str) -> str:
        """A stop's or port's name."""
        stop = self.timetable.stops.get(place)
        named = stop.name if stop else self.timetable.ports[place].name
        return named.in_language(self.words.language)

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
            card=self._card(following) if following else None,
            remaining=self._remaining(direction),
            others=[self.row(one, self.today) for one in found.departures if one != following],
        )

    def column(self, direction: Direction, day: date) -> Column:
        """The timetable of one direction on a date."""
        ends = direction.origin, direction.destination
        return Column(
            id=direction.id,
            title=self._ends(direction),
            notice=self.notice(self.departures.day_notice(day, *ends)),
            rows=[self.row(one, day) for one in self.departures.day(day, *ends)],
        )

    def row(self, one: Departure, day: date) -> Row:
        """A departure in a table of that date."""
        expected, arrival = one.expected_departure, one.expected_arrival
        scheduled = clock(one.scheduled_departure)
        return Row(
            was=scheduled if one.status != "scheduled" else "",
            departs=clock(expected) if expected else "",
            arrives=clock(arrival) if arrival else "",
            day=self._other_day(one, day),
            port=self.name(one.trip.port) if one.trip.port else "",
            state="left" if expected and expected < self.now else one.status,
            words=self._state(one),
            note=" ".join(notice.in_language(self.words.language) for notice in one.notices),
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

    def is_provisional(self, day: date) -> bool:
        """Whether the calendars have not been announced that far."""
        return answer_for(self.timetable, day).provisional

    def _ends(self, direction: Direction) -> str:
        origin, destination = self.name(direction.origin), self.name(direction.destination)
        return self.words.say("from_to", origin=origin, destination=destination)

    def _card(self, one: Departure) -> Card:
        boarding = self.timetable.stops[one.trip.origin].boarding
        place = boarding.in_language(self.words.language) if boarding else ""
        return Card(
            row=self.row(one, self.today),
            countdown=self._countdown(one.leaves_at),
            points=self._points(one),
            boarding=place and self.words.say("boarding", place=place),
            provisional=one.provisional,
        )

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

    def _state(self, one: Departure) -> str:
        if one.status != "cancelled" and one.leaves_at < self.now:
            return self.words.say("left")
        return self.words.say(one.status, minutes=one.delay_minutes)

    def _other_day(self, one: Departure, day: date) -> str:
        leaves = one.scheduled_departure.date()
        if leaves == day:
            return ""
        if one.service_date == day:
            return self.words.say("next_day")
        words = self.words.date(leaves, "short_date")
        return f"{words} · {self.words.say('provisional_mark')}" if one.provisional else words


def shared_notice(parts: Sequence[Way] | Sequence[Column]) -> str:
    """The notice of all directions, where it is the same for all."""
    notices = {part.notice for part in parts}
    return notices.pop() if len(notices) == 1 else ""
