"""Which labels can be dropped, since another does whatever they do, for no more.

Two labels with the same last piece have the same ways to go on. What the end of a duty takes from
its unpaid rest depends on the end alone, so where the latest pauses are alike it is alike too;
else one label's rest counts as if the duty ended now, and the other's as if far away. A duty that
began later has its first, paid, minutes later: it may have that much less unpaid rest to come.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from shuttle.solver.duties.worked.facts import WorkFacts
from shuttle.solver.duties.worked.labels import Field, Labels, unpaid_at
from shuttle.solver.linear import Bools, Floats, Ints
from shuttle.solver.rules import duty_continuous_driving

_CHUNK = 256
_CELLS = 1_000_000


class Standing(NamedTuple):
    """What dominance compares.

    Attributes:
        equal: rows that must be equal.
        less: rows that may not be larger.
        value: with pay for the time so far.
        gross: minutes so far without splits.
        sure: unpaid rest if the duty ended now, with the most.
        most: unpaid rest if it ended far away.
        key: labels of one key lose as much to the end, whenever it is.
        start: sign-on.
        central: sign-off from which on central rest is had.
        soon_until: until when the first rest may begin; far away where it was.
    """

    equal: Ints
    less: Ints
    value: Floats
    gross: Ints
    sure: Ints
    most: Ints
    key: Ints
    start: Ints
    central: Ints
    soon_until: Ints

    def at(self, rows: Ints) -> "Standing":
        """Some of them."""
        return Standing._make(field[..., rows] for field in self)


def standing(labels: Labels, piece: int, facts: WorkFacts) -> Standing:
    """The labels' standing, all of which end with the piece."""
    pieces, limits, prices, rules = facts.pieces, facts.limits, facts.prices, facts.rules
    now, arrival = int(pieces.signs_off[piece]), int(pieces.arrival[piece])
    start = labels[Field.START]
    night = duty_continuous_driving.before_night_ends(labels[Field.STRETCH_START], rules)
    home = pieces.origin_side[labels[Field.FIRST]] * rules.returns_home
    most_rest = max((rest for _, rest in limits.needed), default=0)
    wanted = np.maximum(start + rules.min_duty_minutes, arrival)
    less = (
        labels[Field.DRIVING],
        labels[Field.STRETCH],
        labels[Field.REST_DRIVING],
        labels[Field.SPLITS],
        -labels[Field.MAIN],
        -np.minimum(labels[Field.REST], most_rest),
        -start,
        wanted,
    )
    until = start + limits.first_within + labels[Field.APART]
    open_until = np.where(until >= arrival, until, -1)
    unsettled = labels[Field.TO] + limits.edge > now
    return Standing(
        equal=np.vstack((labels[Field.SHORT :], labels[Field.RESTED], night, home)),
        less=np.vstack(less),
        value=labels.value + prices.minute * (now - start),
        gross=now - start - labels[Field.APART],
        sure=unpaid_at(labels, now, facts) - labels[Field.DROPPED],
        most=labels[Field.UNPAID],
        key=np.where(unsettled, labels[Field.KEY], 0),
        start=start,
        central=np.maximum(labels[Field.CENTRAL], now),
        soon_until=np.where(labels[Field.SOON] > 0, 1 << 30, open_until),
    )


def undominated(labels: Labels, piece: int, facts: WorkFacts) -> Ints:
    """Labels that no other surely dominates, all of which end with the piece; by value."""
    these = standing(labels, piece, facts)
    order = np.lexsort((these.gross, these.value))
    kept = order[:0]
    for first in range(0, len(order), _CHUNK):
        chunk = order[first : first + _CHUNK]
        chunk = chunk[~_surely(these.at(kept), these.at(chunk), piece, facts).any(axis=0)]
        earlier = np.triu(_surely(these.at(chunk), these.at(chunk), piece, facts), k=1)
        kept = np.concatenate((kept, chunk[~earlier.any(axis=0)]))
    return kept


