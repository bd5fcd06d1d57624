"""`shuttle serve`."""

import socket
from typing import Annotated, Any

import typer
from granian.constants import Interfaces
from granian.log import LOGGING_CONFIG, LogLevels
from granian.server import Server

from shuttle.cli.options import Database, Host, Port, Quiet, Service
from shuttle.cli.published import opened, read_settings
from shuttle.cli.terminal import note
from shuttle.errors import InputError, Problem
from shuttle.settings import Settings

app = typer.Typer(add_completion=False, rich_markup_mode=None)

_SITE = "shuttle.web.rsgi:create"


@app.command(name="serve")
def command(
    *,
    host: Host = None,
    port: Port = None,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="Serving processes.")] = None,
    service: Service = None,
    database: Database = None,
    quiet: Quiet = False,
) -> None:
    """Serve the published timetable over HTTP.

    Example: shuttle serve --port 8000 --workers 2

    What is published later is served within two seconds. Ends at Ctrl-C.
    """
    settings = read_settings(
        host=host, port=port, workers=workers, service=service, database=database
    )
    require_free(settings)
    trouble = missing(settings)
    note(f"serving {settings.database} on {address(settings)}", quiet=quiet)
    if trouble:
        note(trouble)
    serve(settings)


def missing(settings: Settings) -> str | None:
    """What riders will miss, in words; a store that cannot be opened raises StoreError here.

    It is looked at once before serving, not told by each process with its traceback.
    """
    with opened(settings, new=True) as application:
        if application.store.services():
            return None
    return "nothing is published there yet; riders are told so until `shuttle publish`"


def address(settings: Settings) -> str:
    """Where a browser on this machine finds the service."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - only compared
    return f"http://{everywhere.get(settings.host, settings.host)}:{settings.port}"


def require_free(settings: Settings) -> None:
    """Return when the address can be listened on; raises InputError."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        with socket.socket(family) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((settings.host, settings.port))
    except OSError as error:
        message = f"{settings.host}:{settings.port} cannot be listened on: {error.strerror}"
        mend = "choose another --host or --port"
        raise InputError([Problem("", "--port", f"{message}; {mend}")]) from None


def _on_stderr() -> dict[str, Any]:
    config: dict[str, Any] = LOGGING_CONFIG
    handlers = config["handlers"].items()
    return {name: {**handler, "stream": "ext://sys.stderr"} for name, handler in handlers}


def serve(settings: Settings) -> None:
    """Serve the site until SIGTERM or SIGINT; requests under way are finished."""
    settings.hand_down()
    server = Server(
        _SITE,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.RSGI,
        workers=settings.workers,
        factory=True,
        websockets=False,
        log_level=LogLevels.warning,
        log_dictconfig={"handlers": _on_stderr()},
        respawn_failed_workers=True,
    )
    server.serve()
