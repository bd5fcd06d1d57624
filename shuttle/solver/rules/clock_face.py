"""Rule `clock-face`: departures with riders at stated minutes past the hour."""

from shuttle.domain.network import Direction
from shuttle.domain.policy import ClockFace, Policies
from shuttle.domain.time import MINUTES_PER_HOUR


def refusals(
    policies: Policies, day_type: str, direction: Direction, minute: int
) -> tuple[ClockFace, ...]:
    """Clock faces that hold for the departure and do not list its minute past the hour."""
    return tuple(
        face
        for face in policies.clock_faces
        if face.holds_at(minute)
        and face.holds_for(day_type)
        and face.holds_between(direction.origin, direction.destination)
        and minute % MINUTES_PER_HOUR not in face.minutes
    )
