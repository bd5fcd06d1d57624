"""A morning with priced drivers, small enough to be solved out at once."""

from typing import Any

from shuttle.domain.driver_rules import Drivers
from shuttle.domain.policy import HeadwayPolicy
from shuttle.domain.scenario import Scenario
from shuttle.solver.duties.assign import DutyPlan, assign_duties
from shuttle.solver.optimise import Options, optimise
from shuttle.solver.problem import Problem, build_problem
from shuttle.solver.result import Solution
from tests.builders import (
    TUESDAY,
    WORKDAY,
    band,
    driver_rules,
    policies,
    riders,
    scenario,
    vehicle_type,
)


def morning(**changes: Any) -> Scenario:
    """Hourly buses from 07:00 to 11:00, drivers at 300 and 120 an hour, home after four hours."""
    default: dict[str, Any] = {
        "policies": policies(
            grid_minutes=15,
            span=band("07:00", "11:00"),
            headways=(HeadwayPolicy(min_minutes=15, max_minutes=60),),
        ),
        "vehicle_types": (vehicle_type(cost_per_day=300, cost_per_trip=50),),
        "demand": (
            riders(9, "07:20"),
            riders(6, "09:10"),
            riders(7, "08:05", "b-a"),
            riders(5, "09:50", "b-a"),
        ),
        "driver_rules": (
            driver_rules(max_duty_minutes=240, returns_home=True, sign_on_minutes=10),
        ),
        "drivers": Drivers(rule_profile="wide", cost_per_duty=300, cost_per_hour=120),
    }
    return scenario(**{**default, **changes})


def problem_of(place: Scenario) -> Problem:
    return build_problem(place, WORKDAY, TUESDAY)


def in_sequence(place: Scenario) -> tuple[Solution, DutyPlan]:
    """Timetable and blocks without regard to drivers, then the fewest duties for them."""
    solution = optimise(problem_of(place), Options())
    return solution, assign_duties(place, solution.blocks)
