"""What riders' GTFS leaves out: empty runs, and the places where only buses go."""

from collections.abc import Iterable, Iterator, Sequence

from shuttle.domain.plan import BlockPiece
from shuttle.domain.timetable import Timetable
from shuttle.formats.gtfs.calls import calls, port_place, port_stop
from shuttle.formats.gtfs.table import Row, Table, gtfs_time
from shuttle.formats.tods.crews import Crew, Run, trip_type

_ROUTE, _ROUTE_NAME, _BUS = "empty-runs", "Empty runs", 3
_GARAGE = "garage"


def supplement(timetable: Timetable, crews: Sequence[Crew]) -> tuple[Table, ...]:
    """The supplement tables that have rows."""
    tables = (
        _routes(timetable, crews),
        _trips(crews),
        _stop_times(timetable, crews),
        _stops(timetable, crews),
    )
    return tuple(table for table in tables if table.rows)


def _routes(timetable: Timetable, crews: Iterable[Crew]) -> Table:
    columns = ("route_id", "agency_id", "route_long_name", "route_type")
    row = (_ROUTE, timetable.service, _ROUTE_NAME, _BUS)
    return Table("routes_supplement", columns, (row,) if any(_empty(crews)) else ())


def _trips(crews: Iterable[Crew]) -> Table:
    columns = ("trip_id", "route_id", "service_id", "block_id", "TODS_trip_type")
    rows = tuple(
        (
            crew.trip_id(run.piece),
            _ROUTE,
            crew.service.id,
            crew.block_id(run.block),
            trip_type(run),
        )
        for crew, run in _empty(crews)
    )
    return Table("trips_supplement", columns, rows)


def _stop_times(timetable: Timetable, crews: Iterable[Crew]) -> Table:
    columns = ("trip_id", "stop_sequence", "stop_id", "arrival_time", "departure_time")
    rows = tuple(
        (crew.trip_id(run.piece), sequence, place, gtfs_time(arrival), gtfs_time(departure))
        for crew, run in _empty(crews)
        for sequence, (place, arrival, departure) in enumerate(_calls(timetable, run.piece), 1)
    )
    return Table("stop_times_supplement", columns, rows)


def _stops(timetable: Timetable, crews: Sequence[Crew]) -> Table:
    """Depots, and stops of empty runs at which no trip calls.

    Depots at places of their own have an id and neither name nor position.
    """
    columns = ("stop_id", "stop_name", "location_type", "TODS_location_type")
    blocks = [block for crew in crews for block in crew.plan.blocks]
    garages = {block.pieces[0].origin for block in blocks}
    garages |= {block.pieces[-1].destination for block in blocks}
    reached = {call[0] for _, run in _empty(crews) for call in _calls(timetable, run.piece)}
    trips = [trip for crew in crews for trip in crew.service.trips]
    called = {call.stop for trip in trips for call in calls(timetable, trip)}
    rows: list[Row] = []
    for place in sorted(garages | reached - called):
        new = place not in called
        name = _name(timetable, place) if new else None
        rows.append((place, name, 0 if new else None, _GARAGE if place in garages else None))
    return Table("stops_supplement", columns, tuple(rows))


def _name(timetable: Timetable, place: str) -> str:
    names = {stop.id: stop.name.en for stop in timetable.stops.values()}
    names |= {port_stop(port.id): port.name.en for port in timetable.ports.values()}
    return names.get(place) or place


def _empty(crews: Iterable[Crew]) -> Iterator[tuple[Crew, Run]]:
    for crew in crews:
        for run in crew.runs.values():
            if run.piece.kind == "deadhead":
                yield crew, run


def _calls(timetable: Timetable, piece: BlockPiece) -> Iterator[tuple[str, int, int]]:
    yield piece.origin, piece.departure, piece.departure
    for leg in piece.legs:
        port = leg.origin
        if leg.kind == "clearance" and _is_stop(timetable, port):
            yield port_stop(port), leg.departure, leg.arrival
    yield piece.destination, piece.arrival, piece.arrival


def _is_stop(timetable: Timetable, port: str) -> bool:
    return port in timetable.ports and port_place(timetable, port) is not None
