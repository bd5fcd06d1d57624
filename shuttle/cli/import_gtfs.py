"""`shuttle import gtfs`."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from shuttle.cli.given_files import require_place_for, write_stage, write_timetable
from shuttle.cli.import_options import (
    Depots,
    EmptyRunsFile,
    Layover,
    SameStop,
    is_stage,
    parse_same_stop,
    require_no_means,
)
from shuttle.cli.inputs import read_scenario
from shuttle.cli.options import Quiet, parse_day, parse_id
from shuttle.cli.terminal import note
from shuttle.domain.scenario import Scenario
from shuttle.errors import InputError, Problem
from shuttle.scenario.empty_runs import load_empty_runs
from shuttle.scenario.gtfs.feed import FeedDay, read_feed
from shuttle.services.stages.feed_timetable import block_trips, fixed_trips, watched_stops
from shuttle.services.stages.given_blocks import duty_stage
from shuttle.services.stages.given_trips import Means, block_task, straight_minutes


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be made of the feed's trips."""

    out: Path
    scenario: Scenario | None
    stops: dict[str, str]
    means: Means
    kmh: float | None


def gtfs(  # noqa: PLR0913 - one parameter an option
    feed: Annotated[Path, typer.Argument(metavar="FEED.zip", help="A GTFS feed.")],
    day: Annotated[
        date, typer.Option("--date", metavar="DATE", parser=parse_day, help="The service date.")
    ],
    out: Annotated[
        Path,
        typer.Option(
            metavar="FILE",
            help="trips.json for `shuttle blocks`; else, with --scenario, CSV for "
            "`shuttle plan --timetable`.",
        ),
    ],
    *,
    route: Annotated[
        list[str] | None,
        typer.Option(metavar="ROUTE", help="Take this route, by id or short name; repeatable."),
    ] = None,
    scenario: Annotated[
        str | None, typer.Option(metavar="SCENARIO", help="Whose timetable the trips become.")
    ] = None,
    stop: Annotated[
        list[SameStop] | None,
        typer.Option(
            metavar="FEED_STOP=ID",
            parser=parse_same_stop,
            help="Which stop or port of the scenario a stop of the feed is; not needed where the "
            "ids are the same. Repeatable.",
        ),
    ] = None,
    depot: Depots = None,
    empty_runs: EmptyRunsFile = None,
    kmh: Annotated[
        float | None,
        typer.Option(
            min=1, max=200, help="Assume every empty run, at this speed on the straight line."
        ),
    ] = None,
    layover: Layover = 0,
    keep_blocks: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Also write the feed's own blocks, as a stage file for `shuttle duties`.",
        ),
    ] = None,
    rule_profile: Annotated[
        str,
        typer.Option(
            metavar="NAME", parser=parse_id, help="The drivers' rules in the file of --keep-blocks."
        ),
    ] = "strictest",
    quiet: Quiet = False,
) -> None:
    """Take the trips of one date from a GTFS feed.

    Example: shuttle import gtfs feed.zip --date 2026-11-23 --depot P1=20 --kmh 25 --out trips.json

    Stops of one station are one place. Trips that repeat by frequencies.txt become one trip for
    each departure. Times lose their seconds. Ends with 2 where the feed is wrong, and says in
    which table and row.
    """
    require_place_for(out, keep_blocks)
    place = read_scenario(scenario) if scenario else None
    minutes = load_empty_runs(empty_runs) if empty_runs else {}
    means = Means(depot or (), minutes, layover)
    wanted = _Wanted(out, place, {same.feed: same.here for same in stop or ()}, means, kmh)
    _require_sense(wanted)
    watched = watched_stops(place, wanted.stops) if place else {}
    found = read_feed(feed, day, route or (), watched)
    _write(wanted, found)
    if keep_blocks is not None:
        write_stage(keep_blocks, duty_stage(found, rule_profile))
    _mention(found, quiet=quiet)


def _write(wanted: _Wanted, found: FeedDay) -> None:
    if wanted.scenario is not None and not is_stage(wanted.out):
        write_timetable(wanted.out, fixed_trips(found, wanted.scenario, wanted.stops))
        return
    minutes = {**_assumed(found, wanted.kmh), **wanted.means.minutes}
    means = Means(wanted.means.depots, minutes, wanted.means.layover_minutes)
    write_stage(wanted.out, block_task(block_trips(found), means))


def _assumed(found: FeedDay, kmh: float | None) -> dict[tuple[str, str], int]:
    """Empty runs by speed; raises InputError for places of which the feed tells no position."""
    if kmh is None:
        return {}
    places = found.places.values()
    problems = [
        Problem(str(found.path), "stops.txt", f'"{place.id}" has no stop_lat and stop_lon')
        for place in places
        if place.position is None
    ]
    if problems:
        raise InputError(problems)
    known = {place.id: place.position for place in places if place.position is not None}
    return straight_minutes(known, kmh)


def _require_sense(wanted: _Wanted) -> None:
    """Return where the options say what the file wanted needs."""
    given = {
        "--depot": bool(wanted.means.depots),
        "--empty-runs": bool(wanted.means.minutes),
        "--kmh": wanted.kmh is not None,
        "--layover": bool(wanted.means.layover_minutes),
    }
    if not is_stage(wanted.out):
        if wanted.scenario is None:
            message = "is missing: a CSV timetable is one of a scenario; or write --out trips.json"
            raise InputError([Problem("", "--scenario", message)])
        require_no_means(given)
    elif not given["--kmh"] and not given["--empty-runs"]:
        message = (
            "is missing: a feed does not say how long empty runs take; name them by "
            "--empty-runs FILE, or assume them all by --kmh SPEED"
        )
        raise InputError([Problem("", "--empty-runs", message)])


def _mention(found: FeedDay, *, quiet: bool) -> None:
    blocks = {trip.block for trip in found.trips if trip.block is not None}
    own = f", in {len(blocks)} blocks of the feed's own" if blocks else ""
    note(f"{len(found.trips)} trips taken, between {len(found.places)} places{own}", quiet=quiet)
    for words in found.notes:
        note(words, quiet=quiet)
