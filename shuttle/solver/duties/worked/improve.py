"""Better duties by making a few related ones anew, several groups at a time.

Groups of a round share no piece, so that their answers fit together in any order; what comes out
depends on the work that was done and not on how many processes did it.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import product
from multiprocessing import get_context

import numpy as np

from shuttle.solver.duties.worked.cover import Duty
from shuttle.solver.duties.worked.facts import WorkFacts
from shuttle.solver.duties.worked.group import Group, GroupAnswer, solve_group
from shuttle.solver.duties.worked.judge import Judge
from shuttle.solver.duties.worked.pool import Pool
from shuttle.solver.highs import Deadline
from shuttle.solver.linear import Floats

_GROUPS = 4
_LIKELY = 6
_NOISE = 1.5
_LONGEST = 1500
_START_PIECES, _START_LONGEST = 300, 2500
_SIZES = (90, 130, 200)
_NEAR = 40.0
_MEMORY = 0.8


class Kind:
    """One way to put groups together: by what, and how large.

    Attributes:
        by_pool: whether duties are related that good duties mix; else those that arcs join.
        pieces: in a group, about.
        deep: whether to look harder for duties, which takes longer.
    """

    def __init__(self, pieces: int, *, by_pool: bool, deep: bool) -> None:
        self.by_pool, self.pieces, self.deep = by_pool, pieces, deep
        self._gain, self._work = 0.0, 0.0

    def learn(self, gain: float, work: int) -> None:
        """Remember what a group of this kind brought and took."""
        self._gain = _MEMORY * self._gain + gain
        self._work = _MEMORY * self._work + work

    @property
    def pays(self) -> float:
        """Gain by work, of late; endless where nothing is known."""
        return self._gain / self._work if self._work else np.inf


class Improver:
    """Makes groups of duties anew.

    Attributes:
        work: in labels.
        worth: of each piece, about what the LP would say.
    """

    def __init__(
        self, facts: WorkFacts, worth: Floats | None, workers: int, deadline: Deadline
    ) -> None:
        self._facts, self._workers, self._deadline = facts, workers, deadline
        self.work = 0
        self.worth = np.zeros(len(facts)) if worth is None else worth.copy()
        self._nothing_known = worth is None
        self._judge = Judge(facts)
        self.pool = Pool(self._judge, len(facts))
        after = facts.likely(_LIKELY).after
        self._from = np.repeat(np.arange(len(facts)), [len(some) for some in after])
        self._to = np.concatenate(after)
        self._draw = np.random.default_rng(0)
        both = (False, True)
        kinds = product(_SIZES, both, both)
        self._kinds = [Kind(size, by_pool=by, deep=deep) for size, by, deep in kinds]
        self._seen: set[frozenset[Duty]] = set()

    def start(self) -> list[Duty]:
        """Duties that cover everything: all at once from known worths, else in large groups."""
        alone, count = self._facts.pieces.spells(), len(self._facts)
        place = {spell[0]: number for number, spell in enumerate(alone)}
        chains, groups = self._chains(), []
        tied, left = self._ties(chains), list(range(len(chains)))
        few = -(-count // _START_PIECES) if self._nothing_known else 1
        while left:
            chosen = _gathered(left[0], left, tied, chains, -(-count // few))
            left = [chain for chain in left if chain not in chosen]
            group = [place[p] for chain in chosen for p in chains[chain] if p in place]
            groups.append(self._task(alone, group, _START_LONGEST, deep=False))
        with _solver(self._facts, self._workers) as solve:
            answers = solve(groups)
        self._taken_in(answers)
        self._nothing_known = False
        return [duty for answer in answers for duty in answer.duties]

    def improve(self, duties: Sequence[Duty], work: int, patience: int) -> list[Duty]:
        """Duties that cost no more.

        Args:
            duties: that cover every piece.
            work: labels after which no new round begins.
            patience: groups without a gain after which none is tried.
        """
        best, idle = list(duties), 0
        until = self.work + work
        with _solver(self._facts, self._workers) as solve:
            while self.work < until and idle < patience and not self._deadline.passed:
                chosen = list(self._groups(best))
                idle += not chosen
                answers = solve(
                    [self._task(best, group, _LONGEST, deep=kind.deep) for kind, group in chosen]
                )
                self._taken_in(answers)
                for (kind, _), answer in zip(chosen, answers, strict=True):
                    kind.learn(answer.gain, answer.work)
                    idle = 0 if answer.gain else idle + 1
                gone = {index for _, group in chosen for index in group}
                best = [duty for index, duty in enumerate(best) if index not in gone]
                best += [duty for answer in answers for duty in answer.duties]
                best.sort()
        return best

    def _taken_in(self, answers: Sequence[GroupAnswer]) -> None:
        for answer in answers:
            self.pool.add(answer.good)
            self.worth[list(answer.places)] = answer.worth
            self.work += answer.work

    def _groups(self, duties: Sequence[Duty]) -> Iterator[tuple[Kind, list[int]]]:
        """Related duties, by index, each in one group at most, that were not tried before."""
        by_pool, by_arcs = self.pool.ties(duties, self.worth, _NEAR), self._ties(duties)
        lacking = self._judge.costs(duties) - [self.worth[list(duty)].sum() for duty in duties]
        eager = self._draw.random(len(duties)) * (_NEAR / 4 + np.maximum(0.0, lacking))
        left = np.argsort(-eager, kind="stable").tolist()
        found = 0
        while left and found < _GROUPS:
            kind = self._kind()
            noise = 1.0 + _NOISE * self._draw.random(by_arcs.shape)
            tied = (by_pool if kind.by_pool else by_arcs) * noise
            group = _gathered(left[0], left, tied, duties, kind.pieces)
            left = [index for index in left if index not in group]
            key = frozenset(duties[index] for index in group)
            if key not in self._seen:
                self._seen.add(key)
                found += 1
                yield kind, group

    def _kind(self) -> Kind:
        """The better of two that are drawn."""
        one, other = (int(drawn) for drawn in self._draw.integers(0, len(self._kinds), 2))
        return max((self._kinds[one], self._kinds[other]), key=lambda kind: kind.pays)

    def _task(
        self, duties: Sequence[Duty], group: Sequence[int], longest: int, *, deep: bool
    ) -> Group:
        chosen = tuple(duties[index] for index in group)
        places = tuple(sorted(piece for duty in chosen for piece in duty))
        known = self.pool.inside(places, self.worth, 2 * longest)
        worth = None if self._nothing_known else self.worth[list(places)]
        return Group(places, chosen, known, worth, longest, deep, self._deadline.seconds)

    def _ties(self, duties: Sequence[Duty]) -> Floats:
        """How many likely arcs lead from each duty to each, either way."""
        owner = np.zeros(len(self._facts), dtype=np.int64)
        for index, duty in enumerate(duties):
            owner[list(duty)] = index
        tied = np.zeros((len(duties), len(duties)))
        np.add.at(tied, (owner[self._from], owner[self._to]), 1)
        return np.asarray(tied + tied.T)

    def _chains(self) -> list[Duty]:
        """Pieces one after another as cheaply as can be: mostly those of one vehicle."""
        facts, taken = self._facts, set()
        chains: dict[int, list[int]] = {}
        for piece, before in enumerate(facts.likely(_LIKELY).before):
            near = ~facts.is_split[before, piece] | ~facts.pieces.may_end[before]
            free = [p for p in before[near].tolist() if p not in taken]
            chain = [piece]
            if free:
                last = min(free, key=lambda p: (facts.step[p, piece], facts.pause[p, piece]))
                taken.add(last)
                chain = [*chains.pop(last), piece]
            chains[piece] = chain
        return [tuple(chain) for chain in chains.values()]


def _gathered(
    seed: int, left: Sequence[int], tied: Floats, duties: Sequence[Duty], most: int
) -> list[int]:
    """A duty, and those that are tied most closely to it and to each other."""
    group, free = [seed], np.array([index for index in left if index != seed], dtype=np.int64)
    close = tied[seed].astype(np.float64)
    sizes = np.array([len(duty) for duty in duties])
    pieces = len(duties[seed])
    while len(free):
        place = int(np.argmax(close[free] / sizes[free]))
        nearest = int(free[place])
        pieces += len(duties[nearest])
        if pieces > most:
            break
        group.append(nearest)
        close = close + tied[nearest]
        free = np.delete(free, place)
    return group


_HELD: list[WorkFacts] = []


def _hold(facts: WorkFacts) -> None:
    _HELD.append(facts)


def _solved_there(group: Group) -> GroupAnswer:
    return solve_group(_HELD[-1], group)


class _Solve:
    """Solves groups here, or in other processes."""

    def __init__(self, facts: WorkFacts, pool: ProcessPoolExecutor | None) -> None:
        self._facts, self.pool = facts, pool

    def __call__(self, groups: Sequence[Group]) -> list[GroupAnswer]:
        if self.pool is None:
            return [solve_group(self._facts, group) for group in groups]
        return list(self.pool.map(_solved_there, groups))


@contextmanager
def _solver(facts: WorkFacts, workers: int) -> Iterator[_Solve]:
    if workers == 1:
        yield _Solve(facts, None)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, _hold, (facts,)) as pool:
        yield _Solve(facts, pool)
