"""Labels of duties whose working time counts: one column each in an array of whole numbers.

A pause counts as unpaid rest in full when the label is made. What the end of the duty takes from
it, for its last minutes are paid, is known only there: the latest pauses are kept for that.
"""

from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

import numpy as np

from shuttle.solver.duties.worked.facts import NEVER, WorkFacts
from shuttle.solver.linear import Bools, Floats, Ints
from shuttle.solver.rules import duty_continuous_driving, duty_rest

_MIX = 1_000_003
_KEPT = 3


class Field(IntEnum):
    """Rows of the array.

    `REST` is rest in all; `UNPAID` all that may be unpaid; `CENTRAL` the first sign-off at which
    central rest is had; `KEY` tells apart what the end may still take; `FROM`, `TO` and the four
    after them are the latest three unpaid pauses; `DROPPED` minutes of a fourth; `SHORT` the first
    of the counts of shorter breaks.
    """

    PARENT = 0
    FIRST = 1
    LAST = 2
    START = 3
    DRIVING = 4
    STRETCH = 5
    STRETCH_START = 6
    REST_DRIVING = 7
    RESTED = 8
    SPLITS = 9
    APART = 10
    SOON = 11
    MAIN = 12
    REST = 13
    UNPAID = 14
    CENTRAL = 15
    KEY = 16
    FROM = 17
    TO = 18
    DROPPED = 23
    SHORT = 24


@dataclass(frozen=True, slots=True)
class Labels:
    """Duties under construction.

    Attributes:
        counts: `[field, label]`.
        value: cost so far without pay for time, less what the pieces are worth.
    """

    counts: Ints
    value: Floats

    def take(self, rows: Ints | Bools) -> "Labels":
        """Some of the labels, in that order."""
        return Labels(self.counts[:, rows], self.value[rows])

    def __getitem__(self, field: Field | slice | tuple[Field, Ints]) -> Ints:
        """One field of all labels or of some, or several fields."""
        return self.counts[field]

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.value)


def begin(at: Ints, facts: WorkFacts, value: Floats) -> Labels:
    """Duties that begin with those pieces."""
    pieces = facts.pieces
    counts = np.zeros((Field.SHORT + len(facts.rules.shorter_breaks), len(at)), dtype=np.int64)
    driving = pieces.driving[at]
    counts[Field.PARENT], counts[Field.FIRST], counts[Field.LAST] = -1, at, at
    counts[Field.START] = pieces.signs_on[at]
    counts[[Field.DRIVING, Field.STRETCH, Field.REST_DRIVING]] = driving
    counts[Field.STRETCH_START] = pieces.departure[at]
    counts[Field.CENTRAL] = NEVER
    return Labels(counts, value)


def extend(rows: Ints, labels: Labels, piece: Ints, facts: WorkFacts) -> Labels:
    """Each duty with one more piece; values are left as they are, limits unchecked.

    Args:
        rows: where the duties are kept.
        labels: the duties, which are overwritten.
        piece: the next of each.
        facts: pieces, rules and prices.
    """
    new, last = labels.counts, labels.counts[Field.LAST].copy()
    limits, begins = facts.limits, facts.pieces.arrival[last]
    soon = begins <= new[Field.START] + limits.first_within + new[Field.APART]
    new[Field.PARENT], new[Field.LAST] = rows, piece
    new[Field.DRIVING] += facts.pieces.driving[piece]
    _drive_on(new, last, piece, facts)
    pause, split = facts.pause[last, piece], facts.is_split[last, piece]
    new[Field.SPLITS] += split
    new[Field.APART] += np.where(split, pause, 0)
    rest = np.where(split, 0, pause)
    counted = rest >= limits.pause
    new[Field.SOON] |= counted & soon
    new[Field.MAIN] |= rest >= limits.main
    new[Field.REST] += np.where(counted, rest, 0)
    _rest_unpaid(new, begins, begins + rest, facts)
    return Labels(new, labels.value)


def _drive_on(new: Ints, last: Ints, piece: Ints, facts: WorkFacts) -> None:
    """Breaks of driving before the piece, then the piece."""
    rules, relief = facts.rules, facts.relief[last, piece]
    ended = relief >= rules.break_minutes
    for row, pattern in enumerate(rules.shorter_breaks, start=Field.SHORT):
        new[row] += relief >= pattern.minutes
        ended |= new[row] >= pattern.count
    new[Field.SHORT :, ended] = 0
    driving, departure = facts.pieces.driving[piece], facts.pieces.departure[piece]
    new[Field.STRETCH] = np.where(ended, 0, new[Field.STRETCH]) + driving
    new[Field.STRETCH_START] = np.where(ended, departure, new[Field.STRETCH_START])
    if rules.rest_after_driving is not None:
        pause = facts.pause[last, piece]
        driven, rested = duty_rest.after_pause(
            new[Field.REST_DRIVING], new[Field.RESTED], pause, rules
        )
        new[Field.REST_DRIVING], new[Field.RESTED] = driven + driving, rested


