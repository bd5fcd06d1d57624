"""Days whose best plan can be reckoned by hand: see `tests.builders` for times and costs."""

from typing import Any

import pytest

from shuttle.domain.plan import FixedTrip
from shuttle.domain.policy import HeadwayPolicy, SpanPolicy
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import parse_minute
from shuttle.errors import InfeasibleError
from shuttle.solver.optimise import Options, optimise
from shuttle.solver.problem import fix_timetable
from tests.builders import (
    band,
    depot,
    hours,
    policies,
    port,
    quota,
    riders,
    scenario,
    vehicle_type,
)
from tests.solver.timetable.builders import departures, money, over_two_ports, problem, solved

VAN = vehicle_type("van", seats=10, cost_per_day=300, cost_per_trip=50)
MORNING = band("08:00", "10:00")


def a_morning(**changes: Any) -> Scenario:
    given = {"span": MORNING, **changes.pop("policies", {})}
    return scenario(policies=policies(**given), **changes)


@pytest.mark.parametrize(
    ("number", "expected"),
    [(3, {"unserved": 300}), (5, {"buses": 300, "trips": 100}), (10, {"buses": 300, "trips": 100})],
)
def test_the_smaller_bus_carries_few(number: int, expected: dict[str, float]) -> None:
    # A van there and back costs as much as four riders without a seat.
    place = a_morning(
        vehicle_types=(vehicle_type("coach"), VAN),
        demand=(riders(number, "08:00", minutes=1),),
    )
    assert money(solved(place)) == expected


def test_the_larger_bus_carries_many() -> None:
    fleet = vehicle_type("coach"), VAN
    demand = (riders(19, "08:00", minutes=1),)
    solution = solved(a_morning(vehicle_types=fleet, demand=demand))
    assert money(solution) == {"buses": 1000, "trips": 200}
    assert {trip.vehicle_type for trip in solution.trips} == {"coach"}


@pytest.mark.parametrize(
    ("after", "by", "left"),
    [(30, 10, 0), (30, 11, 1), (30, 30, 20), (50, 30, 40), (30, 50, 40), (50, 50, 60)],
)
def test_riders_of_both_wishes_share_the_seats_of_a_bus(after: int, by: int, left: int) -> None:
    # The one bus leaves at 08:00 and arrives at 08:30, which suits everyone to the minute.
    only = SpanPolicy(first=band("08:00", "08:01"), last=band("08:00", "08:01"), origin="a")
    place = a_morning(
        policies={"spans": (only,)},
        demand=(
            riders(after, "08:00", minutes=1),
            riders(by, "08:30", wish="arrive_by", minutes=1),
        ),
    )
    solution = solved(place)
    expected = {"buses": 1000, "trips": 200, "unserved": 100 * left}
    assert money(solution) == {name: cost for name, cost in expected.items() if cost}
    assert solution.unserved == left
    assert solution.trips[0].load == min(after + by, 40)


def test_a_larger_bus_is_worth_its_price_for_riders_of_both_wishes() -> None:
    only = SpanPolicy(first=band("08:00", "08:01"), last=band("08:00", "08:01"), origin="a")
    place = a_morning(
        policies={"spans": (only,)},
        vehicle_types=(
            vehicle_type("coach"),
            vehicle_type("double-decker", seats=60, cost_per_day=1500),
        ),
        demand=(
            riders(30, "08:00", minutes=1),
            riders(30, "08:30", wish="arrive_by", minutes=1),
        ),
    )
    solution = solved(place)
    assert money(solution) == {"buses": 1500, "trips": 200}


@pytest.mark.parametrize(
    ("most", "early", "ports"),
    [(2, 5 * 5, ["gate", "gate"]), (1, 5 * 35, ["gate", "bridge"])],
)
def test_a_quota_sends_a_trip_over_the_other_port(most: int, early: int, ports: list[str]) -> None:
    # At 08:00 and 08:30; over the bridge a bus arrives ten minutes later, so that those who wish
    # to be there by 09:05 come at 08:30 instead of 09:00. Both reach a port in the same hour.
    spans = SpanPolicy(first=band("08:00", "08:01"), last=band("08:30", "08:31"), origin="a")
    place = over_two_ports(
        ports=(port("gate", quotas=(quota(most, direction="to_sz"),)), port("bridge")),
        policies=policies(
            grid_minutes=10,
            span=MORNING,
            headways=(HeadwayPolicy(min_minutes=30, max_minutes=30, origin="a"),),
            spans=(spans,),
        ),
        demand=(
            riders(5, "08:30", wish="arrive_by", minutes=1),
            riders(5, "09:05", wish="arrive_by", minutes=1),
        ),
    )
    solution = solved(place)
    assert money(solution) == {"buses": 2000, "trips": 400, "early": early}
    assert [trip.port for trip in solution.trips if trip.direction == "to-b"] == ports


def over_a_closure(last: str) -> Scenario:
    """To `b` the port is closed from 08:30 to 10:00; at most 30 minutes between departures."""
    opening = (
        hours("07:00", "08:30", direction="to_sz"),
        hours("10:00", "12:00", direction="to_sz"),
        hours("07:00", "22:00", direction="to_hk"),
    )
    window = band(last, last[:-1] + "1")
    return scenario(
        ports=(port(hours=opening),),
        policies=policies(
            grid_minutes=10,
            span=band("08:00", "12:00"),
            headways=(HeadwayPolicy(min_minutes=20, max_minutes=30, origin="a"),),
            spans=(SpanPolicy(first=band("08:00", "08:01"), last=window, origin="a"),),
        ),
    )


