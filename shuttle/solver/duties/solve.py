"""The fewest duties for given pieces: greedy start, LP by columns, whole duties, proof."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, inf, isfinite

import numpy as np

from shuttle.domain.time import LAST_MINUTE
from shuttle.solver.duties.columns import Columns, Costs, LpOutcome, generate
from shuttle.solver.duties.greedy import cover_greedily
from shuttle.solver.duties.master import choose
from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.duties.pricing import Duty, DutySearch, Effort, Found
from shuttle.solver.highs import Deadline, MipLimits

_WORK_LIMIT = 30_000_000  # labels; about a minute
_NEAR = Effort(keep=300, per_piece=40)
_EVERY = Effort(labels=250_000, dominated=True)
_WHOLE = MipLimits(relative_gap=2e-5, nodes=200)
_TOLERANCE = 1e-6
_LONGEST_SECONDS = 604_800.0
_SLACK = 1e-2  # many times what reduced costs may be off, in all duties together


@dataclass(frozen=True, slots=True)
class Answer:
    """Duties for the pieces.

    Attributes:
        duties: pieces by index; None where no duties were found that cover all pieces.
        bound: no answer has fewer duties.
        complete: the number is proved least; or, without duties, that there can be none.
        work: labels that were made.
    """

    duties: tuple[Duty, ...] | None
    bound: int
    complete: bool
    work: int


def fewest_duties(pieces: Pieces, deadline: Deadline | None = None) -> Answer:
    """Cover each piece exactly once, by few duties first, then by few minutes in all.

    Once the deadline has passed the first duties that cover everything are the answer, with
    the bound that is known by then.
    """
    run = _Run(pieces, deadline)
    run.start_greedily()
    if run.best is not None and run.deadline.passed:
        return Answer(run.best, run.bound, run.proved(), run.work)
    if run.best is None and not run.can_be_covered():
        return Answer(None, run.bound, complete=True, work=run.work)
    lp = run.relax()
    run.choose_near(lp)
    if not run.proved() and not run.deadline.passed:
        run.choose_among_all(lp)
    return Answer(run.best, run.bound, run.proved(), run.work)


class _Run:
    """One search for the fewest duties; `best` and `bound` approach each other."""

    def __init__(self, pieces: Pieces, deadline: Deadline | None = None) -> None:
        self.deadline = deadline or Deadline(_LONGEST_SECONDS)
        self.best: tuple[Duty, ...] | None = None
        self.bound = max(pieces.most_at_once(), _driving_bound(pieces))
        self.work = 0
        self._impossible = False
        self._pieces = pieces
        self._search = DutySearch(pieces)
        self._columns = Columns(pieces)
        # One duty more outweighs all minutes: those of one duty cost at most 1.
        duty = float(max(1000, len(pieces)))
        minute = 1.0 / min(pieces.rules.max_duty_minutes, LAST_MINUTE)
        self._costs = Costs(duty, minute, uncovered=10 * duty)

    def proved(self) -> bool:
        """Whether no answer is better than `best`, or there can be none."""
        return self._impossible or (self.best is not None and len(self.best) == self.bound)

    def start_greedily(self) -> None:
        """Duties to start from, and an answer if they cover everything."""
        chosen, others = cover_greedily(self._pieces, self._search)
        self._columns.add(chosen)
        self._columns.add(others)
        covered = sum(map(len, chosen)) == len(self._pieces)
        if covered and self._drivers_suffice(chosen):
            self.best = tuple(chosen)

    def can_be_covered(self) -> bool:
        """Whether duties cover all pieces, in fractions at least; finds such duties."""
        lp = self._generate(Costs(duty=0.0, minute=0.0, uncovered=1.0))
        return lp.bound <= _TOLERANCE

    def relax(self) -> LpOutcome:
        """The LP over all duties, with its bound on their number."""
        lp = self._generate(self._costs)
        if isfinite(lp.bound):
            per_duty = self._costs.duty + 1
            self.bound = max(self.bound, ceil(lp.bound / per_duty - _TOLERANCE))
        return lp

    def choose_near(self, lp: LpOutcome) -> None:
        """The best choice from duties that the LP likes, and some that it nearly likes."""
        threshold = (self.bound + 1) * (self._costs.duty + 1) - lp.worth
        self._columns.add(self._found(threshold, lp, _NEAR).duties)
        self._choose()

    def choose_among_all(self, lp: LpOutcome) -> None:
        """The best choice from every duty that any better answer could hold, if they are few.

        The duties of an answer cost `lp.worth` more in the master than at the LP's tariff,
        where none costs less than nothing; so a duty that alone costs more than the rest of
        the way to the best answer is in no better one.
        """
        threshold = inf
        if self.best is not None:
            threshold = (len(self.best) - 1) * (self._costs.duty + 1) - lp.worth + _SLACK
        found = self._found(threshold, lp, _EVERY)
        if not (lp.exact and found.exact):
            return
        self._columns.add(found.duties)
        if self._choose():
            self._impossible = self.best is None
            self.bound = self.bound if self.best is None else len(self.best)

    def _found(self, threshold: float, lp: LpOutcome, effort: Effort) -> Found:
        found = self._search.below(threshold, lp.tariff, effort)
        self.work += found.work
        return found

    def _generate(self, costs: Costs) -> LpOutcome:
        most = len(self._pieces) if self.best is None else len(self.best)
        lp = generate(self._pieces, self._search, self._columns, costs, most, _WORK_LIMIT)
        self.work += lp.work
        return lp

    def _choose(self) -> bool:
        """The best choice from the known duties; whether it is known to be that."""
        duties = self._columns.all()
        costs = self._columns.costs(duties, self._costs)
        start = () if self.best is None else self._columns.places(self.best)
        limits = replace(_WHOLE, seconds=self.deadline.seconds)
        result = choose(self._pieces, duties, costs, start, limits)
        if result.values is not None:
            chosen = np.flatnonzero(np.rint(result.values)).tolist()
            self.best = tuple(duties[place] for place in chosen)
        return result.complete

    def _drivers_suffice(self, duties: Sequence[Duty]) -> bool:
        homes = [int(self._pieces.origin_side[duty[0]]) for duty in duties]
        limits = enumerate(self._pieces.most_duties)
        return all(most is None or homes.count(side) <= most for side, most in limits)


def _driving_bound(pieces: Pieces) -> int:
    return -(-int(pieces.driving.sum()) // pieces.rules.max_driving_minutes)
