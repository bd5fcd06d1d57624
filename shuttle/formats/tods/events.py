"""`run_events.txt`: a driver's day from sign-on to sign-off, with nothing left out between."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from shuttle.domain.plan import Duty
from shuttle.formats.gtfs.table import Cell, Row, Table, gtfs_time
from shuttle.formats.tods.crews import Crew, Run, trip_type

_COLUMNS = (
    "service_id", "run_id", "event_sequence", "piece_id", "block_id", "job_type", "event_type",
    "trip_id", "start_location", "start_time", "start_mid_trip", "end_location", "end_time",
    "end_mid_trip",
)  # fmt: skip
_DRIVER = "Driver"
_STEP = 10
_WHOLE_TRIP = 2  # neither begins nor ends in the middle of one
_NAMES = {"pull-out": "Pull-Out", "pull-back": "Pull-Back", "deadhead": "Deadhead"}


@dataclass(frozen=True, slots=True)
class _Event:
    """Something that a driver does."""

    kind: str
    start: int
    end: int
    origin: str
    destination: str
    piece: str | None = None
    block: str | None = None
    trip: str | None = None


def run_events(crews: Iterable[Crew]) -> Table:
    """The events of every duty: one run for each duty and service."""
    return Table("run_events", _COLUMNS, tuple(row for crew in crews for row in _rows(crew)))


def _rows(crew: Crew) -> Iterator[Row]:
    for duty in crew.plan.duties:
        for sequence, event in zip(count(_STEP, _STEP), _events(crew, duty), strict=False):
            yield _row(crew, duty, sequence, event)


def _events(crew: Crew, duty: Duty) -> Iterator[_Event]:
    runs = [crew.runs[piece] for piece in duty.pieces]
    if not runs:
        return
    first, last = runs[0].piece, runs[-1].piece
    yield _Event("Sign-On", duty.sign_on, first.departure, first.origin, first.origin)
    number, before = 1, None
    for run in runs:
        if before is not None:
            yield from _between(crew, before, run)
            number += run.block.id != before.block.id
        if run.before is not None and crew.driven_by.get(run.before.id) != duty.id:
            at = run.piece.departure
            yield _Event("Relief", at, at, run.piece.origin, run.piece.origin)
        yield _driving(crew, run, f"{duty.id}-{number}")
        before = run
    end = last.destination
    yield _Event("Sign-Off", last.arrival, duty.sign_off, end, end)


def _driving(crew: Crew, run: Run, piece_id: str) -> _Event:
    empty = run.piece.kind == "deadhead"
    return _Event(
        kind=_NAMES[trip_type(run)] if empty else "Operator",
        start=run.piece.departure,
        end=run.piece.arrival,
        origin=run.piece.origin,
        destination=run.piece.destination,
        piece=piece_id,
        block=crew.block_id(run.block),
        trip=crew.trip_id(run.piece),
    )


def _between(crew: Crew, before: Run, run: Run) -> Iterator[_Event]:
    """A driver stays with her bus during its layover, and has a break away from it."""
    start, end = before.piece.arrival, run.piece.departure
    ends = before.piece.destination, run.piece.origin
    if ends[0] != ends[1]:
        yield _Event("Travel", start, end, *ends)
    elif run.before is before.piece:
        yield _Event("Layover", start, end, *ends, block=crew.block_id(run.block))
    elif start < end:
        yield _Event("Break", start, end, *ends)


def _row(crew: Crew, duty: Duty, sequence: int, event: _Event) -> Row:
    mid: Cell = _WHOLE_TRIP if event.trip else None
    return (
        *(crew.service.id, duty.id, sequence, event.piece, event.block, _DRIVER, event.kind),
        event.trip,
        *(event.origin, gtfs_time(event.start), mid),
        *(event.destination, gtfs_time(event.end), mid),
    )
