"""Duties one after another, each covering as many pieces as it can: a start, not an answer."""

from collections.abc import Iterator

import numpy as np

from shuttle.solver.duties.outlook import Tariff
from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.duties.pricing import Duty, DutySearch, Effort

_TAKEN = -1e6
_EFFORT = Effort(keep=12, per_piece=2)


def cover_greedily(pieces: Pieces, search: DutySearch) -> tuple[list[Duty], list[Duty]]:
    """Disjoint duties, and the other duties seen on the way.

    The disjoint ones may leave pieces uncovered, where no duty fits between the others, and
    pay no heed to the number of drivers.
    """
    chosen: list[Duty] = []
    others: list[Duty] = []
    worth = np.ones(len(pieces))
    while (worth > 0).any():
        # Minutes only break ties: a whole day of them is worth less than one piece.
        tariff = Tariff(duty=0.0, minute=1e-4, worth=worth, home=np.zeros(len(pieces.most_duties)))
        found = search.below(0.0, tariff, _EFFORT).duties
        if not found:
            break
        picked = list(_disjoint(found))
        chosen += picked
        others += [duty for duty in found if duty not in set(picked)]
        worth[[piece for duty in picked for piece in duty]] = _TAKEN
    return chosen, others


def _disjoint(duties: tuple[Duty, ...]) -> Iterator[Duty]:
    """The first duty, and each as long that shares no piece with those before it."""
    taken: set[int] = set()
    for duty in duties:
        if len(duty) == len(duties[0]) and taken.isdisjoint(duty):
            taken.update(duty)
            yield duty
