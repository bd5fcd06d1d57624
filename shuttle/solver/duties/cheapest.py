"""The cheapest duties for given pieces, with a bound on their cost.

Few pieces are solved as one part. Many are dealt into groups first, whose answers together are a
first answer and whose duties are the first columns; the LP over all duties bounds it, and it is
made better a few drivers at a time.
"""

from dataclasses import dataclass
from math import ceil, floor, inf, isfinite

from shuttle.solver.duties.groups import begin_in_groups, improve
from shuttle.solver.duties.master import ANY_NUMBER, Number
from shuttle.solver.duties.part import FEW_PIECES, TOLERANCE, Part, rounded
from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.duties.prices import Limits, Prices
from shuttle.solver.duties.pricing import Duty

_TO_THE_END = Limits()
_MANY_TO_IMPROVE = 60


SOLVER = "label setting, GLOP and HiGHS"
"""How duties are found, as proofs name it."""


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


def cheapest_duties(pieces: Pieces, prices: Prices, limits: Limits = _TO_THE_END) -> Cheapest:
    """Cover each piece exactly once at the least cost, under every rule for drivers."""
    run = Part(pieces, prices, limits)
    many = len(pieces) > FEW_PIECES
    if many:
        begin_in_groups(run)
    else:
        run.start()
    root = run.relax(ANY_NUMBER)
    if many:  # a bound first, in case that time runs out
        improve(run)
    if root.uncovered > TOLERANCE and not run.can_be_covered():
        return Cheapest(None, 0, inf, run.work)
    parts = [Number(least=ceil(root.duties)), Number(most=floor(root.duties))]
    if abs(root.duties - round(root.duties)) <= TOLERANCE or not root.exact:
        parts = [ANY_NUMBER]
    bounds = [run.solve(part, root if part == ANY_NUMBER else None) for part in parts]
    bound = max(min(bounds), rounded(root.bound), run.least_money())
    if run.best is None and min(bounds) >= run.most_money:
        bound = inf
    if run.best is None and isfinite(bound):
        run.insist(root)
    if bound < run.target and len(pieces) > _MANY_TO_IMPROVE:
        improve(run)
    return Cheapest(run.best, run.cost, min(bound, run.known), run.work)
