"""Rule `duty-driving`: driving within a duty is at most `max_driving_minutes`."""

from shuttle.domain.driver_rules import WorkingRules
from shuttle.domain.plan import BlockPiece
from shuttle.solver.linear import Bools, Ints


def driving_minutes(piece: BlockPiece, rules: WorkingRules) -> int:
    """Minutes of a piece that count as driving."""
    return sum(
        leg.arrival - leg.departure
        for leg in piece.legs
        if leg.kind == "drive" or rules.clearance_is_driving
    )


def admits(driving: Ints, rules: WorkingRules) -> Bools:
    """Whether the duty's driving is within the limit."""
    within: Bools = driving <= rules.max_driving_minutes
    return within