@pytest.mark.parametrize("last", ["09:50", "10:20"])
def test_the_most_headway_rests_while_the_port_is_closed(last: str) -> None:
    # The first slot after the closure is 09:50, so the next departure is at 10:20 at the latest.
    solution = solved(over_a_closure(last))
    assert money(solution) == {"buses": 1000, "trips": 400}
    there = [trip.departure for trip in solution.trips if trip.direction == "to-b"]
    assert there == [480, parse_minute(last)]


def test_the_most_headway_holds_again_after_the_closure() -> None:
    # 10:30 is too late to be the next, so that another one leaves between.
    there = [t.id for t in solved(over_a_closure("10:30")).trips if t.direction == "to-b"]
    assert len(there) == 3


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        (None, {"buses": 1000, "trips": 400}),
        (30, {"buses": 1000, "trips": 200, "deadheads": 60}),
        (130, {"buses": 1000, "trips": 400}),
    ],
)
def test_a_bus_comes_back_empty_where_that_is_cheaper(
    price: float | None, expected: dict[str, float]
) -> None:
    place = a_morning(
        vehicle_types=(vehicle_type(cost_per_deadhead=price),),
        demand=(riders(40, "08:00", minutes=1), riders(40, "09:20", minutes=1)),
        policies={"span": band("08:00", "11:00")},
    )
    assert money(solved(place)) == expected


@pytest.mark.parametrize(
    ("depots", "expected"),
    [
        ((depot("yard-a", "a", 1),), {"buses": 1000, "trips": 200, "unserved": 4000}),
        ((depot("yard-a", "a", 2),), {"buses": 2000, "trips": 400}),
        ((depot("yard-a", "a", 1), depot("yard-b", "b")), {"buses": 2000, "trips": 400}),
    ],
)
def test_buses_start_where_there_is_room_and_each_depot_gets_its_own_back(
    depots: tuple[Any, ...], expected: dict[str, float]
) -> None:
    # Forty wish to leave at 08:00 and at 08:30, and wait for half an hour at most.
    place = a_morning(
        depots=depots,
        policies={"span": band("07:30", "10:00"), "max_wait_minutes": 30},
        demand=(riders(40, "08:00", minutes=1), riders(40, "08:30", minutes=1)),
    )
    solution = solved(place)
    assert money(solution) == expected
    starts = sorted(block.depot for block in solution.blocks)
    assert starts == sorted(block.end_depot for block in solution.blocks)


def test_service_after_midnight_stays_on_its_day() -> None:
    place = scenario(
        ports=(port(hours=(hours("00:00", "24:00"),)),),
        policies=policies(span=band("23:00", "26:00")),
        demand=(riders(40, "24:30", minutes=1),),
    )
    solution = solved(place)
    assert money(solution) == {"buses": 1000, "trips": 200}
    there = next(trip for trip in solution.trips if trip.direction == "to-b")
    assert (there.id, there.departure, there.arrival, there.load) == ("to-b-2430", 1470, 1500, 40)


def test_a_quota_of_the_next_calendar_day_leaves_this_one_alone() -> None:
    # No bus to `b` may reach the gate from 00:00 to 00:59; a service day ends in that hour.
    gate = port(
        hours=(hours("00:00", "24:00"),), quotas=(quota(0, direction="to_sz", start=0, end=60),)
    )
    place = scenario(
        ports=(gate,),
        policies=policies(span=band("23:30", "25:30"), max_wait_minutes=40),
        demand=(riders(40, "23:45", minutes=1), riders(40, "23:50", minutes=1)),
    )
    # At 23:45 the gate is reached at 23:55; at 23:50 it would be 00:00.
    solution = solved(place)
    there = [trip.id for trip in solution.trips if trip.direction == "to-b"]
    assert there == ["to-b-2345"]
    assert solution.unserved == 40


def test_a_layover_to_the_minute_lets_the_bus_leave() -> None:
    wanted = [
        FixedTrip(origin="a", destination="b", departure=480),
        FixedTrip(origin="b", destination="a", departure=520),
    ]
    for minutes, buses in ((10, 1000), (11, 2000)):
        fixed = fix_timetable(problem(scenario(policies=policies(layover_minutes=minutes))), wanted)
        assert money(optimise(fixed, Options()))["buses"] == buses


def test_a_fixed_timetable_is_kept_to_the_departure() -> None:
    wanted = [
        FixedTrip(origin="a", destination="b", departure=parse_minute(clock))
        for clock in ("08:03", "09:00")
    ]
    kind = vehicle_type(cost_per_deadhead=0)
    solution = optimise(fix_timetable(problem(scenario(vehicle_types=(kind,))), wanted), Options())
    assert departures(solution) == ["to-b-0803", "to-b-0900"]


def test_a_required_departure_after_the_ports_closing_is_infeasible() -> None:
    spans = (SpanPolicy(first=band("21:45", "22:00"), origin="a"),)
    with pytest.raises(InfeasibleError) as caught:
        solved(scenario(policies=policies(span=band("21:45", "23:00"), spans=spans)))
    assert caught.value.proved
