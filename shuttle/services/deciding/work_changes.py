"""Which buses' and drivers' days of a plan another plan keeps, changes, drops or adds.

Ids of blocks and duties say nothing across plans: a day is the same where its work is. Of the
others those with most runs in common are one day that changes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shuttle.domain.difference import TripDifference, WorkChange
from shuttle.domain.plan import Block, BlockPiece, Duty, Plan

_Run = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Day:
    """A bus's or driver's day.

    Attributes:
        work: all that counts of it.
        runs: names of its runs that hold across the plans.
    """

    id: str
    work: tuple[object, ...]
    runs: frozenset[_Run]


def block_changes(
    before: Plan, after: Plan, trips: Sequence[TripDifference]
) -> tuple[WorkChange, ...]:
    """What becomes of the buses' days of two plans whose trips are matched."""
    old, new = _names(trips)
    return tuple(
        _changes(
            [_block_day(block, old) for block in before.blocks],
            [_block_day(block, new) for block in after.blocks],
        )
    )


def duty_changes(
    before: Plan, after: Plan, trips: Sequence[TripDifference]
) -> tuple[WorkChange, ...]:
    """What becomes of the drivers' days of two plans whose trips are matched."""
    old, new = _names(trips)
    return tuple(_changes(_duty_days(before, old), _duty_days(after, new)))


def _names(trips: Sequence[TripDifference]) -> tuple[dict[str, _Run], dict[str, _Run]]:
    """A name for each trip by its id before, and by its id after; the same for the same trip."""
    old: dict[str, _Run] = {}
    new: dict[str, _Run] = {}
    for number, change in enumerate(trips):
        if change.before:
            old[change.before.id] = (number,)
        if change.after:
            new[change.after.id] = (number,)
    return old, new


def _block_day(block: Block, names: Mapping[str, _Run]) -> _Day:
    own = (block.vehicle_type, block.depot, block.end_depot)
    return _day(block.id, own, block.pieces, names)


def _duty_days(plan: Plan, names: Mapping[str, _Run]) -> list[_Day]:
    pieces = {piece.id: piece for block in plan.blocks for piece in block.pieces}
    return [_duty_day(duty, pieces, names) for duty in plan.duties]


def _duty_day(duty: Duty, pieces: Mapping[str, BlockPiece], names: Mapping[str, _Run]) -> _Day:
    own = (duty.rule_profile, duty.home, duty.sign_on, duty.sign_off)
    return _day(duty.id, own, [pieces[name] for name in duty.pieces if name in pieces], names)


def _day(
    name: str, own: tuple[object, ...], pieces: Sequence[BlockPiece], names: Mapping[str, _Run]
) -> _Day:
    runs = frozenset(names.get(piece.id, _content(piece)) for piece in pieces)
    return _Day(name, (own, *map(_content, pieces)), runs)


def _content(piece: BlockPiece) -> _Run:
    ends = piece.kind, piece.origin, piece.destination
    return (*ends, piece.departure, piece.arrival, piece.port)


def _changes(before: Sequence[_Day], after: Sequence[_Day]) -> Iterator[WorkChange]:
    """Days kept, changed and dropped in the order of the plan before, then those added."""
    successor = _kept(before, after)
    kept = set(successor)
    successor |= _most_alike(before, after, successor)
    for place, day in enumerate(before):
        later = successor.get(place)
        if later is None:
            yield WorkChange(fate="dropped", before=day.id, after=None)
        else:
            fate = "kept" if place in kept else "changed"
            yield WorkChange(fate=fate, before=day.id, after=after[later].id)
    for place, day in enumerate(after):
        if place not in successor.values():
            yield WorkChange(fate="added", before=None, after=day.id)


def _kept(before: Sequence[_Day], after: Sequence[_Day]) -> dict[int, int]:
    """Places of days with the same work."""
    places: dict[tuple[object, ...], list[int]] = {}
    for place, day in enumerate(after):
        places.setdefault(day.work, []).append(place)
    found = {}
    for place, day in enumerate(before):
        if places.get(day.work):
            found[place] = places[day.work].pop(0)
    return found


def _most_alike(
    before: Sequence[_Day], after: Sequence[_Day], known: Mapping[int, int]
) -> dict[int, int]:
    """Places of days that share runs, those that share most first, then the earlier ones.

    Of days that share as many, either side prefers the earlier ones of the other; so the pairs
    are the same from either side, and the difference has a mirror image.
    """
    rows = [place for place in range(len(before)) if place not in known]
    columns = [place for place in range(len(after)) if place not in known.values()]
    common = [
        (-len(before[row].runs & after[column].runs), row, column)
        for row in rows
        for column in columns
    ]
    found: dict[int, int] = {}
    for shared, row, column in sorted(common):
        if shared and row not in found and column not in found.values():
            found[row] = column
    return found
