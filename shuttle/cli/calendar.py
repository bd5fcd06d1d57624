"""`shuttle calendar`."""

from datetime import date, timedelta
from typing import Annotated

import typer

from shuttle.cli.inputs import read_scenario
from shuttle.cli.options import AsJson, InLanguage, ScenarioName, parse_day
from shuttle.cli.terminal import say_json, say_table
from shuttle.domain.base import Language
from shuttle.domain.calendar import DayAnswer
from shuttle.domain.scenario import Scenario
from shuttle.domain.service_days import answers
from shuttle.errors import InputError, Problem

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_MOST = timedelta(days=3653)  # ten years


@app.command()
def calendar(
    scenario: ScenarioName,
    first: Annotated[date, typer.Argument(metavar="DATE", parser=parse_day, help="2026-10-01")],
    last: Annotated[
        date | None, typer.Argument(metavar="DATE", parser=parse_day, help="Last date.")
    ] = None,
    *,
    lang: InLanguage = "en",
    as_json: AsJson = False,
) -> None:
    """Say which day type runs on which date, and why.

    Example: shuttle calendar hetao-2026 2026-10-01 2026-10-12

    A date is provisional where a government has not yet announced its holidays.
    """
    last = last or first
    _require_order(first, last)
    found = read_scenario(scenario)
    days = answers(found, first, last)
    if as_json:
        say_json([day.model_dump(mode="json", by_alias=True) for day in days])
        return
    say_table(("date", "day", "day type", "why"), [_row(found, day, lang) for day in days])


def _require_order(first: date, last: date) -> None:
    if last < first:
        message = f"{last} lies before {first}; give the earlier date first"
        raise InputError([Problem("", "DATE", message)])
    if last - first > _MOST:
        message = f"{first} to {last} is more than ten years; choose nearer dates"
        raise InputError([Problem("", "DATE", message)])


def _row(scenario: Scenario, day: DayAnswer, language: Language) -> tuple[str, ...]:
    names = {day_type.id: day_type.name for day_type in scenario.day_types}
    name = names[day.day_type].in_language(language) if day.day_type else "no service"
    mark = " (provisional)" if day.provisional else ""
    why = "; ".join(reason.text.in_language(language) for reason in day.reasons)
    return day.date.isoformat(), f"{day.date:%a}", name + mark, why
