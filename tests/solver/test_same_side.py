"""Empty runs within a side: from the yard to `a` takes 7 minutes, to `c` 4; a trip takes 30."""

import pytest

from shuttle import audit
from shuttle.domain.plan import FixedTrip, Plan
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import format_minute
from shuttle.errors import InfeasibleError
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.solver.problem import build_problem, fix_timetable
from shuttle.solver.same_side import Drives
from tests.builders import (
    TUESDAY,
    WORKDAY,
    band,
    depot,
    leg,
    policies,
    riders,
    running,
    vehicle_type,
)
from tests.side_world import YARD, bus, departures, side_world


def planned(place: Scenario, *trips: FixedTrip) -> Plan:
    plan = make_plan(place, PlanRequest(method="timetable", timetable=trips))
    assert plan.proof.status == "optimal"
    assert audit.check(place, plan) == ()
    return plan


def pieces(plan: Plan) -> list[list[str]]:
    """Each block's pieces, as `yard-a 07:53-08:00`."""
    return [
        [
            f"{p.origin}-{p.destination} {format_minute(p.departure)}-{format_minute(p.arrival)}"
            for p in block.pieces
        ]
        for block in plan.blocks
    ]


def test_a_bus_pulls_out_in_time_for_its_layover_and_in_as_soon_as_it_is_back() -> None:
    plan = planned(side_world(), *departures("a-b 08:00", "b-a 08:40"))

    assert pieces(plan) == [
        ["yard-a 07:43-07:50", "a-b 08:00-08:30", "b-a 08:40-09:10", "a-yard 09:10-09:17"]
    ]
    assert plan.objective.terms["deadheads"] == 60


@pytest.mark.parametrize(("clock", "buses"), [("08:21", 1), ("08:20", 2)])
def test_a_bus_changes_its_stop_if_there_is_time_for_the_way_and_one_layover(
    clock: str, buses: int
) -> None:
    # It arrives at `a` at 08:00; over the yard it is 11 minutes to `c`, and 10 of layover there.
    plan = planned(side_world(), *departures("b-a 07:30", f"c-b {clock}"))

    assert plan.kpis.buses == buses


def test_the_way_over_a_third_place_is_taken_only_where_it_is_needed() -> None:
    slow, tight = departures("b-a 07:30", "c-b 08:25"), departures("b-a 07:30", "c-b 08:21")

    assert planned(side_world(), *slow).kpis.deadheads == 1
    assert planned(side_world(), *tight).kpis.deadheads == 2


def test_without_a_price_no_bus_leaves_its_yard() -> None:
    place = side_world(vehicle_types=(bus(cost_per_same_side_deadhead=None),))

    with pytest.raises(InfeasibleError):
        planned(place, *departures("a-b 08:00", "b-a 08:40"))


def test_an_empty_run_waits_for_the_band_in_which_it_is_faster() -> None:
    # Until 08:05 it is 40 minutes to `c`, then 6: whoever leaves at once comes later.
    bands = running(40, "00:00", "08:05"), running(6, "08:05", "48:00")
    place = side_world(depots=(depot("yard-b", "b"),))
    legs = [entry for entry in place.legs if {entry.origin, entry.destination} != {"a", "c"}]
    quick = place.model_copy(update={"legs": (*legs, leg("a", "c", *bands))})

    plan = planned(quick, *departures("b-a 07:30", "c-b 08:21"))
    assert "a-c 08:05-08:11" in pieces(plan)[0]


def test_a_way_is_offered_once_for_each_purpose() -> None:
    problem = build_problem(side_world(depots=(YARD,)), WORKDAY, TUESDAY)
    fixed = fix_timetable(problem, departures("a-b 08:00", "c-b 08:00"))
    found = {
        (run.origin, run.destination, format_minute(run.departure))
        for run in Drives(fixed).useful(fixed.trips)
    }

    assert found == {
        ("yard", "a", "07:43"),
        ("yard", "c", "07:46"),
        ("c", "a", "07:38"),  # direct, and below by the yard, which is later
        ("c", "yard", "07:39"),
        ("a", "c", "07:38"),
        ("a", "yard", "07:39"),
        ("a", "yard", "47:53"),
        ("c", "yard", "47:56"),
    }


def test_drivers_sign_on_and_off_at_the_yard() -> None:
    (duty,) = planned(side_world(), *departures("a-b 08:00", "b-a 08:40")).duties

    assert (duty.home, format_minute(duty.sign_on), format_minute(duty.sign_off)) == (
        *("hk", "07:43"),
        "09:17",
    )
    assert duty.driving_minutes == 2 * 20 + 2 * 7


def test_the_free_timetable_pays_for_pulling_out_and_in() -> None:
    demand = (riders(40, "08:00", "a-b", minutes=1), riders(40, "09:00", "b-a", minutes=1))
    half_hours = policies(grid_minutes=30, span=band("07:00", "10:00"))
    place = side_world(demand=demand, depots=(YARD,), policies=half_hours)
    plan = make_plan(place, PlanRequest())

    assert {name: cost for name, cost in plan.objective.terms.items() if cost} == {
        "buses": 1000,
        "trips": 200,
        "deadheads": 60,
    }


def test_a_type_without_a_price_is_not_moved_with_another_types_runs() -> None:
    place = side_world(vehicle_types=(vehicle_type("van", depots=("yard",)), bus()))
    plan = planned(place, *departures("a-b 08:00", "b-a 08:40"))

    assert [block.vehicle_type for block in plan.blocks] == ["coach"]
