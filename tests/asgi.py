"""Asks a site without a socket: one request costs what the site spends on it, and little more."""

import asyncio
from collections.abc import Mapping, MutableMapping
from typing import Any, NamedTuple
from urllib.parse import unquote

from starlette.types import ASGIApp

_Message = MutableMapping[str, Any]


class Answer(NamedTuple):
    """What came back; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Visitor:
    """Asks one site, again and again, in one event loop."""

    def __init__(self, site: ASGIApp) -> None:
        self._site = site
        self._loop = asyncio.new_event_loop()

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to a GET of a path, with or without a query."""
        return self._loop.run_until_complete(self._get(url, headers or {}))

    def close(self) -> None:
        """End the loop and its threads."""
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    async def _get(self, url: str, headers: Mapping[str, str]) -> Answer:
        path, _, query = url.partition("?")
        named = {"host": "shuttle.test", **headers}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "https",
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.lower().encode(), value.encode()) for name, value in named.items()],
            "client": ("192.0.2.1", 50000),
            "server": ("shuttle.test", 443),
        }
        sent: list[_Message] = []

        async def receive() -> _Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: _Message) -> None:
            sent.append(message)

        await self._site(scope, receive, send)
        start, *bodies = sent
        return Answer(
            start["status"],
            {name.decode(): value.decode() for name, value in start["headers"]},
            b"".join(part.get("body", b"") for part in bodies),
        )
