"""Which labels can be dropped, since another does whatever they do, for no more.

Two labels with the same last piece have the same ways to go on, with the same pauses. So counts
may be compared one by one, with two cares. The minutes rested must be equal: a rest that is
complete earlier begins anew earlier, which may turn out worse. And a count so low that its limit
cannot bind any more counts as the lowest.
"""

from typing import NamedTuple

import numpy as np

from shuttle.domain.driver_rules import WorkingRules
from shuttle.solver.duties.labels import Labels
from shuttle.solver.linear import Bools, Floats, Ints
from shuttle.solver.rules import duty_continuous_driving

_CHUNK = 256
_OVER = -1


class Standing(NamedTuple):
    """What dominance compares; the first two must be equal, the rest may not be larger.

    Attributes:
        group: home side, and whether the stretch can touch the night.
        rested: minutes rested, as far as they count; `_OVER` where the rest rule cannot bind.
        earliness: the latest arrival allowed, negated.
        wanted: the earliest sign-off allowed, where it still lies ahead.
    """

    group: Ints
    rested: Ints
    rest_driving: Ints
    driving: Ints
    stretch: Ints
    earliness: Ints
    wanted: Ints
    value: Floats


def standing(
    labels: Labels,
    home: Ints,
    latest_arrival: Ints,
    wanted: Ints,
    driving_after: Ints,
    rules: WorkingRules,
) -> Standing:
    """The labels' standing; all arrays run along the labels.

    Args:
        labels: labels with the same last piece.
        home: side where they began; all equal where it makes no difference.
        latest_arrival: last minute at which they may arrive, no later than any piece does.
        wanted: first minute at which they may sign off, no earlier than they could anyway.
        driving_after: most driving that may follow.
        rules: the limits.
    """
    within_day = np.minimum(driving_after, rules.max_driving_minutes - labels.driving)
    driving = np.maximum(labels.driving, rules.max_driving_minutes - driving_after)
    stretch_free = duty_continuous_driving.least_limit(rules) - within_day
    stretch = np.maximum(labels.stretch, stretch_free)
    night = duty_continuous_driving.before_night_ends(labels.stretch_start, rules)
    over = _rest_is_over(labels, within_day, rules)
    return Standing(
        group=2 * home + (night & (labels.stretch > stretch_free)),
        rested=np.where(over, _OVER, _rested(labels, rules)),
        rest_driving=np.where(over, 0, labels.rest_driving),
        driving=driving,
        stretch=stretch,
        earliness=-latest_arrival,
        wanted=wanted,
        value=labels.value,
    )


def undominated(these: Standing) -> Ints:
    """Rows that no other row dominates, by value, then by the other counts."""
    order = np.lexsort(
        (these.stretch, these.driving, these.rest_driving, these.earliness, these.value)
    )
    kept = order[:0]
    for begin in range(0, len(order), _CHUNK):
        chunk = order[begin : begin + _CHUNK]
        chunk = chunk[~_dominates(these, kept, chunk).any(axis=0)]
        earlier = np.triu(_dominates(these, chunk, chunk), k=1)
        kept = np.concatenate((kept, chunk[~earlier.any(axis=0)]))
    return kept


def _rested(labels: Labels, rules: WorkingRules) -> Ints:
    """Minutes rested; those that the shortest break makes a full rest are all alike."""
    rest = rules.rest_after_driving
    enough = 0 if rest is None else max(0, rest.rest_minutes - rules.break_minutes)
    return np.minimum(labels.rested, enough)


def _rest_is_over(labels: Labels, driving_after: Ints, rules: WorkingRules) -> Bools:
    if rules.rest_after_driving is None:
        return np.ones(len(labels.last), dtype=np.bool_)
    over: Bools = labels.rest_driving + driving_after <= rules.rest_after_driving.driving_minutes
    return over


def _dominates(these: Standing, above: Ints, below: Ints) -> Bools:
    """Matrix: whether each row of `above` dominates each of `below`."""
    rested = these.rested[above][:, None]
    result = (rested == these.rested[below]) | (rested == _OVER)
    result &= these.group[above][:, None] == these.group[below]
    for field in these[2:]:
        result &= field[above][:, None] <= field[below]
    return np.asarray(result)
