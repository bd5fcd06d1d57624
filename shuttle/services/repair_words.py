"""What a repair does, as planners and drivers say it."""

from shuttle.domain.base import LocalText
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario


def told(scenario: Scenario, base: Plan, plan: Plan) -> tuple[LocalText, ...]:
    """What happens."""
    return ()
