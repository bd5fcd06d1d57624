"""Cancel or delay a trip on one date, and take that back: each a new version of the timetable."""

from datetime import date
from itertools import islice

from shuttle.domain.base import LocalText
from shuttle.domain.time import LAST_MINUTE
from shuttle.domain.timetable import Timetable, TripChange
from shuttle.errors import InputError, NotFoundError, Problem
from shuttle.services.desk import Desk, Entry
from shuttle.services.snapshot import trip_on

_SOME_DATES = 3


def cancel(
    desk: Desk,
    service: str,
    trip_id: str,
    service_date: date,
    notice: LocalText | None = None,
) -> Timetable:
    """Cancel a trip on one date; it stays in lists and feeds, marked as cancelled.

    Raises:
        NotFoundError: no such service or trip.
        InputError: the trip does not run on that date.
    """
    change = TripChange(trip_id=trip_id, service_date=service_date, cancelled=True, notice=notice)
    return _change(desk, service, change, "cancel")


def delay(
    desk: Desk,
    service: str,
    trip_id: str,
    service_date: date,
    minutes: int,
    notice: LocalText | None = None,
) -> Timetable:
    """Delay a trip on one date, in place of any earlier change of it.

    Raises:
        NotFoundError: no such service or trip.
        InputError: the trip does not run on that date, or would end after its 48th hour.
    """
    if minutes <= 0:
        message = f"{minutes} is no delay; give whole minutes from 1 on"
        raise InputError([Problem("", "minutes", message)])
    change = TripChange(
        trip_id=trip_id,
        service_date=service_date,
        delay_minutes=minutes,
        notice=notice,
    )
    return _change(desk, service, change, "delay")


def withdraw(desk: Desk, service: str, trip_id: str, service_date: date) -> Timetable:
    """Take back the cancellation or delay of a trip on one date.

    Raises:
        NotFoundError: no such service, or no such change.
    """
    current = desk.in_force(service)
    if current.change_of(trip_id, service_date) is None:
        known = [f"{change.trip_id} on {change.service_date}" for change in current.changes]
        raise NotFoundError(kind="change", name=f"{trip_id} on {service_date}", known=known)
    changes = _others(current, trip_id, service_date)
    detail = f"{trip_id} on {service_date}: as planned again"
    entry = Entry("change", "withdraw", detail, service_date, service_date)
    return desk.publish(desk.follow(current, current, {"changes": changes}), entry)


def _change(desk: Desk, service: str, change: TripChange, action: str) -> Timetable:
    current = desk.in_force(service)
    _require_possible(current, change)
    trip_id, service_date = change.trip_id, change.service_date
    changes = (*_others(current, trip_id, service_date), change)
    changes = tuple(sorted(changes, key=lambda one: (one.service_date, one.trip_id)))
    what = "cancelled" if change.cancelled else f"delayed by {change.delay_minutes} minutes"
    detail = f"{trip_id} on {service_date}: {what}"
    entry = Entry("change", action, detail, service_date, service_date)
    return desk.publish(desk.follow(current, current, {"changes": changes}), entry)


def _others(timetable: Timetable, trip_id: str, service_date: date) -> tuple[TripChange, ...]:
    same = timetable.change_of(trip_id, service_date)
    return tuple(change for change in timetable.changes if change != same)


def _require_possible(timetable: Timetable, change: TripChange) -> None:
    """Raise NotFoundError for an unknown trip, InputError for one that does not run then."""
    on_date = {trip.id: trip for trip in timetable.trips_on(change.service_date)}
    trip = on_date.get(change.trip_id)
    if trip is None:
        ids = {trip.id for period in timetable.periods for trip in period.trips}
        if change.trip_id not in ids:
            raise NotFoundError(
                kind="trip", name=change.trip_id, known=tuple(on_date) or sorted(ids)
            )
        message = (
            f"{change.trip_id} does not run on {change.service_date}; {_runs(timetable, change)}"
        )
        raise InputError([Problem("", "service_date", message)])
    if trip.arrival + change.delay > LAST_MINUTE:
        message = f"{change.delay_minutes} minutes would bring {trip.id} in after 48:00"
        raise InputError([Problem("", "minutes", message)])


def _runs(timetable: Timetable, change: TripChange) -> str:
    """The first dates on which a trip runs, from the wanted date on where it can be."""
    dates = [day.date for day in timetable.days if trip_on(timetable, change.trip_id, day.date)]
    later = [day for day in dates if day > change.service_date]
    some = ", ".join(str(day) for day in islice(later or dates, _SOME_DATES))
    return f"dates on which it runs: {some}" if some else "it runs on no date"
