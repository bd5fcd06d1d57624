"""That the brute force and the audit agree, so that the solver may be judged by either."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuttle.audit import check
from shuttle.domain.policy import SpanPolicy
from shuttle.domain.scenario import Scenario
from shuttle.domain.time import format_minute
from tests.builders import (
    TUESDAY,
    WORKDAY,
    band,
    plan,
    policies,
    prices,
    riders,
    scenario,
    trip,
    vehicle_type,
)
from tests.properties.brute_force import best, cheapest
from tests.properties.strategies import tiny_scenarios


def one_hour(**changes: object) -> Scenario:
    """Departures at 08:00, 08:20 and 08:40 each way; a bus costs 50, a trip 5, a rider 20."""
    fields: dict[str, object] = {
        "policies": policies(
            grid_minutes=20, span=band("08:00", "09:00"), prices=prices(unserved_per_rider=20)
        ),
        "vehicle_types": (vehicle_type(cost_per_day=50, cost_per_trip=5),),
    }
    return scenario(**{**fields, **changes})


def test_nobody_to_carry_costs_nothing() -> None:
    assert best(one_hour(), WORKDAY, TUESDAY) == (0.0,) * 7


def test_too_few_riders_are_not_worth_a_bus() -> None:
    # A bus there and back costs 60; three riders without one cost the same, two cost 40.
    two = one_hour(demand=(riders(2, "08:00", minutes=1),))

    assert best(two, WORKDAY, TUESDAY) == (40.0, 0.0, 0.0, 0.0, 0.0, 0.0, 40.0)


def test_enough_riders_are_worth_a_bus_there_and_back() -> None:
    # Ten leave for `b` at 08:00 on the dot; the bus returns at 08:40, after 10 minutes of layover.
    ten = one_hour(demand=(riders(10, "08:00", minutes=1),))

    assert best(ten, WORKDAY, TUESDAY) == (60.0, 50.0, 10.0, 0.0, 0.0, 0.0, 0.0)


def test_a_bus_that_comes_back_is_not_bought_twice() -> None:
    # Out at 08:00, back at 08:40, out at 09:20 and back at 10:00: one bus for all four trips.
    demand = (riders(10, "08:00", minutes=1), riders(10, "09:20", minutes=1))
    place = one_hour(
        demand=demand,
        policies=policies(
            grid_minutes=20, span=band("08:00", "10:20"), prices=prices(unserved_per_rider=20)
        ),
    )

    assert best(place, WORKDAY, TUESDAY) == (70, 50, 20, 0, 0, 0, 0)


def test_waiting_is_weighed_against_a_riders_price() -> None:
    # Ten at 08:00 and one at 08:01, for whom a bus at 08:20 is worth 20 less 19 for her waiting;
    # it must come back, for which it needs 08:20 + 40 minutes: too late, so another bus changes
    # places with it. Free buses and trips are worth it, others are not.
    demand = (riders(10, "08:00", minutes=1), riders(1, "08:01", minutes=1))
    free = (vehicle_type(cost_per_day=0, cost_per_trip=0),)

    assert best(one_hour(demand=demand), WORKDAY, TUESDAY) == (80, 50, 10, 0, 0, 0, 20)
    assert best(one_hour(demand=demand, vehicle_types=free), WORKDAY, TUESDAY) == (
        *(19, 0, 0, 0),
        *(19, 0, 0),
    )


def test_earliness_is_priced_too() -> None:
    # The bus at 08:00 arrives at 08:30, 5 minutes before the ten wish to be there.
    ten = one_hour(demand=(riders(10, "08:35", wish="arrive_by", minutes=1),))

    assert best(ten, WORKDAY, TUESDAY) == (110, 50, 10, 0, 0, 50, 0)


@pytest.mark.parametrize(("count", "feasible"), [(1, False), (2, True)])
def test_a_fleet_may_be_too_small_for_the_first_departures(count: int, *, feasible: bool) -> None:
    # Both directions must have a bus at 08:00, so that one bus cannot do.
    span = SpanPolicy(first=band("08:00", "08:10"))
    changed = one_hour().policies.model_copy(update={"spans": (span,)})
    fleet = (vehicle_type(count=count, cost_per_day=50, cost_per_trip=5),)
    found = best(one_hour(policies=changed, vehicle_types=fleet), WORKDAY, TUESDAY)

    assert (found is not None) is feasible
    assert found is None or found[0] == 110


def test_empty_runs_are_refused() -> None:
    place = one_hour(vehicle_types=(vehicle_type(cost_per_deadhead=5),))

    with pytest.raises(ValueError, match="without empty runs"):
        best(place, WORKDAY, TUESDAY)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(place=tiny_scenarios())
def test_the_cheapest_plan_passes_the_audit_at_its_cost(place: Scenario) -> None:
    found = cheapest(place, WORKDAY, TUESDAY)
    if found is None:
        return
    answer = plan(place, found.trips)

    assert check(place, answer) == ()
    assert answer.objective.total == found.total
    assert tuple(answer.objective.terms.values()) == found.terms


@settings(max_examples=100, deadline=None, derandomize=True)
@given(place=tiny_scenarios(), data=st.data())
def test_no_plan_that_passes_the_audit_is_cheaper(place: Scenario, data: st.DataObject) -> None:
    runs = data.draw(st.lists(some_trip(place), max_size=4, unique_by=lambda run: run[:2]))
    wanted = [trip(way, clock, port=gate, vehicle_type=bus) for way, clock, gate, bus in runs]
    answer = plan(place, wanted)
    if check(place, answer):
        return
    least = best(place, WORKDAY, TUESDAY)

    assert least is not None
    assert answer.objective.total >= least[0]


def some_trip(place: Scenario) -> st.SearchStrategy[tuple[str, str, str, str]]:
    """A direction, a departure on the grid, a port and a bus type."""
    span, grid = place.policies.span, place.policies.grid_minutes
    return st.tuples(
        st.sampled_from(("to-b", "to-a")),
        st.sampled_from([format_minute(minute) for minute in range(span.start, span.end, grid)]),
        st.sampled_from(sorted(place.ports)),
        st.sampled_from(sorted(place.vehicle_types)),
    )
