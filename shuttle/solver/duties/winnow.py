"""Dropping the dominated labels of many pieces at once."""

import numpy as np

from shuttle.solver.duties.dominance import Standing, undominated
from shuttle.solver.linear import Bools, Ints

_CHAMPIONS = 6
_SIZES = (8, 16, 32, 64, 128)
_BATCH = 1 << 20
_OVER = -1


def winnow(these: Standing) -> Ints:
    """Rows that no other row of their group dominates, by group, then by value.

    The best few of each group beat most of the rest; who is left meets everyone of the group.
    """
    order = np.lexsort(
        (
            these.stretch,
            these.driving,
            these.rest_driving,
            these.earliness,
            these.value,
            these.group,
        )
    )
    sorted_ = Standing._make(field[order] for field in these)
    fields = _that_differ(sorted_)
    rows, group, rested = np.arange(len(order)), sorted_.group, sorted_.rested
    for champion in range(_CHAMPIONS):
        start, place, _ = _segments(group)
        if not (place > champion).any():
            return order[rows]
        above = np.minimum(start + champion, len(rows) - 1)
        beaten = (rested[above] == rested) | (rested[above] == _OVER)
        for field in fields:
            beaten &= field[above] <= field
        kept = ~(beaten & (place > champion))
        rows, group, rested = rows[kept], group[kept], rested[kept]
        fields = [field[kept] for field in fields]
    return order[rows[_meet_everyone(sorted_, rows, [rested, *fields])]]


def _that_differ(these: Standing) -> list[Ints]:
    """The fields that may decide within a group; values are in order already."""
    alike = these.group[1:] == these.group[:-1]
    return [field for field in these[2:-1] if (alike & (field[1:] != field[:-1])).any()]


def _segments(group: Ints) -> tuple[Ints, Ints, Ints]:
    """By row: where its group begins, and its place there; and the lengths of the groups."""
    begins = np.flatnonzero(np.append(True, group[1:] != group[:-1]))
    lengths = np.diff(np.append(begins, len(group)))
    start = np.repeat(begins, lengths)
    return start, np.arange(len(group)) - start, lengths


def _meet_everyone(these: Standing, rows: Ints, fields: list[Ints]) -> Ints:
    """Places in `rows` of those that nobody before them in their group dominates."""
    start, place, lengths = _segments(these.group[rows])
    begins = start[place == 0]
    kept = np.ones(len(rows), dtype=np.bool_)
    least = _CHAMPIONS  # groups no larger have met everyone
    for size in _SIZES:
        mine = (lengths > least) & (lengths <= size)
        _meet_in_lots(fields, begins[mine], lengths[mine], size, kept)
        least = size
    for group in np.flatnonzero(lengths > least).tolist():
        where = np.arange(begins[group], begins[group] + lengths[group])
        stay = undominated(Standing._make(field[rows[where]] for field in these))
        kept[where] = False
        kept[where[stay]] = True
    return np.flatnonzero(kept)


def _meet_in_lots(fields: list[Ints], begins: Ints, lengths: Ints, size: int, kept: Bools) -> None:
    """Compare everyone in groups of at most `size`, as square tables, so many at a time."""
    lot = _BATCH // (size * size)
    earlier = np.triu(np.ones((size, size), dtype=np.bool_), k=1)
    for first in range(0, len(begins), lot):
        inside = np.arange(size) < lengths[first : first + lot, None]
        where = np.where(inside, begins[first : first + lot, None] + np.arange(size), 0)
        rested, *others = (field[where] for field in fields)
        above = rested[:, :, None]
        beaten = (above == rested[:, None, :]) | (above == _OVER)
        for field in others:
            beaten &= field[:, :, None] <= field[:, None, :]
        beaten &= earlier & inside[:, :, None]
        kept[where[inside]] = ~beaten.any(axis=1)[inside]
