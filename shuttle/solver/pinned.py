"""A bus whose day is given."""

from dataclasses import dataclass

from shuttle.domain.plan import Block


@dataclass(frozen=True)
class PinnedBus:
    """A bus whose day is given.

    Attributes:
        vehicle_type: index in `Problem.types`.
        block: its day, with the minutes that its runs take now.
        trips: direction and minute of each of its trips.
        cents: of its empty runs.
    """

    vehicle_type: int
    block: Block
    trips: tuple[tuple[int, int], ...]
    cents: int
