"""`shuttle explain`."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer

from shuttle.cli.failures import INFEASIBLE, NO_PLAN
from shuttle.cli.inputs import read_scenario
from shuttle.cli.options import AsJson, Gap, InLanguage, Quiet, ScenarioName, TimeLimit, parse_day
from shuttle.cli.terminal import note, say, say_json
from shuttle.domain.base import Language, LocalText
from shuttle.domain.explanation import Explanation, PlanPrice, Relaxation
from shuttle.domain.sentences import plain
from shuttle.domain.sentences import say as sentence
from shuttle.services.deciding.explanation import explain as explained
from shuttle.services.planning.day_plan import PlanRequest
from shuttle.solver.explain import Effort
from shuttle.solver.optimise import Options

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_CODES = {"feasible": 0, "infeasible": INFEASIBLE, "unknown": NO_PLAN}


@app.command()
def explain(  # noqa: PLR0913 - one parameter an option
    scenario: ScenarioName,
    *,
    day_type: Annotated[str | None, typer.Option(help="The scenario's first if not given.")] = None,
    day: Annotated[
        date | None,
        typer.Option("--date", parser=parse_day, help="By the facts of this date."),
    ] = None,
    effort: Annotated[
        Effort, typer.Option(help="How much work the answer is worth; not measured in seconds.")
    ] = "normal",
    gap: Gap = 0.15,
    time_limit: TimeLimit = 60.0,
    lang: InLanguage = "en",
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Say which rules clash where no plan exists, and what would mend it.

    Example: shuttle explain hetao-2026

    Rules are named by the key under which they are written. Whatever is said to mend the clash
    was planned to the gap, within the time limit for each plan, and passed every check. Ends with
    3 where no plan exists, with 0 where one does, with 4 where that is not known.
    """
    found = read_scenario(scenario)
    request = PlanRequest(day_type=day_type, day=day, options=Options(time_limit, gap))
    answer = explained(
        found, request, effort, lambda words: note(words.in_language(lang), quiet=quiet)
    )
    if as_json:
        say_json(answer.model_dump(mode="json", by_alias=True))
    else:
        for line in _lines(answer, lang):
            say(line)
    raise typer.Exit(_CODES[answer.outcome])


def _lines(answer: Explanation, lang: Language) -> Iterator[str]:
    yield f"{answer.scenario.name}, {answer.day_type}: {answer.words.in_language(lang)}"
    for rule in answer.rules:
        yield f"  {rule.words.in_language(lang)}  [{rule.key}]"
    if answer.relaxations:
        yield sentence("explain.mends").in_language(lang)
    elif answer.rules:
        yield sentence("explain.mends-none").in_language(lang)
    for number, relaxation in enumerate(answer.relaxations, start=1):
        yield from _mend(number, relaxation, lang)
    if answer.untried:
        yield sentence("explain.untried", count=answer.untried).in_language(lang)


def _mend(number: int, relaxation: Relaxation, lang: Language) -> Iterator[str]:
    yield f"  {number}. {relaxation.words.in_language(lang)}"
    yield f"     {_priced(relaxation.price).in_language(lang)}"
    for edit in relaxation.edits:
        yield f"       {edit.line}"


def _priced(price: PlanPrice) -> LocalText:
    return sentence(
        "explain.priced",
        cost=plain(price.money),
        buses=sentence("common.buses", count=price.buses),
        trips=sentence("common.trips", count=price.trips),
        gap=f"{price.gap:.1%}",
    )
