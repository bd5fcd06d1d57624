"""Column generation for many pieces: central prices, and searches as hard as it takes.

Quick searches find most of the duties that the linear program wants. Exact ones, which prove a
bound, first look for those alone that cost far less than nothing: that keeps them short while
prices are still rough, and a bound holds all the same.
"""

from collections.abc import Callable

import numpy as np

from shuttle.solver.duties.centre import CentralLp
from shuttle.solver.duties.columns import Columns, Costs, LpOutcome, worth_of
from shuttle.solver.duties.master import LpPrices
from shuttle.solver.duties.outlook import Tariff
from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.duties.pricing import Duty, DutySearch, Effort, Found

_TOLERANCE = 1e-6
_LITTLE = 1e-3
_EFFORTS = (
    Effort(keep=8, per_piece=6),
    Effort(keep=30, per_piece=8),
    Effort(labels=2_000_000, per_piece=10),
)
_EXACT = len(_EFFORTS) - 1
_HARDER = (0.008, 0.003)  # of the worth: what duties may still save when searches get harder
_FEW_NEW = 100
_SHARE_OF_LEAST = 0.1
_CLOSE = 0.05  # in units of money, which are whole
_ROUGH, _FINE, _FINEST = 0.1, 1e-4, 1e-8
_MORE_THAN_LEAST = 2.0


def generate_centrally(
    pieces: Pieces,
    search: DutySearch,
    columns: Columns,
    costs: Costs,
    most: int,
    over: Callable[[int], bool],
) -> LpOutcome:
    """Solve the LP over all duties, as `generate` does; its arguments are the same.

    The outcome's `worth` is what answers cost at least by its tariff, without those of its duties
    that cost more than nothing: so `exact` needs no tariff at which none costs less.
    """
    lp = CentralLp(pieces, costs.uncovered, costs.number)
    lp.add(columns.all(), columns.costs(columns.all(), costs))
    rounds = _Rounds(most)
    while True:
        prices = lp.solve(rounds.gap)
        worth = worth_of(pieces, prices, costs.number)
        tariff = Tariff(
            costs.duty - prices.number, costs.minute, prices.worth, prices.home, costs.link
        )
        rounds.look(search, tariff, worth)
        known = set(lp.duties)
        new = [duty for duty in dict.fromkeys(rounds.found.duties) if duty not in known]
        columns.add(new)
        if rounds.ended(new, worth) or over(rounds.work):
            return rounds.outcome(search, tariff, worth, prices)
        lp.thin(prices, len(rounds.latest))
        lp.add(new, columns.costs(new, costs))
        rounds.turn(new, worth)


class _Rounds:
    """Where the rounds stand: how hard to look next, and what is proved."""

    def __init__(self, most: int) -> None:
        self.gap, self.work, self.bound = _ROUGH, 0, -np.inf
        self.found: Found
        self.latest: list[Duty] = []
        self._most, self._level, self._least = most, 0, -np.inf
        self._threshold, self._at_tariff = -_TOLERANCE, -np.inf

    def look(self, search: DutySearch, tariff: Tariff, worth: float) -> None:
        """Search as hard as it is time for, and see what that proves."""
        rough = _SHARE_OF_LEAST * self._least
        apart = self._level == _EXACT and np.isfinite(rough) and rough < -_LITTLE
        self._threshold = rough if apart else -_TOLERANCE
        self.found = search.below(self._threshold, tariff, _EFFORTS[self._level])
        self.work += self.found.work
        self._at_tariff = -np.inf
        if self.found.exact:
            self._at_tariff = worth - most_saved(self.found, self._threshold, self._most)
            self.bound = max(self.bound, self._at_tariff)
        self._spare = worth - self._at_tariff

    def ended(self, new: list[Duty], worth: float) -> bool:
        """Whether the LP is solved."""
        hardest = self._level == _EXACT and self._threshold == -_TOLERANCE
        close = self._spare <= _CLOSE and self.gap * worth <= _CLOSE
        return hardest and (close or (not new and self.gap <= _FINEST))

    def turn(self, new: list[Duty], worth: float) -> None:
        """What the next round is like."""
        self.latest = new
        costs = self.found.costs
        self._least = float(costs[0]) if len(costs) else -_TOLERANCE
        saved = most_saved(self.found, -_TOLERANCE, self._most) / max(1.0, worth)
        if self._level < _EXACT and (saved < _HARDER[self._level] or len(new) < _FEW_NEW):
            self._level += 1
        finest = _FINEST if self._level == _EXACT else _FINE
        wanted = -_MORE_THAN_LEAST * self._least / max(1.0, worth)
        self.gap = max(finest, min(self.gap, wanted if new else self.gap / 100))

    def outcome(
        self, search: DutySearch, tariff: Tariff, worth: float, prices: LpPrices
    ) -> LpOutcome:
        """What is known in the end; a bound at any rate, if a search for one is not too long."""
        if self.bound == -np.inf:
            self._level = _EXACT
            self.look(search, tariff, worth)
        return LpOutcome(
            bound=self.bound,
            uncovered=prices.uncovered if prices.uncovered > _CLOSE / 10 else 0.0,
            tariff=tariff,
            worth=self._at_tariff,
            exact=self._spare <= _CLOSE,
            work=self.work,
            duties=float(prices.shares.sum()),
        )


def most_saved(found: Found, threshold: float, most: int) -> float:
    """At most what whole duties save at the tariff: no more than one ends with each piece.

    Args:
        found: of an exact search, the cheapest for each last piece.
        threshold: below which it looked; no duty that it does not tell of saves more than that.
        most: duties in all.
    """
    least: dict[int, float] = {}
    for duty, cost in zip(found.duties, found.costs.tolist(), strict=True):
        least.setdefault(duty[-1], cost)  # cheapest first
    best = sorted(least.values())[:most]
    return -sum(best) - threshold * (most - len(best))
