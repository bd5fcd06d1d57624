"""The LP over all duties whose working time counts, by column generation, and what it proves."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from shuttle.solver.duties.prices import NO_HURRY
from shuttle.solver.duties.worked.cover import CoverLp, Duty, Shares
from shuttle.solver.duties.worked.facts import WorkFacts
from shuttle.solver.duties.worked.judge import Judge
from shuttle.solver.duties.worked.labels import begin
from shuttle.solver.duties.worked.outlook import WorkOutlook
from shuttle.solver.duties.worked.search import WorkEffort, WorkFound, duties_below
from shuttle.solver.highs import Deadline
from shuttle.solver.linear import Floats

_TOLERANCE = 1e-6
EFFORTS = (
    WorkEffort(likely=5, keep=16, per_piece=3),
    WorkEffort(likely=8, keep=40, per_piece=4),
    WorkEffort(likely=24, keep=150, per_piece=4),
    WorkEffort(per_piece=4),
)
_GUESSES = tuple(0.7 + 0.1 * step for step in range(12))
_ROOM, _KNOWN_ROOM = 0.5, 0.15
_LESS, _MORE = 0.8, 2.5
_LEAST_ROOM = 0.05
_TOWARDS = 0.4
_SHARP = 3e-4
_ENOUGH = 10.0
_SHARES = (0.7, 0.8, 0.9, 1.0)


class Known:
    """The duties found so far with their costs, each once, in the order in which they came."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._seen: set[Duty] = set()
        self._duties: list[Duty] = []
        self._costs: list[float] = []

    def __len__(self) -> int:
        """How many there are."""
        return len(self._duties)

    def none(self) -> "Known":
        """Another, of none so far."""
        return Known(self._judge)

    def below(self, threshold: float, worth: Floats) -> list[Duty]:
        """Those that cost less than so much at the worths."""
        costs = zip(self._duties, self._costs, strict=True)
        return [duty for duty, cost in costs if cost - worth[list(duty)].sum() < threshold]

    def add(self, duties: Iterable[Duty]) -> None:
        """Take in those that were not known."""
        new = [duty for duty in dict.fromkeys(duties) if duty not in self._seen]
        self._seen.update(new)
        self._duties += new
        self._costs += self._judge.costs(new).tolist()

    def since(self, count: int = 0) -> tuple[list[Duty], Floats]:
        """All but the first so many, first found first, and their costs."""
        return self._duties[count:], np.array(self._costs[count:])


@dataclass(frozen=True, slots=True)
class WorkLp:
    """What the LP says.

    Attributes:
        bound: no set of duties that covers everything costs less.
        worth: of each piece, at the last.
        value: of the LP over the known duties.
        uncovered: by how much pieces are left out or covered twice.
        exact: whether no duty costs less than nothing at these worths.
        work: labels that were made.
    """

    bound: float
    worth: Floats
    value: float
    uncovered: float
    exact: bool
    work: int


@dataclass(frozen=True, slots=True)
class LpLimits:
    """Where an LP begins, and when it stops.

    Attributes:
        labels: after which no new round begins.
        worth: of each piece, to begin with; guessed where not given.
        efforts: how hard to look for more duties, in turn.
        deadline: after which no new round begins.
    """

    labels: int
    worth: Floats | None = None
    efforts: tuple[WorkEffort, ...] = EFFORTS
    deadline: Deadline = NO_HURRY


def generate(facts: WorkFacts, known: Known, limits: LpLimits) -> WorkLp:
    """Solve the LP over all duties, and add to the known ones those that it asked for.

    Worths are sought near a centre, within a room that shrinks where they go wrong and grows where
    they stand at its walls (O. du Merle and others, Stabilized column generation, 1999): the LP's
    own swing between extremes, since few pieces in many duties leave open what each is worth.
    """
    run = _Generation(facts, known, limits)
    run.begin()
    while not run.step():
        pass
    return run.outcome()


