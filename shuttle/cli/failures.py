"""The one place that turns errors into lines on stderr and exit codes."""

import traceback
from collections.abc import Callable, Iterator
from typing import Any

import typer
from typer.exceptions import TyperException

from shuttle.errors import (
    CheckError,
    Conflict,
    InfeasibleError,
    InputError,
    NoPlanError,
    NotFoundError,
    ShuttleError,
    StoreError,
)

UNEXPECTED, INPUT, INFEASIBLE, NO_PLAN, CHECK_FAILED, INTERRUPTED = 1, 2, 3, 4, 5, 130

EXIT_CODES: dict[type[ShuttleError], int] = {
    InputError: INPUT,
    NotFoundError: INPUT,
    InfeasibleError: INFEASIBLE,
    NoPlanError: NO_PLAN,
    CheckError: CHECK_FAILED,
    StoreError: UNEXPECTED,
}
"""Exit code of each kind of error; whatever else Shuttle refuses is wrong input."""


def failing(action: Callable[[], Any], debug: Callable[[], bool]) -> int:
    """The exit code of an action; what it raises is said on stderr.

    Args:
        action: its integer result, if any, is the exit code.
        debug: asked when something fails: whether to show where.
    """
    try:
        code = action()
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last place where anything can be said
        if debug():
            traceback.print_exception(error)
        for line in lines(error):
            typer.echo(line, err=True)
        return exit_code(error)
    return code if isinstance(code, int) else 0


def exit_code(error: Exception) -> int:
    """The code with which the program ends."""
    if isinstance(error, TyperException):
        return error.exit_code
    if not isinstance(error, ShuttleError):
        return UNEXPECTED
    kinds = (code for kind, code in EXIT_CODES.items() if isinstance(error, kind))
    return next(kinds, INPUT)


def lines(error: Exception) -> Iterator[str]:
    """What is said of an error."""
    if isinstance(error, InfeasibleError):
        yield str(error)
        yield from _clash(error)
    elif isinstance(error, ShuttleError):
        yield str(error)
    elif isinstance(error, TyperException):
        yield from _usage(error)
    else:
        yield (
            f"Unexpected error, please report it: {type(error).__name__}: {error}. "
            "`shuttle --debug …` shows where it arose."
        )


def _clash(error: InfeasibleError) -> Iterator[str]:
    if error.conflicts:
        yield "Rules that cannot hold together:" if error.proved else "Rules that may clash:"
    yield from map(_conflict, error.conflicts)


def _conflict(conflict: Conflict) -> str:
    return f"  {conflict.rule}: {conflict.words.en}"


def _usage(error: TyperException) -> Iterator[str]:
    context = getattr(error, "ctx", None)
    message = error.format_message()
    if context is None:
        yield f"Error: {message}"
    elif message == context.get_help():  # nothing was asked
        yield message
    else:
        yield context.get_usage()
        yield f"Error: {message}"
        yield f"Try '{context.command_path} --help'."
