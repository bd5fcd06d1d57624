"""A trip keeps its identity across versions, so that a rider's calendar moves it, not doubles it.

Planned trips are matched with published ones, for each direction in the order of departures, so
that two trips never swap identities. A trip that still leaves at its minute is the same trip; then
as many as possible are matched; then the minutes by which they move are as few as possible.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import count, product
from string import ascii_lowercase
from typing import TypeVar

from shuttle.domain.plan import Trip
from shuttle.domain.time import format_minute
from shuttle.domain.timetable import PublishedTrip

MAX_SHIFT_MINUTES = 15

_Departing = TypeVar("_Departing", Trip, PublishedTrip)
_Score = tuple[int, int, int]  # trips at their very minute, trips matched, minutes moved (negative)
_NOTHING: _Score = (0, 0, 0)


def identify(
    previous: Sequence[PublishedTrip],
    planned: Sequence[Trip],
    taken: AbstractSet[str],
    *,
    elsewhere: Sequence[PublishedTrip] = (),
    max_shift_minutes: int = MAX_SHIFT_MINUTES,
) -> dict[str, str]:
    """Give every planned trip of one day type its public id.

    Args:
        previous: trips published for the same day type, each once.
        planned: trips of one plan.
        taken: every id that the service ever published.
        elsewhere: trips of other day types or dates; a planned trip without a predecessor takes
            the id of one that leaves at its very minute in its direction.
        max_shift_minutes: a trip that moves further is another trip.

    Returns:
        Public id by the plan's trip id. Ids that nobody had are minted from direction and
        departure, as `to-hksp-0830`, with a letter where that was taken, as `to-hksp-0830-b`.
    """
    found: dict[str, str] = {}
    for line in sorted({_line(trip) for trip in planned}):
        old, new = _of_line(previous, line), _of_line(planned, line)
        found |= {later.id: earlier.id for earlier, later in _matches(old, new, max_shift_minutes)}
    used = {trip.id for trip in previous}
    newcomers = [trip for trip in planned if trip.id not in found]
    for trip in sorted(newcomers, key=lambda trip: (trip.departure, trip.id)):
        found[trip.id] = _twin(elsewhere, trip, used) or _mint(trip, taken | used)
        used.add(found[trip.id])
    return found


def _line(trip: Trip | PublishedTrip) -> tuple[str, str]:
    return trip.route, trip.direction


def _of_line(trips: Iterable[_Departing], line: tuple[str, str]) -> list[_Departing]:
    mine = (trip for trip in trips if _line(trip) == line)
    return sorted(mine, key=lambda trip: (trip.departure, trip.id))


def _twin(elsewhere: Iterable[PublishedTrip], trip: Trip, used: AbstractSet[str]) -> str | None:
    """The id of a trip at the same minute in the same direction, unless it is in use."""
    same = (other for other in elsewhere if _line(other) == _line(trip))
    names = {other.id for other in same if other.departure == trip.departure}
    return min(names - used, default=None)


def _mint(trip: Trip, taken: AbstractSet[str]) -> str:
    plain = f"{trip.direction}-{format_minute(trip.departure).replace(':', '')}"
    names = (plain + suffix for suffix in _suffixes())
    return next(name for name in names if name not in taken)


def _suffixes() -> Iterator[str]:
    """Nothing, `-b` to `-z`, then pairs of letters: the plain id is the `-a`."""
    yield ""
    yield from (f"-{letter}" for letter in ascii_lowercase[1:])
    for length in count(2):
        yield from ("-" + "".join(letters) for letters in product(ascii_lowercase, repeat=length))


def _matches(
    old: Sequence[PublishedTrip], new: Sequence[Trip], limit: int
) -> Iterator[tuple[PublishedTrip, Trip]]:
    """Pairs that keep the order of both; among equally good ones, the earliest are paired."""
    scores = _scores(old, new, limit)
    row = column = 0
    while row < len(old) and column < len(new):
        joined = _joined(old[row], new[column], limit, scores[row + 1][column + 1])
        if joined == scores[row][column]:
            yield old[row], new[column]
            row, column = row + 1, column + 1
        elif scores[row + 1][column] == scores[row][column]:
            row += 1
        else:
            column += 1


def _scores(old: Sequence[PublishedTrip], new: Sequence[Trip], limit: int) -> list[list[_Score]]:
    """For each pair of positions, the best that can be done from there on."""
    scores = [[_NOTHING] * (len(new) + 1) for _ in range(len(old) + 1)]
    for row in reversed(range(len(old))):
        for column in reversed(range(len(new))):
            joined = _joined(old[row], new[column], limit, scores[row + 1][column + 1])
            passed = max(scores[row + 1][column], scores[row][column + 1])
            scores[row][column] = max(joined, passed) if joined else passed
    return scores


def _joined(earlier: PublishedTrip, later: Trip, limit: int, rest: _Score) -> _Score | None:
    """The score when the two are one trip, or None where they cannot be."""
    shift = abs(later.departure - earlier.departure)
    if shift > limit:
        return None
    return rest[0] + (shift == 0), rest[1] + 1, rest[2] - shift
