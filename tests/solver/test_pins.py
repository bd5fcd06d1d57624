"""Buses whose day is given: they stay as they are, and count wherever buses count."""

from dataclasses import replace
from itertools import combinations

import pytest

from shuttle.domain.plan import Block, FixedTrip, Plan
from shuttle.domain.scenario import Scenario
from shuttle.errors import InfeasibleError
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.solver.optimise import Options, optimise
from shuttle.solver.pins import pin_blocks, trips_of
from shuttle.solver.problem import Problem, build_problem, fix_timetable, pin
from shuttle.solver.result import Solution
from tests.builders import (
    TUESDAY,
    WORKDAY,
    band,
    deadhead,
    depot,
    plan,
    policies,
    port,
    quota,
    riders,
    scenario,
    trip,
    vehicle_type,
)
from tests.electric import electric
from tests.side_world import departures, side_world

TIMETABLE = departures("a-b 07:30", "c-b 07:50", "b-a 08:20", "b-c 08:40", "a-b 09:20", "b-a 09:55")


def planned(place: Scenario, trips: tuple[FixedTrip, ...]) -> Plan:
    return make_plan(place, PlanRequest(method="timetable", timetable=trips))


def problem(place: Scenario) -> Problem:
    return build_problem(place, WORKDAY, TUESDAY)


def days(blocks: tuple[Block, ...]) -> list[tuple[str, str, list[tuple[str, int, int]]]]:
    """What each bus does, without names of empty runs."""
    return [
        (block.depot, block.end_depot, [(p.kind, p.departure, p.arrival) for p in block.pieces])
        for block in blocks
    ]


def test_any_buses_of_the_cheapest_day_may_be_pinned_at_no_cost() -> None:
    place = side_world()
    cheapest = planned(place, TIMETABLE)
    assert len(cheapest.blocks) >= 2
    assert any(piece.kind == "deadhead" for block in cheapest.blocks for piece in block.pieces)
    for number in range(len(cheapest.blocks) + 1):
        for chosen in combinations(cheapest.blocks, number):
            asked = pin_blocks(fix_timetable(problem(place), TIMETABLE), chosen)
            found = optimise(asked, Options())
            assert sum(found.terms.values()) == round(cheapest.objective.total * 100)
            assert [block.pinned for block in found.blocks].count(True) == number
            made = days(found.blocks)
            assert all(day in made for day in days(chosen))


def there_and_back(**changes: object) -> Scenario:
    """Forty at 09:00 to `b` and forty at 10:00 back; a bus may run empty for 50."""
    default: dict[str, object] = {
        "vehicle_types": (vehicle_type(cost_per_deadhead=50),),
        "policies": policies(span=band("08:00", "12:00")),
        "demand": (riders(40, "09:00", minutes=1), riders(40, "10:00", "b-a", minutes=1)),
    }
    return scenario(**{**default, **changes})


EMPTY_BACK = (trip("to-b", "08:00", block="one"), deadhead("to-a", "09:00", block="one"))


def kept(place: Scenario, base: Plan) -> Solution:
    asked = pin(problem(place), trips_of(base.blocks))
    return optimise(pin_blocks(asked, base.blocks), Options())


def test_a_pinned_bus_costs_its_day_its_trips_and_its_empty_runs() -> None:
    place = there_and_back(demand=())
    found = kept(place, plan(place, EMPTY_BACK))
    assert {name: cents for name, cents in found.terms.items() if cents} == {
        "buses": 100_000,
        "trips": 10_000,
        "deadheads": 5_000,
    }
    [block] = found.blocks
    assert [piece.id for piece in block.pieces] == ["to-b-0800", "block-01-0900"]


@pytest.mark.parametrize(("count", "buses"), [(1, 1), (2, 2)])
def test_a_pinned_bus_is_one_of_the_fleet(count: int, buses: int) -> None:
    place = there_and_back(vehicle_types=(vehicle_type(count=count, cost_per_deadhead=50),))
    base = plan(place, (trip("to-b", "08:30"), trip("to-a", "09:20")))
    found = kept(place, base)
    # With one bus all riders stay behind, for the pinned one is on its way at 09:00 and at 10:00.
    assert len(found.blocks) == buses
    assert found.unserved == (80 if count == 1 else 0)


@pytest.mark.parametrize(("quota_trips", "buses"), [(1, 1), (2, 2)])
def test_an_empty_run_of_a_pinned_bus_counts_against_the_quota(
    quota_trips: int, buses: int
) -> None:
    # The pinned bus reaches the port empty at 10:10, as riders of 10:00 would.
    hourly = quota(quota_trips, each_hour=True, direction="to_hk")
    place = there_and_back(ports=(port(quotas=(hourly,)),))
    base = plan(place, (trip("to-b", "09:00", block="one"), deadhead("to-a", "10:05", block="one")))
    found = kept(place, base)
    back = [entry for entry in found.trips if entry.direction == "to-a" and entry.departure == 600]
    assert len(back) == buses - 1


def test_a_depot_where_the_type_may_no_longer_stay_is_told() -> None:
    place = there_and_back()
    base = plan(place, (trip("to-b", "09:00"), trip("to-a", "10:00")))
    moved = there_and_back(depots=(depot("yard-b", "b"),))
    with pytest.raises(InfeasibleError) as caught:
        kept(moved, base)
    assert {conflict.rule for conflict in caught.value.conflicts} == {"depot-balance"}


def test_a_depot_takes_no_more_buses_than_it_has_room_for() -> None:
    place = there_and_back(depots=(depot("yard-a", "a", 1),))
    base = plan(place, (trip("to-b", "08:30"), trip("to-a", "09:20")))
    assert len(kept(place, base).blocks) == 1


def test_an_empty_run_that_is_no_longer_permitted_is_told_with_its_time() -> None:
    place = there_and_back()
    base = plan(place, EMPTY_BACK)
    forbidden = there_and_back(vehicle_types=(vehicle_type(),))
    with pytest.raises(InfeasibleError) as caught:
        kept(forbidden, base)
    [conflict] = caught.value.conflicts
    assert conflict.rule == "deadhead-permitted"
    assert "09:00" in conflict.words.en


def test_what_is_not_pinned_is_as_before() -> None:
    place = problem(there_and_back())
    assert pin_blocks(place, ()) == replace(place, pinned=())


def test_pinned_electric_buses_stay_and_their_batteries_must_last() -> None:
    # Out and back uses 4 steps; standing at `a` from 09:20 to 10:20 gives them back.
    span = {"policies": policies(span=band("08:00", "12:00"))}
    place = there_and_back(vehicle_types=(electric(),), depots=(depot("yard-a", "a"),), **span)
    runs = (("to-b", "08:00"), ("to-a", "08:40"), ("to-b", "10:20"), ("to-a", "11:00"))
    base = plan(place, [trip(way, clock, block="one") for way, clock in runs])
    found = kept(place, base)
    assert days(base.blocks)[0] in days(found.blocks)
    assert found.blocks[0].pinned
    weaker = there_and_back(vehicle_types=(electric(30),), depots=(depot("yard-a", "a"),), **span)
    with pytest.raises(InfeasibleError) as caught:
        kept(weaker, base)
    assert {conflict.rule for conflict in caught.value.conflicts} == {"battery"}
