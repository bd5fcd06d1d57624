"""What a rider or driver asks for, found in what is published."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from shuttle.domain.subscription import WEEKDAYS, Pick, Weekday
from shuttle.domain.time import format_minute
from shuttle.domain.timetable import PublishedTrip, Timetable
from shuttle.errors import InputError, Problem

_DUTY = re.compile(r"private/duties/[^/]+/(?P<duty>[^/]+)\.ics")


@dataclass(frozen=True, slots=True)
class Wish:
    """A bus that somebody takes every week, as people say it.

    Attributes:
        direction: as `to-hksp`.
        departure: minute of the service day.
    """

    direction: str
    departure: int

    def __str__(self) -> str:
        """`to-hksp@08:30`."""
        return f"{self.direction}@{format_minute(self.departure)}"


def picks(
    timetable: Timetable, wishes: Sequence[Wish], weekdays: Sequence[Weekday], today: date
) -> tuple[Pick, ...]:
    """The trips that leave as wished, from today on and on one of the weekdays at least.

    They are picked by their ids, which they keep when they move, and by their minute, for a trip
    that takes their place.

    Raises:
        InputError: wishes that no trip meets; each with what leaves instead.
    """
    trips = list(_coming(timetable, weekdays, today))
    problems = [
        Problem("", "--pick", _nothing(timetable, wish, trips))
        for wish in wishes
        if not _ids(trips, wish)
    ]
    if problems:
        raise InputError(problems)
    return tuple(
        Pick(
            trips=_ids(trips, wish),
            direction=wish.direction,
            departure=wish.departure,
            weekdays=tuple(day for day in WEEKDAYS if day in weekdays),
        )
        for wish in wishes
    )


def duties(paths: Iterable[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """Duties that are rendered; raises InputError for others, with those that there are.

    Args:
        paths: of the files of the version in force.
        wanted: public names of duties, as `working-day-duty-3`.
    """
    known = dict.fromkeys(found["duty"] for path in paths if (found := _DUTY.fullmatch(path)))
    problems = [
        Problem("", "--duty", f"there is no duty {name!r}; known: {', '.join(known) or 'none'}")
        for name in wanted
        if name not in known
    ]
    if problems:
        raise InputError(problems)
    return tuple(wanted)


def _coming(
    timetable: Timetable, weekdays: Sequence[Weekday], today: date
) -> Iterator[PublishedTrip]:
    """Each trip once that runs from today on, on one of the weekdays."""
    seen: dict[int, PublishedTrip] = {}
    for day in timetable.days:
        if day.date >= today and WEEKDAYS[day.date.weekday()] in weekdays:
            seen.update((id(trip), trip) for trip in timetable.trips_on(day.date))
    return iter(seen.values())


def _ids(trips: Iterable[PublishedTrip], wish: Wish) -> tuple[str, ...]:
    same = (trip for trip in trips if trip.direction == wish.direction)
    return tuple(sorted({trip.id for trip in same if trip.departure == wish.departure}))


def _nothing(timetable: Timetable, wish: Wish, trips: Iterable[PublishedTrip]) -> str:
    directions = dict.fromkeys(way.id for way in timetable.directions)
    if wish.direction not in directions:
        return f"{wish}: there is no direction {wish.direction!r}; known: {', '.join(directions)}"
    minutes = sorted({trip.departure for trip in trips if trip.direction == wish.direction})
    times = ", ".join(map(format_minute, minutes))
    return f"{wish}: no trip leaves then; {f'trips leave at {times}' if times else 'none runs'}"
