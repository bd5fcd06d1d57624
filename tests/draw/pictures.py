"""A small day to be drawn, and what pictures hold when they are read back."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from shuttle.domain.base import Language
from shuttle.domain.network import Route
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from tests.builders import (
    deadhead,
    legs_over,
    plan,
    port,
    riders,
    scenario,
    text,
    trip,
    vehicle_type,
)

SVG = "{http://www.w3.org/2000/svg}"
LANGUAGES: tuple[Language, ...] = ("en", "zh-Hant", "zh-Hans")


def place() -> Scenario:
    """Two ports, one of them by the name of mischief, and three riders without a seat."""
    ports = ("gate", "bridge")
    gate = port("gate").model_copy(update={"name": text('<Gate> & "Sons"')})
    return scenario(
        ports=(gate, port("bridge")),
        legs=(*legs_over("gate"), *legs_over("bridge", minutes=20)),
        routes=(Route(id="a-b", name=text("A to B"), stops=("a", "b"), ports=ports),),
        vehicle_types=(vehicle_type(seats=5, cost_per_deadhead=50),),
        demand=(riders(8, "08:00", minutes=1), riders(2, "09:00", "b-a")),
    )


def day(here: Scenario) -> Plan:
    """Three trips and an empty run of two buses."""
    return plan(
        here,
        [
            trip("to-b", "08:00", block="bus-1"),
            trip("to-b", "08:20", block="bus-2", port="bridge"),
            trip("to-a", "09:15", block="bus-1"),
            deadhead("to-a", "10:00", block="bus-2"),
        ],
    )


def read(svg: str) -> ET.Element:
    """The picture as XML."""
    return ET.fromstring(svg)  # noqa: S314 - our own text


def texts(svg: str) -> list[str]:
    """Words that stand on the picture."""
    return [entry.text or "" for entry in read(svg).iter(f"{SVG}text")]


def tips(svg: str) -> list[str]:
    """Words that show when one points at something."""
    groups = read(svg).iter(f"{SVG}g")
    found = (entry.find(f"{SVG}title") for entry in groups)
    return [title.text or "" for title in found if title is not None]


def lines(svg: str) -> list[dict[str, str]]:
    """Attributes of lines through points."""
    return [dict(entry.attrib) for entry in read(svg).iter(f"{SVG}path")]


def points(path: str) -> list[tuple[float, float]]:
    """The points of a path."""
    pairs = path.strip("MZ").split("L")
    return [(float(x), float(y)) for x, y in (pair.split() for pair in pairs)]


def everywhere(svg: str) -> Iterator[ET.Element]:
    """Every element."""
    return read(svg).iter()
