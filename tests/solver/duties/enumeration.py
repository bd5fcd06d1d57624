"""What duties a few pieces admit, by trying everything; reads the rules anew, in plain Python."""

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from shuttle.domain.driver_rules import DriverRules
from shuttle.domain.plan import BlockPiece
from tests.solver.duties.builders import STOPS

Counts = tuple[int, int]


def driving(piece: BlockPiece, rules: DriverRules) -> int:
    return sum(
        leg.arrival - leg.departure
        for leg in piece.legs
        if rules.clearance_is_driving or leg.kind == "drive"
    )


def legal(duty: Sequence[BlockPiece], rules: DriverRules) -> bool:
    """Whether pieces in order of time keep every rule for a single duty."""
    joined = all(
        a.arrival + rules.min_gap_minutes <= b.departure and a.destination == b.origin
        for a, b in pairwise(duty)
    )
    at_home = STOPS[duty[0].origin] == STOPS[duty[-1].destination]
    work = duty[-1].arrival - duty[0].departure + rules.sign_on_minutes + rules.sign_off_minutes
    return (
        joined
        and (at_home or not rules.returns_home)
        and rules.min_duty_minutes <= work <= rules.max_duty_minutes
        and sum(driving(piece, rules) for piece in duty) <= rules.max_driving_minutes
        and _has_breaks(duty, rules)
        and _has_rest(duty, rules)
    )


def _has_breaks(duty: Sequence[BlockPiece], rules: DriverRules) -> bool:
    stretches = [[duty[0]]]
    for before, after in pairwise(duty):
        if after.departure - before.arrival >= rules.break_minutes:
            stretches.append([])
        stretches[-1].append(after)
    return all(_short_enough(stretch, rules) for stretch in stretches)


def _short_enough(stretch: Sequence[BlockPiece], rules: DriverRules) -> bool:
    limit = rules.max_continuous_driving_minutes
    if rules.night and rules.max_continuous_night_driving_minutes is not None:
        minutes = range(stretch[0].departure, stretch[-1].arrival)
        if any(rules.night.holds_at(minute) for minute in minutes):
            limit = rules.max_continuous_night_driving_minutes
    return sum(driving(piece, rules) for piece in stretch) <= limit


def _has_rest(duty: Sequence[BlockPiece], rules: DriverRules) -> bool:
    rest = rules.rest_after_driving
    if rest is None:
        return True
    driven = rested = 0
    arrival = duty[0].departure
    for piece in duty:
        pause = piece.departure - arrival
        rested += pause if pause >= rules.break_minutes else 0
        if rested >= rest.rest_minutes:
            driven = rested = 0
        driven += driving(piece, rules)
        if driven > rest.driving_minutes:
            return False
        arrival = piece.arrival
    return True


def legal_duties(
    pieces: Sequence[BlockPiece], rules: DriverRules, tied: Sequence[tuple[int, int]] = ()
) -> Iterator[tuple[int, ...]]:
    """Every legal duty, as indices into the pieces, which are in order of time.

    Of pairs that are tied a duty has neither, or one right after the other.
    """
    for size in range(1, len(pieces) + 1):
        for duty in combinations(range(len(pieces)), size):
            parted = any((a in duty or b in duty) and (a, b) not in pairwise(duty) for a, b in tied)
            if not parted and legal([pieces[index] for index in duty], rules):
                yield duty


def duty_counts(
    pieces: Sequence[BlockPiece], rules: DriverRules, tied: Sequence[tuple[int, int]] = ()
) -> set[Counts]:
    """Numbers of duties (from hk, from sz) of every way to cover each piece exactly once."""
    masks = [
        (sum(1 << index for index in duty), STOPS[pieces[duty[0]].origin])
        for duty in legal_duties(pieces, rules, tied)
    ]
    ways: list[set[Counts]] = [set() for _ in range(1 << len(pieces))]
    ways[0].add((0, 0))
    for covered in range(1, len(ways)):
        for mask, home in masks:
            # The duty with the lowest piece comes last: each partition is met once.
            if mask & covered == mask and mask & covered & -covered:
                ways[covered] |= {
                    (hk + (home == "hk"), sz + (home == "sz")) for hk, sz in ways[covered ^ mask]
                }
    return ways[-1]
