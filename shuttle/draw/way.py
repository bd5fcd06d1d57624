"""A route in time and space: its two stops, the port between them, trips as lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shuttle.domain.base import Language
from shuttle.domain.network import Route
from shuttle.domain.plan import Trip
from shuttle.domain.scenario import Scenario
from shuttle.draw.frame import HEADLINE, Entry, Hours, names_width
from shuttle.draw.names import port_name, port_words, stop_name
from shuttle.draw.palette import fill, stroke
from shuttle.draw.svg import Markup, element, label, polygon

LABELS = 34.0
"""Room for labels above the first stop and below the last."""

_HEIGHT = 360.0
_BAND = (0.42, 0.62)
_MARK = 4.2
_LABEL_ROWS = 3
_LABEL_LINE = 11.0
_BETWEEN_WAYS = 60.0

_SHAPES: tuple[tuple[tuple[float, float], ...], ...] = (
    ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    ((0, -1.3), (1.2, 1), (-1.2, 1)),
    ((0, -1.4), (1.4, 0), (0, 1.4), (-1.4, 0)),
    ((0, 1.3), (1.2, -1), (-1.2, -1)),
)


@dataclass(frozen=True, slots=True)
class Way:
    """Where a route stands in a picture.

    Attributes:
        top: the height of its first stop.
        ports: ids of the ports that its trips use.
        marked: ids of the ports of the whole picture, each with a mark of its own.
    """

    route: Route
    hours: Hours
    top: float
    ports: tuple[str, ...]
    marked: tuple[str, ...]

    @property
    def bottom(self) -> float:
        """The height of its second stop."""
        return self.top + _HEIGHT

    @property
    def band(self) -> tuple[float, float]:
        """Between which heights the border is crossed."""
        return self.top + _BAND[0] * _HEIGHT, self.top + _BAND[1] * _HEIGHT

    def points(self, trip: Trip) -> list[tuple[float, float]]:
        """A trip from stop to port, through it, and on to the other stop."""
        near, far = self.band
        heights = [self.top, near, far, self.bottom]
        if trip.origin != self.route.stops[0]:
            heights.reverse()
        if trip.port is None or len(trip.legs) != len(heights) - 1:
            heights = [heights[0], heights[-1]]
            minutes = [trip.departure, trip.arrival]
        else:
            minutes = [trip.departure, *(leg.arrival for leg in trip.legs)]
        return [(self.hours.x(minute), y) for minute, y in zip(minutes, heights, strict=True)]

    def mark(self, trip: Trip, role: str) -> Iterator[Markup]:
        """The sign of its port, in the middle of the crossing."""
        points = self.points(trip)
        if trip.port in self.marked and len(points) > 2:  # noqa: PLR2004 - stop to stop has no port
            (x1, y1), (x2, y2) = points[1:3]
            yield port_mark(self.marked.index(trip.port), (x1 + x2) / 2, (y1 + y2) / 2, role)

    def ground(self, scenario: Scenario, language: Language) -> Iterator[Markup]:
        """Stops, port and hours, on which trips are drawn."""
        names = [stop_name(scenario, stop, language) for stop in self.route.stops]
        yield from self.hours.marks(self.top - LABELS, self.bottom + LABELS)
        left, right = self.hours.left, self.hours.right
        if self.ports:
            top, bottom = self.band
            size = {"width": right - left, "height": bottom - top}
            yield element("rect", x=left, y=top, **size, **fill("band"))
            words = port_words(scenario, self.ports, language)
            yield label(words, left - 8, (top + bottom) / 2 + 4, "quiet", text_anchor="end")
        for name, y in zip(names, (self.top, self.bottom), strict=True):
            yield element("line", x1=left, y1=y, x2=right, y2=y, **stroke("axis"))
            yield label(name, left - 8, y + 4, text_anchor="end", font_weight="bold")

    def label_places(self, trips: Sequence[Trip], width: float) -> dict[str, tuple[float, float]]:
        """Where labels of trips stand beside their first stop, so that few overlap."""
        free: dict[tuple[str, int], float] = {}
        found = {}
        for trip in sorted(trips, key=lambda entry: (entry.departure, entry.id)):
            x = self.hours.x(trip.departure)
            rows = range(_LABEL_ROWS)
            row = next(
                (row for row in rows if free.get((trip.origin, row), 0.0) <= x - width / 2),
                min(rows, key=lambda row: free.get((trip.origin, row), 0.0)),
            )
            free[trip.origin, row] = x + width / 2
            above = trip.origin == self.route.stops[0]
            y = self.top - 6 - row * _LABEL_LINE if above else self.bottom + 13 + row * _LABEL_LINE
            found[trip.id] = (x, y)
        return found


def port_mark(place: int, x: float, y: float, role: str) -> Markup:
    """The sign of the so many-th port: square, triangle, lozenge, triangle on its head."""
    shape = _SHAPES[place % len(_SHAPES)]
    return polygon([(x + _MARK * dx, y + _MARK * dy) for dx, dy in shape], **fill(role))


def port_entries(scenario: Scenario, ways: Sequence[Way], language: Language) -> Iterator[Entry]:
    """Ports in a legend; where there is but one, its name stands in the picture."""
    marked = ways[0].marked if ways else ()
    if len(marked) > 1:
        for place, port in enumerate(marked):
            yield Entry((port_mark(place, 14, 0, "ink"),), port_name(scenario, port, language))


def used_ports(trips: Sequence[Trip], scenario: Scenario) -> tuple[str, ...]:
    """The ports over which trips run, in the scenario's order, then others."""
    used = {trip.port for trip in trips if trip.port}
    listed = tuple(port for port in scenario.ports if port in used)
    return (*listed, *sorted(used - {*listed}))


def ways_of(
    trips: Sequence[Trip], scenario: Scenario, language: Language
) -> tuple[list[Way], float]:
    """The routes that have trips, one below the other on one time axis, and where they end."""
    found = {name: [trip for trip in trips if trip.route == name] for name in scenario.routes}
    mine = {name: trips for name, trips in found.items() if trips}
    stops = [stop for name in mine for stop in scenario.routes[name].stops]
    marked = used_ports(trips, scenario)
    names = [stop_name(scenario, stop, language) for stop in stops]
    names += [port_words(scenario, (port,), language) for port in marked]
    minutes = (minute for trip in trips for minute in (trip.departure, trip.arrival))
    hours = Hours.around(minutes, names_width(names))
    ways: list[Way] = []
    top = HEADLINE + LABELS + 18
    for name, runs in mine.items():
        way = Way(scenario.routes[name], hours, top, used_ports(runs, scenario), marked)
        ways.append(way)
        top = way.bottom + LABELS + _BETWEEN_WAYS
    return ways, (ways[-1].bottom + LABELS + 8 if ways else top)
