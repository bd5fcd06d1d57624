"""`shuttle plan`."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from shuttle.cli import summary
from shuttle.cli.failures import INTERRUPTED
from shuttle.cli.inputs import read_scenario
from shuttle.cli.interruption import Interruption
from shuttle.cli.keep_options import (
    ChangePrice,
    KeepOptions,
    MaxChanges,
    MaxDutiesTouched,
    MaxMinutesMoved,
    Pin,
    PinBlock,
    PinDuty,
    PinTrip,
    kept,
)
from shuttle.cli.options import AsJson, Gap, InLanguage, Quiet, ScenarioName, TimeLimit, parse_day
from shuttle.cli.outputs import require_folder_of
from shuttle.cli.plan_file import plan_json, write_draft, write_plan
from shuttle.cli.progress import ProgressLine
from shuttle.cli.terminal import note, say, say_json
from shuttle.domain.change import ChangeLimits
from shuttle.domain.plan import Method, Plan
from shuttle.domain.scenario import Scenario
from shuttle.errors import InfeasibleError, InputError, Problem
from shuttle.scenario import load_trips_csv
from shuttle.services.deciding.difference_words import planners_words
from shuttle.services.deciding.differences import difference
from shuttle.services.planning.day_plan import Keep, PlanRequest, make_plan
from shuttle.services.planning.rosters import week_of_drivers
from shuttle.services.planning.unchanged import recounted
from shuttle.solver.optimise import Options

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_STDOUT = Path("-")


@app.command()
def plan(  # noqa: PLR0913 - one parameter an option
    scenario: ScenarioName,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write it; - for stdout.")],
    *,
    day_type: Annotated[str | None, typer.Option(help="The scenario's first if not given.")] = None,
    day: Annotated[
        date | None,
        typer.Option(
            "--date",
            parser=parse_day,
            help="Plan by the facts of this date; the scenario's reference date if not given.",
        ),
    ] = None,
    method: Annotated[
        Method, typer.Option(help="The even ones are what planners do by hand, to compare with.")
    ] = "optimise",
    timetable: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Take these trips (CSV); plan buses and drivers only."),
    ] = None,
    pin: Pin = None,
    pin_trip: PinTrip = None,
    pin_block: PinBlock = None,
    pin_duty: PinDuty = None,
    max_changes: MaxChanges = None,
    max_minutes_moved: MaxMinutesMoved = None,
    max_duties_touched: MaxDutiesTouched = None,
    change_price: ChangePrice = None,
    partial_plan: Annotated[
        bool,
        typer.Option(
            "--partial",
            help="Where not every rule can be kept, leave the fewest obligations of the service.",
        ),
    ] = False,
    time_limit: TimeLimit = 300.0,
    gap: Gap = 0.0,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Of the solver.")] = 0,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Branches and neighbourhoods solved at once.")
    ] = 1,
    lang: InLanguage = "en",
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Plan a day type: timetable, buses and drivers, with a proof.

    Example: shuttle plan pilot-2023 --out plan.json

    With --pin PLAN the plan keeps to an earlier one: what that marks as pinned, or the --pin-…
    options name, stays; changes against its timetable cost money where a limit or a price is
    given (in policies.changes of the scenario, too). With --max-changes 0 alone the earlier plan
    comes back, counted anew, or what it breaks is told.

    Ends with 3 where no plan keeps every rule; with --partial it then makes the best one that
    leaves as little as possible of most headways, of the windows of first and last departures,
    and of the departures of --timetable, and says what. Ends with 4 where the time limit came
    first. Ctrl-C and SIGTERM end with the best plan so far, and 130, twice without waiting for it.
    Until the plan is written, the best so far stands beside it, in FILE.partial, marked as a draft.
    """
    if out != _STDOUT:
        require_folder_of(out)  # better said now than when the solver is done
    found = read_scenario(scenario)
    _mention_day_types(found, day_type, quiet=quiet)
    keep = None if out == _STDOUT else partial(write_draft, out)
    interruption = Interruption(quiet=quiet, out=None if keep is None else out)
    limits = ChangeLimits(trips=max_changes, minutes=max_minutes_moved)
    keep_options = KeepOptions(
        pin, pin_trip, pin_block, pin_duty, limits, max_duties_touched, change_price
    )
    request = PlanRequest(
        day_type=day_type,
        day=day,
        method=_method(method, timetable),
        kept=kept(keep_options, found, _method(method, timetable), partial=partial_plan),
        timetable=load_trips_csv(timetable, found) if timetable else (),
        partial=partial_plan,
        options=Options(time_limit, gap, seed, workers, stop=interruption.asked),
    )
    with interruption, ProgressLine(found.policies.prices.currency, quiet=quiet) as progress:
        made = _made(found, request, progress, keep)
    _hand_over(made, out, as_json=as_json, quiet=quiet)
    if request.kept is not None:
        # The earlier plan with today's riders: what is told is the work of the changes alone.
        before = recounted(found, request.kept, (made.day_type, made.reference_date))
        for words in planners_words(difference(before, made, found), found):
            note(f"  {words.in_language(lang)}", quiet=quiet)
    if (places := found.drivers.hand_over_places) is not None:
        where = " and ".join(places) or "no place"
        note(f"  hand-overs  between runs of a bus at {where} alone", quiet=quiet)
    if week := week_of_drivers(found, made):
        note(f"  rosters     {week.words}", quiet=quiet)
    if interruption.asked():
        raise typer.Exit(INTERRUPTED)


def _made(
    scenario: Scenario, request: PlanRequest, progress: ProgressLine, keep: Keep | None
) -> Plan:
    """The plan; where no rule may be left and not all can be kept, the error says what would."""
    try:
        return make_plan(scenario, request, progress.report, keep)
    except InfeasibleError as error:
        settled = request.partial or request.kept is not None
        if settled or request.method in {"even-headway", "even-load"}:
            raise
        message = (
            f"{error} With --partial, the best plan that leaves some obligations is made; "
            "shuttle explain SCENARIO shows what would mend it."
        )
        raise InfeasibleError(message, error.conflicts, proved=error.proved) from error


def _method(method: Method, timetable: Path | None) -> Method:
    """A timetable given is the method; raises InputError for one without the other."""
    if timetable is None and method == "timetable":
        message = "needs --timetable FILE.csv, the trips to take"
        raise InputError([Problem("", "--method timetable", message)])
    if timetable is not None and method not in {"optimise", "timetable"}:
        message = f"takes the trips as they are, and {method} would choose them; leave one out"
        raise InputError([Problem("", "--timetable", message)])
    return "timetable" if timetable else method


def _mention_day_types(scenario: Scenario, asked: str | None, *, quiet: bool) -> None:
    names = [day_type.id for day_type in scenario.day_types]
    if asked is None and len(names) > 1:
        others = ", ".join(f"--day-type {name}" for name in names[1:])
        note(
            f"planning day type {names[0]}, the first of {len(names)}; also: {others}", quiet=quiet
        )


def _hand_over(made: Plan, out: Path, *, as_json: bool, quiet: bool) -> None:
    if out == _STDOUT:
        typer.echo(plan_json(made), nl=False)
        for line in summary.lines(made):
            note(line, quiet=quiet)
        return
    write_plan(out, made)
    if as_json:
        say_json({"plan": str(out), **summary.document(made)})
    elif not quiet:
        for line in summary.lines(made):
            say(line)
        say(f"written to {out}")
