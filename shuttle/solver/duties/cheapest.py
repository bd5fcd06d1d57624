"""The cheapest duties for given pieces, with a bound on their cost.

The linear program over all duties is split by the number of duties, which closes most of its gap.
In each part every duty whose reduced cost is below a threshold is listed, and the best choice
among those is made. That is a heuristic and a proof at once: an answer that uses a duty left out
costs at least the part's bound plus the threshold. Thresholds rise until the proof is complete or
the list too long.
"""

from dataclasses import dataclass, replace
from math import ceil, floor, inf, isfinite

import numpy as np

from shuttle.solver.duties.columns import Columns, Costs, LpOutcome, generate
from shuttle.solver.duties.greedy import cover_greedily
from shuttle.solver.duties.master import ANY_NUMBER, Number, choose
from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.duties.pricing import Duty, DutySearch, Effort
from shuttle.solver.highs import MipLimits
from shuttle.solver.linear import Floats

_WORK_LIMIT = 40_000_000
_EVERY = Effort(labels=600_000, dominated=True)
_NEAR = tuple(
    Effort(keep=25 * most, dominated=True, per_piece=most) for most in (40, 200, 1000, 2500)
)
_SHORT_LIST = 4_000
_LONGEST_LIST = 25_000
_TOLERANCE = 1e-6
_ROUNDING = 1e-3
_FIRST_SHARE = 1 / 64
_RISE = 2.0
_NODES = 2000
_NEAR_NODES = 100
_NEAR_SHARE = 0.1
_MORE_PENALTIES = 2


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


@dataclass(frozen=True, slots=True)
class Cheapest:
    """Duties that cover each piece once.

    Attributes:
        duties: pieces by index; None where none were found.
        cost: of all duties, in the prices' units.
        bound: no answer costs less; infinite where it is proved that there is none.
        work: labels that were made.
    """

    duties: tuple[Duty, ...] | None
    cost: int
    bound: float
    work: int

    @property
    def complete(self) -> bool:
        """Whether the answer is proved best, or its absence proved."""
        return self.bound >= self.cost if self.duties is not None else not isfinite(self.bound)


def cheapest_duties(pieces: Pieces, prices: Prices) -> Cheapest:
    """Cover each piece exactly once at the least cost, under every rule for drivers."""
    run = _Run(pieces, prices)
    run.start()
    root = run.relax(ANY_NUMBER)
    if root.uncovered > _TOLERANCE and not run.can_be_covered():
        return Cheapest(None, 0, inf, run.work)
    parts = [Number(least=ceil(root.duties)), Number(most=floor(root.duties))]
    if abs(root.duties - round(root.duties)) <= _TOLERANCE or not root.exact:
        parts = [ANY_NUMBER]
    bounds = [run.solve(part, root if part == ANY_NUMBER else None) for part in parts]
    bound = max(min(bounds), _rounded(root.bound))
    if run.best is None and min(bounds) >= run.most_money:
        bound = inf
    return Cheapest(run.best, run.cost, min(bound, run.known), run.work)


def _rounded(bound: float) -> float:
    """The next whole sum."""
    return ceil(bound - _ROUNDING) if isfinite(bound) else bound


