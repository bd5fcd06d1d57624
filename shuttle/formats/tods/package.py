"""The TODS package of a version: its tables, beside the GTFS feed that they refer to."""

from shuttle.domain.issue import Issue
from shuttle.formats.gtfs.table import Table
from shuttle.formats.tods.crews import crews
from shuttle.formats.tods.events import run_events
from shuttle.formats.tods.supplement import supplement


def tods_tables(issue: Issue) -> tuple[Table, ...]:
    """The tables of a version, by the ids of its GTFS feed.

    There are no vehicles, vehicle assignments or employees: a plan has types of buses and duties,
    and who does which on a date is decided at the depot.
    """
    found = tuple(crews(issue))
    return (run_events(found), *supplement(issue.timetable, found))