def unrivalled(labels: Labels, counts: Ints, facts: WorkFacts) -> Bools:
    """Which labels no other with the same last piece most likely dominates.

    Args:
        labels: those of one piece after those of another.
        counts: of each piece in turn.
        facts: pieces, rules and prices.
    """
    result = np.empty(labels.size, dtype=np.bool_)
    rates, first = _rates(labels, facts), 0
    for group in _alike(counts):
        many, most = len(group), int(group.max())
        inside = np.arange(most) < group[:, None]
        table = np.full((len(rates), many, most), np.inf)
        last = first + int(group.sum())
        table[:, inside] = rates[:, first:last]
        above: Bools = np.ones((many, most, most), dtype=np.bool_)
        for row in table:
            above &= row[:, :, None] <= row[:, None, :]
        equal = above & above.transpose(0, 2, 1)
        above &= ~equal | np.triu(np.ones((most, most), dtype=np.bool_), k=1)
        rivalled: Bools = np.asarray(above.any(axis=1))
        result[first:last] = ~rivalled[inside]
        first = last
    return result


def _alike(counts: Ints) -> Iterator[Ints]:
    """The counts, so few at a time that their tables are small."""
    few = max(1, _CELLS // max(1, int(counts.max(initial=0))) ** 2)
    for first in range(0, len(counts), few):
        yield counts[first : first + few]


def _rates(labels: Labels, facts: WorkFacts) -> Floats:
    """What most likely tells how good a label is, the less the better, by row."""
    limits, prices = facts.limits, facts.prices
    most_rest = max((rest for _, rest in limits.needed), default=0)
    since = facts.pieces.signs_off[labels[Field.LAST]] - labels[Field.START]
    rows = (
        labels.value + prices.minute * since,
        since - labels[Field.APART] - np.minimum(labels[Field.UNPAID], limits.most_central),
        labels[Field.DRIVING],
        labels[Field.STRETCH],
        labels[Field.SPLITS],
        -labels[Field.MAIN],
        -np.minimum(labels[Field.REST], most_rest),
    )
    return np.array(rows, dtype=np.float64)


def _surely(above: Standing, below: Standing, piece: int, facts: WorkFacts) -> Bools:
    result = above.value[:, None] <= below.value
    result &= above.soon_until[:, None] >= below.soon_until
    for row in range(len(above.less)):
        result &= above.less[row][:, None] <= below.less[row]
    for row in range(len(above.equal)):
        result &= above.equal[row][:, None] == below.equal[row]
    pairs = np.nonzero(result)
    loss = _loss(above, below, pairs, piece, facts)
    result[pairs] = above.gross[pairs[0]] + loss <= below.gross[pairs[1]]
    return np.asarray(result)


def _loss(
    above: Standing, below: Standing, pairs: tuple[Ints, ...], piece: int, facts: WorkFacts
) -> Ints:
    """By how much less rest may be unpaid in duties from above than in those from below."""
    limits, arrival = facts.limits, int(facts.pieces.arrival[piece])
    a, b = pairs
    alike = above.key[a] == below.key[b]
    apart = np.minimum(below.most[b], limits.most_central)
    apart = np.maximum(0, apart - np.minimum(above.sure[a], limits.most_central))
    together = np.maximum(0, below.most[b] - above.most[a])
    loss = np.where(alike, np.minimum(apart, together), apart)
    later = above.start[a] > below.start[b]
    paid_until = above.start[a] + limits.edge
    window = paid_until - np.maximum(arrival, below.start[b] + limits.edge)
    loss += np.where(later & (window > 0), window + limits.pause, 0)
    had = above.central[a] <= facts.pieces.signs_off[piece]
    as_soon = (above.central[a] <= below.central[b]) & (
        ~later | (arrival >= above.start[a] + limits.central_edge)
    )
    spread = limits.most_central - limits.most_unpaid
    return np.asarray(loss + np.where(had | as_soon, 0, spread))