class _Run:
    """One search; `best` costs `cost`."""

    def __init__(self, pieces: Pieces, prices: Prices) -> None:
        self.best: tuple[Duty, ...] | None = None
        self.cost = 0
        self.work = 0
        self._pieces = pieces
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

    def start(self) -> None:
        """Duties to start from, and an answer if they cover everything."""
        chosen, others = cover_greedily(self._pieces, self._search)
        self._columns.add(chosen)
        self._columns.add(others)
        if sum(map(len, chosen)) == len(self._pieces) and self._drivers_suffice(chosen):
            self._offer(chosen)

    def relax(self, number: Number) -> LpOutcome:
        """The LP over all duties, with so many of them; dearer gaps while some stay open."""
        costs = replace(self._costs, number=number)
        lp = self._generate(costs)
        for _ in range(_MORE_PENALTIES):
            if lp.uncovered <= _TOLERANCE or lp.bound >= min(self.known, self.most_money):
                break
            costs = replace(costs, uncovered=costs.uncovered * 10)
            lp = self._generate(costs)
        return lp

    def can_be_covered(self) -> bool:
        """Whether duties cover all pieces, in fractions at least."""
        lp = self._generate(Costs(duty=0.0, minute=0.0, uncovered=1.0))
        return lp.bound <= _TOLERANCE

    def _generate(self, costs: Costs) -> LpOutcome:
        limit = _WORK_LIMIT - self.work
        lp = generate(self._pieces, self._search, self._columns, costs, len(self._pieces), limit)
        self.work += lp.work
        return lp

    def solve(self, number: Number, lp: LpOutcome | None) -> float:
        """Search one part; returns a bound on what answers in it cost."""
        lp = lp or self.relax(number)
        bound = _rounded(lp.bound)
        if bound >= self.known or not lp.exact or lp.uncovered > _TOLERANCE:
            return bound
        self._choose_near(lp, number)
        gap = min(self.known, 2 * lp.bound) - lp.bound
        threshold = max(1.0, gap * _FIRST_SHARE)
        while bound < self.known:
            wanted = min(self.known, self.most_money + 1) - lp.worth - 1 + 10 * _ROUNDING
            threshold = min(threshold, wanted)
            proved = self._choose_below(threshold, lp, number)
            bound = max(bound, min(proved, _rounded(lp.worth + threshold)))
            if proved == -inf or threshold == wanted:
                break
            threshold *= _RISE
        return bound

    def _choose_near(self, lp: LpOutcome, number: Number) -> None:
        """An answer from duties that the LP likes or nearly likes."""
        least = _rounded(lp.bound)
        for number_of_times, effort in enumerate(_NEAR, start=1):
            gap = self.known - least if self.best else lp.bound * _NEAR_SHARE
            found = self._search.below(max(1.0, gap * _NEAR_SHARE), lp.tariff, effort)
            self.work += found.work
            most = _SHORT_LIST * number_of_times
            liked = [*found.duties[:most], *self._liked(lp, most)]
            duties = list(dict.fromkeys((*(self.best or ()), *liked)))
            self._choose(duties, number, MipLimits(nodes=_NEAR_NODES))
            if self.known <= least:
                break

    def _liked(self, lp: LpOutcome, most: int) -> list[Duty]:
        """The known duties of least reduced cost."""
        duties = self._columns.all()
        tariff = Costs(lp.tariff.duty, lp.tariff.minute, 0.0, lp.tariff.link)
        worth = [lp.tariff.worth[list(duty)].sum() for duty in duties]
        reduced = self._columns.costs(duties, tariff) - np.array(worth)
        order = np.argsort(reduced, kind="stable")[:most]
        return [duties[index] for index in order]

    def _choose_below(self, threshold: float, lp: LpOutcome, number: Number) -> float:
        """The best answer from duties of lower reduced cost, as a bound on all such answers."""
        found = self._search.below(threshold, lp.tariff, _EVERY)
        self.work += found.work
        if not found.exact or len(found.duties) > _LONGEST_LIST:
            return -inf
        duties = list(dict.fromkeys((*found.duties, *(self.best or ()))))
        return self._choose(duties, number, MipLimits(nodes=_NODES))

    def _choose(self, duties: list[Duty], number: Number, limits: MipLimits) -> float:
        """Make the best choice; returns a bound on every choice among those duties."""
        costs = self._columns.costs(duties, self._costs)
        place = {duty: index for index, duty in enumerate(duties)}
        best = self.best or ()
        fits = number.least <= len(best) <= number.most
        start = [place[duty] for duty in best] if fits and place.keys() >= set(best) else []
        result = choose(self._pieces, duties, costs, start, limits, number)
        if result.values is not None:
            self._offer([duties[i] for i in np.flatnonzero(np.rint(result.values))])
        return _rounded(result.bound) if isfinite(result.bound) else result.bound

    def _offer(self, duties: list[Duty]) -> None:
        cost = round(float(self._columns.costs(duties, self._costs).sum()))
        if self.best is None or cost < self.cost:
            self.best, self.cost = tuple(duties), cost

    def _drivers_suffice(self, duties: list[Duty]) -> bool:
        homes = [int(self._pieces.origin_side[duty[0]]) for duty in duties]
        limits = enumerate(self._pieces.most_duties)
        return all(most is None or homes.count(side) <= most for side, most in limits)
