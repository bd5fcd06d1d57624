"""Better duties by solving a few related ones anew, several groups at a time.

Groups of a round share no piece, so that their answers fit together in any order; what comes out
depends on the number of rounds and not on how many processes work on them.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

import numpy as np

from shuttle.solver.duties.worked.facts import WorkFacts
from shuttle.solver.duties.worked.part import PartAnswer, PartEffort, solve_part
from shuttle.solver.duties.worked.search import Duty
from shuttle.solver.linear import Floats

_GROUPS = 4
_LIKELY = 6
_GROUP_PIECES = 64
_START_PIECES = 90
_NOISE = 0.6
_EFFORT = PartEffort(
    lp_labels=30_000_000, list_labels=150_000, longest=4000, nodes=60, steps=(0.5, 1.0)
)

Task = tuple[tuple[int, ...], tuple[Duty, ...], Floats | None]


class Improver:
    """Solves groups of duties anew."""

    def __init__(self, facts: WorkFacts, workers: int) -> None:
        self._facts, self._workers = facts, workers
        after = facts.likely(_LIKELY).after
        self._from = np.repeat(np.arange(len(facts)), [len(some) for some in after])
        self._to = np.concatenate(after)
        self._draw = np.random.default_rng(0)
        self._seen: set[frozenset[Duty]] = set()
        self.worth: Floats | None = None
        self.work = 0

    def start(self) -> list[Duty]:
        """Duties that cover everything, from groups of chained pieces; empty if none fit."""
        chains = self._chains()
        tied = self._ties(chains)
        left = list(range(len(chains)))
        groups = []
        while left:
            group = _gathered(left[0], left, tied, chains, _START_PIECES)
            groups.append(sorted(piece for chain in group for piece in chains[chain]))
            left = [chain for chain in left if chain not in group]
        with _solver(self._facts, self._workers) as solve:
            answers = solve([(tuple(group), (), None) for group in groups])
        self.worth = np.zeros(len(self._facts))
        for group, answer in zip(groups, answers, strict=True):
            self.worth[group] = answer.worth
        if any(answer.duties is None for answer in answers):
            return []
        return [duty for answer in self._counted(answers) for duty in answer.duties or ()]

    def improve(self, duties: Sequence[Duty], rounds: int) -> list[Duty]:
        """Duties that cost no more."""
        best = list(duties)
        with _solver(self._facts, self._workers) as solve:
            for _ in range(rounds):
                groups = list(self._groups(best))
                tasks = [self._task(best, group) for group in groups]
                answers = self._counted(solve(tasks))
                gone = {index for group in groups for index in group}
                best = [duty for index, duty in enumerate(best) if index not in gone]
                best += [duty for answer in answers for duty in answer.duties or ()]
                best.sort()
        return best

    def _counted(self, answers: Sequence[PartAnswer]) -> Sequence[PartAnswer]:
        self.work += sum(answer.work for answer in answers)
        return answers

    def _groups(self, duties: Sequence[Duty]) -> Iterator[list[int]]:
        """Related duties, by index, each in one group at most, that were not tried before."""
        tied = self._ties(duties)
        left = self._draw.permutation(len(duties)).tolist()
        for _ in range(_GROUPS):
            if not left:
                return
            noise = 1.0 + _NOISE * self._draw.random(tied.shape)
            group = _gathered(left[0], left, tied * noise, duties, _GROUP_PIECES)
            left = [index for index in left if index not in group]
            key = frozenset(duties[index] for index in group)
            if key not in self._seen:
                self._seen.add(key)
                yield group

    def _task(self, duties: Sequence[Duty], group: Sequence[int]) -> Task:
        chosen = [duties[index] for index in group]
        places = sorted(piece for duty in chosen for piece in duty)
        own = {place: index for index, place in enumerate(places)}
        start = tuple(tuple(own[piece] for piece in duty) for duty in chosen)
        return tuple(places), start, None if self.worth is None else self.worth[places]

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
            free = [p for p in before.tolist() if p not in taken and not facts.is_split[p, piece]]
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
    pieces = len(duties[seed])
    while len(free):
        place = int(np.argmax(close[free] / [len(duties[index]) for index in free.tolist()]))
        nearest = int(free[place])
        pieces += len(duties[nearest])
        if pieces > most:
            break
        group.append(nearest)
        close = close + tied[nearest]
        free = np.delete(free, place)
    return group


def _solved(facts: WorkFacts, task: Task) -> PartAnswer:
    """One group; its duties as the whole numbers their pieces."""
    places, start, worth = task
    answer = solve_part(facts.some(np.array(places)), start, _EFFORT, worth)
    if answer.duties is None:
        return answer
    named = tuple(tuple(places[piece] for piece in duty) for duty in answer.duties)
    return PartAnswer(named, answer.cost, answer.bound, answer.work, answer.worth)


_HELD: list[WorkFacts] = []


def _hold(facts: WorkFacts) -> None:
    _HELD.append(facts)


def _solved_there(task: Task) -> PartAnswer:
    return _solved(_HELD[-1], task)


class _Solve:
    """Solves groups here, or in other processes."""

    def __init__(self, facts: WorkFacts, pool: ProcessPoolExecutor | None) -> None:
        self._facts, self._pool = facts, pool

    def __call__(self, tasks: Sequence[Task]) -> list[PartAnswer]:
        if self._pool is None:
            return [_solved(self._facts, task) for task in tasks]
        return list(self._pool.map(_solved_there, tasks))


@contextmanager
def _solver(facts: WorkFacts, workers: int) -> Iterator[_Solve]:
    if workers == 1:
        yield _Solve(facts, None)
        return
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, _hold, (facts,)) as pool:
        yield _Solve(facts, pool)
