"""Rule `duty-min-length`: from sign-on to sign-off pass at least `min_duty_minutes`."""

from shuttle.domain.driver_rules import WorkingRules
from shuttle.solver.linear import Bools, Ints


def earliest_sign_off(sign_on: Ints, rules: WorkingRules) -> Ints:
    """First minute at which a duty with that sign-on may sign off."""
    return sign_on + rules.min_duty_minutes


def admits(sign_on: Ints, sign_off: Ints, rules: WorkingRules) -> Bools:
    """Whether the duty is long enough."""
    enough: Bools = sign_off >= earliest_sign_off(sign_on, rules)
    return enough
