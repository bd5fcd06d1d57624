"""A run as the flow of buses sees it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """A run as the flow of buses sees it.

    Both clocks run ahead by the place's layover where none is asked for, so that a bus may make
    a run exactly if its own `ready` is not after the run's `leaves`.

    Attributes:
        leaves: clock at which a bus must be ready at the origin.
        ready: clock from which on its bus is ready at the destination.
    """

    origin: str
    destination: str
    leaves: int
    ready: int
