"""Trip updates: cancelled trips, delays in minutes, full buses."""

from typing import Any

from google.transit import gtfs_realtime_pb2 as realtime

from shuttle.formats.gtfs.calls import Call, calls
from shuttle.formats.gtfs_rt.dated import DatedTrip

_StopTime = realtime.TripUpdate.StopTimeUpdate
_FULL = realtime.VehiclePosition.FULL


def trip_update(dated: DatedTrip) -> Any | None:
    """What is known of a trip's times and seats; None where an alert says all there is to say.

    An extra trip is in the GTFS feed of the same publication, so that it needs no update to run.
    """
    if dated.change is None:
        return None
    update = realtime.TripUpdate(
        trip=dated.descriptor(), timestamp=int(dated.timetable.published_at.timestamp())
    )
    if dated.is_cancelled:
        return update
    update.stop_time_update.extend(_stop_times(dated))
    return update if update.stop_time_update else None


def _stop_times(dated: DatedTrip) -> list[Any]:
    """A new time for each stop; where none is known, that none is, and whether there are seats."""
    change = dated.change
    if change is None or (change.delay_minutes is None and not change.full):
        return []
    known = bool(change.delay_minutes)
    stops = calls(dated.timetable, dated.trip)
    found = [_late(dated, call) for call in stops] if known else [_no_time(stops[0])]
    if change.full:
        found[0].departure_occupancy_status = _FULL
    return found


def _late(dated: DatedTrip, call: Call) -> Any:
    """New times at a stop; no arrival where the trip begins, no departure where it ends."""
    found = _StopTime(
        stop_sequence=call.sequence, stop_id=call.stop, schedule_relationship=_StopTime.SCHEDULED
    )
    if not call.boards:
        _set(found.arrival, dated, call.arrival)
    if not call.leaves:
        _set(found.departure, dated, call.departure)
    return found


def _set(event: Any, dated: DatedTrip, minute: int) -> None:
    event.delay = int(dated.delay.total_seconds())
    event.time = int((dated.instant(minute) + dated.delay).timestamp())


def _no_time(call: Call) -> Any:
    return _StopTime(
        stop_sequence=call.sequence, stop_id=call.stop, schedule_relationship=_StopTime.NO_DATA
    )
