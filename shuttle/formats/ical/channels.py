"""The public feeds of a timetable: by route, by direction, by stop, in each language."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from shuttle.domain.base import Language
from shuttle.domain.network import Direction
from shuttle.domain.timetable import PublishedTrip, Timetable
from shuttle.formats.ical.frame import Frame
from shuttle.formats.ical.frame_words import frame_words
from shuttle.formats.ical.words import words


@dataclass(frozen=True, slots=True)
class Channel:
    """One feed: which trips it shows, and the calendar around them.

    Attributes:
        path: as stored and served, without a leading slash.
    """

    path: str
    frame: Frame
    shows: Callable[[PublishedTrip], bool]


@dataclass(frozen=True, slots=True)
class Channels:
    """The feeds of a timetable in one language, and the frame of private ones.

    Attributes:
        notes: what every calendar says besides its own words.
    """

    timetable: Timetable
    language: Language
    base_url: str
    notes: tuple[str, ...]

    def public(self) -> Iterator[Channel]:
        """Every public feed."""
        for route in sorted(self.timetable.routes):
            yield self._of_route(route)
            mine = (one for one in self.timetable.directions if one.route == route)
            yield from map(self._of_direction, mine)
        yield from map(self._of_stop, sorted(self.timetable.stops))

    def private(self) -> Frame:
        """The calendar around a rider's own trips; it does not say where it was fetched."""
        return self._frame(
            f"private/my/{self.language}.ics",
            frame_words(self.language).mine,
            self.timetable.routes,
            is_public=False,
        )

    def _of_route(self, route: str) -> Channel:
        name = self.timetable.routes[route].name.in_language(self.language)
        return self._channel(route, name, [route], lambda trip: trip.route == route)

    def _of_direction(self, direction: Direction) -> Channel:
        ends = (direction.origin, direction.destination)
        name = " → ".join(self._stop(stop) for stop in ends)
        mine = direction.route, direction.id
        return self._channel(
            f"{direction.route}/{direction.id}",
            name,
            [direction.route],
            lambda trip: (trip.route, trip.direction) == mine,
        )

    def _of_stop(self, stop: str) -> Channel:
        name = frame_words(self.language).from_stop.format(stop=self._stop(stop))
        routes = [route.id for route in self.timetable.routes.values() if stop in route.stops]
        return self._channel(f"stops/{stop}", name, routes, lambda trip: trip.origin == stop)

    def _stop(self, stop: str) -> str:
        return self.timetable.stops[stop].name.in_language(self.language)

    def _channel(
        self, tail: str, name: str, routes: Iterable[str], shows: Callable[[PublishedTrip], bool]
    ) -> Channel:
        path = f"feeds/{self.language}/{tail}.ics"
        title = words(self.language).calendar.format(name=name)
        return Channel(path, self._frame(path, title, routes, is_public=True), shows)

    def _frame(self, path: str, name: str, routes: Iterable[str], *, is_public: bool) -> Frame:
        phrases = words(self.language)
        crosses = any(self.timetable.routes[route].ports for route in routes)
        lines = (
            self.timetable.title.in_language(self.language),
            phrases.clocks if crosses else "",
            *self.notes,
        )
        return Frame(
            identity=path.removesuffix(".ics").replace("/", "-"),
            service=self.timetable.service,
            name=name,
            description="\n".join(line for line in lines if line),
            page_url=f"{self.base_url}/{phrases.page}/",
            source=f"{self.base_url}/{path}" if is_public else None,
        )


def notes(
    timetable: Timetable, language: Language, base_url: str, last_note: str | None
) -> tuple[str, ...]:
    """What every calendar says: where live times are, what is provisional, whom to ask."""
    phrases = words(language)
    live = phrases.live.format(url=f"{base_url}/{phrases.page}/")
    return tuple(line for line in (live, last_note, _contact(timetable, language)) if line)


def _contact(timetable: Timetable, language: Language) -> str | None:
    contact = timetable.contact
    if contact is None:
        return None
    parts = (contact.name, contact.url, contact.email)
    line = ", ".join(part for part in parts if part)
    return words(language).contact.format(contact=line)
