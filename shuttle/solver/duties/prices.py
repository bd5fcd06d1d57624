"""What duties cost, and when a search for them ends."""

from dataclasses import dataclass
from math import inf

from shuttle.solver.highs import Deadline
from shuttle.solver.linear import Floats


@dataclass(frozen=True, slots=True)
class Prices:
    """What duties cost, in whole units of money.

    Attributes:
        duty: each duty.
        minute: each minute from sign-on to sign-off.
        link: `[before, after]`: for pieces right after one another; None for 0.
    """

    duty: int
    minute: int
    link: Floats | None = None


NO_HURRY = Deadline(inf)


@dataclass(frozen=True, slots=True)
class Limits:
    """When a search ends.

    Attributes:
        deadline: after it the search ends as soon as it has an answer.
        enough: so much above the bound is good enough.
        near: duties near the bound that are first chosen from.
        nodes: of each such choice.
    """

    deadline: Deadline = NO_HURRY
    enough: float = 0.0
    near: int = 4_000
    nodes: int = 100
