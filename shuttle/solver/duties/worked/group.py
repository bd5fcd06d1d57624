"""A few related duties made anew: the LP from the worths of the whole, then the best choice."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shuttle.solver.duties.master import choose
from shuttle.solver.duties.worked.cover import Duty
from shuttle.solver.duties.worked.facts import WorkFacts
from shuttle.solver.duties.worked.judge import Judge
from shuttle.solver.duties.worked.labels import shortest_duties
from shuttle.solver.duties.worked.relax import EFFORTS, Known, LpLimits, WorkLp, dearest, generate
from shuttle.solver.duties.worked.search import WorkEffort, duties_below
from shuttle.solver.highs import Deadline, MipLimits
from shuttle.solver.linear import Floats

_QUICK, _DEEP = EFFORTS[:2], EFFORTS[:3]
_LABELS = 4_000_000
_NEAR = WorkEffort(likely=10, keep=100, dominated=True, per_piece=40)
_DEEP_NEAR = WorkEffort(likely=24, keep=200, dominated=True, per_piece=40)
_NEAR_SHARE, _NEAR_WORTH = 0.7, 0.5
_NODES = 60
_GUARD_SECONDS = 3600.0
_TOUCH = 0.5
# A step of the simplex method takes about as long as so many labels.
_LABELS_A_STEP = 40


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces that are covered anew.

    Attributes:
        places: the pieces, as indices of the whole.
        duties: that cover them now, and may be among the answer.
        known: other duties of theirs that looked good.
        worth: of each piece, about what the LP would say; None where nothing is known.
        longest: most duties to choose from.
        deep: whether to look harder for duties, which takes longer.
        seconds: the wall-clock guard.
    """

    places: tuple[int, ...]
    duties: tuple[Duty, ...]
    known: tuple[Duty, ...]
    worth: Floats | None
    longest: int
    deep: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class GroupAnswer:
    """What came of it.

    Attributes:
        places: the pieces.
        duties: that cover the pieces, perhaps those of before.
        gain: by how much less they cost.
        good: other duties that looked good.
        worth: of each piece, as the LP has it.
        work: in labels.
    """

    places: tuple[int, ...]
    duties: tuple[Duty, ...]
    gain: float
    good: tuple[Duty, ...]
    worth: Floats
    work: int


def solve_group(whole: WorkFacts, group: Group) -> GroupAnswer:
    """Cover the pieces of a group at less cost, if that is soon found."""
    own = {place: index for index, place in enumerate(group.places)}
    facts = whole.some(np.array(group.places))
    inner = _Inner(facts, _renamed(group.duties, own), Deadline(group.seconds))
    inner.relax(_renamed(group.known, own), group.worth, _DEEP if group.deep else _QUICK)
    inner.choose(_DEEP_NEAR if group.deep else _NEAR, group.longest)
    back = dict(enumerate(group.places))
    return GroupAnswer(
        places=group.places,
        duties=_renamed(inner.best, back),
        gain=inner.gain,
        good=_renamed(inner.good, back),
        worth=inner.lp.worth,
        work=inner.work,
    )


def _renamed(duties: Sequence[Duty], names: dict[int, int]) -> tuple[Duty, ...]:
    return tuple(tuple(names[piece] for piece in duty) for duty in duties)


class _Inner:
    """The search within a group; `best` is the answer by now."""

    lp: WorkLp

    def __init__(self, facts: WorkFacts, start: Sequence[Duty], deadline: Deadline) -> None:
        self._facts, self._deadline = facts, deadline
        self._judge = Judge(facts)
        self._known = Known(self._judge)
        self._known.add(start)
        self._dear = dearest(facts)
        self._stubs = set(facts.pieces.spells()) - set(shortest_duties(facts))
        self._cost = float(self._costs(start).sum())
        self.best: tuple[Duty, ...] = tuple(start)
        self.good: tuple[Duty, ...] = ()
        self.gain, self.work = 0.0, 0

    def relax(
        self, more: Sequence[Duty], worth: Floats | None, efforts: tuple[WorkEffort, ...]
    ) -> None:
        """The LP, about."""
        self._known.add(more)
        limits = LpLimits(_LABELS, worth, efforts, self._deadline)
        self.lp = generate(self._facts, self._known, limits)
        self.work += self.lp.work

    def choose(self, effort: WorkEffort, longest: int) -> None:
        """The best choice of duties that may be part of a better answer."""
        gap = self._cost - float(self.lp.worth.sum())
        below = min(_NEAR_SHARE * gap, _NEAR_WORTH * float(self.lp.worth.mean()))
        near = duties_below(below, self._facts, self.lp.worth, effort, self._deadline)
        self._known.add(near.duties)
        self.work += near.work
        duties, costs = self._known.since()
        reduced = costs - self._priced(duties)
        order = np.argsort(reduced, kind="stable")
        order = order[reduced[order] < gap][:longest].tolist()
        self.good = tuple(duties[index] for index in order)
        if gap > _TOUCH:
            self._choose_among(list(dict.fromkeys((*self.best, *self.good))))

    def _choose_among(self, duties: list[Duty]) -> None:
        costs = self._costs(duties)
        limits = MipLimits(nodes=_NODES, seconds=min(_GUARD_SECONDS, self._deadline.seconds))
        result = choose(self._facts.pieces, duties, costs, list(range(len(self.best))), limits)
        self.work += _LABELS_A_STEP * result.iterations
        if result.values is None:
            return
        taken = np.flatnonzero(np.rint(result.values)).tolist()
        total = float(costs[taken].sum())
        if total < self._cost:
            self.best, self.gain = tuple(duties[index] for index in taken), self._cost - total

    def _costs(self, duties: Sequence[Duty]) -> Floats:
        """A spell that cannot be a duty alone is as good as left out: that is very dear."""
        left_out = [duty in self._stubs for duty in duties]
        return self._judge.costs(duties) + self._dear * np.array(left_out)

    def _priced(self, duties: Sequence[Duty]) -> Floats:
        lengths = np.array([len(duty) for duty in duties])
        flat = np.fromiter((piece for duty in duties for piece in duty), dtype=np.int64)
        return np.add.reduceat(self.lp.worth[flat], np.cumsum(lengths) - lengths)
