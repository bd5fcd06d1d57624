"""Riders who mind a full bus: coaches have 40 seats, of which 30 are comfortable."""

from typing import Any

import pytest

from shuttle.domain.policy import Crowding, SpanPolicy
from shuttle.domain.scenario import Scenario
from tests.builders import FACT, band, policies, prices, riders, scenario, vehicle_type
from tests.solver.timetable.builders import money, solved


def crowding(price: float = 10, percent: int = 75) -> Crowding:
    return Crowding(comfortable_percent=percent, price_per_rider=price, **FACT)


def one_bus(after: int, by: int, **changes: Any) -> Scenario:
    """The one bus to `b` leaves at 08:00 and arrives at 08:30, when all wish it to."""
    only = SpanPolicy(first=band("08:00", "08:01"), last=band("08:00", "08:01"), origin="a")
    given = {"spans": (only,), "span": band("08:00", "10:00"), "crowding": crowding()}
    return scenario(
        policies=policies(**{**given, **changes.pop("policies", {})}),
        demand=(
            riders(after, "08:00", minutes=1),
            riders(by, "08:30", wish="arrive_by", minutes=1),
        ),
        **changes,
    )


@pytest.mark.parametrize(
    ("after", "by", "crowded", "left"),
    [
        (30, 0, 0, 0),
        (31, 0, 1, 0),
        (0, 31, 1, 0),
        (20, 10, 0, 0),
        (20, 11, 1, 0),
        (20, 20, 10, 0),
        (20, 21, 10, 1),
        (35, 35, 10, 30),
        (50, 5, 10, 15),
        (5, 50, 10, 15),
    ],
)
def test_riders_of_both_wishes_share_the_comfort_of_a_bus(
    after: int, by: int, crowded: int, left: int
) -> None:
    solution = solved(one_bus(after, by))
    expected = {"buses": 1000, "trips": 200, "unserved": 100 * left, "crowding": 10 * crowded}
    assert money(solution) == {name: cost for name, cost in expected.items() if cost}


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        (59, {"buses": 1000, "trips": 200, "crowding": 590}),
        (61, {"buses": 1600, "trips": 200}),
    ],
)
def test_comfort_is_worth_a_larger_bus_at_some_price(
    price: float, expected: dict[str, float]
) -> None:
    # Ten of forty are above the comfort of a coach; a bus of 60 seats costs 600 more.
    larger = vehicle_type("double-decker", seats=60, cost_per_day=1600)
    place = one_bus(
        20,
        20,
        policies={"crowding": crowding(price)},
        vehicle_types=(vehicle_type("coach"), larger),
    )
    assert money(solved(place)) == expected


def test_whoever_stays_behind_costs_no_crowding() -> None:
    # At the highest price that is accepted it makes no difference who rides: all above 30 cost 100.
    place = one_bus(
        50, 0, policies={"crowding": crowding(100), "prices": prices(unserved_per_rider=100)}
    )
    assert money(solved(place)) == {
        "buses": 1000,
        "trips": 200,
        "unserved": 1000,
        "crowding": 1000,
    }


def test_a_scenario_that_prices_no_crowding_has_no_such_term() -> None:
    solution = solved(one_bus(35, 0, policies={"crowding": None}))
    assert "crowding" not in solution.terms
