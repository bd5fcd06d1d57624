"""`shuttle why`."""

from typing import Annotated

import typer

from shuttle.cli.inputs import read_scenario
from shuttle.cli.options import (
    AsJson,
    InLanguage,
    PlanFile,
    ScenarioName,
    TimeLimit,
    parse_id,
    parse_time,
)
from shuttle.cli.terminal import say, say_json
from shuttle.scenario import load_plan
from shuttle.services.deciding.why import Question
from shuttle.services.deciding.why import why as answer

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command()
def why(  # noqa: PLR0913 - one parameter an option
    scenario: ScenarioName,
    plan: PlanFile,
    destination: Annotated[
        str, typer.Option("--to", metavar="STOP", parser=parse_id, help="Where the bus goes.")
    ],
    at: Annotated[
        int, typer.Option(metavar="HH:MM", parser=parse_time, help="When it leaves, or would.")
    ],
    *,
    origin: Annotated[
        str | None,
        typer.Option("--from", metavar="STOP", parser=parse_id, help="Where it leaves."),
    ] = None,
    time_limit: TimeLimit = 60.0,
    lang: InLanguage = "en",
    as_json: AsJson = False,
) -> None:
    """Tell why a bus leaves at a time, or why none does.

    Example: shuttle why pilot-2023 plan.json --to hksp --at 10:00

    What the other way would cost is a range: at least what is proved, at most what the best other
    timetable costs that was found by solving again.
    """
    question = Question(destination, at, origin, time_limit)
    found = answer(read_scenario(scenario), load_plan(plan), question)
    if as_json:
        say_json(found.model_dump(mode="json", by_alias=True))
        return
    for sentence in found.words:
        say(sentence.in_language(lang))
