"""The time-space diagram: every trip from stop to stop, the crossing of the border in between."""

from collections.abc import Iterator

from shuttle.domain.base import Language
from shuttle.domain.plan import Block, Plan, Trip
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import say
from shuttle.draw.frame import Entry, Sheet
from shuttle.draw.names import plan_words, trip_words, type_name
from shuttle.draw.palette import dash, hue, stroke
from shuttle.draw.svg import Attributes, Markup, element, group, label, polyline
from shuttle.draw.way import Way, port_entries, ways_of

_LABEL_WIDTH = 15.0


def time_space(plan: Plan, scenario: Scenario, language: Language) -> str:
    """A plan's trips as lines over the day, one diagram a route, each bus in its own line.

    Returns:
        SVG; the number at a trip's start is the number of its bus in the legend.
    """
    ways, bottom = ways_of(plan.trips, scenario, language)
    numbers = {block.id: place for place, block in enumerate(plan.blocks)}
    parts: list[Markup] = []
    for way in ways:
        mine = [trip for trip in plan.trips if trip.route == way.route.id]
        places = way.label_places(mine, _LABEL_WIDTH)
        parts += way.ground(scenario, language)
        for trip in mine:
            words = trip_words(scenario, trip, language)
            drawn = _trip(way, trip, numbers.get(trip.block, 0), places[trip.id])
            parts.append(group(f"{words} · {trip.block}", *drawn))
    width = ways[0].hours.width if ways else 0.0
    entries = [
        *(_bus(scenario, block, place, language) for place, block in enumerate(plan.blocks)),
        *port_entries(scenario, ways, language),
    ]
    title = say("pictures.time-space").in_language(language)
    subtitle = plan_words(scenario, plan, language)
    description = say(
        "pictures.time-space-shows", count=len(plan.trips), buses=len(plan.blocks), of=subtitle
    )
    sheet = Sheet("time-space", title, subtitle, description.in_language(language), language)
    return sheet.svg(parts, entries, bottom, width)


def _trip(way: Way, trip: Trip, place: int, at: tuple[float, float]) -> Iterator[Markup]:
    style: Attributes = {**stroke(hue(place)), **dash(place)}
    yield polyline(way.points(trip), stroke_width=1.8, stroke_linejoin="round", **style)
    yield from way.mark(trip, hue(place))
    yield label(str(place + 1), *at, hue(place), text_anchor="middle", font_size=11)


def _bus(scenario: Scenario, block: Block, place: int, language: Language) -> Entry:
    line = element(
        "line", x1=0, y1=0, x2=28, y2=0, stroke_width=2.4, **stroke(hue(place)), **dash(place)
    )
    kind = type_name(scenario, block.vehicle_type, language)
    return Entry((line,), f"{place + 1} = {block.id}, {kind}")
