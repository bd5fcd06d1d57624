"""The root of the command line: commands are loaded when they are called, and fail in one way."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from shuttle import __version__
from shuttle.cli.failures import failing

PROGRAM = "shuttle"

# Each module has its command as `app`; the words are the first line of the command's help.
COMMANDS: dict[str, tuple[str, str]] = {
    "demo": ("shuttle.cli.demo", "Plan, check, publish and serve a shipped example."),
    "schema": ("shuttle.cli.schema", "Print the JSON Schema of a kind of file."),
    "validate": ("shuttle.cli.validate", "Read a scenario and say all that is wrong."),
    "plan": ("shuttle.cli.plan", "Plan a day type: timetable, buses and drivers, with a proof."),
    "why": ("shuttle.cli.why", "Tell why a bus leaves at a time, or why none does."),
    "blocks": (
        "shuttle.cli.blocks",
        "Find the cheapest vehicle blocks for given trips, with a proof.",
    ),
    "explain": (
        "shuttle.cli.explain",
        "Say which rules clash where no plan exists, and what would mend it.",
    ),
    "check": ("shuttle.cli.check", "Check a plan against every rule, without the solver."),
    "compare": ("shuttle.cli.compare", "Compare two plans: who is better off, and what it costs."),
    "duties": ("shuttle.cli.duties", "Assign drivers to blocks made by somebody else."),
    "simulate": (
        "shuttle.cli.simulate",
        "Play many days of a plan as chance has them: delay, full buses, drivers' overruns.",
    ),
    "pareto": (
        "shuttle.cli.pareto",
        "Show what one more bus, or more weight for riders, buys: points with proof, each a plan.",
    ),
    "repair": (
        "shuttle.cli.repair",
        "Plan the rest of a disrupted day anew, with as little change as possible.",
    ),
    "calendar": ("shuttle.cli.calendar", "Say which day type runs on which date, and why."),
    "publish": ("shuttle.cli.publish", "Publish plans for some dates, as a new version."),
    "history": ("shuttle.cli.history", "List the published versions."),
    "rollback": ("shuttle.cli.rollback", "Publish an earlier version again, as a new one."),
    "cancel": ("shuttle.cli.cancel", "Cancel a published trip on one date."),
    "delay": ("shuttle.cli.delay", "Delay a published trip on one date."),
    "full": ("shuttle.cli.full", "Say that a published trip has no seat left on one date."),
    "board": ("shuttle.cli.board", "Move the boarding point of a published trip on one date."),
    "extra": ("shuttle.cli.extra", "Add an extra trip on one date."),
    "withdraw": ("shuttle.cli.withdraw", "Take back what was said of a trip on one date."),
    "token": (
        "shuttle.cli.token",
        "Give riders and drivers a calendar feed of their own, and take it back.",
    ),
    "departures": ("shuttle.cli.departures", "List the next departures between two stops."),
    "export": ("shuttle.cli.export", "Write what is published as files, and plans as pictures."),
    "import": (
        "shuttle.cli.importing",
        "Take a timetable that somebody else made: a spreadsheet, or a GTFS feed.",
    ),
    "serve": ("shuttle.cli.serve", "Serve the published timetable over HTTP."),
}


@dataclass
class Session:
    """What was asked of the program as a whole."""

    debug: bool = False


class LazyCommands(TyperGroup):
    """Knows every command by name and summary, and imports the one that is called."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for name, (_, summary) in COMMANDS.items():
            self.add_command(TyperCommand(name, help=summary))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The real command in place of the listed one."""
        name, listed, rest = super().resolve_command(ctx, args)
        return name, load(name) if name in COMMANDS else listed, rest


def load(name: str) -> Any:
    """A command, imported now."""
    return get_command(import_module(COMMANDS[name][0]).app)


root = typer.Typer(
    cls=LazyCommands, name=PROGRAM, rich_markup_mode=None, pretty_exceptions_enable=False
)


def _version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


@root.callback(no_args_is_help=True)
def shuttle(
    ctx: typer.Context,
    *,
    debug: Annotated[
        bool, typer.Option("--debug", envvar="SHUTTLE_DEBUG", help="Show where an error arose.")
    ] = False,
    version: Annotated[  # noqa: ARG001 - its callback prints it
        bool,
        typer.Option("--version", callback=lambda value: _version(wanted=value), is_eager=True),
    ] = False,
) -> None:
    """Plan, check, publish and serve cross-border bus timetables.

    Begin with: shuttle demo
    """
    ctx.ensure_object(Session).debug = debug


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; nothing but SystemExit escapes."""
    session = Session()
    command = get_command(root)
    return failing(
        lambda: command.main(arguments, prog_name=PROGRAM, standalone_mode=False, obj=session),
        lambda: session.debug,
    )
