"""Days at a port where ten riders clear in 10 minutes, and more take longer."""

from typing import Any

import pytest

from shuttle.domain.plan import FixedTrip
from shuttle.domain.policy import Crowding, SpanPolicy
from shuttle.domain.port import DwellByLoad, LoadStep
from shuttle.domain.scenario import Scenario
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.solver.optimise import Options, optimise
from shuttle.solver.problem import fix_timetable
from tests.builders import FACT, band, hours, policies, port, riders, scenario, vehicle_type
from tests.solver.timetable.builders import money, problem, solved


def dwell(*steps: tuple[int, int], **changes: Any) -> DwellByLoad:
    every = [LoadStep(riders_up_to=most, extra_minutes=extra) for most, extra in steps]
    return DwellByLoad(steps=tuple(every), **{**FACT, **changes})


THREE = dwell((10, 0), (20, 4), (40, 10))


def one_bus(*demand: Any, gate: DwellByLoad = THREE, **changes: Any) -> Scenario:
    """One bus leaves for `b` at 08:00, one comes back."""
    only = SpanPolicy(first=band("08:00", "08:01"), last=band("08:00", "08:01"), origin="a")
    given = {"span": band("08:00", "10:00"), "spans": (only,), **changes.pop("policies", {})}
    return scenario(
        **{
            "ports": (port(dwell_by_load=(gate,)),),
            "policies": policies(**given),
            "demand": demand,
            **changes,
        }
    )


@pytest.mark.parametrize(("number", "arrival"), [(10, 510), (11, 514), (20, 514), (21, 520)])
def test_a_bus_waits_for_the_riders_who_board(number: int, arrival: int) -> None:
    solution = solved(one_bus(riders(number, "08:00", minutes=1)))
    there = next(trip for trip in solution.trips if trip.direction == "to-b")
    assert there.load == number
    assert there.arrival >= arrival
    assert "unserved" not in money(solution)


@pytest.mark.parametrize(("many", "left", "arrival"), [(8, 1, 510), (15, 3, 514)])
def test_waiting_for_many_is_weighed_against_those_in_a_hurry(
    many: int, left: int, arrival: int
) -> None:
    # Three must arrive by 08:30, when only a bus that waits for ten is there: of 8 and 3 one stays
    # behind, of 15 and 3 eight would, so that the bus had better wait and leave the three.
    place = one_bus(
        riders(many, "08:00", minutes=1), riders(3, "08:30", wish="arrive_by", minutes=1)
    )
    solution = solved(place)
    assert money(solution)["unserved"] == 100 * left
    assert next(t.arrival for t in solution.trips if t.direction == "to-b") == arrival


def test_a_wait_that_the_ports_closing_forbids_leaves_riders_behind() -> None:
    closing = port(
        hours=(hours("07:00", "08:25", direction="to_sz"), hours(direction="to_hk")),
        dwell_by_load=(THREE,),
    )
    solution = solved(one_bus(riders(30, "08:00", minutes=1), ports=(closing,)))
    there = next(trip for trip in solution.trips if trip.direction == "to-b")
    assert (there.load, there.arrival) == (20, 514)
    assert money(solution)["unserved"] == 1000


def test_more_buses_carry_those_for_whom_one_does_not_wait() -> None:
    # Thirty, ten after ten, at a port that takes ten at a time: a bus there and back costs 300.
    ten_at_most = dwell((10, 0))
    place = scenario(
        ports=(port(dwell_by_load=(ten_at_most,)),),
        vehicle_types=(vehicle_type(cost_per_day=100),),
        policies=policies(span=band("08:00", "10:00")),
        demand=tuple(riders(10, wish, minutes=1) for wish in ("08:00", "08:05", "08:10")),
    )
    solution = solved(place)
    assert money(solution) == {"buses": 300, "trips": 600}
    assert [trip.load for trip in solution.trips if trip.direction == "to-b"] == [10, 10, 10]


def test_the_comfort_of_a_bus_is_a_share_of_its_seats_not_of_its_wait() -> None:
    crowding = Crowding(comfortable_percent=50, price_per_rider=10, **FACT)
    place = one_bus(
        riders(30, "08:00", minutes=1),
        gate=dwell((25, 0)),
        policies={"crowding": crowding},
    )
    assert money(solved(place)) == {"buses": 1000, "trips": 200, "unserved": 500, "crowding": 50}


def test_an_empty_run_does_not_wait() -> None:
    place = one_bus(
        riders(30, "08:00", minutes=1),
        gate=dwell((40, 10)),
        vehicle_types=(vehicle_type(cost_per_deadhead=5),),
    )
    back = next(
        piece
        for block in solved(place).blocks
        for piece in block.pieces
        if piece.kind == "deadhead"
    )
    assert back.arrival - back.departure == 30


def test_a_given_timetable_gets_the_waits_that_its_riders_need() -> None:
    place = one_bus(riders(15, "08:00", minutes=1), policies={"spans": ()})
    runs = [
        FixedTrip(origin="a", destination="b", departure=480),
        FixedTrip(origin="b", destination="a", departure=540),
    ]
    solution = optimise(fix_timetable(problem(place), runs), Options())
    assert solution.trips[0].load == 15
    assert solution.trips[0].arrival >= 514


def test_the_plan_passes_the_audit_with_its_waits() -> None:
    place = one_bus(riders(25, "08:00", minutes=1), riders(4, "08:40", wish="arrive_by"))
    answer = make_plan(place, PlanRequest())
    assert answer.demand.left_behind == 0
