"""Label setting under rules that count working time: the cheapest duties at given worths."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from shuttle.solver.duties.prices import NO_HURRY
from shuttle.solver.duties.worked.cover import Duty
from shuttle.solver.duties.worked.dominance import undominated, unrivalled
from shuttle.solver.duties.worked.facts import Wave, WorkFacts
from shuttle.solver.duties.worked.labels import (
    Field,
    Labels,
    admitted,
    begin,
    ended,
    extend,
)
from shuttle.solver.duties.worked.outlook import WorkOutlook
from shuttle.solver.highs import Deadline
from shuttle.solver.linear import Floats, Ints

_AT_ONCE = 200_000


@dataclass(frozen=True, slots=True)
class WorkEffort:
    """How hard to look.

    Attributes:
        likely: most arcs of each kind into and out of a piece; None for all.
        keep: most labels that stay at a piece; None for all that another does not dominate.
        labels: labels after which the search is given up.
        dominated: whether dominated labels stay too: every duty is found, not only the cheapest.
        per_piece: most duties returned for each last piece; None for all.
    """

    likely: int | None = None
    keep: int | None = None
    labels: int = 2_000_000
    dominated: bool = False
    per_piece: int | None = None


@dataclass(frozen=True, slots=True)
class WorkFound:
    """Duties below the threshold, cheapest first.

    Attributes:
        duties: their pieces, as indices.
        costs: at the worths, perhaps a little less than they do where many short pauses come last.
        exact: no duty is cheaper than the first, or than the threshold where there is none; where
            dominated labels stayed, none is missing.
        work: labels that were made.
    """

    duties: tuple[Duty, ...]
    costs: Floats
    exact: bool
    work: int


class _Pool:
    """Labels of all pieces so far, in one array that doubles."""

    def __init__(self, facts: WorkFacts) -> None:
        fields = Field.SHORT + len(facts.rules.shorter_breaks)
        self.counts = np.zeros((fields, 1 << 12), dtype=np.int64)
        self.value = np.zeros(1 << 12)
        self.size = 0
        self.first = np.zeros(len(facts), dtype=np.int64)
        self.many = np.zeros(len(facts), dtype=np.int64)

    def add(self, labels: Labels) -> None:
        """Labels of pieces that had none; those of one after those of another."""
        end = self.size + labels.size
        while end > len(self.value):
            self.counts = np.concatenate((self.counts, np.zeros_like(self.counts)), axis=1)
            self.value = np.concatenate((self.value, np.zeros_like(self.value)))
        self.counts[:, self.size : end] = labels.counts
        self.value[self.size : end] = labels.value
        pieces, first, many = np.unique(labels[Field.LAST], return_index=True, return_counts=True)
        self.first[pieces], self.many[pieces] = self.size + first, many
        self.size = end

    def rows_of(self, pieces: Ints) -> Ints:
        """All labels of each piece in turn."""
        starts, counts = self.first[pieces], self.many[pieces]
        offset = np.cumsum(counts) - counts
        return np.repeat(starts - offset, counts) + np.arange(int(counts.sum()))

    def duty(self, row: int) -> Duty:
        """The pieces of a label's duty."""
        found = []
        while row >= 0:
            found.append(int(self.counts[Field.LAST, row]))
            row = int(self.counts[Field.PARENT, row])
        return tuple(reversed(found))


def duties_below(
    threshold: float,
    facts: WorkFacts,
    worth: Floats,
    effort: WorkEffort,
    deadline: Deadline = NO_HURRY,
) -> WorkFound:
    """Duties that cost less than `threshold`.

    Args:
        threshold: in the prices' units.
        facts: pieces, rules and prices.
        worth: of each piece, taken off the cost of its duty.
        effort: how hard to look.
        deadline: after which the search is given up.
    """
    arcs = facts.arcs if effort.likely is None else facts.likely(effort.likely)
    search = _Search(threshold, facts, worth, effort, WorkOutlook(facts, worth, arcs))
    search.go_on(_begun(arcs.first, facts, worth))
    for wave in arcs.waves:
        for part in _portions(wave, search.pool):
            search.go_on(_arriving(part, search.pool, facts, worth))
            if search.pool.size > effort.labels or deadline.passed:
                return WorkFound((), np.empty(0), exact=False, work=search.work)
    return search.found()


