"""Label setting: the duties that are cheapest at a tariff, over all that the rules allow."""

from dataclasses import dataclass

import numpy as np

from shuttle.solver.duties.dominance import standing, undominated
from shuttle.solver.duties.labels import Labels, admitted, begin, extend, joined
from shuttle.solver.duties.outlook import Horizon, Outlook, Tariff
from shuttle.solver.duties.pieces import Pieces
from shuttle.solver.duties.pool import Pool
from shuttle.solver.linear import Floats, Ints

Duty = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to look.

    Attributes:
        keep: most labels that stay at a piece; None for all, which makes the search exact.
        labels: labels after which the search is given up.
        dominated: whether dominated labels stay too, so that every duty under the threshold is
            found and not only the cheapest.
        per_piece: most duties returned for each last piece; None for all.
    """

    keep: int | None = None
    labels: int = 300_000
    dominated: bool = False
    per_piece: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Duties whose cost at the tariff is below the threshold, cheapest first.

    Attributes:
        duties: their pieces, as indices.
        costs: their costs at the tariff.
        exact: no duty below the threshold is cheaper than the first; where dominated labels
            stayed, none is missing.
        work: labels that were made.
    """

    duties: tuple[Duty, ...]
    costs: Floats
    exact: bool
    work: int


class DutySearch:
    """Searches among the duties that the rules allow."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._horizon = Horizon(pieces)
        limited = any(most is not None for most in pieces.most_duties)
        self._home: Ints = pieces.origin_side * (pieces.rules.returns_home or limited)

    def below(self, threshold: float, tariff: Tariff, effort: Effort) -> Found:
        """Duties that cost less than `threshold` at the tariff."""
        outlook = Outlook(self._pieces, self._horizon, tariff)
        pool, exact, work = Pool(), True, 0
        for piece in range(len(self._pieces)):
            labels = self._arriving(piece, pool, tariff)
            work += len(labels.last)
            labels = labels.take(admitted(labels, self._pieces))
            least = labels.value + outlook.least(piece, labels.first, labels.driving)
            labels, least = labels.take(least < threshold), least[least < threshold]
            rows = np.arange(len(least)) if effort.dominated else self._undominated(labels)
            if effort.keep is not None and len(rows) > effort.keep:
                exact = False
                rows = rows[np.argsort(least[rows], kind="stable")[: effort.keep]]
            pool.add(labels.take(rows))
            if pool.size > effort.labels:
                return Found((), np.empty(0), exact=False, work=work)
        rows, costs = self._ended(pool, threshold, effort)
        return Found(tuple(map(pool.duty, rows.tolist())), costs, exact, work)

    def _arriving(self, piece: int, pool: Pool, tariff: Tariff) -> Labels:
        """Every duty that now ends with the piece: those before it extended, and a new one."""
        pieces = self._pieces
        rows = pool.rows_of(pieces.predecessors[piece])
        before = pool.labels(rows)
        minutes = pieces.signs_off[piece] - pieces.signs_off[before.last]
        value = before.value + tariff.minute * minutes - tariff.worth[piece]
        if tariff.link is not None:
            value += tariff.link[before.last, piece]
        longer = extend(rows, before, piece, pieces)._replace(value=value)
        return joined(longer, begin(piece, pieces, self._first_value(piece, tariff)))

    def _first_value(self, piece: int, tariff: Tariff) -> float:
        pieces = self._pieces
        minutes = pieces.signs_off[piece] - pieces.signs_on[piece]
        cost = tariff.duty + tariff.home[pieces.origin_side[piece]] - tariff.worth[piece]
        return float(cost + tariff.minute * minutes)

    def _undominated(self, labels: Labels) -> Ints:
        horizon = self._horizon
        return undominated(
            standing(
                labels,
                self._home[labels.first],
                horizon.latest_arrival[labels.first],
                self._wanted(labels),
                horizon.driving_after[labels.last, horizon.classes[labels.first]],
                self._pieces.rules,
            )
        )

    def _wanted(self, labels: Labels) -> Ints:
        """When they may sign off; all alike once they may do so at their last arrival."""
        wanted = self._horizon.wanted[labels.first]
        return np.maximum(wanted, self._pieces.arrival[labels.last])

    def _ended(self, pool: Pool, threshold: float, effort: Effort) -> tuple[Ints, Floats]:
        """Rows and costs of the duties that may end where they do, cheapest first."""
        every = pool.labels(np.arange(pool.size))
        ends = self._horizon.may_end[every.last, every.first] & (every.value < threshold)
        rows = np.flatnonzero(ends)
        rows = rows[np.argsort(every.value[rows], kind="stable")]
        if effort.per_piece is not None:
            rows = rows[_rank(every.last[rows]) < effort.per_piece]
        return rows, every.value[rows]


def _rank(keys: Ints) -> Ints:
    """How many equal keys come before each."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    begins = np.searchsorted(ordered, ordered, side="left")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(keys)) - begins
    return rank
