"""What an operator says of a trip on one date, and taking it back: each a new version.

A second word on the same trip and date adds to the first, as its overlay has it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from shuttle.domain.base import LocalText
from shuttle.domain.timetable import Timetable, TripChange
from shuttle.errors import InputError, NotFoundError, Problem
from shuttle.services.publishing.desk import Desk
from shuttle.services.publishing.overlay import (
    entry_of,
    merged,
    other_changes,
    replace_change,
    require_in_day,
    require_trip,
    told,
)

Aspect = Literal["cancellation", "delay", "full", "boarding", "notice", "extra"]
_WITHOUT: Mapping[Aspect, tuple[str, Any]] = {
    "cancellation": ("cancelled", False),
    "delay": ("delay_minutes", None),
    "full": ("full", False),
    "boarding": ("boarding", None),
    "notice": ("notice", None),
}


def cancel(
    desk: Desk,
    service: str,
    trip_id: str,
    service_date: date,
    notice: LocalText | None = None,
) -> Timetable:
    """Cancel a trip on one date, in place of all that was said of it.

    It stays in lists and feeds, marked as cancelled.

    Raises:
        NotFoundError: no such service or trip.
        InputError: the trip does not run on that date.
    """
    change = TripChange(trip_id=trip_id, service_date=service_date, cancelled=True, notice=notice)
    return _state(desk, service, change, "cancel")


def delay(
    desk: Desk,
    service: str,
    trip_id: str,
    service_date: date,
    minutes: int | None,
    notice: LocalText | None = None,
) -> Timetable:
    """Delay a trip on one date, in place of an earlier delay; a cancelled trip runs after all.

    Args:
        desk: store, renderer, instant.
        service: the published service.
        trip_id: public id of the trip.
        service_date: its service date.
        minutes: by how much it leaves and arrives late; None where nobody knows.
        notice: the operator's own words.

    Raises:
        NotFoundError: no such service or trip.
        InputError: the trip does not run on that date, or would end after its 48th hour.
    """
    if minutes is not None and minutes <= 0:
        message = f"{minutes} is no delay; give whole minutes from 1 on"
        raise InputError([Problem("", "minutes", message)])
    change = TripChange(
        trip_id=trip_id, service_date=service_date, delay_minutes=minutes or 0, notice=notice
    )
    return _state(desk, service, change, "delay")


def fill(
    desk: Desk,
    service: str,
    trip_id: str,
    service_date: date,
    notice: LocalText | None = None,
) -> Timetable:
    """Say that a trip has no seat left on one date.

    Raises:
        NotFoundError: no such service or trip.
        InputError: the trip does not run on that date, or is cancelled there.
    """
    change = TripChange(trip_id=trip_id, service_date=service_date, full=True, notice=notice)
    return _state(desk, service, change, "full")


def board(
    desk: Desk,
    service: str,
    trip_id: str,
    service_date: date,
    place: LocalText,
    notice: LocalText | None = None,
) -> Timetable:
    """Say where riders of a trip board on one date, instead of the stop's usual place.

    Raises:
        NotFoundError: no such service or trip.
        InputError: the trip does not run on that date, or is cancelled there.
    """
    change = TripChange(trip_id=trip_id, service_date=service_date, boarding=place, notice=notice)
    return _state(desk, service, change, "board")


def withdraw(
    desk: Desk, service: str, trip_id: str, service_date: date, only: Aspect | None = None
) -> Timetable:
    """Take back what was said of a trip on one date.

    Args:
        desk: store, renderer, instant.
        service: the published service.
        trip_id: public id of the trip.
        service_date: its service date.
        only: one thing alone; a notice goes with the last thing that it was about. None for all,
            save that an extra trip stays: taking it away must be asked for, with "extra". It then
            vanishes from lists and calendars, where a cancelled one stays and says so.

    Raises:
        NotFoundError: no such service, or nothing of the kind was said.
        InputError: the trip is an extra one of which nothing more was said.
    """
    current = desk.in_force(service)
    if only == "extra":
        return _take_away(desk, current, trip_id, service_date)
    before = current.change_of(trip_id, service_date)
    if before is None:
        raise _nothing_said(current, trip_id, service_date)
    rest = _without(before, only) if only else None
    words = f"{only} withdrawn, {told(rest)}" if rest else "as planned again"
    entry = entry_of("withdraw", trip_id, service_date, words)
    return replace_change(desk, current, (trip_id, service_date), rest, entry)


def _state(desk: Desk, service: str, said: TripChange, action: str) -> Timetable:
    current = desk.in_force(service)
    trip = require_trip(current, said.trip_id, said.service_date)
    before = current.change_of(said.trip_id, said.service_date)
    if before and before.cancelled and not said.cancelled and said.delay_minutes is None:
        message = f"{trip.id} is cancelled on {said.service_date}; withdraw that first"
        raise InputError([Problem("", "trip_id", message)])
    require_in_day(trip, said.delay)
    change = merged(before, said)
    entry = entry_of(action, trip.id, said.service_date, told(change))
    return replace_change(desk, current, (trip.id, said.service_date), change, entry)


def _without(before: TripChange, only: Aspect) -> TripChange | None:
    """What is left without one thing; None where that is nothing."""
    name, nothing = _WITHOUT[only]
    if getattr(before, name) == nothing:
        known = [one for one, (key, empty) in _WITHOUT.items() if getattr(before, key) != empty]
        where = f"{before.trip_id} on {before.service_date}"
        raise NotFoundError(kind=f"{only} of", name=where, known=known)
    rest = before.model_copy(update={name: nothing})
    says = rest.cancelled or rest.full or rest.boarding or rest.delay_minutes is not None
    return rest if says else None


def _take_away(desk: Desk, current: Timetable, trip_id: str, service_date: date) -> Timetable:
    extra = current.extra_of(trip_id, service_date)
    if extra is None:
        known = [f"{one.trip.id} on {one.service_date}" for one in current.extras]
        raise NotFoundError(kind="extra trip", name=f"{trip_id} on {service_date}", known=known)
    update = {
        "extras": tuple(one for one in current.extras if one != extra),
        "changes": other_changes(current, trip_id, service_date),
    }
    entry = entry_of("withdraw", trip_id, service_date, "extra trip taken away")
    return desk.publish(desk.follow(current, current, update), entry)


def _nothing_said(
    current: Timetable, trip_id: str, service_date: date
) -> InputError | NotFoundError:
    if current.extra_of(trip_id, service_date):
        message = f'{trip_id} runs as it was added; to take it away, withdraw only "extra"'
        return InputError([Problem("", "only", message)])
    known = [f"{change.trip_id} on {change.service_date}" for change in current.changes]
    return NotFoundError(kind="change", name=f"{trip_id} on {service_date}", known=known)
