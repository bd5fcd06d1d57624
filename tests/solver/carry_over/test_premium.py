import numpy as np

from shuttle.solver.carry_over.path import CarryPath
from shuttle.solver.carry_over.premium import Premium, extended, with_premiums
from shuttle.solver.highs import MipLimits, solve_mip
from shuttle.solver.problem import build_problem
from shuttle.solver.timetable.model import TimetableModel, build_model
from tests.builders import TUESDAY, WORKDAY, band, policies, riders, scenario, vehicle_type


def model() -> TimetableModel:
    """Ten riders at 08:00, for whom a bus there and back costs 60 and their staying away 200."""
    place = scenario(
        demand=(riders(10, "08:00", minutes=1),),
        vehicle_types=(vehicle_type(cost_per_day=50, cost_per_trip=5),),
        policies=policies(semantics="carry-over", grid_minutes=20, span=band("08:00", "09:20")),
    )
    return build_model(build_problem(place, WORKDAY, TUESDAY), CarryPath)


def premium(bare: TimetableModel, *minutes: int, cents: int) -> Premium:
    """For exactly the departures to `b` at these minutes."""
    there = [item for item in bare.trips if item.run.direction == 0]
    return Premium(
        tuple(item.column for item in there if item.run.departure in minutes),
        tuple(item.column for item in there if item.run.departure not in minutes),
        cents,
    )


def least(whole: TimetableModel) -> float:
    return round(solve_mip(whole.linear, MipLimits()).bound, 3)


def test_a_premium_is_paid_by_exactly_its_trips() -> None:
    bare = model()
    assert least(bare) == 6000
    assert least(with_premiums(bare, [premium(bare, 480, cents=100)])) == 6100


def test_a_premium_for_other_trips_costs_nothing() -> None:
    bare = model()
    more = [premium(bare, 500, cents=100), premium(bare, 480, 500, cents=100)]
    assert least(with_premiums(bare, more)) == 6000


def test_a_premium_that_costs_more_than_other_trips_is_avoided() -> None:
    # Another bus that goes there and back as well costs 60, less than the premium of 1,000.
    bare = model()
    assert least(with_premiums(bare, [premium(bare, 480, cents=100000)])) == 12000


def test_values_are_extended_by_premiums_that_are_due() -> None:
    bare = model()
    found = solve_mip(bare.linear, MipLimits()).values
    assert found is not None
    due, other = premium(bare, 480, cents=7), premium(bare, 500, cents=7)
    longer = extended(found, [due, other])
    assert longer[-2:].tolist() == [1.0, 0.0]
    whole = with_premiums(bare, [due, other])
    assert whole.linear.holds(longer)
    assert not whole.linear.holds(np.append(found, [0.0, 0.0]))
    assert len(whole.spans.direction) == len(longer)