def _rest_unpaid(new: Ints, begins: Ints, ends: Ints, facts: WorkFacts) -> None:
    """Count a pause as unpaid rest, as if the duty's end were far."""
    limits, start = facts.limits, new[Field.START]
    if not limits.most_unpaid:
        return
    begun = np.maximum(begins, start + limits.edge)
    counted = np.flatnonzero(ends - begun >= limits.pause)
    latest, until = begun[counted], ends[counted]
    unsettled = new[Field.TO, counted] + limits.edge > until
    key = np.where(unsettled, new[Field.KEY, counted], 0)
    new[Field.KEY, counted] = (key * _MIX + latest * 4099 + until) % (1 << 55)
    new[Field.UNPAID, counted] += until - latest
    oldest = new[Field.FROM + 2 * _KEPT - 2 : Field.FROM + 2 * _KEPT, counted]
    dropped = np.where(oldest[1] + limits.edge > until, oldest[1] - oldest[0], 0)
    new[Field.DROPPED, counted] += dropped
    for slot in reversed(range(1, _KEPT)):
        to, source = Field.FROM + 2 * slot, Field.FROM + 2 * slot - 2
        new[to : to + 2, counted] = new[source : source + 2, counted]
    new[Field.FROM, counted], new[Field.TO, counted] = latest, until
    middle = np.maximum(begins, start + limits.central_edge)
    central = ends - middle >= limits.central_pause
    since = middle + limits.central_pause + limits.central_edge
    new[Field.CENTRAL] = np.where(
        central, np.minimum(new[Field.CENTRAL], since), new[Field.CENTRAL]
    )


def unpaid_at(labels: Labels, sign_off: Ints | int, facts: WorkFacts) -> Ints:
    """Unpaid rest of duties that end then, whatever the most; never too little."""
    limits, unpaid = facts.limits, labels[Field.UNPAID].copy()
    if not limits.most_unpaid:
        return unpaid
    for slot in range(_KEPT):
        begun, ended = labels.counts[Field.FROM + 2 * slot : Field.FROM + 2 * slot + 2]
        left = np.minimum(sign_off - limits.edge, ended) - begun
        unpaid -= ended - begun - np.where(left >= limits.pause, left, 0)
    return unpaid


def most_unpaid(labels: Labels, sign_off: Ints | int, facts: WorkFacts) -> Ints:
    """Most rest that is unpaid in duties that end then."""
    limits = facts.limits
    most = np.where(labels[Field.CENTRAL] <= sign_off, limits.most_central, limits.most_unpaid)
    return np.where(labels[Field.SOON] & labels[Field.MAIN], most, 0)


def admitted(labels: Labels, facts: WorkFacts) -> Bools:
    """Which duties keep every rule so far, and may yet keep those that hold at their end."""
    rules, limits, pieces = facts.rules, facts.limits, facts.pieces
    arrival = pieces.arrival[labels[Field.LAST]]
    span = arrival + facts.soonest_off - labels[Field.START]
    late = ~labels[Field.SOON].astype(np.bool_) & (
        arrival > labels[Field.START] + limits.first_within + labels[Field.APART]
    )
    work = span - labels[Field.APART]
    least = work - np.minimum(limits.most_central, np.where(late, 0, NEVER))
    fits = duty_continuous_driving.admits(
        labels[Field.STRETCH], labels[Field.STRETCH_START], arrival, rules
    )
    return np.asarray(
        fits
        & (span <= rules.max_duty_minutes)
        & (labels[Field.DRIVING] <= rules.max_driving_minutes)
        & duty_rest.admits(labels[Field.REST_DRIVING], rules)
        & (labels[Field.SPLITS] <= limits.most_splits)
        & (least <= np.where(late, limits.without_rest, limits.most_work))
    )


def ended(labels: Labels, facts: WorkFacts) -> tuple[Bools, Floats]:
    """Which duties may end with their last piece, and what each costs in all."""
    rules, limits, prices, pieces = facts.rules, facts.limits, facts.prices, facts.pieces
    last = labels[Field.LAST]
    sign_off = pieces.signs_off[last]
    span = sign_off - labels[Field.START]
    unpaid = np.minimum(unpaid_at(labels, sign_off, facts), most_unpaid(labels, sign_off, facts))
    work = span - labels[Field.APART] - unpaid
    rest = np.where(labels[Field.SOON] & labels[Field.MAIN], labels[Field.REST], 0)
    fits = (span <= rules.max_duty_minutes) & (span >= rules.min_duty_minutes)
    fits &= pieces.may_end[last]
    fits &= work <= limits.most_work
    for minutes, least in limits.needed:
        fits &= (work < minutes) | (rest >= least)
    if rules.returns_home:
        fits &= pieces.origin_side[labels[Field.FIRST]] == pieces.destination_side[last]
    paid = np.maximum(work, prices.least_paid)
    return fits, labels.value + prices.minute * span + prices.work * paid


def shortest_duties(facts: WorkFacts) -> list[tuple[int, ...]]:
    """Of the spells that one driver does in one go, those that are a duty by themselves."""
    spells = facts.pieces.spells()
    lengths = np.array([len(spell) for spell in spells], dtype=np.int64)
    fits = np.zeros(len(spells), dtype=np.bool_)
    for length in np.unique(lengths).tolist():
        rows = np.flatnonzero(lengths == length)
        fits[rows] = _are_duties(np.array([spells[row] for row in rows.tolist()]), facts)
    return [spells[row] for row in np.flatnonzero(fits).tolist()]


def _are_duties(these: Ints, facts: WorkFacts) -> Bools:
    """Whether rows of pieces keep every rule for one duty."""
    first = these[:, 0]
    labels = begin(first, facts, np.zeros(len(these)))
    fits = facts.pieces.may_begin[first] & admitted(labels, facts)
    for before, after in pairwise(these.T):
        labels = extend(before, labels, after, facts)
        fits &= facts.pieces.follows[before, after] & admitted(labels, facts)
    return np.asarray(fits & ended(labels, facts)[0])
