"""`shuttle repair`."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from shuttle.cli.inputs import read_scenario
from shuttle.cli.options import (
    AsJson,
    Database,
    Gap,
    InLanguage,
    PlanFile,
    Quiet,
    ScenarioName,
    TimeLimit,
    parse_day,
)
from shuttle.cli.outputs import require_folder_of
from shuttle.cli.plan_file import write_plan
from shuttle.cli.published import announce, opened, read_settings
from shuttle.cli.terminal import note, say, say_json
from shuttle.domain.base import Language
from shuttle.domain.plan import Plan
from shuttle.domain.proof import Proof
from shuttle.domain.scenario import Scenario
from shuttle.scenario import load_disruption, load_plan
from shuttle.services.deciding.repairing import Repaired
from shuttle.services.deciding.repairing import repair as repaired_day
from shuttle.services.publishing import publications
from shuttle.solver.optimise import Options

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def repair(  # noqa: PLR0913 - one parameter an option
    scenario: ScenarioName,
    plan: PlanFile,
    *,
    disruption: Annotated[
        Path,
        typer.Option(metavar="FILE", help="What goes wrong; shuttle schema disruption tells how."),
    ],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write the repaired plan.")
    ] = None,
    publish: Annotated[
        date | None,
        typer.Option(
            metavar="DATE", parser=parse_day, help="Repair this date, and publish the repair."
        ),
    ] = None,
    language: InLanguage = "en",
    time_limit: TimeLimit = 60.0,
    gap: Gap = 0.001,
    database: Database = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Plan the rest of a disrupted day anew, with as little change as possible.

    Example: shuttle repair hetao-2026 plan.json --disruption closed.toml --out repaired.json

    What left before the disruption was known stays. The repaired plan is for one date; publish it
    with --publish DATE, or later by shuttle publish. Ends with 3 where nothing can be done.
    """
    if out is not None:
        require_folder_of(out)
    found, base = read_scenario(scenario), load_plan(plan)
    known = load_disruption(disruption, found, base)
    if publish is not None:
        known = known.model_copy(update={"on": publish})
    made = repaired_day(found, base, known, Options(time_limit, gap))
    if out is not None:
        write_plan(out, made.plan)
    _tell(made, language, as_json=as_json, quiet=quiet)
    if publish is not None:
        _publish(found, made.plan, database, quiet=quiet)


def _publish(scenario: Scenario, plan: Plan, database: Path | None, *, quiet: bool) -> None:
    day = plan.reference_date
    with opened(read_settings(database=database), new=True) as application:
        made = publications.publish(application.desk(), scenario, [plan], day, day, "repair")
    note(announce(made), quiet=quiet)


def _tell(made: Repaired, language: Language, *, as_json: bool, quiet: bool) -> None:
    if as_json:
        say_json(_document(made))
        return
    for words in made.words:
        say(words.in_language(language))
    note(_proof(made.plan.proof, made.plan.objective.currency), quiet=quiet)


def _proof(proof: Proof, currency: str) -> str:
    bound = f"bound {currency} {proof.bound:,.2f}, gap {100 * proof.gap:.2f} %"
    return f"{proof.status}: {bound} ({proof.proves}); {proof.wall_seconds:.1f} s"


def _document(made: Repaired) -> dict[str, object]:
    plan = made.plan
    return {
        "date": plan.reference_date.isoformat(),
        "words": [words.model_dump(mode="json", by_alias=True) for words in made.words],
        "eased": [e.model_dump(mode="json") for e in (plan.repairs.eased if plan.repairs else ())],
        "objective": plan.objective.model_dump(mode="json"),
        "proof": plan.proof.model_dump(mode="json"),
        "duty_proof": plan.duty_proof.model_dump(mode="json"),
    }
