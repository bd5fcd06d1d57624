"""Rule `departure-grid`: the minutes at which anything may leave."""

from shuttle.domain.policy import Policies


def minutes(policies: Policies) -> range:
    """Multiples of the grid within the span of service."""
    grid = policies.grid_minutes
    first = -(-policies.span.start // grid) * grid
    return range(first, policies.span.end, grid)
