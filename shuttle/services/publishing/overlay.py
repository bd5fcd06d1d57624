"""Dated changes on top of a timetable: what may be said of a trip, and how a second word adds up.

Nothing is refused because its date has passed: a trip that left an hour ago may be marked, and a
record may be put right later, when riders no longer see it. `is_over` tells.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from itertools import islice
from typing import TypeVar
from zoneinfo import ZoneInfo

from shuttle.domain.time import LAST_MINUTE, civil_time
from shuttle.domain.timetable import PublishedTrip, Timetable, TripChange
from shuttle.errors import InputError, NotFoundError, OvertakenError, Problem
from shuttle.services.publishing.desk import Desk, Entry
from shuttle.services.publishing.snapshot import trip_on

_SOME_DATES = 3
_MOST_OVERTAKEN = 5
_Made = TypeVar("_Made")


def on_newest(act: Callable[[], _Made]) -> _Made:
    """What is said of a trip, said again on the newest version where a colleague was faster.

    Words add up, so that two operators need not know of each other.

    Args:
        act: composes a version on the one in force and publishes it.

    Raises:
        OvertakenError: others were faster each time.
    """
    for _ in range(_MOST_OVERTAKEN):
        with suppress(OvertakenError):
            return act()
    return act()


def told(change: TripChange | None) -> str:
    """What is different, in words for the history."""
    return ", ".join(_parts(change)) if change else "as planned"


def is_over(timetable: Timetable, trip_id: str, service_date: date, now: datetime) -> bool:
    """Whether a trip should have arrived before an aware instant, its delay included."""
    trip = trip_on(timetable, trip_id, service_date)
    if trip is None:
        return False
    change = timetable.change_of(trip_id, service_date)
    late = change.delay if change else 0
    return civil_time(service_date, trip.arrival + late, ZoneInfo(timetable.timezone)) < now


def merged(before: TripChange | None, said: TripChange) -> TripChange:
    """What holds of a trip after one more thing has been said of it.

    A cancellation takes the place of everything; a delay of a cancelled trip means that it runs
    after all. Otherwise what was said before stays, the notice too unless there is a new one.
    """
    if before is None or before.cancelled or said.cancelled:
        return said
    late = before.delay_minutes if said.delay_minutes is None else said.delay_minutes
    return TripChange(
        trip_id=said.trip_id,
        service_date=said.service_date,
        delay_minutes=late,
        boarding=said.boarding or before.boarding,
        full=said.full or before.full,
        notice=said.notice or before.notice,
    )


def require_trip(timetable: Timetable, trip_id: str, service_date: date) -> PublishedTrip:
    """The trip of a date.

    Raises:
        NotFoundError: nobody knows the trip.
        InputError: it does not run on that date.
    """
    on_date = {trip.id: trip for trip in timetable.trips_on(service_date)}
    if trip_id in on_date:
        return on_date[trip_id]
    ids = {trip.id for period in timetable.periods for trip in period.trips}
    ids |= {extra.trip.id for extra in timetable.extras}
    if trip_id not in ids:
        raise NotFoundError(kind="trip", name=trip_id, known=tuple(on_date) or sorted(ids))
    message = f"{trip_id} does not run on {service_date}; {_runs(timetable, trip_id, service_date)}"
    raise InputError([Problem("", "service_date", message)])


def require_in_day(trip: PublishedTrip, minutes: int) -> None:
    """Raise InputError for a delay that would end a trip after 48:00 of its service day."""
    if trip.arrival + minutes > LAST_MINUTE:
        message = f"{minutes} minutes would bring {trip.id} in after 48:00"
        raise InputError([Problem("", "minutes", message)])


def replace_change(
    desk: Desk, current: Timetable, key: tuple[str, date], change: TripChange | None, entry: Entry
) -> Timetable:
    """Publish a version in which one trip on one date has this change, or none."""
    changes = (*other_changes(current, *key), *([change] if change else []))
    ordered = tuple(sorted(changes, key=lambda one: (one.service_date, one.trip_id)))
    return desk.publish(desk.follow(current, current, {"changes": ordered}), entry)


def other_changes(timetable: Timetable, trip_id: str, service_date: date) -> tuple[TripChange, ...]:
    """All changes but that of a trip on a date."""
    same = timetable.change_of(trip_id, service_date)
    return tuple(change for change in timetable.changes if change != same)


def entry_of(action: str, trip_id: str, service_date: date, words: str) -> Entry:
    """The line of history and audit log for what was said of one trip on one date."""
    detail = f"{trip_id} on {service_date}: {words}"
    return Entry("change", action, detail, service_date, service_date)


def _parts(change: TripChange) -> Iterator[str]:
    if change.cancelled:
        yield "cancelled"
    if change.delay_minutes is not None:
        yield f"delayed by {change.delay_minutes} minutes" if change.delay_minutes else "delayed"
    if change.full:
        yield "full"
    if change.boarding is not None:
        yield f"boarding at {change.boarding.en}"


def _runs(timetable: Timetable, trip_id: str, service_date: date) -> str:
    """The first dates on which a trip runs, from the wanted date on where it can be."""
    dates = [day.date for day in timetable.days if trip_on(timetable, trip_id, day.date)]
    later = [day for day in dates if day > service_date]
    some = ", ".join(str(day) for day in islice(later or dates, _SOME_DATES))
    return f"dates on which it runs: {some}" if some else "it runs on no date"
