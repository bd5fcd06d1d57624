"""Riders and seats by hour, one row of bars a direction."""

from collections.abc import Iterator, Sequence

from shuttle.domain.base import Language
from shuttle.domain.day_hours import HourCount, hour_counts
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import say
from shuttle.domain.time import MINUTES_PER_HOUR
from shuttle.draw.frame import HEADLINE, Entry, Hours, Sheet, names_width
from shuttle.draw.names import plan_words, stop_name
from shuttle.draw.palette import fill, stroke
from shuttle.draw.svg import Attributes, Markup, element, group, label, polyline

_ROW = 150.0
_ABOVE = 40.0
_BAR_SHARE = (0.18, 0.82)
_SEATS_SHARE = (0.06, 0.94)
_SMALL = 10


def demand(plan: Plan, scenario: Scenario, language: Language) -> str:
    """Bars for riders on board, above them those left behind with a cross; frames for seats."""
    counts = hour_counts(plan, scenario)
    ways = list(dict.fromkeys((count.origin, count.destination) for count in counts))
    names = {
        ends: [
            stop_name(scenario, ends[0], language),
            "\N{RIGHTWARDS ARROW} " + stop_name(scenario, ends[1], language),
        ]
        for ends in ways
    }
    span = [minute for count in counts for minute in (count.hour * 60, count.hour * 60 + 60)]
    hours = Hours.around(span, names_width(name for pair in names.values() for name in pair))
    most = (
        max((max(count.seats, count.on_board + count.left_behind) for count in counts), default=1)
        or 1
    )
    parts: list[Markup] = []
    top = HEADLINE + _ABOVE
    for ends in ways:
        mine = [count for count in counts if (count.origin, count.destination) == ends]
        parts += _direction(mine, names[ends], hours, top, most)
        top += _ROW + _ABOVE
    title, subtitle = (
        say("pictures.demand").in_language(language),
        plan_words(scenario, plan, language),
    )
    shows = say(
        "pictures.demand-shows",
        of=subtitle,
        served=plan.demand.served,
        left=plan.demand.left_behind,
    )
    sheet = Sheet("demand", title, subtitle, shows.in_language(language), language)
    return sheet.svg(parts, list(_entries(language)), top - _ABOVE + 12, hours.width)


def _direction(
    counts: Sequence[HourCount], names: Sequence[str], hours: Hours, top: float, most: int
) -> Iterator[Markup]:
    bottom = top + _ROW
    yield from hours.marks(top, bottom)
    for line, name in enumerate(names):
        y = top + _ROW / 2 + 16 * line
        yield label(name, hours.left - 10, y, text_anchor="end", font_weight="bold")
    for count in counts:
        yield _hour(count, hours, bottom, (_ROW - 18) / most)
    yield element("line", x1=hours.left, y1=bottom, x2=hours.right, y2=bottom, **stroke("axis"))


def _hour(count: HourCount, hours: Hours, bottom: float, scale: float) -> Markup:
    """The bars of an hour, `scale` pixels a rider."""
    start = count.hour * MINUTES_PER_HOUR
    left, right = (hours.x(start + share * MINUTES_PER_HOUR) for share in _BAR_SHARE)
    parts, top = [], bottom
    for riders, role in ((count.on_board, "riders"), (count.left_behind, "left-behind")):
        if riders:
            size = {"width": right - left, "height": riders * scale}
            top -= riders * scale
            parts.append(element("rect", x=left, y=top, **size, **fill(role)))
    if count.seats:
        parts.append(_frame(count.seats * scale, hours, start, bottom))
    parts += _numbers(count, (left + right) / 2, bottom, scale)
    return group(_words(count), *parts)


def _frame(height: float, hours: Hours, start: int, bottom: float) -> Markup:
    left, right = (hours.x(start + share * MINUTES_PER_HOUR) for share in _SEATS_SHARE)
    corners = [(left, bottom), (left, bottom - height), (right, bottom - height), (right, bottom)]
    return polyline(corners, stroke_width=1.6, **stroke("ink"))


def _numbers(count: HourCount, x: float, bottom: float, scale: float) -> Iterator[Markup]:
    """Riders inside or above their bar, those left behind with a cross, seats above all."""
    top = bottom - max(count.seats, count.on_board + count.left_behind) * scale - 4
    at: Attributes = {"text_anchor": "middle", "font_size": _SMALL}
    crosses = f" ×{count.left_behind}" if count.left_behind else ""  # noqa: RUF001 - a cross
    words = f"{count.on_board}{crosses} / {count.seats}"
    yield label(words, x, top, "left-behind" if crosses else "ink", **at)


def _words(count: HourCount) -> str:
    return f"{count.hour:02d}:00 · {count.on_board} / {count.seats} · ×{count.left_behind}"  # noqa: RUF001 - a cross


def _entries(language: Language) -> Iterator[Entry]:
    for key, role in (("riders-served", "riders"), ("left-behind", "left-behind")):
        box = element("rect", x=2, y=-7, width=24, height=14, **fill(role))
        yield Entry((box,), say(f"pictures.{key}").in_language(language))
    frame = polyline([(2, 7), (2, -7), (26, -7), (26, 7)], stroke_width=1.6, **stroke("ink"))
    yield Entry((frame,), say("pictures.seats").in_language(language))
