"""`shuttle publish`."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from shuttle.cli.inputs import read_scenario, scenario_of
from shuttle.cli.options import AsJson, Database, Note, parse_day
from shuttle.cli.published import (
    announce,
    document,
    mention_address,
    mention_no_gtfs,
    opened,
    read_settings,
)
from shuttle.cli.terminal import say, say_json
from shuttle.domain.plan import Plan
from shuttle.errors import InputError, Problem
from shuttle.scenario import load_plan
from shuttle.services.publishing import publications

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def publish(  # noqa: PLR0913 - one parameter an option
    plans: Annotated[
        list[Path],
        typer.Argument(
            metavar="PLAN...",
            help="Plan files: one a day type, and one for each side of a change of facts.",
        ),
    ],
    first: Annotated[
        date, typer.Option("--from", metavar="DATE", parser=parse_day, help="First service date.")
    ],
    last: Annotated[
        date, typer.Option("--to", metavar="DATE", parser=parse_day, help="Last service date.")
    ],
    *,
    scenario: Annotated[
        str | None,
        typer.Option(
            metavar="SCENARIO",
            help="Where the plans come from; if not given, the first plan's folder or the "
            "shipped scenario of its name.",
        ),
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Publish plans that leave obligations, too.")
    ] = False,
    note: Note = "",
    database: Database = None,
    as_json: AsJson = False,
) -> None:
    """Publish plans for some dates, as a new version.

    Example: shuttle publish plan.json --from 2026-11-23 --to 2027-01-17

    Other dates stay as they are. Nothing is published where a plan breaks a rule (5) or the
    plans do not fit the dates (2); partial plans break some unless --partial is given.
    SHUTTLE_BASE_URL is the address that feeds name; it holds for later publications too.
    """
    read = _read(plans)
    chosen = read_scenario(scenario) if scenario else scenario_of(read[0], plans[0])
    with opened(read_settings(database=database), new=True) as application:
        made = publications.publish(
            application.desk(), chosen, read, first, last, note, partial=partial
        )
        mention_address(application, made)
    mention_no_gtfs(made)
    if as_json:
        say_json(document(made))
    else:
        say(announce(made))


def _read(files: Sequence[Path]) -> list[Plan]:
    """Every plan; raises InputError with the problems of all files."""
    plans: list[Plan] = []
    problems: list[Problem] = []
    for file in files:
        try:
            plans.append(load_plan(file))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return plans
