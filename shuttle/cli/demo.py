"""`shuttle demo`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Annotated

import typer

from shuttle import audit
from shuttle.bootstrap import Application
from shuttle.cli import summary
from shuttle.cli.departures import board, say_departures
from shuttle.cli.inputs import read_scenario
from shuttle.cli.interruption import Interruption
from shuttle.cli.options import Database, Gap, Host, Port, Quiet, TimeLimit
from shuttle.cli.progress import ProgressLine
from shuttle.cli.published import announce, local, opened, read_settings
from shuttle.cli.serve import address, require_free, serve
from shuttle.cli.terminal import note, say
from shuttle.domain.plan import Plan
from shuttle.domain.rules import catalogue
from shuttle.domain.scenario import Scenario
from shuttle.domain.timetable import Timetable
from shuttle.errors import CheckError
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.services.publishing import publications
from shuttle.services.publishing.coverage import needed_plans
from shuttle.services.riders.departures import DepartureQuery
from shuttle.settings import Settings
from shuttle.solver.optimise import Options

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_WEEKS = 8
_LISTED = 3


@app.command()
def demo(  # noqa: PLR0913 - one parameter an option
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="A shipped scenario, or a folder.")
    ] = "hetao-2026",
    *,
    once: Annotated[bool, typer.Option("--once", help="End after publishing.")] = False,
    time_limit: TimeLimit = 60.0,
    gap: Gap = 0.005,
    host: Host = None,
    port: Port = None,
    database: Database = None,
    quiet: Quiet = False,
) -> None:
    """Plan, check, publish and serve a shipped example.

    Example: shuttle demo --once

    The plan is good to half a per cent (--gap 0.005) or what 60 seconds bring; Ctrl-C takes the
    best so far. It is published for eight weeks from this week's Monday on, as a new version.
    """
    found = read_scenario(scenario)
    settings = read_settings(host=host, port=port, database=database, service=found.service)
    if not once:
        require_free(settings)
    options = Options(time_limit_seconds=time_limit, gap=gap)
    with opened(settings, new=True) as application:
        first = _monday(application)
        last = first + timedelta(weeks=_WEEKS, days=-1)
        plans = _plan(found, first, last, options, quiet=quiet)
        desk = application.desk()
        made = publications.publish(desk, found, plans, first, last, "shuttle demo")
        _tell(application, made)
    if not once:
        for line in _links(made, settings):
            say(line)
        note("serving; Ctrl-C ends it", quiet=quiet)
        serve(settings)


def _monday(application: Application) -> date:
    today = local(application.clock()).date()
    return today - timedelta(days=today.weekday())


def _plan(
    scenario: Scenario, first: date, last: date, options: Options, *, quiet: bool
) -> tuple[Plan, ...]:
    """Plans for all dates, each told and checked; raises what planning raises."""
    plans = []
    for needed in needed_plans(scenario, first, last):
        note(
            f"planning {scenario.name}, {needed.day_type}, to a gap of {options.gap:.1%} or for "
            f"{options.time_limit_seconds:g} s",
            quiet=quiet,
        )
        interruption = Interruption(quiet=quiet)
        stoppable = replace(options, stop=interruption.asked)
        request = PlanRequest(day_type=needed.day_type, day=needed.day, options=stoppable)
        currency = scenario.policies.prices.currency
        with interruption, ProgressLine(currency, quiet=quiet) as progress:
            plan = make_plan(scenario, request, progress.report)
        _show(scenario, plan)
        plans.append(plan)
    return tuple(plans)


def _show(scenario: Scenario, plan: Plan) -> None:
    for line in summary.lines(plan):
        say(line)
    violations = audit.check(scenario, plan)
    if violations:
        message = "The plan breaks rules, so nothing was published:"
        raise CheckError(message, [violation.words for violation in violations])
    say(f"  {'check':12}passes: {len(catalogue())} rules checked")


def _tell(application: Application, timetable: Timetable) -> None:
    say(announce(timetable))
    for way in timetable.directions:
        asked = DepartureQuery(way.origin, way.destination, application.clock(), _LISTED)
        answer = board(application, timetable.service, asked, "en")
        say(f"next from {answer.origin.name}:")
        say_departures(answer.departures)


def _links(timetable: Timetable, settings: Settings) -> Iterator[str]:
    base = address(settings)
    yield f"board            {base}/en/  {base}/tc/  {base}/sc/"
    for way in _one_each(timetable):
        yield f"next departures  {base}/v1/departures?from={way[1]}&to={way[2]}"
        yield f"calendar feed    {base}/feeds/en/{way[0]}.ics"
    yield f"API              {base}/docs"


def _one_each(timetable: Timetable) -> Sequence[tuple[str, str, str]]:
    """The first direction of each route: route, origin, destination."""
    first = {way.route: way for way in reversed(timetable.directions)}
    return [(route, first[route].origin, first[route].destination) for route in timetable.routes]