class _Generation:
    """One run of column generation: what the LP says, and what was found at its worths."""

    _solved: Shares

    def __init__(self, facts: WorkFacts, known: Known, limits: LpLimits) -> None:
        self._facts, self._known, self._limits = facts, known, limits
        lasting = facts.pieces.arrival - facts.pieces.departure
        each = (facts.prices.minute + facts.prices.work) * lasting
        self._scale: Floats = np.asarray(each + facts.prices.duty / 8, dtype=np.float64)
        self._level, self._work, self._bound, self._done = 0, 0, -np.inf, False
        self._centre, self._value = self._scale, -np.inf
        share = _ROOM if limits.worth is None else _KNOWN_ROOM
        self._first_room = self._room = share * float(self._scale.mean())
        self._least_room = _LEAST_ROOM * float(self._scale.mean())
        self._enough = _ENOUGH * len(facts) * dearest(facts)
        self._least_duty = _least_duty(facts)

    def begin(self) -> None:
        """Duties to start from: those that are cheap if pieces were worth about their minutes."""
        guess, found = self._limits.worth, self._known.none()
        for worth in [factor * self._scale for factor in _GUESSES] if guess is None else [guess]:
            found.add(self._look(worth)[1])
        self._known.add(found.below(2 * self._room, self._centre))
        self._lp = CoverLp(*self._walls())
        self._lp.add(*self._known.since())
        self._entered = len(self._known)

    def step(self) -> bool:
        """One round; whether it was the last."""
        self._solved = self._lp.solve()
        worth, count = np.clip(self._solved.worth, *self._walls()), len(self._known)
        last = self._level == len(self._limits.efforts) - 1
        better = self._try(worth)
        if not better and not last and len(self._known) > count:
            better = self._try(_TOWARDS * worth + (1 - _TOWARDS) * self._centre)
        if not better:
            self._room = max(self._least_room, _LESS * self._room)
        close = self._solved.value - self._value <= _SHARP * abs(self._solved.value)
        if len(self._known) == count or (close and not last):
            self._go_on(worth, last=last)
        self._lp.add(*self._known.since(self._entered))
        self._entered = len(self._known)
        self._lp.price(*self._walls())
        limits = self._limits
        return self._done or self._work > limits.labels or limits.deadline.passed

    def outcome(self) -> WorkLp:
        """What the LP says by now."""
        solved = self._solved
        worth = solved.worth if self._done else self._centre
        exact = self._done and self._exact
        uncovered = float(solved.amiss.sum())
        return WorkLp(self._bound, worth, solved.value, uncovered, exact, self._work)

    def _try(self, worth: Floats) -> bool:
        """Look for duties at those worths; whether they are the best centre by now."""
        better, duties = self._look(worth)
        self._known.add(duties)
        return better

    def _look(self, worth: Floats) -> tuple[bool, tuple[Duty, ...]]:
        effort = self._limits.efforts[self._level]
        found = duties_below(-_TOLERANCE, self._facts, worth, effort, self._limits.deadline)
        self._work += found.work
        self._exact = found.exact
        value = self._proved(worth, found)
        if found.exact:
            self._bound = max(self._bound, value)
        better = value > self._value
        if better:
            self._centre, self._value = worth, value
        return better, found.duties

    def _walls(self) -> tuple[Floats, Floats]:
        return self._centre - self._room, self._centre + self._room

    def _go_on(self, worth: Floats, *, last: bool) -> None:
        """More room where the worths need it; else look harder; else the LP is solved."""
        if self._solved.amiss.max() > _TOLERANCE and self._room < self._enough:
            self._room *= _MORE
            self._centre = worth
        elif last:
            self._done = True
        else:
            self._level += 1
            self._value = -np.inf
            self._room = max(self._room, self._first_room)
            self._try(self._centre)

    def _proved(self, worth: Floats, found: WorkFound) -> float:
        """What the cheapest duties prove, by the piece that comes last, if the search was exact."""
        last = np.full(len(self._facts), -_TOLERANCE)
        if found.duties:
            np.minimum.at(last, [duty[-1] for duty in found.duties], found.costs)
        return _lagrangian(worth, last, self._least_duty)


def _lagrangian(worth: Floats, least: Floats, least_duty: float) -> float:
    """The greater of two bounds, which hold at any worths.

    Each piece is the first, and the last, of one duty at most (Lagrange's relaxation). And by A.
    Farley, A note on bounding a class of linear programming problems, 1990.

    Args:
        worth: of each piece.
        least: by piece, what a duty that it begins, or ends, costs at least less its worth.
        least_duty: no duty costs less.
    """
    below, total = np.minimum(least, 0.0), float(worth.sum())
    cheapest = min(-_TOLERANCE, float(below.min()))
    farley = total * least_duty / (least_duty - cheapest) if min(total, least_duty) > 0 else -np.inf
    return max(farley, total + float(below.sum()))


def floor(facts: WorkFacts, worth: Floats) -> float:
    """A bound that takes no labels, and so is had for tasks of any size; a weak one.

    Of the rules only the length of a duty counts, and all the rest that may be is unpaid.
    """
    found = -np.inf
    for share in _SHARES:
        told = share * worth
        alone = begin(np.arange(len(facts)), facts, facts.prices.duty - told)
        least = WorkOutlook(facts, told, facts.arcs).least(alone)
        found = max(found, _lagrangian(told, least, _least_duty(facts)))
    return found


def dearest(facts: WorkFacts) -> float:
    """No duty costs more."""
    prices, pieces = facts.prices, facts.pieces
    span = int(pieces.signs_off.max() - pieces.signs_on.min())
    steps = float(np.maximum(facts.step, 0.0).max(initial=0.0)) * len(facts)
    return prices.duty + prices.minute * span + prices.work * max(span, prices.least_paid) + steps


def _least_duty(facts: WorkFacts) -> float:
    """No duty costs less: it has at least its first piece, from sign-on to sign-off."""
    prices, pieces = facts.prices, facts.pieces
    shortest = int((pieces.signs_off - pieces.signs_on).min())
    paid = max(prices.least_paid, shortest - facts.limits.most_central, 0)
    return float(prices.duty + prices.minute * shortest + prices.work * paid)
