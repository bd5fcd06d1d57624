"""`shuttle import`."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer

from shuttle.cli import import_gtfs
from shuttle.cli.given_files import require_place_for, write_stage, write_timetable
from shuttle.cli.import_options import Depots, EmptyRunsFile, Layover, is_stage, require_no_means
from shuttle.cli.inputs import read_scenario
from shuttle.cli.options import Quiet
from shuttle.cli.terminal import note
from shuttle.scenario.empty_runs import load_empty_runs
from shuttle.scenario.sheets.fixed_trips import block_trips, fixed_trips
from shuttle.scenario.sheets.trip_sheet import TripSheet, read_trip_sheet
from shuttle.services.stages.given_trips import Means, block_task

app = typer.Typer(add_completion=False, rich_markup_mode=None)


Out = Annotated[
    Path,
    typer.Option(
        metavar="FILE",
        help="trips.json for `shuttle blocks`; else CSV for `shuttle plan --timetable`; - for "
        "CSV on stdout.",
    ),
]
ForScenario = Annotated[
    str | None,
    typer.Option(
        metavar="SCENARIO",
        help="Whose stops, ports and vehicle types the table names, by id or by name.",
    ),
]


app.command()(import_gtfs.gtfs)


@app.callback(no_args_is_help=True)
def import_() -> None:
    """Take a timetable that somebody else made: a spreadsheet, or a GTFS feed.

    Example: shuttle import xlsx plan.xlsx --scenario pilot-2023 --out published.csv
    """


@app.command()
def csv(  # noqa: PLR0913 - one parameter an option
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV table of trips.")],
    out: Out,
    *,
    scenario: ForScenario = None,
    depot: Depots = None,
    empty_runs: EmptyRunsFile = None,
    layover: Layover = 0,
    quiet: Quiet = False,
) -> None:
    """Take the trips of a CSV table, as a spreadsheet program writes it.

    Example: shuttle import csv trips.csv --scenario pilot-2023 --out published.csv

    It needs the columns from, to and departure; port, vehicle_type, id and arrival are used where
    they are wanted, others are left aside. Ends with 2 where cells are wrong, and says which.
    """
    asked = _Asked(file, out, scenario, Means(depot or (), {}, layover), empty_runs)
    _take(asked, workbook=False, quiet=quiet)


@app.command()
def xlsx(  # noqa: PLR0913 - one parameter an option
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A workbook with trips.")],
    out: Out,
    *,
    scenario: ForScenario = None,
    depot: Depots = None,
    empty_runs: EmptyRunsFile = None,
    layover: Layover = 0,
    quiet: Quiet = False,
) -> None:
    """Take the trips of a workbook: of its sheet of trips, or the first that has the columns.

    Example: shuttle import xlsx plan.xlsx --scenario pilot-2023 --out published.csv

    Columns and names are as in: shuttle import csv --help
    """
    asked = _Asked(file, out, scenario, Means(depot or (), {}, layover), empty_runs)
    _take(asked, workbook=True, quiet=quiet)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is to be taken, and what to be made of it."""

    file: Path
    out: Path
    scenario: str | None
    means: Means
    empty_runs: Path | None


def _take(asked: _Asked, *, workbook: bool, quiet: bool) -> None:
    require_place_for(asked.out)
    scenario = read_scenario(asked.scenario) if asked.scenario else None
    stage = is_stage(asked.out)
    if not stage:
        require_no_means(
            {
                "--depot": bool(asked.means.depots),
                "--empty-runs": asked.empty_runs is not None,
                "--layover": bool(asked.means.layover_minutes),
            }
        )
    sheet = read_trip_sheet(asked.file, scenario, workbook=workbook, arrivals=stage)
    if stage:
        minutes = load_empty_runs(asked.empty_runs) if asked.empty_runs else {}
        write_stage(
            asked.out, block_task(block_trips(sheet), replace(asked.means, minutes=minutes))
        )
    else:
        write_timetable(asked.out, fixed_trips(sheet, scenario))
    _mention(sheet, quiet=quiet)


def _mention(sheet: TripSheet, *, quiet: bool) -> None:
    note(f"{len(sheet.trips)} trips taken", quiet=quiet)
    if sheet.unused:
        note(f"columns left aside: {', '.join(sheet.unused)}", quiet=quiet)
    for place in sheet.skipped:
        note(f"{place}: has no value of a trip; left aside", quiet=quiet)
