"""`plan.json` back into a Plan, and a timetable made by somebody else from CSV."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from shuttle.domain.plan import FixedTrip, Plan
from shuttle.domain.scenario import Scenario
from shuttle.errors import InputError, Problem
from shuttle.scenario.files import read_text
from shuttle.scenario.messages import note
from shuttle.scenario.places import Findings
from shuttle.scenario.tables_csv import CsvTable, by_field


def load_plan(path: Path) -> Plan:
    """Read a plan file.

    Raises:
        InputError: with everything that is wrong in it.
    """
    findings = Findings(lambda _: str(path))
    try:
        return Plan.model_validate_json(read_text(path), strict=True, by_name=False, by_alias=True)
    except ValidationError as error:
        note(error, "plan", (), findings)
        raise InputError(findings.problems) from None


def load_trips_csv(path: Path, scenario: Scenario) -> tuple[FixedTrip, ...]:
    """Read a published timetable: `from,to,departure` and, where known, `port,vehicle_type`.

    Raises:
        InputError: with everything that is wrong, by row and column.
    """
    problems: list[Problem] = []
    table = CsvTable(path, ("from", "to", "departure"), ("port", "vehicle_type"), problems)
    found = [_trip(table, number, row, scenario) for number, row in table.rows()]
    if not found and not problems:
        problems.append(Problem(str(path), "", "has no trips; add at least one row"))
    if problems:
        raise InputError(problems)
    return tuple(trip for trip in found if trip is not None)


def _trip(
    table: CsvTable, number: int, row: dict[str, str], scenario: Scenario
) -> FixedTrip | None:
    try:
        trip = FixedTrip.model_validate(by_field(row))
    except ValidationError as error:
        table.note_all(number, error)
        return None
    for column, message in wrong_names(trip, scenario):
        table.note(number, column, message)
    return trip


def wrong_names(trip: FixedTrip, scenario: Scenario) -> Iterator[tuple[str, str]]:
    """What the scenario does not know of a trip: column, and what would be accepted."""
    ways = {(way.origin, way.destination): way.route for way in scenario.directions()}
    route = ways.get((trip.origin, trip.destination))
    if route is None:
        known = ", ".join(f"{origin} to {destination}" for origin, destination in ways)
        message = f'no route runs from "{trip.origin}" to "{trip.destination}"; known are {known}'
        yield "to", message
    elif trip.port is not None and trip.port not in scenario.routes[route].ports:
        known = ", ".join(scenario.routes[route].ports) or "none"
        yield "port", f'"{trip.port}" is not a port of the route; known are {known}'
    if trip.vehicle_type is not None and trip.vehicle_type not in scenario.vehicle_types:
        known = ", ".join(scenario.vehicle_types)
        yield "vehicle_type", f'there is no vehicle type "{trip.vehicle_type}"; known are {known}'
