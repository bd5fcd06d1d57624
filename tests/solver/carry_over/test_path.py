"""What the model costs where tolerances are met to the minute: buses cost nothing here.

Buses of one seat may leave at 08:00 and 08:20 and take half an hour. The first of three riders
has the bus of her wish.
"""

import pytest

from shuttle.solver.carry_over.path import CarryPath
from shuttle.solver.highs import MipLimits, solve_mip
from shuttle.solver.problem import build_problem
from shuttle.solver.timetable.model import build_model
from tests.builders import TUESDAY, WORKDAY, band, policies, riders, scenario, vehicle_type
from tests.properties.brute_force import best


def least(wish: str, clock: str, tolerance: int) -> tuple[float, float]:
    """Money by the model, and by trying everything."""
    place = scenario(
        demand=(riders(3, clock, minutes=1, wish=wish),),  # type: ignore[arg-type] # as in files
        vehicle_types=(vehicle_type(seats=1, cost_per_day=0, cost_per_trip=0),),
        policies=policies(
            semantics="carry-over",
            grid_minutes=20,
            span=band("08:00", "08:40"),
            max_wait_minutes=tolerance,
            max_early_minutes=tolerance,
        ),
    )
    linear = build_model(build_problem(place, WORKDAY, TUESDAY), CarryPath).linear
    tried = best(place, WORKDAY, TUESDAY)
    assert tried is not None
    return round(solve_mip(linear, MipLimits()).bound / 100, 3), tried[0]


@pytest.mark.parametrize(
    ("clock", "tolerance", "money"),
    [
        ("08:00", 20, 20 + 20 + 100),  # the second waits for 08:20, the third as well, in vain
        ("08:00", 19, 200),  # neither would wait so long
        ("07:59", 21, 1 + 21 + 21 + 100),
        ("07:59", 20, 1 + 1 + 1 + 200),
    ],
)
def test_riders_are_carried_as_long_as_they_wait(clock: str, tolerance: int, money: int) -> None:
    assert least("depart_after", clock, tolerance) == (money, money)


@pytest.mark.parametrize(
    ("clock", "tolerance", "money"),
    [
        ("08:50", 20, 20 + 20 + 100),  # the second takes 08:30 instead, the third finds it full
        ("08:50", 19, 200),
        ("08:51", 21, 1 + 21 + 21 + 100),
        ("08:51", 20, 1 + 1 + 1 + 200),
    ],
)
def test_riders_are_carried_back_as_long_as_they_accept(
    clock: str, tolerance: int, money: int
) -> None:
    assert least("arrive_by", clock, tolerance) == (money, money)
