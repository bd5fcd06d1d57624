"""What the solver answers: statuses never folded, cost by term, bound, gap, how it was run."""

from dataclasses import dataclass

from shuttle.domain.change import Changes
from shuttle.domain.plan import Block, Trip
from shuttle.domain.proof import Proof


@dataclass(frozen=True)
class Solution:
    """A timetable with blocks, and the solver's own account of it.

    Attributes:
        trips: by departure; loads as the solver counts them.
        terms: cents by term of the objective.
        unserved: riders without a seat or a bus within tolerance.
        proof: of timetable and blocks.
        seat_guarantee_cents: under carry-over, what a timetable made under the seat guarantee costs
            by the same count; None where none was made.
        left_proof: of the points that a partial plan leaves; None for others.
        changes: against the published timetable, where there is one.
    """

    trips: tuple[Trip, ...]
    blocks: tuple[Block, ...]
    terms: dict[str, int]
    unserved: int
    proof: Proof
    seat_guarantee_cents: int | None = None
    left_proof: Proof | None = None
    changes: Changes | None = None
