"""All departures of an origin and destination in the order in which they leave."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from shuttle.domain.time import MINUTES_PER_DAY
from shuttle.domain.timetable import PublishedTrip, Timetable

_Key = tuple[int, str]
_Run = tuple[PublishedTrip, date]
_Row = tuple[_Key, _Run]
_Ends = tuple[str | None, str | None]
_BY_KEY = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Index:
    """Departures in the order in which they leave.

    Attributes:
        keys: minute of leaving and trip id; minutes count from the calendar's first day.
        runs: the trip and its service date, for each key.
        served: service dates that have any.
    """

    keys: list[_Key]
    runs: list[_Run]
    served: frozenset[date]

    @classmethod
    def of(cls, rows: Iterable[_Row]) -> "Index":
        """The index of departures in any order."""
        ordered = sorted(rows, key=_BY_KEY)
        runs = [run for _, run in ordered]
        return cls([key for key, _ in ordered], runs, frozenset(day for _, day in runs))

    def rows(self) -> Iterator[_Row]:
        """Key and run of each departure."""
        return zip(self.keys, self.runs, strict=True)

    def moved(self, run: _Run, old: _Key, new: _Key) -> "Index":
        """The same with one departure at another minute."""
        keys, runs = self.keys.copy(), self.runs.copy()
        place = _place(self, run[1], old)
        del keys[place], runs[place]
        place = _place(Index(keys, runs, self.served), run[1], new)
        keys.insert(place, new)
        runs.insert(place, run)
        return Index(keys, runs, self.served)


def _place(index: Index, day: date, key: _Key) -> int:
    """Where a departure stands or would stand; a day late, it meets that of the day after."""
    place = bisect_left(index.keys, key)
    while place < len(index.keys) and index.keys[place] == key and index.runs[place][1] < day:
        place += 1
    return place


class Indexes:
    """The indexes of one timetable; those of two stops are made at once, in one pass.

    Args:
        timetable: the timetable.
        before: indexes of the version before it. A version that differs by dated changes alone,
            which is what cannot wait, takes over from it whatever stays as it was.
    """

    def __init__(self, timetable: Timetable, before: "Indexes | None" = None) -> None:
        self._timetable = timetable
        self._delays = {(one.trip_id, one.service_date): one.delay for one in timetable.changes}
        self._made: dict[_Ends, Index] = {}
        self._pairs: Mapping[_Ends, Index] | None = None
        if before is not None and self._has_the_trips_of(before):
            self._take_over(before)

    def of(self, origin: str | None, destination: str | None) -> Index:
        """The departures from a stop, to a stop; None stands for every stop."""
        found = self._made.get((origin, destination))
        if found is None:
            chosen = [
                index
                for (start, end), index in self._by_pair().items()
                if origin in {None, start} and destination in {None, end}
            ]
            rows = (row for index in chosen for row in index.rows())
            found = chosen[0] if len(chosen) == 1 else Index.of(rows)
            self._made[origin, destination] = found
        return found

    def prepare(self) -> None:
        """Make what riders usually ask for, so that no request has to wait for it."""
        self.of(None, None)
        for stop in self._timetable.stops:
            self.of(stop, None)
        for way in self._timetable.directions:
            self.of(way.origin, way.destination)

    def _by_pair(self) -> Mapping[_Ends, Index]:
        if self._pairs is None:
            rows: dict[_Ends, list[_Row]] = {}
            for answer in self._timetable.days:
                for trip in self._timetable.trips_on(answer.date):
                    pair = trip.origin, trip.destination
                    rows.setdefault(pair, []).append(self._row(trip, answer.date))
            self._pairs = {pair: Index.of(found) for pair, found in rows.items()}
        return self._pairs

    def _row(self, trip: PublishedTrip, day: date) -> _Row:
        return _key(trip, day, self._delays), (trip, day)

    def _has_the_trips_of(self, before: "Indexes") -> bool:
        mine, theirs = self._timetable, before._timetable  # noqa: SLF001 - another of its kind
        return (mine.stops, mine.directions, mine.days, mine.periods, mine.extras) == (
            theirs.stops, theirs.directions, theirs.days, theirs.periods, theirs.extras,
        )  # fmt: skip

    def _take_over(self, before: "Indexes") -> None:
        delays = before._delays  # noqa: SLF001 - another of its kind
        made, pairs = dict(before._made), dict(before._by_pair())  # noqa: SLF001 - another of its kind
        named = self._delays.keys() | delays.keys()
        moved = {one for one in named if self._delays.get(one, 0) != delays.get(one, 0)}
        for trip_id, day in sorted(moved):
            for trip in self._timetable.trips_on(day):
                if trip.id == trip_id:
                    keys = _key(trip, day, delays), _key(trip, day, self._delays)
                    _move(pairs, (trip, day), *keys)
                    _move(made, (trip, day), *keys)
        self._made, self._pairs = made, pairs


def _key(trip: PublishedTrip, day: date, delays: Mapping[tuple[str, date], int]) -> _Key:
    delay = delays.get((trip.id, day), 0)
    return day.toordinal() * MINUTES_PER_DAY + trip.departure + delay, trip.id


def _move(indexes: MutableMapping[_Ends, Index], run: _Run, old: _Key, new: _Key) -> None:
    trip, _ = run
    for (origin, destination), index in indexes.items():
        if origin in {None, trip.origin} and destination in {None, trip.destination}:
            indexes[origin, destination] = index.moved(run, old, new)
