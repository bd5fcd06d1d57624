"""`python -m tests.cli.marked serve …`: `shuttle serve` that names the worker in each answer."""

import os
import sys

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shuttle.bootstrap import build
from shuttle.cli import serve
from shuttle.cli.app import run
from shuttle.settings import Settings
from shuttle.web.rsgi import Front
from shuttle.web.site import create_site

HEADER = "x-worker"


class Marked:
    """Names the process in the answers of an application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._mark = (HEADER.encode(), str(os.getpid()).encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], self._mark]}
            await send(message)

        await self._app(scope, receive, send_on)


def create() -> Front:
    """What each worker process loads."""
    site = create_site(build(Settings()))
    site.add_middleware(Marked)
    return Front(site)


if __name__ == "__main__":
    serve._SITE = f"{__spec__.name}:create"
    sys.exit(run(sys.argv[1:]))
