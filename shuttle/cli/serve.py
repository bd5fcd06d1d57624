"""Serving over HTTP."""

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

_SITE = "shuttle.web.asgi:create"


def serve(host: str, port: int, workers: int) -> None:
    """Serve the site until SIGTERM or SIGINT; requests under way are finished.

    Each worker process reads its own settings from the environment.

    Args:
        host: address on which to listen.
        port: TCP port.
        workers: number of processes.
    """
    server = Server(
        _SITE,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        factory=True,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    )
    server.serve()
