"""The cheapest duties for a few pieces: the LP, the duties near it, and the best choice of those.

An answer that uses a duty whose reduced cost is above a threshold costs at least the LP's bound
plus the threshold. So where every duty below it is listed and the best choice is made, the lesser
of the two is proved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, inf, isfinite

import numpy as np

from shuttle.solver.duties.master import choose
from shuttle.solver.duties.worked.facts import WorkFacts
from shuttle.solver.duties.worked.judge import Judge
from shuttle.solver.duties.worked.labels import begin, ended
from shuttle.solver.duties.worked.relax import Known, LpLimits, WorkLp, generate
from shuttle.solver.duties.worked.search import Duty, WorkEffort, duties_below
from shuttle.solver.highs import MipLimits
from shuttle.solver.linear import Floats

_ROUNDING = 1e-3
_SURELY_OPEN = 0.1  # at prices ten times as high as all duties together


@dataclass(frozen=True, slots=True)
class PartEffort:
    """How hard to look.

    Attributes:
        lp_labels: labels after which the LP is left as it is.
        list_labels: labels after which a list is given up.
        longest: most duties to choose from.
        nodes: of each choice.
        steps: thresholds that are tried, each a larger share of the gap.
    """

    lp_labels: int
    list_labels: int
    longest: int
    nodes: int
    steps: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """Duties that cover each piece once.

    Attributes:
        duties: pieces by index; None where none were found.
        cost: of all duties.
        bound: no answer costs less; infinite where it is proved that there is none.
        work: labels that were made.
        worth: of each piece, as the LP has it.
    """

    duties: tuple[Duty, ...] | None
    cost: float
    bound: float
    work: int
    worth: Floats


def single_duties(facts: WorkFacts) -> list[Duty]:
    """Pieces that are a duty by themselves."""
    every = np.arange(len(facts))
    fits, _ = ended(begin(every, facts, np.zeros(len(facts))), facts)
    return [(piece,) for piece in np.flatnonzero(fits).tolist()]


def solve_part(
    facts: WorkFacts, start: Sequence[Duty], effort: PartEffort, worth: Floats | None = None
) -> PartAnswer:
    """Cover each piece exactly once at the least cost.

    Args:
        facts: pieces, rules and prices.
        start: duties that cover everything; empty for none.
        effort: how hard to look.
        worth: of each piece, about what the LP would say; guessed where not given.
    """
    part = _Part(facts, start, effort)
    lp = generate(facts, part.known, LpLimits(part.least_duty, effort.lp_labels, worth))
    part.work += lp.work
    if lp.exact and lp.uncovered > _SURELY_OPEN:
        return PartAnswer(None, inf, inf, part.work, lp.worth)
    part.choose(part.among(lp, (), effort.longest))
    bound = _rounded(lp.bound)
    for share in effort.steps if lp.exact else ():
        if bound >= part.cost:
            break
        gap = min(part.cost, 1.1 * lp.bound) - lp.bound
        bound = max(bound, part.choose_below(share * gap + 1.0, lp))
    return PartAnswer(part.best, part.cost, min(bound, part.cost), part.work, lp.worth)


def _rounded(bound: float) -> float:
    return ceil(bound - _ROUNDING) if isfinite(bound) else 0.0


class _Part:
    """One search; `best` costs `cost`."""

    def __init__(self, facts: WorkFacts, start: Sequence[Duty], effort: PartEffort) -> None:
        self.work = 0
        self.best: tuple[Duty, ...] | None = tuple(start) or None
        self._facts, self._effort = facts, effort
        self._judge = Judge(facts)
        self.known = Known(self._judge)
        self._alone = single_duties(facts)
        self.known.add((*start, *self._alone))
        self.cost = float(self._judge.costs(start).sum()) if start else inf
        prices = facts.prices
        # A duty has at least its first piece, from sign-on to sign-off.
        shortest = int((facts.pieces.signs_off - facts.pieces.signs_on).min())
        paid = max(prices.least_paid, shortest - facts.limits.most_central, 0)
        self.least_duty = float(prices.duty + prices.minute * shortest + prices.work * paid)

    def among(self, lp: WorkLp, more: Sequence[Duty], most: int) -> list[Duty]:
        """The best answer's duties, single pieces, and of the known and some more the likeliest."""
        duties = list(dict.fromkeys((*self.known.all()[0], *more)))
        worth = np.array([lp.worth[list(duty)].sum() for duty in duties])
        order = np.argsort(self._judge.costs(duties) - worth, kind="stable")[:most]
        liked = (duties[place] for place in order.tolist())
        return list(dict.fromkeys((*(self.best or ()), *self._alone, *liked)))

    def choose_below(self, threshold: float, lp: WorkLp) -> float:
        """Choose from every duty of lower reduced cost; returns a bound on all answers."""
        effort = WorkEffort(dominated=True, labels=self._effort.list_labels)
        found = duties_below(threshold, self._facts, lp.worth, effort)
        self.work += found.work
        if not found.exact:
            return -inf
        whole = len(found.duties) <= self._effort.longest
        room = self._effort.longest if whole else 2 * self._effort.longest
        some = list(found.duties) if whole else list(found.duties[:room])
        chosen = self.choose(self.among(lp, some, room))
        return min(chosen, _rounded(lp.bound + threshold)) if whole else -inf

    def choose(self, duties: Sequence[Duty]) -> float:
        """Make the best choice; returns a bound on every choice among those duties."""
        costs: Floats = self._judge.costs(duties)
        place = {duty: index for index, duty in enumerate(duties)}
        start = [place[duty] for duty in self.best or ()]
        limits = MipLimits(nodes=self._effort.nodes)
        result = choose(self._facts.pieces, duties, costs, start, limits)
        if result.values is not None:
            taken = np.flatnonzero(np.rint(result.values)).tolist()
            total = float(costs[taken].sum())
            if total < self.cost:
                self.best, self.cost = tuple(duties[index] for index in taken), total
        return _rounded(result.bound) if isfinite(result.bound) else result.bound
