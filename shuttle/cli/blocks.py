"""`shuttle blocks`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from shuttle.cli.failures import INTERRUPTED
from shuttle.cli.interruption import Interruption
from shuttle.cli.options import AsJson, Gap, Quiet, TimeLimit
from shuttle.cli.outputs import require_folder_of, write_whole
from shuttle.cli.progress import ProgressLine
from shuttle.cli.terminal import note, say, say_json
from shuttle.domain.stages import BlockAnswer, BlockTask
from shuttle.scenario import load_block_task
from shuttle.services.stages.stage_blocks import make_blocks
from shuttle.solver.optimise import Options

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_STDOUT = Path("-")
_COST = "cost"


@app.command()
def blocks(  # noqa: PLR0913 - one parameter an option
    trips: Annotated[
        Path,
        typer.Argument(metavar="TRIPS.json", help="Trips and depots; see: shuttle schema blocks."),
    ],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write them; - for stdout.")],
    *,
    time_limit: TimeLimit = 300.0,
    gap: Gap = 0.0,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Of the solver.")] = 0,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Find the cheapest vehicle blocks for given trips, with a proof.

    Example: shuttle blocks trips.json --out blocks.json

    Ends with 3 where no blocks drive every trip, with 4 where the time limit came first. Ctrl-C
    ends with the best blocks so far, and 130.
    """
    if out != _STDOUT:
        require_folder_of(out)  # better said now than when the solver is done
    task = load_block_task(trips)
    interruption = Interruption(quiet=quiet)
    options = Options(time_limit, gap, seed, stop=interruption.asked)
    with interruption, ProgressLine(_COST, quiet=quiet) as progress:
        answer = make_blocks(task, options, progress.report)
    _hand_over(task, answer, out, as_json=as_json, quiet=quiet)
    if interruption.asked():
        raise typer.Exit(INTERRUPTED)


def _hand_over(
    task: BlockTask, answer: BlockAnswer, out: Path, *, as_json: bool, quiet: bool
) -> None:
    document = answer.model_dump(mode="json", by_alias=True)
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    if out == _STDOUT:
        typer.echo(text, nl=False)
        note(_summary(task, answer), quiet=quiet)
        return
    write_whole(out, text.encode())
    if as_json:
        figures = {"trips": len(task.trips), "blocks": len(answer.blocks)}
        rest = {"objective": answer.objective, "proof": document["proof"]}
        say_json({"file": str(out), **figures, **rest})
    elif not quiet:
        say(_summary(task, answer))
        say(f"written to {out}")


def _summary(task: BlockTask, answer: BlockAnswer) -> str:
    proof = answer.proof
    return (
        f"{len(task.trips)} trips in {len(answer.blocks)} blocks, cost {answer.objective:,.2f}\n"
        f"{proof.status}: bound {proof.bound:,.2f}, gap {100 * proof.gap:.3f} %; "
        f"{proof.wall_seconds:.1f} s"
    )
