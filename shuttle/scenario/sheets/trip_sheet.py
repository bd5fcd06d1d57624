"""A planner's table of trips, edited in a spreadsheet, to trips of a given timetable."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from shuttle.domain.plan import FixedTrip
from shuttle.domain.scenario import Scenario
from shuttle.errors import InputError, Problem
from shuttle.scenario.files import refuse
from shuttle.scenario.places import printable
from shuttle.scenario.sheets.clock_cells import CellValue, cell_minute, dated
from shuttle.scenario.sheets.grids import csv_grids, xlsx_grids
from shuttle.scenario.sheets.headings import NEEDED, READ, Table, known_headings, plain, with_header
from shuttle.scenario.sheets.names import Names


@dataclass(frozen=True, slots=True)
class SheetTrip:
    """A row of a table of trips; None where its cell is empty or its column missing.

    Attributes:
        place: where it stands, for what may still be found wrong with it.
    """

    place: str
    id: str | None
    origin: str
    destination: str
    departure: int
    arrival: int | None
    port: str | None
    vehicle_type: str | None

    def fixed(self) -> FixedTrip:
        """The trip of a given timetable; raises ValidationError for ids that no scenario has."""
        return FixedTrip(
            origin=self.origin,
            destination=self.destination,
            departure=self.departure,
            port=self.port,
            vehicle_type=self.vehicle_type,
        )


@dataclass(frozen=True, slots=True)
class TripSheet:
    """A table of trips.

    Attributes:
        trips: by departure.
        unused: headings of columns that say nothing here.
        skipped: places of rows without any value of a trip.
    """

    path: Path
    trips: tuple[SheetTrip, ...]
    unused: tuple[str, ...]
    skipped: tuple[str, ...]


def read_trip_sheet(
    path: Path, scenario: Scenario | None, *, workbook: bool, arrivals: bool = False
) -> TripSheet:
    """Read the trips of a CSV file or workbook.

    Columns are found by their keys or by their headings in any language, in the first rows; of a
    workbook the sheet of trips, else the first with such columns, is read.

    Args:
        path: the file.
        scenario: whose stops, ports and types may stand there by id or by name; None to take
            every id as it is.
        workbook: whether it is XLSX.
        arrivals: whether each trip must have one; else they are not looked at, for they follow
            from the departures, and a planner who moves one leaves the other as it was.

    Raises:
        InputError: with everything that is wrong, by sheet, row and column.
    """
    grids = xlsx_grids(path) if workbook else csv_grids(path)
    reader = _Reader(with_header(path, grids), Names.of(scenario), arrivals)
    found = tuple(reader.trips())
    if reader.problems:
        raise InputError(reader.problems)
    if not found:
        raise refuse(path, "has no trips; add at least one row")
    ordered = sorted(found, key=lambda trip: (trip.departure, trip.origin))
    return TripSheet(path, tuple(ordered), reader.unused(), tuple(reader.skipped))


@dataclass(slots=True)
class _Reader:
    """Reads the rows below the header, and gathers all that is wrong."""

    table: Table
    names: Names
    arrivals: bool
    problems: list[Problem] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def trips(self) -> Iterator[SheetTrip]:
        body = [(number, row) for number, row in self.table.grid.rows if number > self.table.header]
        first = self._first_date(row for _, row in body)
        for number, row in body:
            if all(self._cell(row, column) is None for column in READ if column != "id"):
                self.skipped.append(self.table.grid.place(number))
                continue
            before = len(self.problems)
            trip = self._trip(number, row, first)
            if len(self.problems) == before:
                yield trip

    def unused(self) -> tuple[str, ...]:
        """Headings of columns that are no table's of ours."""
        known = known_headings()
        cells = (str(cell) for cell in self.table.headings if cell is not None)
        return tuple(printable(text) for text in cells if plain(text) not in known)

    def _trip(self, number: int, row: Sequence[CellValue], first: date | None) -> SheetTrip:
        departure = self._minute(number, row, "departure", first)
        arrival = self._minute(number, row, "arrival", first) if self.arrivals else None
        if departure is not None and arrival is not None and arrival <= departure:
            self._note(number, "arrival", "is not after the departure; past midnight write 24:10")
        return SheetTrip(
            place=self.table.grid.place(number),
            id=self._id(number, row, "id"),
            origin=self._id(number, row, "from") or "",
            destination=self._id(number, row, "to") or "",
            departure=departure or 0,
            arrival=arrival,
            port=self._id(number, row, "port"),
            vehicle_type=self._id(number, row, "vehicle_type"),
        )

    def _minute(
        self, number: int, row: Sequence[CellValue], column: str, first: date | None
    ) -> int | None:
        cell = self._cell(row, column)
        try:
            return cell_minute(cell, first)
        except ValueError as error:
            self._note(number, column, _empty_or(cell, str(error)))
            return None

    def _id(self, number: int, row: Sequence[CellValue], column: str) -> str | None:
        cell = self._cell(row, column)
        if cell is None:
            if column in NEEDED:
                self._note(number, column, _empty_or(cell, ""))
            return None
        try:
            return self.names.find(column, _without_apostrophe(str(cell)))
        except ValueError as error:
            self._note(number, column, str(error))
            return None

    def _first_date(self, rows: Iterator[Sequence[CellValue]]) -> date | None:
        """The earliest date that stands beside a time: the service date."""
        cells = (self._cell(row, name) for row in rows for name in ("departure", "arrival"))
        return min((on for cell in cells if (on := dated(cell)) is not None), default=None)

    def _cell(self, row: Sequence[CellValue], column: str) -> CellValue:
        place = self.table.columns.get(column)
        return row[place] if place is not None and place < len(row) else None

    def _note(self, number: int, column: str, message: str) -> None:
        place = self.table.grid.place(number, self.table.columns.get(column), column)
        self.problems.append(Problem(str(self.table.grid.path), place, message))


def _empty_or(cell: CellValue, message: str) -> str:
    if cell is not None:
        return message
    return "is empty; fill it in (of cells that are merged only the first has a value)"


def _without_apostrophe(text: str) -> str:
    """An export puts an apostrophe before what looks like a formula."""
    return text.removeprefix("'")
