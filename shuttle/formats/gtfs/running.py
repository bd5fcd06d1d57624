"""Trips, their stop times, and the buses that run them."""

from collections.abc import Iterator
from itertools import pairwise

from shuttle.domain.plan import Plan, Trip
from shuttle.domain.timetable import PublishedTrip, Timetable
from shuttle.formats.gtfs.organisation import BOOKING_RULE
from shuttle.formats.gtfs.services import Service
from shuttle.formats.gtfs.table import Row, Table, gtfs_time, spoken
from shuttle.formats.gtfs.view import View

_OUTBOUND, _INBOUND = 0, 1
_REGULAR, _NONE, _BOOK = 0, 1, 2
_APPROXIMATE, _EXACT = 0, 1
_NOBODY_STAYS_ON_BOARD = 5

_Line = tuple[str, str, int]


def trips(view: View) -> Table:
    """Trips; of one bus's day all have the same block."""
    columns = ("trip_id", "route_id", "service_id", "trip_headsign", "direction_id", "block_id")
    rows = []
    for service in view.services:
        blocks = _blocks(view, service)
        for trip in service.trips:
            headsign = spoken(view.timetable.stops[trip.destination].name, trip.destination)
            rows.append((
                service.trip_id(trip),
                trip.route,
                service.id,
                headsign,
                direction(view.timetable, trip),
                blocks.get(trip.id),
            ))  # fmt: skip
    return Table("trips", columns, tuple(rows))


def stop_times(view: View) -> Table:
    """Planned minutes at every stop; where seats must be booked, boarding says by which rule."""
    columns = (
        "trip_id", "stop_sequence", "stop_id", "arrival_time", "departure_time", "pickup_type",
        "drop_off_type", "timepoint", "pickup_booking_rule_id",
    )  # fmt: skip
    must_book = view.timetable.booking is not None
    boarding = _BOOK if must_book else _REGULAR
    rows = tuple(
        (
            service.trip_id(trip),
            call.sequence,
            call.stop,
            gtfs_time(call.arrival),
            gtfs_time(call.departure),
            boarding if call.boards else _NONE,
            _REGULAR if call.leaves else _NONE,
            _EXACT if call.boards or call.leaves else _APPROXIMATE,
            BOOKING_RULE if must_book and call.boards else None,
        )
        for service, trip, call in view.calls()
    )
    return Table("stop_times", columns, rows)


def transfers(view: View) -> Table:
    """Between two trips of one bus nobody may stay on board: its journey has ended."""
    columns = ("from_trip_id", "to_trip_id", "transfer_type")
    rows = [row for service in view.services for row in _turns(view, service)]
    return Table("transfers", columns, tuple(rows))


def direction(timetable: Timetable, trip: PublishedTrip) -> int:
    """0 away from the first stop of the route, 1 towards it."""
    first, _ = timetable.routes[trip.route].stops
    return _OUTBOUND if trip.origin == first else _INBOUND


def _turns(view: View, service: Service) -> Iterator[Row]:
    plan = view.plan_of(service)
    published = _planned(service)
    for run in _runs(plan) if plan else ():
        known = [service.trip_id(published[line]) for line in run if line in published]
        yield from ((one, other, _NOBODY_STAYS_ON_BOARD) for one, other in pairwise(known))


def _planned(service: Service) -> dict[_Line, PublishedTrip]:
    """A published trip by what its plan says of it; one that a repair has dropped comes second."""
    found: dict[_Line, PublishedTrip] = {}
    for trip in service.trips:
        found.setdefault(_line(trip), trip)
    return found


def _runs(plan: Plan) -> Iterator[list[_Line]]:
    """The trips of each block, in order."""
    lines = {trip.id: _line(trip) for trip in plan.trips}
    for block in plan.blocks:
        yield [lines[piece.id] for piece in block.pieces if piece.id in lines]


def _blocks(view: View, service: Service) -> dict[str, str]:
    """The block of each planned trip, by its public id; it means nothing in other services."""
    plan, published = view.plan_of(service), _planned(service)
    mine = ((published.get(_line(trip)), trip.block) for trip in plan.trips) if plan else ()
    return {trip.id: f"{block}.{service.id}" for trip, block in mine if trip is not None}


def _line(trip: PublishedTrip | Trip) -> _Line:
    return trip.route, trip.direction, trip.departure
