"""Label setting under rules that count working time: the cheapest duties at given worths."""

from dataclasses import dataclass

import numpy as np

from shuttle.solver.duties.worked.dominance import standing, undominated
from shuttle.solver.duties.worked.facts import Arcs, WorkFacts
from shuttle.solver.duties.worked.labels import (
    Field,
    Labels,
    admitted,
    begin,
    ended,
    extend,
)
from shuttle.solver.duties.worked.outlook import WorkOutlook
from shuttle.solver.linear import Floats, Ints

Duty = tuple[int, ...]


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
    """Labels piece after piece, in one array that doubles."""

    def __init__(self, fields: int) -> None:
        self.counts = np.zeros((fields, 1 << 12), dtype=np.int64)
        self.value = np.zeros(1 << 12)
        self.ends = np.zeros(1, dtype=np.int64)

    @property
    def size(self) -> int:
        return int(self.ends[-1])

    def add(self, labels: Labels) -> None:
        end = self.size + labels.size
        while end > len(self.value):
            self.counts = np.concatenate((self.counts, np.zeros_like(self.counts)), axis=1)
            self.value = np.concatenate((self.value, np.zeros_like(self.value)))
        self.counts[:, self.size : end] = labels.counts
        self.value[self.size : end] = labels.value
        self.ends = np.append(self.ends, end)

    def rows_of(self, pieces: Ints) -> Ints:
        starts, counts = self.ends[pieces], self.ends[pieces + 1] - self.ends[pieces]
        offset = np.concatenate(([0], np.cumsum(counts)[:-1])) if len(counts) else counts
        return np.repeat(starts - offset, counts) + np.arange(int(counts.sum()))

    def duty(self, row: int) -> Duty:
        found = []
        while row >= 0:
            found.append(int(self.counts[Field.LAST, row]))
            row = int(self.counts[Field.PARENT, row])
        return tuple(reversed(found))


def duties_below(
    threshold: float, facts: WorkFacts, worth: Floats, effort: WorkEffort
) -> WorkFound:
    """Duties that cost less than `threshold`.

    Args:
        threshold: in the prices' units.
        facts: pieces, rules and prices.
        worth: of each piece, taken off the cost of its duty.
        effort: how hard to look.
    """
    arcs = facts.arcs if effort.likely is None else facts.likely(effort.likely)
    outlook = WorkOutlook(facts, worth, arcs)
    fields = Field.SHORT + len(facts.rules.shorter_breaks)
    pool, cut, work = _Pool(fields), False, 0
    rows, costs, lasts = [], [], []
    for piece in range(len(facts)):
        labels = _arriving(piece, pool, facts, arcs, worth)
        work += labels.size
        labels = labels.take(admitted(labels, piece, facts))
        least = outlook.least(labels, piece)
        labels, least = labels.take(least < threshold), least[least < threshold]
        chosen = _chosen(labels, least, piece, facts, effort)
        cut |= effort.keep is not None and len(chosen) >= effort.keep
        labels = labels.take(chosen)
        fits, total = ended(labels, piece, facts)
        good = np.flatnonzero(fits & (total < threshold))
        good = good[np.argsort(total[good], kind="stable")[: effort.per_piece]]
        rows.append(pool.size + good)
        costs.append(total[good])
        lasts.append(np.full(len(good), piece))
        pool.add(labels)
        if pool.size > effort.labels:
            return WorkFound((), np.empty(0), exact=False, work=work)
    every, cost = np.concatenate(rows), np.concatenate(costs)
    order = np.argsort(cost, kind="stable")
    duties = tuple(pool.duty(row) for row in every[order].tolist())
    return WorkFound(duties, cost[order], not cut and effort.likely is None, work)


def _arriving(piece: int, pool: _Pool, facts: WorkFacts, arcs: Arcs, worth: Floats) -> Labels:
    """Every duty that now ends with the piece: those before it extended, and a new one."""
    rows = pool.rows_of(arcs.before[piece])
    new = begin(piece, facts, float(facts.prices.duty - worth[piece]))
    if not len(rows):
        return new
    before = Labels(pool.counts[:, rows], pool.value[rows])
    step = facts.step[before[Field.LAST], piece] - worth[piece]
    longer = extend(rows, before, piece, facts)
    return Labels(
        np.concatenate((longer.counts, new.counts), axis=1),
        np.concatenate((longer.value + step, new.value)),
    )


def _chosen(
    labels: Labels, least: Floats, piece: int, facts: WorkFacts, effort: WorkEffort
) -> Ints:
    """Which labels stay."""
    if effort.keep is None:
        if effort.dominated:
            return np.arange(labels.size)
        return undominated(standing(labels, piece, facts), piece, facts, strict=True)
    rows = np.argsort(least, kind="stable")[: 3 * effort.keep]
    if not effort.dominated:
        these = standing(labels.take(rows), piece, facts)
        rows = rows[np.sort(undominated(these, piece, facts, strict=False))]
    return rows[: effort.keep]
