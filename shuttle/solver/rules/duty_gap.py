"""Rule `duty-gap`: so many minutes at least from the end of a piece to the start of the next."""

from shuttle.domain.driver_rules import WorkingRules
from shuttle.solver.linear import Bools, Ints


def admits(gap: Ints, rules: WorkingRules) -> Bools:
    """Whether the minutes between two pieces of a duty are enough."""
    enough: Bools = gap >= rules.min_gap_minutes
    return enough
