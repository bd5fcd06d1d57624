"""`shuttle simulate`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from shuttle.cli.advice import keeper, listener, say_advice
from shuttle.cli.advice import settings as in_lists
from shuttle.cli.inputs import read_scenario
from shuttle.cli.options import AsJson, Gap, InLanguage, Quiet, ScenarioName, TimeLimit
from shuttle.cli.terminal import say, say_json, say_table
from shuttle.domain.base import Language
from shuttle.domain.sentences import say as in_words
from shuttle.scenario import load_plan
from shuttle.services.deciding.advice import AdviceRequest
from shuttle.services.deciding.advice import advise as advise_settings
from shuttle.services.deciding.simulation import SimulationAnswer, assumptions, share, simulate_plan
from shuttle.services.planning.day_plan import PlanRequest
from shuttle.simulate import Experiment, Heard, TripFigures
from shuttle.solver.optimise import Options

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_FEWEST_DAYS, _MOST_DAYS = 30, 1_000_000
_WORST = 5
_COLUMNS = (
    "trip",
    "leaves",
    "arrives",
    "departure-delay",
    "arrival-delay",
    "knock-on",
    "denied",
)

PlanToPlay = Annotated[
    Path | None, typer.Argument(metavar="PLAN", help="A plan file; none with --advise.")
]


@app.command()
def simulate(  # noqa: PLR0913 - one parameter an option
    scenario: ScenarioName,
    plan: PlanToPlay = None,
    *,
    days: Annotated[
        int, typer.Option(min=_FEWEST_DAYS, max=_MOST_DAYS, help="How many days are played.")
    ] = 10_000,
    seed: Annotated[
        int, typer.Option(min=0, max=2**31 - 1, help="Of all chance: the same gives the same days.")
    ] = 0,
    by_trip: Annotated[bool, typer.Option("--by-trip", help="Tell of every trip.")] = False,
    advise: Annotated[
        bool, typer.Option("--advise", help="Say at what percentile and layover to plan.")
    ] = False,
    settings: Annotated[
        str, typer.Option(metavar="LIST", help="With --advise: percentiles to plan at.")
    ] = "p50,p85,p95",
    layovers: Annotated[
        str, typer.Option(metavar="LIST", help="With --advise: layovers to plan with, in minutes.")
    ] = "5,10",
    out: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="With --advise: where each plan is kept."),
    ] = None,
    day_type: Annotated[
        str | None, typer.Option(help="With --advise; the scenario's first if not given.")
    ] = None,
    gap: Gap = 0.005,
    time_limit: TimeLimit = 300.0,
    lang: InLanguage = "en",
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Play many days of a plan as chance has them: delay, full buses, drivers' overruns.

    Example: shuttle simulate pilot-2023 plan.json --days 10000

    Running and clearance times are drawn from their stated percentiles; days and hours share part
    of the chance. Ends with 5 where the plan breaks rules of the scenario.

    shuttle simulate hetao-2026 --advise plans at each percentile with each layover, plays all
    plans on the same days, and says which setting is the cheapest that keeps time.
    """
    if (plan is None) != advise:
        message = "give either a plan to play, or --advise to have plans made"
        raise typer.BadParameter(message, param_hint="PLAN")
    found = read_scenario(scenario)
    experiment = Experiment(assumptions(found), days, seed)
    if plan is None:
        asked = AdviceRequest(
            settings=in_lists(settings, layovers),
            request=PlanRequest(day_type=day_type, options=Options(time_limit, gap)),
            experiment=experiment,
            keep=keeper(out),
            heard=listener(quiet=quiet),
        )
        say_advice(advise_settings(found, asked), lang, as_json=as_json)
        return
    heard = _progress(days, quiet=quiet)
    answer = simulate_plan(found, load_plan(plan), experiment, heard)
    if as_json:
        say_json(answer.model_dump(mode="json", by_alias=True))
        return
    for sentence in answer.sentences:
        say(sentence.in_language(lang))
    _say_trips(answer, lang, every=by_trip)


def _progress(days: int, *, quiet: bool) -> Heard:
    """A counter on a terminal, which nothing remains of."""
    shown = sys.stderr.isatty() and not quiet

    def heard(done: int) -> None:
        if shown:
            text = f"{done:,} / {days:,}" if done < days else " " * 30
            typer.echo(f"\r{text}\r", err=True, nl=False)

    return heard


def _say_trips(answer: SimulationAnswer, lang: Language, *, every: bool) -> None:
    trips = answer.simulation.by_trip if every else answer.simulation.by_trip[:_WORST]
    if not trips:
        return
    title = "all-trips" if every else "worst-trips"
    say(in_words(f"simulate.{title}").in_language(lang))
    headers = [in_words(f"simulate.column-{name}").in_language(lang) for name in _COLUMNS]
    say_table(headers, (_row(trip, lang) for trip in trips))


def _row(trip: TripFigures, lang: Language) -> tuple[str, ...]:
    return (
        trip.id,
        share(trip.departs_within_3).in_language(lang),
        share(trip.arrives_within_5).in_language(lang),
        f"{trip.departure_delay:.1f}",
        f"{trip.arrival_delay:.1f}",
        f"{trip.knock_on:.1f}",
        f"{trip.denied:.1f}",
    )
