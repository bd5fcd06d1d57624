"""The day of every bus and of every driver, run by run: a Gantt chart."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shuttle.domain.base import Language
from shuttle.domain.plan import BlockPiece, Duty, Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.sentences import say
from shuttle.domain.time import format_minute
from shuttle.draw.frame import HEADLINE, Entry, Hours, Sheet, names_width
from shuttle.draw.names import plan_words, stop_name, type_name
from shuttle.draw.palette import HUES, fill, hue, outlined, stroke
from shuttle.draw.svg import Attributes, Markup, element, group, label, polygon

_ROW = 34.0
_BAR = 17.0
_POINT = 6.0
_STRIP = 4.0
_TEXT_ROOM = 40.0
_SECTION = 40.0


@dataclass(frozen=True, slots=True)
class _Chart:
    """What rows need to be drawn.

    Attributes:
        ways: the number of each direction's colour.
    """

    plan: Plan
    scenario: Scenario
    language: Language
    hours: Hours
    ways: Mapping[tuple[str, str], int]


def blocks(plan: Plan, scenario: Scenario, language: Language) -> str:
    """Buses above, drivers below; each run as an arrow with its departure.

    Returns:
        SVG; below a bus's run stands the number of its driver, below a driver's run the number
        of its bus.
    """
    names = [
        *(_bus_name(plan, scenario, place, language) for place in range(len(plan.blocks))),
        *(_duty_name(place, duty) for place, duty in enumerate(plan.duties)),
    ]
    spans = [piece for block in plan.blocks for piece in block.pieces]
    minutes = [minute for piece in spans for minute in (piece.departure, piece.arrival)]
    minutes += [minute for duty in plan.duties for minute in (duty.sign_on, duty.sign_off)]
    hours = Hours.around(minutes, names_width(names))
    ends = sorted(
        {(piece.origin, piece.destination) for piece in spans}, key=_by_scenario(scenario)
    )
    chart = _Chart(plan, scenario, language, hours, _colours(ends))
    top = HEADLINE + _SECTION
    middle = top + _ROW * len(plan.blocks) + _SECTION + 12
    bottom = middle + _ROW * len(plan.duties)
    title = say("pictures.blocks").in_language(language)
    subtitle = plan_words(scenario, plan, language)
    shows = say(
        "pictures.blocks-show", buses=len(plan.blocks), duties=len(plan.duties), of=subtitle
    )
    sheet = Sheet("blocks", title, subtitle, shows.in_language(language), language)
    return sheet.svg(
        [*_buses(chart, top, names), *_drivers(chart, middle, names[len(plan.blocks) :])],
        list(_entries(chart)),
        bottom + 8,
        hours.width,
    )


def _colours(ways: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """A colour for each direction; where they are too many, for each two ends: arrows tell both."""
    if len(ways) <= HUES:
        return {ends: place for place, ends in enumerate(ways)}
    pairs = list(dict.fromkeys(frozenset(ends) for ends in ways))
    return {ends: pairs.index(frozenset(ends)) for ends in ways}


def _by_scenario(scenario: Scenario) -> "_Order":
    return _Order(list(scenario.places()))


@dataclass(frozen=True, slots=True)
class _Order:
    """Directions in the order of the scenario's places."""

    places: list[str]

    def __call__(self, ends: tuple[str, str]) -> tuple[int, ...]:
        known = len(self.places)
        return tuple(self.places.index(end) if end in self.places else known for end in ends)


def _bus_name(plan: Plan, scenario: Scenario, place: int, language: Language) -> str:
    block = plan.blocks[place]
    return f"{place + 1}  {block.id}, {type_name(scenario, block.vehicle_type, language)}"


def _duty_name(place: int, duty: Duty) -> str:
    return f"{place + 1}  {duty.id}"


def _buses(chart: _Chart, top: float, names: list[str]) -> Iterator[Markup]:
    plan = chart.plan
    drivers = {name: at for at, duty in enumerate(plan.duties) for name in duty.pieces}
    yield from _section(chart, "pictures.buses", top, len(plan.blocks))
    for row, block in enumerate(plan.blocks):
        y = top + _ROW * row
        yield from _row(chart, y, names[row])
        if block.pieces:
            yield _waiting(chart, block.pieces[0].departure, block.pieces[-1].arrival, y)
        for piece in block.pieces:
            yield _run(chart, piece, y, drivers.get(piece.id))


def _drivers(chart: _Chart, top: float, names: list[str]) -> Iterator[Markup]:
    plan = chart.plan
    pieces = {piece.id: piece for block in plan.blocks for piece in block.pieces}
    buses = {piece.id: at for at, block in enumerate(plan.blocks) for piece in block.pieces}
    yield from _section(chart, "pictures.drivers", top, len(plan.duties))
    for row, duty in enumerate(plan.duties):
        y = top + _ROW * row
        yield from _row(chart, y, names[row])
        yield _waiting(chart, duty.sign_on, duty.sign_off, y)
        for name in duty.pieces:
            if name in pieces:
                yield _run(chart, pieces[name], y, buses[name])


