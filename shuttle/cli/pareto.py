"""`shuttle pareto`."""

from pathlib import Path
from typing import Annotated

import typer

from shuttle.cli.inputs import read_scenario
from shuttle.cli.interruption import Interruption
from shuttle.cli.options import AsJson, Gap, InLanguage, Quiet, ScenarioName, TimeLimit
from shuttle.cli.outputs import make_folder, write_whole
from shuttle.cli.plan_file import write_plan
from shuttle.cli.progress import ProgressLine
from shuttle.cli.terminal import say, say_json, say_table
from shuttle.domain.base import Language
from shuttle.domain.frontier import FrontierPoint
from shuttle.draw.frontier import frontier as draw_frontier
from shuttle.services.deciding.frontier import FrontierRequest, TracedFrontier, trace_frontier
from shuttle.solver.optimise import Options

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_COLUMNS = ("point", "riders x", "buses", "trips", "operator", "riders", "left", "gap", "")


@app.command()
def pareto(  # noqa: PLR0913 - one parameter an option
    scenario: ScenarioName,
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write each point's plan there.")
    ] = None,
    svg: Annotated[Path | None, typer.Option(metavar="FILE", help="Draw the points there.")] = None,
    day_type: Annotated[str | None, typer.Option(help="The first, if not given.")] = None,
    weight: Annotated[
        list[float] | None,
        typer.Option(min=0.01, max=100, help="How much riders weigh, now 1; several may be given."),
    ] = None,
    buses: Annotated[
        list[int] | None,
        typer.Option(min=0, max=10_000, help="So many buses; several may be given."),
    ] = None,
    time_limit: TimeLimit = 600.0,
    gap: Gap = 0.005,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Points sought at once.")] = 2,
    lang: InLanguage = "en",
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Show what one more bus, or more weight for riders, buys: points with proof, each a plan.

    Example: shuttle pareto hetao-2026 --buses 8 --buses 10 --weight 1.5 --out frontier

    A point is the cheapest plan with so many buses, or where what riders bear weighs more or less;
    it counts as certified where it is proved to within --gap. Points that another beats are marked.
    """
    found = read_scenario(scenario)
    interruption = Interruption(quiet=quiet, out=None)
    request = FrontierRequest(
        day_type=day_type,
        weights=None if weight is None else tuple(weight),
        buses=None if buses is None else tuple(buses),
        options=Options(time_limit, gap, workers=workers, stop=interruption.asked),
    )
    with interruption, ProgressLine(found.policies.prices.currency, quiet=quiet) as progress:
        traced = trace_frontier(found, request, progress.report)
    files = {} if out is None else _write(out, traced)
    if svg is not None:
        write_whole(svg, draw_frontier(traced.frontier, lang).encode())
    if as_json:
        whole = traced.frontier.model_dump(mode="json", by_alias=True)
        say_json({**whole, "plans": files})
    else:
        _say(traced, lang)
        if out is not None:
            say(f"{len(files)} plans written to {out}")


def _write(folder: Path, traced: TracedFrontier) -> dict[str, str]:
    make_folder(folder)
    files = {name: folder / f"{name}.json" for name in traced.plans}
    for name, file in files.items():
        write_plan(file, traced.plans[name])
    return {name: str(file) for name, file in files.items()}


def _say(traced: TracedFrontier, lang: Language) -> None:
    say_table(_COLUMNS, [_row(point) for point in traced.frontier.points])
    for point in traced.frontier.points:
        say(f"{point.id}  {point.words.in_language(lang)}")
    for words in traced.frontier.words:
        say(words.in_language(lang))


def _row(point: FrontierPoint) -> list[str]:
    if point.operator_cost is None:
        asked = "any" if point.asked_buses is None else str(point.asked_buses)
        return [point.id, f"{point.riders_weight:g}", asked, "", "", "", "", "", point.status]
    mark = "knee" if point.knee else ""
    mark = mark if point.dominated_by is None else f"no better than {point.dominated_by}"
    gap = "" if point.gap is None else f"{100 * point.gap:.2f} %"
    return [
        point.id,
        f"{point.riders_weight:g}",
        str(point.buses),
        str(point.trips),
        f"{point.operator_cost:,.0f}",
        f"{point.riders_cost:,.0f}",
        str(point.left_behind),
        gap,
        " ".join(part for part in (point.status, mark) if part),
    ]
