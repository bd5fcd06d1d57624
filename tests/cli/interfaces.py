"""`python -m tests.cli.interfaces INTERFACE PORT`: a site, its clock stopped, behind the server.

By `rsgi` as it is served, the lane in front; by `asgi` the documented routes alone. Below `/mirror`
requests are shown, below `/fails` they fail, below `/slow` they take a second.
"""

import asyncio
import sys

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from starlette.types import ASGIApp, Receive, Scope, Send

from shuttle.api.app import ShuttleApi
from shuttle.store.memory import MemoryStore
from shuttle.web.rsgi import Front
from tests.api.site import Site, first_publication
from tests.mirror import mirror


class Beside:
    """More paths beside those of an application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if path.startswith("/slow"):
            await asyncio.sleep(1)
        if path.startswith("/fails"):
            raise LookupError(path)
        app = mirror if path.startswith(("/mirror", "/slow")) else self._app
        await app(scope, receive, send)


def asgi() -> ShuttleApi:
    """The documented routes."""
    store = MemoryStore()
    store.publish(first_publication())
    site = Site(store).app
    site.add_middleware(Beside)
    return site


def rsgi() -> Front:
    """The lane in front of them."""
    return Front(asgi())


def main(interface: str, port: str) -> None:
    """Serve until told to end."""
    Server(
        f"{__spec__.name}:{interface}",
        port=int(port),
        interface=Interfaces(interface),
        factory=True,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
