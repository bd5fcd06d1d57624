"""Rule `first-departure`: where the first trip of a direction may leave."""

from shuttle.domain.network import Direction
from shuttle.domain.policy import Policies, SpanPolicy


def policies_for(policies: Policies, day_type: str, direction: Direction) -> tuple[SpanPolicy, ...]:
    """Span policies of the direction that give a window for the first departure."""
    return tuple(
        policy
        for policy in policies.spans
        if policy.first is not None
        and policy.holds_for(day_type)
        and policy.holds_between(direction.origin, direction.destination)
    )


def admits(windows: tuple[SpanPolicy, ...], minute: int) -> bool:
    """Whether a first departure at that minute lies in every window."""
    return all(policy.first is None or policy.first.holds_at(minute) for policy in windows)
