"""The baselines: bare Starlette with one constant answer, on uvicorn or on granian.

`python -m tests.benchmarks.constant_server uvicorn PORT FILE` answers `/const` with the file's
bytes as JSON.
"""

import importlib
import os
import sys
from pathlib import Path

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

BODY = "CONSTANT_BODY"


def constant(body: bytes) -> Starlette:
    """One route, one answer."""

    async def answer(request: Request) -> Response:
        del request
        return Response(body, media_type="application/json")

    return Starlette(routes=[Route("/const", answer)])


def create() -> Starlette:
    """For a server that imports its application by name."""
    path = os.environ[BODY]  # noqa: TID251 - the one way to tell a worker process anything
    return constant(Path(path).read_bytes())


def _on_granian(port: int) -> None:
    Server(
        f"{__spec__.name}:create",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.ASGI,
        workers=1,
        factory=True,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


def _on_uvicorn(port: int) -> None:
    importlib.import_module("uvicorn").run(
        create, factory=True, port=port, log_level="warning", access_log=False
    )


if __name__ == "__main__":
    server, number, file = sys.argv[1:]
    os.environ[BODY] = file  # noqa: TID251 - see `create`
    {"granian": _on_granian, "uvicorn": _on_uvicorn}[server](int(number))
