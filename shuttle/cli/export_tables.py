"""`shuttle export csv` and `shuttle export xlsx`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from shuttle.cli.inputs import read_scenario, scenario_of
from shuttle.cli.options import InLanguage, PlanFile
from shuttle.cli.outputs import make_folder, require_folder_of, write_whole
from shuttle.cli.terminal import say
from shuttle.domain.base import Language
from shuttle.domain.plan import Plan
from shuttle.errors import InputError, Problem
from shuttle.formats.tables.csv_file import csv_bytes
from shuttle.formats.tables.plan_sheets import plan_sheets
from shuttle.formats.tables.sheet import Sheet
from shuttle.formats.tables.xlsx_file import xlsx_bytes
from shuttle.scenario import load_plan

_STDOUT = Path("-")

Table = Literal["trips", "blocks", "duties", "demand", "kpis", "proof"]
ScenarioBeside = Annotated[
    str | None,
    typer.Option(
        "--scenario",
        metavar="SCENARIO",
        help="Else the one beside the plan, or the shipped one of its name.",
    ),
]


def csv(
    plan: PlanFile,
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder; with --table a file, or - for stdout.")
    ],
    *,
    table: Annotated[Table | None, typer.Option(help="Only this one.")] = None,
    scenario: ScenarioBeside = None,
    lang: InLanguage = "en",
) -> None:
    """Write a plan as CSV tables: trips, blocks, duties, demand, figures and proof.

    Example: shuttle export csv plan.json --out tables

    Texts that a spreadsheet program would take for formulas begin with an apostrophe. Edited
    trips come back by: shuttle import csv tables/trips.csv --out published.csv
    """
    if out == _STDOUT and table is None:
        message = "takes one table on stdout: choose it by --table"
        raise InputError([Problem("", "--out -", message)])
    found = load_plan(plan)
    sheets = _sheets(found, plan, scenario, lang)
    if table is None:
        make_folder(out)
        for sheet in sheets:
            _write(out / f"{sheet.name}.csv", csv_bytes(sheet))
        return
    body = csv_bytes(next(sheet for sheet in sheets if sheet.name == table))
    if out == _STDOUT:
        typer.echo(body.decode("utf-8-sig").replace("\r\n", "\n"), nl=False)
        return
    require_folder_of(out)
    _write(out, body)


def xlsx(
    plan: PlanFile,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write it.")],
    *,
    scenario: ScenarioBeside = None,
    lang: InLanguage = "en",
) -> None:
    """Write a plan as a workbook: trips, blocks, duties, demand, figures and proof.

    Example: shuttle export xlsx plan.json --out plan.xlsx --lang zh-Hant

    Edited trips come back by: shuttle import xlsx plan.xlsx --out published.csv
    """
    require_folder_of(out)
    found = load_plan(plan)
    sheets = _sheets(found, plan, scenario, lang)
    _write(out, xlsx_bytes(sheets, found.reference_date, lang))


def _sheets(plan: Plan, file: Path, scenario: str | None, language: Language) -> tuple[Sheet, ...]:
    place = read_scenario(scenario) if scenario else scenario_of(plan, file)
    return plan_sheets(plan, place, language)


def _write(path: Path, body: bytes) -> None:
    write_whole(path, body)
    say(str(path))
