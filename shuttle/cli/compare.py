"""`shuttle compare`."""

from pathlib import Path
from typing import Annotated

import typer

from shuttle.cli.comparison_tables import say_comparison
from shuttle.cli.inputs import read_scenario, scenario_of
from shuttle.cli.options import AsJson, InLanguage
from shuttle.cli.outputs import require_folder_of, write_whole
from shuttle.cli.terminal import note, say_json
from shuttle.domain.plan import Plan
from shuttle.draw.overlay import overlay
from shuttle.scenario import load_plan
from shuttle.services.deciding.comparison import Candidate, Comparison, naming
from shuttle.services.deciding.comparison import compare as lay_beside

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_UNTOLD = {"legs"}


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(metavar="A.json", help="The plan that people know.")],
    after: Annotated[Path, typer.Argument(metavar="B.json", help="The plan in its place.")],
    *,
    scenario: Annotated[
        str | None,
        typer.Option(
            metavar="SCENARIO",
            help="Scenario of both; else the one beside each plan, or the shipped one of its name.",
        ),
    ] = None,
    svg: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also draw both timetables as one picture.")
    ] = None,
    lang: InLanguage = "en",
    as_json: AsJson = False,
) -> None:
    """Compare two plans: who is better off, and what it costs.

    Example: shuttle compare published.json plan.json --svg change.svg

    Key figures, money, riders, hours and trips, in planners' and commuters' words. Riders are
    counted one by one, by the demand of each plan's scenario. Plans of different
    scenarios or day types are compared too; it is said what is not like with like.
    """
    if svg is not None:
        require_folder_of(svg)
    files = before, after
    sides = [_candidate(file, scenario) for file in files]
    found = lay_beside(*sides)
    names = naming(*(side.scenario for side in sides))
    if svg is not None:
        subtitle = " \N{RIGHTWARDS ARROW} ".join(file.name for file in files)
        picture = overlay(found.difference, names, lang, subtitle)
        write_whole(svg, picture.encode())
        note(f"picture written to {svg}")
    if as_json:
        say_json(_document(files, sides, found))
    else:
        plans = [f"{file.name} ({_of(side.plan)})" for file, side in zip(files, sides, strict=True)]
        say_comparison(found, names, plans, lang)


def _candidate(file: Path, scenario: str | None) -> Candidate:
    plan = load_plan(file)
    found = read_scenario(scenario) if scenario else scenario_of(plan, file)
    return Candidate(found, plan)


def _of(plan: Plan) -> str:
    return f"{plan.scenario.name}, {plan.day_type}, {plan.method}, {plan.reference_date}"


def _document(
    files: tuple[Path, Path], sides: list[Candidate], found: Comparison
) -> dict[str, object]:
    """Everything for a program; of the trips those that change, without their legs."""
    whole = found.model_dump(mode="json", by_alias=True)
    trips = [
        {**change.model_dump(mode="json", by_alias=True), "minutes": change.minutes}
        for change in found.difference.changed_trips
    ]
    for change in trips:
        for side in ("before", "after"):
            if change[side]:
                change[side] = {k: v for k, v in change[side].items() if k not in _UNTOLD}
    unchanged = len(found.difference.trips) - len(trips)
    whole["difference"] |= {"trips": trips, "trips_unchanged": unchanged}
    named = zip(("before", "after"), files, sides, strict=True)
    return {name: _side(file, side.plan) for name, file, side in named} | whole


def _side(file: Path, plan: Plan) -> dict[str, object]:
    return {
        "file": str(file),
        "scenario": plan.scenario.name,
        "day_type": plan.day_type,
        "method": plan.method,
        "reference_date": plan.reference_date.isoformat(),
    }
