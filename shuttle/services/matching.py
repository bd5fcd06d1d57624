"""Which trip of one timetable is which trip of another, as riders see it.

Trips are matched for each direction in the order of departures, so that two trips never swap
identities. A trip that still leaves at its minute is the same trip; then as many as possible are
matched; then the minutes by which they move are as few as possible. Either timetable may come
first: the matches are the same.
"""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from shuttle.domain.change import MAX_SHIFT_MINUTES
from shuttle.domain.plan import Trip
from shuttle.domain.timetable import PublishedTrip

_Old = TypeVar("_Old", Trip, PublishedTrip)
_New = TypeVar("_New", Trip, PublishedTrip)
_Score = tuple[int, int, int]  # trips at their very minute, trips matched, minutes moved (negative)
_NOTHING: _Score = (0, 0, 0)


def line(trip: Trip | PublishedTrip) -> tuple[str, str]:
    """Route and direction, within which trips may be the same."""
    return trip.route, trip.direction


def matches(
    old: Sequence[_Old], new: Sequence[_New], max_shift_minutes: int = MAX_SHIFT_MINUTES
) -> Iterator[tuple[_Old, _New]]:
    """Trips that are the same, line by line in the order of departures."""
    for mine in sorted({line(trip) for trip in new}):
        yield from _pairs(_of_line(old, mine), _of_line(new, mine), max_shift_minutes)


def _of_line(trips: Sequence[_Old], mine: tuple[str, str]) -> list[_Old]:
    found = (trip for trip in trips if line(trip) == mine)
    return sorted(found, key=lambda trip: (trip.departure, trip.id))


def _pairs(old: Sequence[_Old], new: Sequence[_New], limit: int) -> Iterator[tuple[_Old, _New]]:
    """Pairs that keep the order of both; among equally good ones, the earliest are paired."""
    before, after = [trip.departure for trip in old], [trip.departure for trip in new]
    scores = _scores(before, after, limit)
    row = column = 0
    while row < len(old) and column < len(new):
        joined = _joined(before[row], after[column], limit, scores[row + 1][column + 1])
        if joined == scores[row][column]:
            yield old[row], new[column]
            row, column = row + 1, column + 1
        elif before[row] < after[column]:  # the earlier of two that cannot be one stays alone
            row += 1
        else:
            column += 1


def _scores(old: Sequence[int], new: Sequence[int], limit: int) -> list[list[_Score]]:
    """For each pair of positions, the best that can be done from there on."""
    scores = [[_NOTHING] * (len(new) + 1) for _ in range(len(old) + 1)]
    for row in reversed(range(len(old))):
        for column in reversed(range(len(new))):
            joined = _joined(old[row], new[column], limit, scores[row + 1][column + 1])
            passed = max(scores[row + 1][column], scores[row][column + 1])
            scores[row][column] = max(joined, passed) if joined else passed
    return scores


def _joined(earlier: int, later: int, limit: int, rest: _Score) -> _Score | None:
    """The score when two departures are one trip, or None where they cannot be."""
    shift = abs(later - earlier)
    if shift > limit:
        return None
    return rest[0] + (shift == 0), rest[1] + 1, rest[2] - shift
