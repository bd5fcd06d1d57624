"""What becomes of runs that had left."""

from typing import Any

from shuttle.domain.disrupted import disrupted
from shuttle.domain.network import Route
from shuttle.domain.plan import BlockPiece
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import format_minute
from shuttle.domain.under_way import UnderWay
from tests.builders import TUESDAY, WORKDAY, leg, legs_over, plan, text, trip, vehicle_type
from tests.repairs import BOTH, closed, known, place

PLACE = place()


def _run(world: Scenario, departure: str) -> BlockPiece:
    return plan(world, [trip("to-b", departure)]).blocks[0].pieces[0]


def _ways(
    departure: str, at: str, *entries: dict[str, Any], world: Scenario = PLACE
) -> list[tuple[str | None, str, str]]:
    """Port, minute at which the run is cleared, and its arrival."""
    disruption = known(at, *entries)
    today = disrupted(world, disruption, TUESDAY)
    under_way = UnderWay(world, today, disruption, TUESDAY, WORKDAY)
    bus = world.vehicle_types["coach"]
    return [
        (way.port, format_minute(way.legs[1].arrival), format_minute(way.arrival))
        for way in under_way.ways_on(_run(world, departure), bus)
    ]


def test_a_run_that_nothing_hinders_ends_as_planned() -> None:
    assert _ways("12:30", "12:35", closed("14:00", "15:00")) == [("gate", "12:50", "13:00")]


def test_before_a_closed_port_a_bus_waits_or_goes_to_another_one() -> None:
    assert _ways("12:30", "12:35", closed("12:36", "14:00")) == [
        ("gate", "14:10", "14:20"),
        ("bridge", "13:05", "13:25"),
    ]


def test_where_ports_are_joined_it_goes_on_from_where_it_would_have_come() -> None:
    world = place(legs=(*legs_over("gate"), *legs_over("bridge"), leg("gate", "bridge", minutes=7)))
    assert _ways("12:30", "12:35", closed("12:36", "14:00"), world=world)[1] == (
        "bridge",
        "12:57",
        "13:07",
    )


def test_who_has_reached_the_port_is_not_turned_back() -> None:
    assert _ways("12:30", "12:45", closed("12:48", "14:00")) == [("gate", "14:10", "14:20")]


def test_who_reaches_the_port_as_it_becomes_known_may_still_turn() -> None:
    assert len(_ways("12:30", "12:40", closed("12:41", "14:00"))) == 2


def test_who_has_been_cleared_drives_on() -> None:
    assert _ways("12:30", "12:51", closed("12:51", "14:00")) == [("gate", "12:50", "13:00")]


def test_a_clearance_that_would_end_after_closing_is_not_begun() -> None:
    assert _ways("12:30", "12:35", closed("12:49", "14:00"))[0] == ("gate", "14:10", "14:20")
    assert _ways("12:30", "12:35", closed("12:50", "14:00")) == [("gate", "12:50", "13:00")]


def test_before_a_closed_road_a_bus_waits_as_well() -> None:
    road = {"kind": "approach-road-closed", "port": "gate", "from": "12:36", "to": "13:30"}
    assert _ways("12:30", "12:35", road)[0] == ("gate", "13:40", "13:50")


def test_a_port_that_its_bus_may_not_use_is_none_of_its_ways() -> None:
    world = place(vehicle_types=(vehicle_type(ports=("gate",)),))
    assert _ways("12:30", "12:35", closed("12:36", "14:00"), world=world) == [
        ("gate", "14:10", "14:20")
    ]


def test_where_every_port_stays_closed_there_is_no_way() -> None:
    entries = [closed("12:36", "48:00", name) for name in BOTH]
    assert _ways("12:30", "12:35", *entries) == []


def test_slower_drives_make_it_late_but_not_turn() -> None:
    slow = {"kind": "slower", "factor": 2, "from": "12:35", "to": "14:00"}
    assert _ways("12:30", "12:35", slow) == [("gate", "13:00", "13:20")]


def test_a_run_without_a_port_ends_as_planned() -> None:
    world = place(routes=(Route(id="a-b", name=text("A to B"), stops=("a", "b"), ports=("gate",)),))
    run = _run(world, "12:30").model_copy(update={"port": None, "legs": ()})
    disruption = known("12:35", closed("12:36", "14:00"))
    today = disrupted(world, disruption, TUESDAY)
    under_way = UnderWay(world, today, disruption, TUESDAY, WORKDAY)
    assert [way.legs for way in under_way.ways_on(run, world.vehicle_types["coach"])] == [()]
