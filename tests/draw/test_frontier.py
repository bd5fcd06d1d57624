"""The picture of a frontier: its points, its line, and where no plan can lie."""

from xml.etree import ElementTree as ET

import pytest

from shuttle.domain.base import LANGUAGES
from shuttle.domain.frontier import Frontier, FrontierPoint
from shuttle.domain.plan import ScenarioRef
from shuttle.domain.sentences import plain
from shuttle.draw.frontier import frontier

SVG = "{http://www.w3.org/2000/svg}"


def point(name: str, operator: float, riders: float, weight: float = 1.0) -> FrontierPoint:
    cost = operator + weight * riders
    return FrontierPoint(
        id=name,
        riders_weight=weight,
        asked_buses=None,
        status="certified",
        cost=cost,
        bound=cost,
        gap=0.0,
        operator_cost=operator,
        riders_cost=riders,
        rider_minutes=0,
        buses=2,
        trips=4,
        left_behind=0,
        words=plain(name),
    )


def found(*points: FrontierPoint) -> Frontier:
    return Frontier(
        scenario=ScenarioRef(name="tiny", sha256=""),
        day_type="working-day",
        currency="HKD",
        gap=0.005,
        points=points,
        words=(plain("words"),),
        wall_seconds=0.0,
        cpu_seconds=0.0,
    )


THREE = (point("one", 500, 2000, 0.5), point("two", 1000, 1000), point("three", 1800, 550, 2.0))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_sound_xml_with_a_dot_for_each_point(language: str) -> None:
    tree = ET.fromstring(frontier(found(*THREE), language))  # type: ignore[arg-type]  # noqa: S314 - our own; parametrized over Language
    titles = [title.text or "" for title in tree.iter(f"{SVG}title")]
    assert sum(title.split(":")[0] in {"one", "two", "three"} for title in titles) == 3


def test_points_lie_on_the_edge_of_what_is_proved_impossible() -> None:
    tree = ET.fromstring(frontier(found(*THREE), "en"))  # noqa: S314 - our own
    (area,) = tree.iter(f"{SVG}polygon")
    edge = [tuple(map(float, pair.split(","))) for pair in area.attrib["points"].split()]
    dots = [
        (float(dot.attrib["cx"]), float(dot.attrib["cy"]))
        for dot in tree.iter(f"{SVG}circle")
        if float(dot.attrib["cx"]) > 40
    ]
    assert len(dots) == 3
    for x, y in dots:
        nearest = min(edge, key=lambda corner: abs(corner[0] - x))
        assert nearest[1] == pytest.approx(y, abs=3)


def test_one_point_alone_is_drawn_without_a_line() -> None:
    tree = ET.fromstring(frontier(found(THREE[1]), "en"))  # noqa: S314 - our own
    assert not list(tree.iter(f"{SVG}polyline"))
