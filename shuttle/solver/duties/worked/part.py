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
from shuttle.solver.duties.prices import NO_HURRY
from shuttle.solver.duties.worked.cover import Duty
from shuttle.solver.duties.worked.facts import WorkFacts
from shuttle.solver.duties.worked.judge import Judge
from shuttle.solver.duties.worked.labels import shortest_duties
from shuttle.solver.duties.worked.relax import Known, LpLimits, WorkLp, generate
from shuttle.solver.duties.worked.search import WorkEffort, duties_below
from shuttle.solver.highs import Deadline, MipLimits
from shuttle.solver.linear import Floats

_ROUNDING = 1e-3
_GUARD_SECONDS = 3600.0
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
    """

    duties: tuple[Duty, ...] | None
    cost: float
    bound: float
    work: int


def solve_part(facts: WorkFacts, effort: PartEffort, deadline: Deadline = NO_HURRY) -> PartAnswer:
    """Cover each piece exactly once at the least cost.

    Args:
        facts: pieces, rules and prices.
        effort: how hard to look.
        deadline: after which nothing new is tried.
    """
    part = _Part(facts, effort, deadline)
    lp = generate(facts, part.known, LpLimits(effort.lp_labels, deadline=deadline))
    part.work += lp.work
    if lp.exact and lp.uncovered > _SURELY_OPEN:
        return PartAnswer(None, inf, inf, part.work)
    part.choose(part.among(lp, (), effort.longest))
    bound = _rounded(lp.bound)
    for share in effort.steps if lp.exact else ():
        if bound >= part.cost or deadline.passed:
            break
        gap = min(part.cost, 1.1 * lp.bound) - lp.bound
        bound = max(bound, part.choose_below(share * gap + 1.0, lp))
    return PartAnswer(part.best, part.cost, min(bound, part.cost), part.work)


def _rounded(bound: float) -> float:
    return ceil(bound - _ROUNDING) if isfinite(bound) else 0.0


class _Part:
    """One search; `best` costs `cost`."""

    def __init__(self, facts: WorkFacts, effort: PartEffort, deadline: Deadline) -> None:
        self.work, self.cost = 0, inf
        self._facts, self._effort, self._deadline = facts, effort, deadline
        self._judge = Judge(facts)
        self.known = Known(self._judge)
        self._alone = shortest_duties(facts)
        self.known.add(self._alone)
        self.best: tuple[Duty, ...] | None = None
        if sum(map(len, self._alone)) == len(facts):
            self.best, self.cost = tuple(self._alone), float(self.known.since()[1].sum())

    def among(self, lp: WorkLp, more: Sequence[Duty], most: int) -> list[Duty]:
        """The best answer's duties, single pieces, and of the known and some more the likeliest."""
        duties = list(dict.fromkeys((*self.known.since()[0], *more)))
        worth = np.array([lp.worth[list(duty)].sum() for duty in duties])
        order = np.argsort(self._judge.costs(duties) - worth, kind="stable")[:most]
        liked = (duties[place] for place in order.tolist())
        return list(dict.fromkeys((*(self.best or ()), *self._alone, *liked)))

    def choose_below(self, threshold: float, lp: WorkLp) -> float:
        """Choose from every duty of lower reduced cost; returns a bound on all answers."""
        effort = WorkEffort(dominated=True, labels=self._effort.list_labels)
        found = duties_below(threshold, self._facts, lp.worth, effort, self._deadline)
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
        limits = MipLimits(
            nodes=self._effort.nodes, seconds=min(_GUARD_SECONDS, self._deadline.seconds)
        )
        result = choose(self._facts.pieces, duties, costs, start, limits)
        if result.values is not None:
            taken = np.flatnonzero(np.rint(result.values)).tolist()
            total = float(costs[taken].sum())
            if total < self.cost:
                self.best, self.cost = tuple(duties[index] for index in taken), total
        return _rounded(result.bound) if isfinite(result.bound) else result.bound