def _section(chart: _Chart, key: str, top: float, rows: int) -> Iterator[Markup]:
    yield from chart.hours.marks(top - 4, top + _ROW * rows)
    yield label(say(key).in_language(chart.language), 16, top - 12, font_weight="bold")


def _row(chart: _Chart, y: float, name: str) -> Iterator[Markup]:
    left, right = chart.hours.left, chart.hours.right
    yield element("line", x1=16, y1=y + _ROW - 2, x2=right, y2=y + _ROW - 2, **stroke("grid"))
    yield label(name, left - 10, y + _BAR - 2, text_anchor="end")


def _waiting(chart: _Chart, first: int, last: int, y: float) -> Markup:
    """From a first to a last minute, behind the runs."""
    x, middle = chart.hours.x(first), y + 3 + _BAR / 2
    size: Attributes = {"x2": chart.hours.x(last), "y2": middle, "stroke_width": 3.0}
    return element("line", x1=x, y1=middle, **size, **stroke("gap"))


def _run(chart: _Chart, piece: BlockPiece, y: float, other: int | None) -> Markup:
    """A run of a bus as an arrow, with the number of the driver or bus that goes with it."""
    left, right = chart.hours.x(piece.departure), chart.hours.x(piece.arrival)
    top, role = y + 3, hue(chart.ways[piece.origin, piece.destination])
    empty = piece.kind == "deadhead"
    ink = role if empty else "on-colour"
    parts = [_arrow(left, right, top, role, empty=empty, forward=_forward(chart, piece))]
    parts += _crossing(chart, piece, top, ink)
    if right - left >= _TEXT_ROOM:
        middle = (left + right) / 2
        words = format_minute(piece.departure)
        parts.append(label(words, middle, top + 12, ink, text_anchor="middle", font_size=10))
    if other is not None:
        at: Attributes = {"text_anchor": "middle", "font_size": 9}
        parts.append(label(str(other + 1), (left + right) / 2, top + _BAR + 10, "quiet", **at))
    return group(_run_words(chart, piece), *parts)


def _forward(chart: _Chart, piece: BlockPiece) -> bool:
    """Whether it runs towards a place that the scenario names later."""
    near, far = _by_scenario(chart.scenario)((piece.origin, piece.destination))
    return near < far


def _arrow(
    left: float, right: float, top: float, role: str, *, empty: bool, forward: bool
) -> Markup:
    """A bar with its point at the later end, or at the earlier one for the way back."""
    bottom, middle, point = top + _BAR, top + _BAR / 2, min(_POINT, (right - left) / 2)
    shape = (
        [
            (left, top),
            (right - point, top),
            (right, middle),
            (right - point, bottom),
            (left, bottom),
        ]
        if forward
        else [
            (right, top),
            (left + point, top),
            (left, middle),
            (left + point, bottom),
            (right, bottom),
        ]
    )
    if empty:
        return polygon(shape, stroke_dasharray="3 2", **outlined(role, "paper"))
    return polygon(shape, **fill(role))


def _crossing(chart: _Chart, piece: BlockPiece, top: float, role: str) -> Iterator[Markup]:
    for leg in piece.legs:
        if leg.kind == "clearance":
            x = chart.hours.x(leg.departure)
            width = chart.hours.x(leg.arrival) - x
            yield element(
                "rect", x=x, y=top + _BAR - _STRIP, width=width, height=_STRIP - 1, **fill(role)
            )


def _run_words(chart: _Chart, piece: BlockPiece) -> str:
    ends = (
        stop_name(chart.scenario, end, chart.language) for end in (piece.origin, piece.destination)
    )
    start, end = (format_minute(minute) for minute in (piece.departure, piece.arrival))
    return f"{piece.id}: {' - '.join(ends)}, {start}-{end}"


def _entries(chart: _Chart) -> Iterator[Entry]:
    language = chart.language
    for (origin, destination), place in chart.ways.items():
        near, far = _by_scenario(chart.scenario)((origin, destination))
        names = (stop_name(chart.scenario, end, language) for end in (origin, destination))
        sample = _arrow(0, 28, -_BAR / 2, hue(place), empty=False, forward=near < far)
        yield Entry((sample,), " \N{RIGHTWARDS ARROW} ".join(names))
    strip = (
        polygon([(0, -8), (28, -8), (28, 8), (0, 8)], **fill("hue-0")),
        element("rect", x=9, y=4, width=10, height=3, **fill("on-colour")),
    )
    yield Entry(strip, say("pictures.crossing").in_language(language))
    if any(piece.kind == "deadhead" for block in chart.plan.blocks for piece in block.pieces):
        sample = _arrow(0, 28, -_BAR / 2, "quiet", empty=True, forward=True)
        yield Entry((sample,), say("pictures.empty-run").in_language(language))
    line = element("line", x1=0, y1=0, x2=28, y2=0, stroke_width=3, **stroke("gap"))
    yield Entry((line,), say("pictures.at-work").in_language(language))
    sample = label("1", 14, 4, "quiet", text_anchor="middle", font_size=9)
    yield Entry((sample,), say("pictures.driver-number").in_language(language))
