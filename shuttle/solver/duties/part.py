"""One search for the cheapest duties of some pieces, with a bound on their cost.

The linear program over all duties may be split by the number of duties, which closes most of its
gap. Every duty whose reduced cost is below a threshold is listed, and the best choice among those
is made. That is a heuristic and a proof at once: an answer that uses a duty left out costs at
least the LP's bound plus the threshold. Thresholds rise until the proof is complete or the list
too long. The plan partitions the pieces, and so does the LP: no duty rides along on another's run.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil, inf, isfinite

import numpy as np

from shuttle.solver.duties.columns import Columns, Costs, LpOutcome, generate
from shuttle.solver.duties.converge import generate_centrally
from shuttle.solver.duties.greedy import cover_greedily
from shuttle.solver.duties.master import ANY_NUMBER, Number, choose
from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.duties.prices import Limits, Prices
from shuttle.solver.duties.pricing import Duty, DutySearch, Effort
from shuttle.solver.highs import MipLimits
from shuttle.solver.linear import Ints

_WORK_LIMIT = 400_000_000
_LP_SHARE = 5  # of the work at most a part like this goes into one linear program
_EVERY = Effort(labels=600_000, dominated=True)
_NEAR = tuple(
    Effort(keep=25 * most, dominated=True, per_piece=most) for most in (40, 200, 1000, 2500)
)
TOLERANCE = 1e-6
_SHARE_OF_ENOUGH = 0.5
_ROUNDING = 1e-3
_FIRST_SHARE = 1 / 65536
_RISE = 2.0
_LONGEST_CHOICE = 3600.0
_LATER_SHARE = 1 / 64
_NEAR_SHARE = 0.1
_MORE_PENALTIES = 2
FEW_PIECES = 300
_NEAR_OF_MANY = 1500  # choices among more of them take too long
_LIKED = 4
_UNTIL_AN_ANSWER = 5000  # nodes


def rounded(bound: float) -> float:
    """The next whole sum."""
    return ceil(bound - _ROUNDING) if isfinite(bound) else bound


@dataclass(frozen=True, slots=True)
class _Depth:
    """How far a proof goes: duties listed at most, and nodes of a choice among them."""

    duties: int
    nodes: int


_AT_LENGTH = _Depth(25_000, 2000)


class Part:
    """One search; `best` costs `cost`, after `work` labels of at most `limit`."""

    def __init__(self, pieces: Pieces, prices: Prices, limits: Limits) -> None:
        self.limits = limits
        self.best: tuple[Duty, ...] | None = None
        self.cost = 0
        self.work = 0
        self.limit = _WORK_LIMIT
        self.liked: list[Duty] = []
        self.pieces, self._prices = pieces, prices
        self._search = DutySearch(pieces)
        self._columns = Columns(pieces)
        dearest = prices.duty + prices.minute * pieces.rules.max_duty_minutes
        dearest += 0 if prices.link is None else int(prices.link.max()) * 10
        self._costs = Costs(prices.duty, prices.minute, 3.0 * (dearest + 1), prices.link)
        self.most_money = float(dearest + 1) * len(pieces)

    @property
    def known(self) -> float:
        """Cost of the best answer so far."""
        return inf if self.best is None else float(self.cost)

    @property
    def hurried(self) -> bool:
        """Whether to end with the answer that there is."""
        return self.best is not None and self.limits.deadline.passed

    @property
    def target(self) -> float:
        """An answer need not be sought where none can cost less than this."""
        return self.known - self.limits.enough

    def least_money(self) -> float:
        """What any answer costs, by the work itself: pieces of a duty do not overlap."""
        pieces = self.pieces
        driving = -(-int(pieces.driving.sum()) // pieces.rules.max_driving_minutes)
        minutes = int((pieces.arrival - pieces.departure).sum())
        fewest = max(pieces.most_at_once(), driving)
        return self._costs.duty * fewest + self._costs.minute * minutes

    def start(self) -> None:
        """Duties to start from, and an answer if they cover everything."""
        chosen, others = cover_greedily(self.pieces, self._search)
        self._columns.add(chosen)
        self._columns.add(others)
        if sum(map(len, chosen)) == len(self.pieces) and self._drivers_suffice(chosen):
            self.offer(chosen)

    def relax(self, number: Number) -> LpOutcome:
        """The LP over all duties, with so many of them; dearer gaps while some stay open."""
        costs = replace(self._costs, number=number)
        lp = self._generate(costs)
        for _ in range(_MORE_PENALTIES):
            dear = lp.bound >= min(self.known, self.most_money)
            if lp.uncovered <= TOLERANCE or dear or self.hurried:
                break
            costs = replace(costs, uncovered=costs.uncovered * 10)
            lp = self._generate(costs)
        return lp

    def can_be_covered(self) -> bool:
        """Whether duties cover all pieces, in fractions at least."""
        lp = self._generate(Costs(duty=0.0, minute=0.0, uncovered=1.0))
        return lp.bound <= TOLERANCE

    def _generate(self, costs: Costs) -> LpOutcome:
        most = len(self.pieces)
        if self.best is not None and costs.duty > 0:
            most = min(most, int(self.cost / costs.duty))

        def over(work: int) -> bool:
            return work > self.limit // _LP_SHARE or self.hurried

        many = len(self.pieces) > FEW_PIECES and costs.duty > 0
        solve = generate_centrally if many else generate
        lp = solve(self.pieces, self._search, self._columns, costs, most, over)
        self.work += lp.work
        return lp

    def solve(self, number: Number, lp: LpOutcome | None) -> float:
        """Search one part; returns a bound on what answers in it cost."""
        lp = lp or self.relax(number)
        bound = rounded(lp.bound)
        if bound >= self.target or lp.uncovered > TOLERANCE or self.hurried:
            return bound
        many = len(self.pieces) > FEW_PIECES
        near = min(self.limits.near, _NEAR_OF_MANY) if many else self.limits.near
        bound = self._prove(bound, lp, number, _Depth(near, self.limits.nodes))
        if many or bound >= self.target or self.hurried:
            return bound
        self.choose_near(lp, number)
        return self._prove(bound, lp, number, _AT_LENGTH)

    def _prove(self, bound: float, lp: LpOutcome, number: Number, depth: _Depth) -> float:
        """Answers from all duties under rising thresholds, and what they prove."""
        threshold = lp.bound * _FIRST_SHARE
        if depth == _AT_LENGTH:
            threshold = (min(self.known, 2 * lp.bound) - lp.bound) * _LATER_SHARE
        threshold = max(1.0, threshold)
        while lp.exact and bound < self.target and self.work < self.limit and not self.hurried:
            wanted = min(self.known, self.most_money + 1) - lp.worth - 1 + 10 * _ROUNDING
            threshold = min(threshold, wanted)
            proved = self._choose_below(threshold, lp, number, depth)
            bound = max(bound, min(proved, rounded(lp.worth + threshold)))
            if proved == -inf or threshold == wanted:
                break
            threshold *= _RISE
        return bound

    def choose_near(
        self, lp: LpOutcome, number: Number, efforts: tuple[Effort, ...] = _NEAR
    ) -> None:
        """An answer from duties that the LP likes or nearly likes."""
        least = rounded(lp.bound)
        for number_of_times, effort in enumerate(efforts, start=1):
            gap = self.known - least if self.best else lp.bound * _NEAR_SHARE
            found = self._search.below(max(1.0, gap * _NEAR_SHARE), lp.tariff, effort)
            self.work += found.work
            most = self.limits.near * number_of_times
            liked = [*found.duties[:most], *self._liked(lp, most)]
            duties = list(dict.fromkeys((*(self.best or ()), *liked)))
            self._choose(duties, number, MipLimits(nodes=self.limits.nodes))
            if self.target <= least or self.hurried:
                break

    def insist(self, lp: LpOutcome) -> None:
        """Look for any answer, where quick choices found none."""
        widest = Limits()
        self.limits = replace(self.limits, near=widest.near, nodes=_UNTIL_AN_ANSWER)
        self.choose_near(lp, ANY_NUMBER)

    def without(self, places: Ints, kept: list[Duty]) -> "Part":
        """The same search for some of the pieces, while some duties are taken."""
        homes = [int(self.pieces.origin_side[duty[0]]) for duty in kept]
        limits = enumerate(self.pieces.most_duties)
        most = tuple(None if m is None else max(0, m - homes.count(s)) for s, m in limits)
        link = self._prices.link
        fewer = None if link is None else link[np.ix_(places, places)]
        return Part(self.pieces.some(places, most), replace(self._prices, link=fewer), self.limits)

    def learn(self, duties: Iterable[Duty]) -> None:
        """Know those duties."""
        self._columns.add(duties)

    def seek(self) -> None:
        """Look for a good answer, without a proof."""
        self.start()
        lp = self.relax(ANY_NUMBER)
        if lp.uncovered <= TOLERANCE:
            self.choose_near(lp, ANY_NUMBER, _NEAR[:1])
            self.liked = self._liked(lp, _LIKED * len(self.pieces))

    def _liked(self, lp: LpOutcome, most: int) -> list[Duty]:
        """The known duties of least reduced cost."""
        duties = self._columns.all()
        tariff = Costs(lp.tariff.duty, lp.tariff.minute, 0.0, lp.tariff.link)
        worth = [lp.tariff.worth[list(duty)].sum() for duty in duties]
        reduced = self._columns.costs(duties, tariff) - np.array(worth)
        order = np.argsort(reduced, kind="stable")[:most]
        return [duties[index] for index in order]

    def _choose_below(
        self, threshold: float, lp: LpOutcome, number: Number, depth: _Depth
    ) -> float:
        """The best answer from duties of lower reduced cost, as a bound on all such answers."""
        found = self._search.below(threshold, lp.tariff, _EVERY)
        self.work += found.work
        if not found.exact or len(found.duties) > depth.duties:
            return -inf
        duties = list(dict.fromkeys((*found.duties, *(self.best or ()))))
        return self._choose(duties, number, MipLimits(nodes=depth.nodes))

    def _choose(self, duties: list[Duty], number: Number, limits: MipLimits) -> float:
        """Make the best choice; returns a bound on every choice among those duties."""
        costs = self._columns.costs(duties, self._costs)
        place = {duty: index for index, duty in enumerate(duties)}
        best = self.best or ()
        fits = number.least <= len(best) <= number.most
        start = [place[duty] for duty in best] if fits and place.keys() >= set(best) else []
        close = _SHARE_OF_ENOUGH * self.limits.enough / max(1.0, self.least_money())
        limits = replace(limits, seconds=self._seconds(), relative_gap=close)
        result = choose(self.pieces, duties, costs, start, limits, number)
        if result.values is not None:
            self.offer([duties[i] for i in np.flatnonzero(np.rint(result.values))])
        return rounded(result.bound) if isfinite(result.bound) else result.bound

    def _seconds(self) -> float:
        """The guard of one choice: until there is an answer the deadline does not cut it short."""
        return (
            _LONGEST_CHOICE
            if self.best is None
            else min(_LONGEST_CHOICE, self.limits.deadline.seconds)
        )

    def offer(self, duties: list[Duty]) -> None:
        """Take the answer if it is the cheapest so far."""
        cost = round(float(self._columns.costs(duties, self._costs).sum()))
        if self.best is None or cost < self.cost:
            self.best, self.cost = tuple(duties), cost

    def _drivers_suffice(self, duties: list[Duty]) -> bool:
        homes = [int(self.pieces.origin_side[duty[0]]) for duty in duties]
        limits = enumerate(self.pieces.most_duties)
        return all(most is None or homes.count(side) <= most for side, most in limits)
