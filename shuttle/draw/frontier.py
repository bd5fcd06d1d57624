"""The frontier: what riders bear against what the operator pays, and below which no plan lies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shuttle.domain.base import Language
from shuttle.domain.frontier import Frontier, FrontierPoint
from shuttle.domain.sentences import say
from shuttle.draw.frame import HEADLINE, MARGIN, Entry, Sheet
from shuttle.draw.palette import fill, outlined, stroke
from shuttle.draw.svg import Markup, element, group, label, polyline

_WIDTH, _HEIGHT = 640.0, 380.0
_LEFT = 96.0
_TOP = HEADLINE + 26.0
_ROOM = 0.08
_STEPS = (1, 2, 5)
_TICKS = 6
_SAMPLES = 240
_RADIUS = 6.0


@dataclass(frozen=True, slots=True)
class _Axis:
    """A money axis: from `low` to `high` over `length` pixels from `start`."""

    low: float
    high: float
    start: float
    length: float

    def at(self, money: float) -> float:
        return self.start + (money - self.low) / (self.high - self.low) * self.length

    def ticks(self) -> Iterator[float]:
        """Round sums, about six of them."""
        step = _round_step((self.high - self.low) / _TICKS)
        tick = -(-self.low // step) * step
        while tick <= self.high:
            yield tick
            tick += step


def _round_step(least: float) -> float:
    power = 1.0
    while power * _STEPS[-1] < least:
        power *= 10
    return next(power * step for step in _STEPS if power * step >= least)


def frontier(found: Frontier, language: Language) -> str:
    """Points of the frontier joined by a line, the others hollow; below, where no plan can lie."""
    known = [point for point in found.points if point.operator_cost is not None]
    across = _axis([point.operator_cost or 0.0 for point in known], _LEFT, _WIDTH)
    up = _axis([point.riders_cost or 0.0 for point in known], _TOP + _HEIGHT, -_HEIGHT)
    parts = [
        *_grid(across, up, found.currency, language),
        _impossible(found.points, across, up),
        *_line([point for point in known if point.dominated_by is None], across, up),
        *(_dot(point, across, up, language) for point in sorted(known, key=_stays)),
    ]
    subtitle = f"{found.scenario.name} · {found.day_type}"
    shows = " ".join(words.in_language(language) for words in found.words)
    sheet = Sheet(
        "frontier", say("pictures.frontier").in_language(language), subtitle, shows, language
    )
    bottom = _TOP + _HEIGHT + 52
    return sheet.svg(parts, list(_entries(language)), bottom, _LEFT + _WIDTH + 2 * MARGIN)


def _axis(amounts: Sequence[float], start: float, length: float) -> _Axis:
    low, high = min(amounts, default=0.0), max(amounts, default=1.0)
    room = max((high - low) * _ROOM, 1.0)
    return _Axis(max(0.0, low - room), high + room, start, length)


def _grid(across: _Axis, up: _Axis, currency: str, language: Language) -> Iterator[Markup]:
    top, bottom = up.at(up.high), up.at(up.low)
    left, right = across.at(across.low), across.at(across.high)
    for money in across.ticks():
        x = across.at(money)
        yield element("line", x1=x, y1=top, x2=x, y2=bottom, **stroke("grid"))
        yield label(f"{money:,.0f}", x, bottom + 16, "quiet", text_anchor="middle")
    for money in up.ticks():
        y = up.at(money)
        yield element("line", x1=left, y1=y, x2=right, y2=y, **stroke("grid"))
        yield label(f"{money:,.0f}", left - 8, y + 4, "quiet", text_anchor="end")
    names = [
        say(f"pictures.{key}", currency=currency).in_language(language)
        for key in ("operator-pays", "riders-bear")
    ]
    yield label(names[0], right, bottom + 36, text_anchor="end", font_weight="bold")
    yield label(names[1], left, top - 10, font_weight="bold")


def _impossible(points: Sequence[FrontierPoint], across: _Axis, up: _Axis) -> Markup:
    """The area under the lines of every weight, operator + weight x riders = bound."""
    lines = [(p.riders_weight, p.bound) for p in points if p.asked_buses is None]
    edge = []
    for step in range(_SAMPLES + 1):
        money = across.low + (across.high - across.low) * step / _SAMPLES
        least = max(((bound - money) / weight for weight, bound in lines), default=up.low)
        edge.append((across.at(money), up.at(min(up.high, max(up.low, least)))))
    corners = [
        (across.at(across.low), up.at(up.low)),
        *edge,
        (across.at(across.high), up.at(up.low)),
    ]
    return element(
        "polygon", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in corners), **fill("band")
    )


def _line(points: Sequence[FrontierPoint], across: _Axis, up: _Axis) -> Iterator[Markup]:
    ends = sorted((p.operator_cost or 0.0, p.riders_cost or 0.0) for p in points)
    if len(ends) > 1:
        yield polyline(
            [(across.at(x), up.at(y)) for x, y in ends], stroke_width=1.6, **stroke("axis")
        )


def _stays(point: FrontierPoint) -> bool:
    """Whether no other point beats it: such points are drawn over those that are."""
    return point.dominated_by is None


def _dot(point: FrontierPoint, across: _Axis, up: _Axis, language: Language) -> Markup:
    """A point with its buses; one that another beats is hollow, the knee has a ring."""
    x, y = across.at(point.operator_cost or 0.0), up.at(point.riders_cost or 0.0)
    stays = _stays(point)
    parts = []
    if point.knee:
        parts.append(
            element("circle", cx=x, cy=y, r=_RADIUS + 5, stroke_width=2, **outlined("ink", "paper"))
        )
    colours = fill("hue-0") if stays else outlined("quiet", "paper")
    parts.append(element("circle", cx=x, cy=y, r=_RADIUS, **colours))
    if stays:
        buses = say("common.buses", count=point.buses or 0).in_language(language)
        parts.append(label(buses, x + _RADIUS + 6, y - 6))
    return group(f"{point.id}: {point.words.in_language(language)}", *parts)


def _entries(language: Language) -> Iterator[Entry]:
    dots = {
        "frontier-point": (element("circle", cx=14, cy=0, r=_RADIUS, **fill("hue-0")),),
        "frontier-beaten": (
            element("circle", cx=14, cy=0, r=_RADIUS, **outlined("quiet", "paper")),
        ),
        "frontier-knee": (
            element("circle", cx=14, cy=0, r=9, stroke_width=2, **outlined("ink", "paper")),
            element("circle", cx=14, cy=0, r=_RADIUS, **fill("hue-0")),
        ),
        "frontier-impossible": (element("rect", x=2, y=-7, width=24, height=14, **fill("band")),),
    }
    for key, sample in dots.items():
        yield Entry(sample, say(f"pictures.{key}").in_language(language))
