"""Rule `last-departure`: where the last trip of a direction may leave."""

from shuttle.domain.network import Direction
from shuttle.domain.policy import Policies, SpanPolicy


def policies_for(policies: Policies, day_type: str, direction: Direction) -> tuple[SpanPolicy, ...]:
    """Span policies of the direction that give a window for the last departure."""
    return tuple(
        policy
        for policy in policies.spans
        if policy.last is not None
        and policy.holds_for(day_type)
        and policy.holds_between(direction.origin, direction.destination)
    )


def admits(windows: tuple[SpanPolicy, ...], minute: int) -> bool:
    """Whether a last departure at that minute lies in every window."""
    return all(policy.last is None or policy.last.holds_at(minute) for policy in windows)
