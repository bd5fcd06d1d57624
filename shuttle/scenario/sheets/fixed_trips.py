"""Rows of a table of trips as a given timetable, or as trips of a stage file."""

from collections.abc import Iterator
from itertools import count

from pydantic import ValidationError

from shuttle.domain.plan import FixedTrip
from shuttle.domain.scenario import Scenario
from shuttle.domain.stages import BlockTrip
from shuttle.domain.time import format_minute
from shuttle.errors import InputError, Problem
from shuttle.scenario.messages import complaint
from shuttle.scenario.plans import wrong_names
from shuttle.scenario.sheets.trip_sheet import SheetTrip, TripSheet

_LONGEST_PLACE = 100
_COLUMN_OF = {"origin": "from", "destination": "to"}


def fixed_trips(sheet: TripSheet, scenario: Scenario | None) -> tuple[FixedTrip, ...]:
    """The given timetable of a table.

    Args:
        sheet: its rows.
        scenario: whose routes, ports and types the trips must have; None to ask for ids alone.

    Raises:
        InputError: with everything that is wrong, by row.
    """
    problems: list[Problem] = []
    found: list[FixedTrip] = []
    for row in sheet.trips:
        try:
            trip = row.fixed()
        except ValidationError as error:
            notes = [(str(one["loc"][0]), complaint(one)) for one in error.errors()]
        else:
            found.append(trip)
            notes = list(wrong_names(trip, scenario)) if scenario else []
        for column, message in notes:
            key = f"{row.place}, {_COLUMN_OF.get(column, column)}"
            problems.append(Problem(str(sheet.path), key, message))
    if problems:
        raise InputError(problems)
    return tuple(found)


def block_trips(sheet: TripSheet) -> tuple[BlockTrip, ...]:
    """The trips of a stage file; a row without id gets one from its ends and departure.

    Raises:
        InputError: two rows have the same id.
    """
    given = [row.id for row in sheet.trips if row.id is not None]
    problems = [
        Problem(str(sheet.path), f"{row.place}, id", f'"{row.id}" is there twice; ids are unique')
        for place, row in enumerate(sheet.trips)
        if row.id is not None and row.id in {other.id for other in sheet.trips[:place]}
    ]
    if problems:
        raise InputError(problems)
    taken = set(given)
    found = []
    for row in sheet.trips:
        name = row.id or next(name for name in _minted(row) if name not in taken)
        taken.add(name)
        found.append(_block_trip(row, name))
    return tuple(found)


def _minted(row: SheetTrip) -> Iterator[str]:
    ends = row.origin[:_LONGEST_PLACE], row.destination[:_LONGEST_PLACE]
    plain = f"{'-'.join(ends)}-{format_minute(row.departure).replace(':', '')}"
    yield plain
    yield from (f"{plain}-{number}" for number in count(2))


def _block_trip(row: SheetTrip, name: str) -> BlockTrip:
    return BlockTrip(
        id=name,
        origin=row.origin,
        destination=row.destination,
        start=row.departure,
        end=row.departure if row.arrival is None else row.arrival,
        vehicle_types=(row.vehicle_type,) if row.vehicle_type else None,
    )
