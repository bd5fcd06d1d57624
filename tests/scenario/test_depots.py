"""Depots at places of their own, over the tiny seed."""

from pathlib import Path

import pytest

from shuttle.scenario import load_scenario
from tests.scenario.builders import TINY, change, copy_tiny, problems_after

STOPS = list(load_scenario(TINY).stops)
DEPOT = '[depots.garage]\nside = "hk"\n'


def drive(origin: str, destination: str) -> str:
    return (
        f'[[legs]]\nfrom = "{origin}"\nto = "{destination}"\nbands = [{{ minutes = 6 }}]\n'
        'source = "made up for a test"\nas_of = 2026-01-01\n'
    )


def near() -> str:
    """The stop on the depot's side."""
    place = load_scenario(TINY)
    return next(stop for stop in STOPS if place.side_of(stop) == "hk")


def far() -> str:
    return next(stop for stop in STOPS if stop != near())


def with_depot(*more: str, price: bool = True) -> tuple[tuple[str, str], ...]:
    added = "\n".join((DEPOT, *more))
    priced = (
        "cost_per_trip =",
        ("cost_per_same_side_deadhead = 30\n" if price else "") + "cost_per_trip =",
    )
    return (("[drivers]", f"{added}\n[drivers]"), priced)


def test_a_depot_may_lie_at_a_place_of_its_own(tmp_path: Path) -> None:
    tiny = copy_tiny(tmp_path)
    for old, new in with_depot(drive("garage", near()), drive(near(), "garage")):
        change(tiny / "scenario.toml", old, new)
    place = load_scenario(tiny)

    assert place.depots["garage"].place == "garage"
    assert place.side_of("garage") == "hk"
    assert "garage" in place.places()


@pytest.mark.parametrize(
    ("legs", "price", "message"),
    [
        ((), True, "has no leg from or to it"),
        ((("garage", 0),), True, "has no leg to it"),
        (((0, "garage"),), True, "has no leg from it"),
        ((("garage", 0), (0, "garage")), False, "no bus type may leave it"),
    ],
)
def test_a_depot_that_no_bus_can_use_is_told(
    tmp_path: Path, legs: tuple[tuple[object, object], ...], *, price: bool, message: str
) -> None:
    drives = [drive(*(str(end) if end else near() for end in ends)) for ends in legs]
    ((file, key, words),) = problems_after(tmp_path, *with_depot(*drives, price=price))

    assert (file, key) == ("scenario.toml", "depots.garage")
    assert message in words


def test_a_leg_does_not_cross_the_border_without_a_port(tmp_path: Path) -> None:
    drives = drive("garage", near()), drive(near(), "garage"), drive("garage", far())
    ((_, _, words),) = problems_after(tmp_path, *with_depot(*drives))

    assert "joins the two sides without a port" in words


def test_a_depot_lies_at_a_stop_or_on_a_side(tmp_path: Path) -> None:
    found = problems_after(tmp_path, ("[drivers]", "[depots.garage]\n\n[drivers]"))

    assert any("either stop" in words for _, _, words in found)


def test_a_leg_names_the_stop_at_which_a_depot_lies(tmp_path: Path) -> None:
    changes = (
        ("[depots.south]", "[depots.shed]"),
        ("[drivers]", drive("shed", near()) + "\n[drivers]"),
    )
    found = problems_after(tmp_path, *changes)

    assert any("name the stop" in words for _, _, words in found)
