"""Empty runs within a side: yard to `a` 7 minutes, out at 07:43 and in at 09:10."""

from typing import Any

import pytest

from shuttle.domain.plan import BlockPiece, Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import parse_minute
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from tests.audit.verdict import broken, words
from tests.builders import with_block, with_figures
from tests.side_world import bus, departures, side_world

PLACE = side_world()
PLAN = make_plan(
    PLACE,
    PlanRequest(method="timetable", timetable=departures("a-b 08:00", "b-a 08:40")),
)


def changed(number: int, place: Scenario = PLACE, **changes: Any) -> Plan:
    """The plan with one piece changed: 0 pulls out, 3 pulls in; times move with its leg."""
    (block,) = PLAN.blocks
    pieces = list(block.pieces)
    pieces[number] = pieces[number].model_copy(update=changes)
    answer = with_block(PLAN, block.id, pieces=tuple(pieces))
    duty = PLAN.duties[0].model_copy(update=_times(pieces))
    return with_figures(place, answer.model_copy(update={"duties": (duty,)}))


def _times(pieces: list[BlockPiece]) -> dict[str, int]:
    driving = sum(
        leg.arrival - leg.departure for p in pieces for leg in p.legs if leg.kind == "drive"
    )
    return {
        "sign_on": pieces[0].departure,
        "sign_off": pieces[-1].arrival,
        "driving_minutes": driving,
    }


def at(number: int, departure: str, arrival: str) -> Plan:
    piece = PLAN.blocks[0].pieces[number]
    times: dict[str, Any] = {"departure": parse_minute(departure), "arrival": parse_minute(arrival)}
    return changed(number, **times, legs=(piece.legs[0].model_copy(update=times),))


@pytest.mark.parametrize(
    ("departure", "arrival", "found"),
    [
        ("07:43", "07:50", []),
        ("07:42", "07:49", []),
        ("07:44", "07:51", ["layover"]),
        ("07:44", "07:50", ["running-time"]),
        ("07:42", "07:50", ["running-time"]),
    ],
)
def test_a_bus_pulls_out_in_its_minutes_and_has_its_layover(
    departure: str, arrival: str, found: list[str]
) -> None:
    assert broken(PLACE, at(0, departure, arrival)) == found


@pytest.mark.parametrize(
    ("departure", "arrival", "found"),
    [("09:10", "09:17", []), ("09:11", "09:18", []), ("09:09", "09:16", ["layover"])],
)
def test_a_bus_pulls_in_without_a_layover_but_not_before_it_is_there(
    departure: str, arrival: str, found: list[str]
) -> None:
    rules = [rule for rule in broken(PLACE, at(3, departure, arrival)) if rule[:4] != "duty"]
    assert rules == found


def test_a_bus_must_be_where_its_empty_run_begins() -> None:
    answer = changed(3, origin="c", legs=PLAN.blocks[0].pieces[3].legs)

    assert "block-continuity" in broken(PLACE, answer)


def test_a_place_without_a_leg_cannot_be_reached() -> None:
    legs = tuple(
        entry for entry in PLACE.legs if (entry.origin, entry.destination) != ("a", "yard")
    )
    place = PLACE.model_copy(update={"legs": legs})

    assert words(place, PLAN, "running-time") == [
        "Deadhead block-01-0910 cannot run: no running time is given from a to yard."
    ]


def test_a_type_without_a_price_may_not_run_empty_within_a_side() -> None:
    place = side_world(vehicle_types=(bus(cost_per_same_side_deadhead=None),))

    assert "deadhead-permitted" in broken(place, with_figures(place, PLAN))


def test_each_empty_run_within_a_side_costs_its_price() -> None:
    dear = side_world(vehicle_types=(bus(cost_per_same_side_deadhead=31, cost_per_deadhead=500),))

    assert PLAN.objective.terms["deadheads"] == 60
    assert with_figures(dear, PLAN).objective.terms["deadheads"] == 62
    assert "objective-value" in broken(dear, PLAN)


def test_buses_end_where_they_began_at_a_depot_of_its_own_too() -> None:
    answer = with_block(PLAN, "block-01", end_depot="yard-b")

    assert {"block-continuity", "depot-balance"} <= {*broken(PLACE, answer)}
