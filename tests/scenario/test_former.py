"""Former ids of stops and routes, over the tiny seed."""

from pathlib import Path

import pytest

from shuttle.scenario import load_scenario
from tests.scenario.builders import TINY, change, copy_tiny, problems_after

ROUTE = next(iter(load_scenario(TINY).routes))


def _stop(name: str, *former: str) -> tuple[str, str]:
    return f"[stops.{name}]", f"[stops.{name}]\nformerly = {list(former)}".replace("'", '"')


def _route(*former: str) -> tuple[str, str]:
    return f"[routes.{ROUTE}]", f"[routes.{ROUTE}]\nformerly = {list(former)}".replace("'", '"')


def test_stops_and_routes_may_name_the_ids_that_they_had(tmp_path: Path) -> None:
    tiny = copy_tiny(tmp_path)
    for old, new in (_stop("north", "old-north", "north-gate"), _route("old-line")):
        change(tiny / "scenario.toml", old, new)
    place = load_scenario(tiny)
    assert place.stops["north"].formerly == ("old-north", "north-gate")
    assert place.routes[ROUTE].formerly == ("old-line",)


def test_a_scenario_without_former_ids_has_the_fingerprint_that_it_had() -> None:
    written = load_scenario(TINY).model_dump(mode="json")
    assert all("formerly" not in stop for stop in written["stops"].values())
    assert all("formerly" not in route for route in written["routes"].values())


@pytest.mark.parametrize("kind", ["stop", "port"])
def test_a_former_id_that_is_in_use_is_refused(tmp_path: Path, kind: str) -> None:
    name = {"stop": "south", "port": "gate"}[kind]
    (problem,) = problems_after(tmp_path, _stop("north", "old", name))
    assert problem == (
        "scenario.toml",
        "stops.north.formerly[1]",
        f'"{name}" is the id of a {kind} today; name only ids out of use',
    )


def test_a_route_cannot_have_been_what_it_is(tmp_path: Path) -> None:
    (problem,) = problems_after(tmp_path, _route(ROUTE))
    assert problem[1:] == (
        f"routes.{ROUTE}.formerly[0]",
        f'"{ROUTE}" is the id of a route today; name only ids out of use',
    )


def test_two_stops_cannot_have_had_one_id(tmp_path: Path) -> None:
    (problem,) = problems_after(tmp_path, _stop("south", "gate-b"), _stop("north", "gate-b"))
    assert problem[1:] == (
        "stops.north.formerly[0]",
        '"gate-b" is a former id of "south" already; leave one of them out',
    )


def test_a_stop_may_have_the_former_id_of_a_route(tmp_path: Path) -> None:
    tiny = copy_tiny(tmp_path)
    for old, new in (_stop("north", "old"), _route("old")):
        change(tiny / "scenario.toml", old, new)
    assert load_scenario(tiny).routes[ROUTE].formerly == ("old",)


def test_a_former_id_is_written_as_ids_are(tmp_path: Path) -> None:
    (problem,) = problems_after(tmp_path, _stop("north", "Old North"))
    assert problem[1] == "stops.north.formerly[0]"
    assert "is not an id" in problem[2]
