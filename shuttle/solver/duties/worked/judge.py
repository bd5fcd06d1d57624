"""What one duty costs under rules that count working time, piece by piece, in plain numbers."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from shuttle.solver.duties.worked.facts import WorkFacts
from shuttle.solver.linear import Floats


class Judge:
    """Costs of duties that keep the rules."""

    def __init__(self, facts: WorkFacts) -> None:
        pieces = facts.pieces
        self._facts = facts
        self._on, self._off = pieces.signs_on.tolist(), pieces.signs_off.tolist()
        self._arrival = pieces.arrival.tolist()

    def costs(self, duties: Iterable[Sequence[int]]) -> Floats:
        """Of each duty."""
        return np.array([self.cost(duty) for duty in duties])

    def cost(self, duty: Sequence[int]) -> int:
        """Of one duty, which must keep the rules."""
        facts, prices = self._facts, self._facts.prices
        total = prices.duty
        apart = 0
        rests = []
        for before, after in pairwise(duty):
            total += int(facts.step[before, after])
            pause = int(facts.pause[before, after])
            if pause >= facts.limits.split_from:
                apart += pause
            else:
                begins = self._arrival[before]
                rests.append((begins, begins + pause, apart))
        begins, ends = self._on[duty[0]], self._off[duty[-1]]
        work = ends - begins - apart - self._unpaid(begins, ends, rests)
        paid = prices.work * max(work, prices.least_paid)
        return int(total + prices.minute * (ends - begins) + paid)

    def _unpaid(self, begins: int, ends: int, rests: list[tuple[int, int, int]]) -> int:
        limits = self._facts.limits
        soon = any(
            b - a >= limits.pause and a <= begins + limits.first_within + apart
            for a, b, apart in rests
        )
        if not soon or not any(b - a >= limits.main for a, b, _ in rests):
            return 0
        first, last = begins + limits.edge, ends - limits.edge
        parts = [min(b, last) - max(a, first) for a, b, _ in rests]
        first, last = begins + limits.central_edge, ends - limits.central_edge
        central = any(min(b, last) - max(a, first) >= limits.central_pause for a, b, _ in rests)
        most = limits.most_central if central else limits.most_unpaid
        return min(most, sum(part for part in parts if part >= limits.pause))
