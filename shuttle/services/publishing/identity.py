"""A trip keeps its identity across versions, so that a rider's calendar moves it, not doubles it.

Planned trips are matched with published ones as `shuttle.services.matching` has it.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import count, product
from string import ascii_lowercase

from shuttle.domain.change import MAX_SHIFT_MINUTES
from shuttle.domain.plan import Trip
from shuttle.domain.time import format_minute
from shuttle.domain.timetable import PublishedTrip
from shuttle.services.matching import line, matches


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
    same = matches(previous, planned, max_shift_minutes)
    found = {later.id: earlier.id for earlier, later in same}
    used = {trip.id for trip in previous}
    newcomers = [trip for trip in planned if trip.id not in found]
    for trip in sorted(newcomers, key=lambda trip: (trip.departure, trip.id)):
        found[trip.id] = _twin(elsewhere, trip, used) or _mint(trip, taken | used)
        used.add(found[trip.id])
    return found


def _twin(elsewhere: Iterable[PublishedTrip], trip: Trip, used: AbstractSet[str]) -> str | None:
    """The id of a trip at the same minute in the same direction, unless it is in use."""
    same = (other for other in elsewhere if line(other) == line(trip))
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