class _Search:
    """Labels wave after wave, and those that are duties below the threshold."""

    def __init__(
        self,
        threshold: float,
        facts: WorkFacts,
        worth: Floats,
        effort: WorkEffort,
        outlook: WorkOutlook,
    ) -> None:
        self.pool, self.work = _Pool(facts), 0
        self._threshold, self._facts, self._worth = threshold, facts, worth
        self._effort, self._outlook, self._cut = effort, outlook, False
        self._rows: list[Ints] = []
        self._costs: list[Floats] = []

    def go_on(self, labels: Labels) -> None:
        """Keep what is worth keeping of the labels of some pieces."""
        facts, effort = self._facts, self._effort
        self.work += labels.size
        labels = labels.take(admitted(labels, facts))
        least = self._outlook.least(labels)
        hopeful = np.flatnonzero(least < self._threshold)
        order = hopeful[np.lexsort((least[hopeful], labels[Field.LAST, hopeful]))]
        labels = self._kept(labels.take(order))
        fits, total = ended(labels, facts)
        good = np.flatnonzero(fits & (total < self._threshold))
        good = good[np.lexsort((total[good], labels[Field.LAST, good]))]
        if effort.per_piece is not None:
            good = good[_rank(labels[Field.LAST, good]) < effort.per_piece]
        self._rows.append(self.pool.size + good)
        self._costs.append(total[good])
        self.pool.add(labels)

    def _kept(self, labels: Labels) -> Labels:
        """Of labels that are sorted by piece and hope, those that stay."""
        facts, keep = self._facts, self._effort.keep
        if keep is None:
            return labels if self._effort.dominated else labels.take(_undominated(labels, facts))
        if not self._effort.dominated:
            labels = labels.take(_rank(labels[Field.LAST]) < 3 * keep)
            counts = np.unique(labels[Field.LAST], return_counts=True)[1]
            labels = labels.take(unrivalled(labels, counts, facts))
        return labels.take(_rank(labels[Field.LAST]) < keep)

    def found(self) -> WorkFound:
        """The duties, once every wave has gone by."""
        every, cost = np.concatenate(self._rows), np.concatenate(self._costs)
        order = np.argsort(cost, kind="stable")
        duties = tuple(self.pool.duty(row) for row in every[order].tolist())
        exact = self._effort.keep is None and self._effort.likely is None
        return WorkFound(duties, cost[order], exact, self.work)


def _begun(pieces: Ints, facts: WorkFacts, worth: Floats) -> Labels:
    pieces = pieces[facts.pieces.may_begin[pieces]]
    return begin(pieces, facts, facts.prices.duty - worth[pieces])


def _portions(wave: Wave, pool: _Pool) -> Iterator[Wave]:
    """The wave, piece by piece where many labels arrive at once."""
    if int(pool.many[wave.other].sum()) <= _AT_ONCE:
        yield wave
        return
    for piece, others in zip(
        wave.pieces.tolist(), np.split(wave.other, wave.starts[1:]), strict=True
    ):
        yield Wave(np.array([piece]), np.full(len(others), piece), others, np.zeros(1, np.int64))


def _arriving(wave: Wave, pool: _Pool, facts: WorkFacts, worth: Floats) -> Labels:
    """Every duty that now ends with those pieces: those before it extended, and new ones."""
    rows, new = pool.rows_of(wave.other), _begun(wave.pieces, facts, worth)
    piece = np.repeat(wave.own, pool.many[wave.other])
    before = Labels(pool.counts[:, rows], pool.value[rows])
    step = facts.step[before[Field.LAST], piece] - worth[piece]
    longer = extend(rows, before, piece, facts)
    return Labels(
        np.concatenate((longer.counts, new.counts), axis=1),
        np.concatenate((longer.value + step, new.value)),
    )


def _rank(sorted_pieces: Ints) -> Ints:
    """By entry, how many with the same piece come before it."""
    entries = np.arange(len(sorted_pieces))
    fresh = np.append(True, sorted_pieces[1:] != sorted_pieces[:-1])[: len(entries)]
    return np.asarray(entries - np.maximum.accumulate(np.where(fresh, entries, 0)))


def _undominated(labels: Labels, facts: WorkFacts) -> Ints:
    """Rows that stay, piece by piece."""
    pieces, first = np.unique(labels[Field.LAST], return_index=True)
    parts = np.split(np.arange(labels.size), first[1:]) if len(pieces) else []
    kept = [
        rows[undominated(labels.take(rows), piece, facts)]
        for piece, rows in zip(pieces.tolist(), parts, strict=True)
    ]
    return np.concatenate(kept) if kept else first
