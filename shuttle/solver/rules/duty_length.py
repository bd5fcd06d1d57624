"""Rule `duty-length`: from sign-on to sign-off pass at most `max_duty_minutes`."""

from shuttle.domain.driver_rules import WorkingRules
from shuttle.solver.linear import Bools, Ints


def latest_sign_off(sign_on: Ints, rules: WorkingRules) -> Ints:
    """Last minute at which a duty with that sign-on may sign off."""
    return sign_on + rules.max_duty_minutes


def admits(sign_on: Ints, sign_off: Ints, rules: WorkingRules) -> Bools:
    """Whether the duty is short enough."""
    short: Bools = sign_off <= latest_sign_off(sign_on, rules)
    return short
