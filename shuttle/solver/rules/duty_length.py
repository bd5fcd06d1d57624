"""Rule `duty-length`: from sign-on to sign-off pass at most `max_duty_minutes`."""

from typing import TypeVar

from shuttle.domain.driver_rules import DriverRules
from shuttle.solver.linear import Bools, Ints

Minutes = TypeVar("Minutes", int, Ints)


def latest_arrival(first_departure: Minutes, rules: DriverRules) -> Minutes:
    """Last minute at which a duty with that first departure may arrive for the last time."""
    work_around = rules.sign_on_minutes + rules.sign_off_minutes
    return first_departure + (rules.max_duty_minutes - work_around)


def admits(first_departure: Ints, last_arrival: Ints | int, rules: DriverRules) -> Bools:
    """Whether the duty is short enough."""
    short: Bools = last_arrival <= latest_arrival(first_departure, rules)
    return short
