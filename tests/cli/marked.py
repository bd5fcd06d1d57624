"""`python -m tests.cli.marked serve …`: `shuttle serve` that names the worker in each answer."""

import os
import sys

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shuttle.cli import serve
from shuttle.cli.app import run
from shuttle.web import asgi

HEADER = "x-worker"


def create() -> ASGIApp:
    """What each worker process loads."""
    site = asgi.create()
    mark = (HEADER.encode(), str(os.getpid()).encode())

    async def marked(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], mark]}
            await send(message)

        await site(scope, receive, send_on)

    return marked


if __name__ == "__main__":
    serve._SITE = f"{__spec__.name}:create"
    sys.exit(run(sys.argv[1:]))
