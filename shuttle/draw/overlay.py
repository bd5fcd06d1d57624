"""Two timetables laid over each other: what stays is thin and grey, what changes stands out."""

from collections.abc import Iterator, Sequence
from typing import Literal

from shuttle.domain.base import Language
from shuttle.domain.difference import PlanDifference, TripDifference
from shuttle.domain.plan import Trip
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import say
from shuttle.draw.frame import Entry, Sheet
from shuttle.draw.names import trip_words
from shuttle.draw.palette import fill, stroke
from shuttle.draw.svg import Attributes, Markup, element, group, label, polygon, polyline
from shuttle.draw.way import Way, port_entries, ways_of

_Kind = Literal["unchanged", "moved", "dropped", "added", "other"]
_KINDS: tuple[_Kind, ...] = ("unchanged", "moved", "dropped", "added", "other")
_SIGNS: dict[_Kind, str] = {"moved": "~", "dropped": "\N{MINUS SIGN}", "added": "+", "other": "="}
_ROLES: dict[_Kind, str] = {
    "unchanged": "axis",
    "moved": "moved",
    "dropped": "dropped",
    "added": "added",
    "other": "hue-3",
}
_THIN, _BOLD = 1.1, 2.6
_DASHED = "5 3"
_LABEL_WIDTH = 12.0
_HEAD = 4.0


def overlay(
    difference: PlanDifference, scenario: Scenario, language: Language, subtitle: str = ""
) -> str:
    """The trips of two plans as lines over the day.

    Args:
        difference: of the two plans.
        scenario: whose stops, routes and ports are named.
        language: of all words.
        subtitle: which plans they are.

    Returns:
        SVG; signs at a trip's start say what becomes of it: `~` moved, minus, plus, `=` for one
        at its minute with another port or bus.
    """
    changes = difference.trips
    trips = tuple(trip for change in changes for trip in (change.before, change.after) if trip)
    ways, bottom = ways_of(trips, scenario, language)
    parts: list[Markup] = []
    for way in ways:
        parts += way.ground(scenario, language)
        mine = [change for change in changes if _told(change).route == way.route.id]
        places = way.label_places([_told(each) for each in mine if _signed(each)], _LABEL_WIDTH)
        for change in sorted(mine, key=_signed):  # what changes lies on top
            at = places.get(_told(change).id) if _signed(change) else None
            words = _words(change, scenario, language)
            parts.append(group(words, *_change(way, change, at)))
    width = ways[0].hours.width if ways else 0.0
    entries = [*_entries(changes, language), *port_entries(scenario, ways, language)]
    title = say("pictures.overlay").in_language(language)
    numbers = {kind: _number(changes, kind) for kind in _KINDS if kind != "unchanged"}
    shows = say("pictures.overlay-shows", kept=_number(changes, "unchanged"), **numbers)
    sheet = Sheet("overlay", title, subtitle, shows.in_language(language), language)
    return sheet.svg(parts, entries, bottom, width)


def _kind(change: TripDifference) -> _Kind:
    if change.fate == "kept":
        return "unchanged" if change.unchanged else "other"
    return change.fate


def _signed(change: TripDifference) -> bool:
    return _kind(change) in _SIGNS


def _told(change: TripDifference) -> Trip:
    """The trip that stands for a change: as it will be, or as it was."""
    found = change.after or change.before
    assert found is not None  # noqa: S101 - a change is of a trip
    return found


def _number(changes: Sequence[TripDifference], kind: _Kind) -> int:
    return sum(_kind(change) == kind for change in changes)


def _change(way: Way, change: TripDifference, at: tuple[float, float] | None) -> Iterator[Markup]:
    kind = _kind(change)
    role = _ROLES[kind]
    if kind == "unchanged":
        yield polyline(way.points(_told(change)), stroke_width=_THIN, **stroke(role))
        return
    if change.after is None or _was_elsewhere(way, change):
        was = change.before or _told(change)
        width = _THIN if change.after else _BOLD
        dashes: Attributes = {"stroke_dasharray": _DASHED}
        yield polyline(way.points(was), stroke_width=width, **stroke(role), **dashes)
    if change.after:
        yield polyline(way.points(change.after), stroke_width=_BOLD, **stroke(role))
        yield from way.mark(change.after, role)
    if change.fate == "moved" and change.before and change.after:
        yield from _arrow(way, change.before, change.after)
    if at:
        size: Attributes = {"text_anchor": "middle", "font_size": 13, "font_weight": "bold"}
        yield label(_SIGNS[kind], *at, role, **size)


def _was_elsewhere(way: Way, change: TripDifference) -> bool:
    """Whether the line before is not the line after."""
    both = change.before and change.after
    return bool(both) and way.points(change.before or _told(change)) != way.points(_told(change))


def _arrow(way: Way, before: Trip, after: Trip) -> Iterator[Markup]:
    """From the old departure to the new one, along the stop."""
    (start, y), (end, _) = way.points(before)[0], way.points(after)[0]
    tip = -_HEAD if end > start else _HEAD
    role = _ROLES["moved"]
    yield polyline([(start, y), (end, y)], stroke_width=_BOLD, **stroke(role))
    head = [(end, y), (end + 1.4 * tip, y - _HEAD), (end + 1.4 * tip, y + _HEAD)]
    yield polygon(head, **fill(role))


def _words(change: TripDifference, scenario: Scenario, language: Language) -> str:
    was, now = (
        trip_words(scenario, trip, language) if trip else ""
        for trip in (change.before, change.after)
    )
    if was and now and was != now:
        return f"{was} \N{RIGHTWARDS ARROW} {now}"
    sign = _SIGNS.get(_kind(change), "")
    return f"{sign} {now or was}".strip()


def _entries(changes: Sequence[TripDifference], language: Language) -> Iterator[Entry]:
    for kind in _KINDS:
        number = _number(changes, kind)
        if number:
            width = _THIN if kind == "unchanged" else _BOLD
            dashes: Attributes = {"stroke_dasharray": _DASHED} if kind == "dropped" else {}
            style: Attributes = {"stroke_width": width, **stroke(_ROLES[kind]), **dashes}
            line = element("line", x1=0, y1=0, x2=28, y2=0, **style)
            yield Entry((line,), say(f"pictures.{kind}", count=number).in_language(language))
