"""Day visitors from `a`: a trip that leaves at 08:00 arrives at 08:30."""

from typing import Any

import pytest

from shuttle.domain.policy import HeadwayPolicy, SpanPolicy, StayWish
from shuttle.domain.scenario import Scenario
from shuttle.scenario import load_scenario, shared_root
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from tests.builders import FACT, band, policies, port, quota, riders, scenario, trip
from tests.builders import plan as plan_of
from tests.solver.timetable.builders import departures, money, over_two_ports, solved


def stay(wanted: int, price: float = 1, home: str = "a", **changes: Any) -> StayWish:
    visited = "b" if home == "a" else "a"
    ends = {"home": home, "visited": visited, **changes}
    return StayWish(wanted_minutes=wanted, price_per_missing_minute=price, **FACT, **ends)


def a_day(*wishes: StayWish, **changes: Any) -> Scenario:
    """From 08:00 to 12:00 on a grid of 30 minutes; forty leave each way at 09:00 or at 10:00."""
    demand = (riders(40, "09:00", minutes=1), riders(40, "10:00", "b-a", minutes=1))
    given = {"grid_minutes": 30, "span": band("08:00", "12:00"), "stays": wishes}
    return scenario(policies=policies(**given), **{"demand": demand, **changes})


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (30, {"buses": 1000, "trips": 200, "stay": 0}),
        (31, {"buses": 1000, "trips": 200, "stay": 1}),
        (120, {"buses": 1000, "trips": 200, "stay": 90}),
    ],
)
def test_what_the_stay_lacks_is_priced(wanted: int, expected: dict[str, float]) -> None:
    # Out at 09:00, there from 09:30 to 10:00.
    found = money(solved(a_day(stay(wanted))))
    assert found == {name: cost for name, cost in expected.items() if cost}


def test_no_trip_at_all_lacks_the_whole_stay() -> None:
    solution = solved(a_day(stay(120), demand=()))
    assert money(solution) == {"stay": 120}


def test_a_dear_enough_stay_is_worth_a_bus() -> None:
    # There and back costs 1200: from 08:30 to 10:30 all 120 minutes, without riders.
    solution = solved(a_day(stay(120, 10.5), demand=()))
    assert money(solution) == {"buses": 1000, "trips": 200}


def test_pricing_the_stay_moves_trips_apart() -> None:
    # Without the price the bus goes when riders wish. Half an hour more for the visitor is worth
    # 165; it costs the five who wait for the bus home 150, another bus there and back 200.
    demand = (riders(40, "09:00", minutes=1), riders(5, "10:00", "b-a", minutes=1))
    assert departures(solved(a_day(demand=demand))) == ["to-b-0900", "to-a-1000"]
    moved = solved(a_day(stay(60, 5.5), demand=demand))
    assert departures(moved) == ["to-b-0900", "to-a-1030"]
    assert money(moved) == {"buses": 1000, "trips": 200, "waiting": 150}


def test_wishes_for_the_same_stops_add_up() -> None:
    solution = solved(a_day(stay(60), stay(90, 2)))
    assert money(solution)["stay"] == 30 + 2 * 60


def test_a_wish_of_another_day_type_does_not_count() -> None:
    assert "stay" not in solved(a_day(stay(120, day_types=("holiday",)))).terms


def test_a_last_bus_home_before_the_first_arrival_is_no_stay() -> None:
    # The bus home leaves at 08:30, the first arrives at 09:30: all of the wish is missing, no more.
    home = SpanPolicy(first=band("08:30", "08:31"), last=band("08:30", "08:31"), origin="b")
    out = SpanPolicy(first=band("09:00", "09:01"), last=band("09:00", "09:01"), origin="a")
    given = {"grid_minutes": 30, "span": band("08:00", "12:00"), "spans": (home, out)}
    place = scenario(policies=policies(**given, stays=(stay(60, 2),)))
    assert money(solved(place))["stay"] == 120


def test_the_first_arrival_may_be_that_of_a_later_departure() -> None:
    # Over the bridge it takes 80 minutes, over the gate 30, which takes no bus before 08:20.
    first = SpanPolicy(first=band("08:00", "08:01"), last=band("08:30", "08:31"), origin="a")
    home = SpanPolicy(first=band("10:00", "10:01"), last=band("10:30", "10:31"), origin="b")
    closed = quota(0, each_hour=False, direction="to_sz", start=480, end=500)
    place = over_two_ports(
        slower=35,
        ports=(port("gate", quotas=(closed,)), port("bridge")),
        policies=policies(
            grid_minutes=30,
            span=band("08:00", "12:00"),
            spans=(first, home),
            stays=(stay(120),),
        ),
    )
    runs = [
        trip("to-b", "08:00", port="bridge"),
        trip("to-b", "08:30", port="gate"),
        trip("to-a", "10:00", port="gate"),
        trip("to-a", "10:30", port="gate"),
    ]
    assert plan_of(place, runs).objective.terms["stay"] == 120 - 90
    assert money(solved(place))["stay"] == 120 - 90


def pilot(*wishes: StayWish, **changes: Any) -> Scenario:
    place = load_scenario(shared_root() / "seeds" / "pilot-2023")
    update = {"stays": wishes, **changes}
    return place.model_copy(update={"policies": place.policies.model_copy(update=update)})


def test_the_published_pilot_lets_a_hong_kong_rider_stay_three_hours() -> None:
    # Published 2023: first arrival 12:00, last bus home 15:00; the other way 10:45 and 16:15.
    wishes = (
        stay(240, 2, "hksp", visited="hkstp-sz"),
        stay(360, 1, "hkstp-sz", visited="hksp"),
    )
    answer = make_plan(pilot(*wishes), PlanRequest())
    assert [(s.home, s.minutes) for s in answer.kpis.usable_stay] == [("hk", 180), ("sz", 330)]
    assert answer.objective.terms["stay"] == 2 * (240 - 180) + (360 - 330)


def test_pricing_the_stay_at_the_pilot_gives_a_hong_kong_rider_longer_in_shenzhen() -> None:
    # Free departures alone do not help: the bus sleeps in Shenzhen, so it cannot bring anyone
    # there before 12:00, nor take anyone home after 15:00 and be back by the end of service.
    wish = stay(300, 40, "hksp", visited="hkstp-sz")
    free = {"spans": (), "headways": (HeadwayPolicy(min_minutes=150),)}
    assert stay_and_trips(pilot(wish, **free)) == (180, 4)
    assert stay_and_trips(pilot(wish, **free, span=band("10:00", "18:30"))) == (300, 4)


def stay_and_trips(place: Scenario) -> tuple[int | None, int]:
    """What a rider from Hong Kong gets, and how many trips run."""
    kpis = make_plan(place, PlanRequest()).kpis
    return kpis.usable_stay[0].minutes, kpis.trips
