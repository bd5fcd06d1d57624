"""Which pauses of a duty must stay breaks, however late the driver is."""

from collections.abc import Sequence
from itertools import pairwise

from shuttle.domain.driver_rules import DriverRules
from shuttle.domain.plan import BlockPiece


def needed_breaks(rules: DriverRules, pieces: Sequence[BlockPiece]) -> frozenset[int]:
    """Places of the pieces after which the driver must have a break.

    Of the planned pauses that count as breaks, those without which some stretch of the planned
    driving would be too long, each taken as late as the rules allow; all of them in a duty that
    owes further rest for long driving. A late driver may cut the others short.
    """
    pauses = [
        place
        for place, (one, other) in enumerate(pairwise(pieces))
        if other.departure - one.arrival >= rules.break_minutes
    ]
    owed = rules.rest_after_driving
    if owed is not None and _driving(rules, pieces) > owed.driving_minutes:
        return frozenset(pauses)
    kept, start = set(), 0
    for pause, following in pairwise((*pauses, len(pieces) - 1)):
        stretch = pieces[start : following + 1]
        if _driving(rules, stretch) > _longest(rules, stretch):
            kept.add(pause)
            start = pause + 1
    return frozenset(kept)


def _driving(rules: DriverRules, pieces: Sequence[BlockPiece]) -> int:
    """Planned minutes of driving, as the rules count them."""
    return sum(
        leg.arrival - leg.departure
        for piece in pieces
        for leg in piece.legs
        if leg.kind == "drive" or rules.clearance_is_driving
    )


def _longest(rules: DriverRules, stretch: Sequence[BlockPiece]) -> int:
    """Most driving without a break; less where the stretch touches the night."""
    by_day, at_night = (
        rules.max_continuous_driving_minutes,
        rules.max_continuous_night_driving_minutes,
    )
    night = rules.night
    if night is None or at_night is None:
        return by_day
    touches = stretch[0].departure < night.end and night.start < stretch[-1].arrival
    return at_night if touches else by_day
