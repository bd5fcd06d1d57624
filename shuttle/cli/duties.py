"""`shuttle duties`."""

import json
from pathlib import Path
from typing import Annotated

import typer

from shuttle.cli.failures import INTERRUPTED
from shuttle.cli.interruption import Interruption
from shuttle.cli.options import AsJson, Quiet, TimeLimit
from shuttle.cli.outputs import require_folder_of, write_whole
from shuttle.cli.terminal import note, say, say_json
from shuttle.domain.duty_stage import DutyAnswer
from shuttle.scenario import load_duty_stage
from shuttle.services.stages.duty_stage import make_duties
from shuttle.solver.highs import Deadline

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_STDOUT = Path("-")


@app.command()
def duties(
    blocks: Annotated[
        Path, typer.Argument(metavar="BLOCKS", help="Stage file; see: shuttle schema duties")
    ],
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write it; - for stdout.")],
    *,
    time_limit: TimeLimit = 300.0,
    workers: Annotated[
        int, typer.Option(min=1, max=64, help="Processes, where rules count working time.")
    ] = 1,
    quiet: Quiet = False,
    as_json: AsJson = False,
) -> None:
    """Assign drivers to blocks made by somebody else.

    Example: shuttle duties blocks.json --out duties.json

    Ends with 3 where no duties keep every rule, with 4 where none were found. After the time
    limit it ends with the first duties that it has; so it does after Ctrl-C, with 130.
    """
    if out != _STDOUT:
        require_folder_of(out)
    task = load_duty_stage(blocks)
    with Interruption(quiet=quiet) as interruption:
        made = make_duties(task, Deadline(time_limit, interruption.asked), workers)
    _hand_over(made, out, as_json=as_json, quiet=quiet)
    if interruption.asked():
        raise typer.Exit(INTERRUPTED)


def _hand_over(made: DutyAnswer, out: Path, *, as_json: bool, quiet: bool) -> None:
    body = json.dumps(made.model_dump(mode="json"), ensure_ascii=False, indent=1, allow_nan=False)
    if out == _STDOUT:
        say(body)
        note(_words(made), quiet=quiet)
        return
    write_whole(out, f"{body}\n".encode())
    if as_json:
        say_json({"duties": str(out), "count": len(made.duties), **_proof(made)})
    elif not quiet:
        say(_words(made))
        say(f"written to {out}")


def _proof(made: DutyAnswer) -> dict[str, object]:
    return {"objective": made.objective, "proof": made.proof.model_dump(mode="json")}


def _words(made: DutyAnswer) -> str:
    proof = made.proof
    known = "proved best" if proof.status == "optimal" else f"gap {proof.gap:.2%}"
    return f"{len(made.duties)} duties, cost {made.objective:,.2f} ({known})"
