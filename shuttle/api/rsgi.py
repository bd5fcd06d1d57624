"""ASGI applications behind a server that asks by RSGI.

RSGI is the interface of granian itself: https://github.com/emmett-framework/granian, docs/spec.
It hands over headers as text and knows neither the raw path nor headers beyond ASCII: such headers
of a request are left out by the server, and such headers of an answer are errors.
"""

from collections.abc import AsyncIterator, Awaitable, Mapping
from typing import Any, NamedTuple
from typing import Protocol as Interface

from starlette.types import ASGIApp, Message
from starlette.types import Scope as AsgiScope

_ASGI = {"version": "3.0", "spec_version": "2.4"}


class Headers(Interface):
    """Headers of a request; names in lower case, a name as often as it was sent."""

    def items(self) -> list[tuple[str, str]]:
        """All of them."""
        ...

    def __contains__(self, name: str, /) -> bool:
        """Whether one was sent."""
        ...


class Scope(Interface):
    """A request without its body."""

    @property
    def http_version(self) -> str: ...  # noqa: D102 - as in HTTP, like all that follow
    @property
    def scheme(self) -> str: ...  # noqa: D102
    @property
    def method(self) -> str: ...  # noqa: D102
    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def query_string(self) -> str: ...  # noqa: D102
    @property
    def headers(self) -> Headers: ...  # noqa: D102
    @property
    def authority(self) -> str | None: ...  # noqa: D102
    @property
    def client(self) -> str: ...  # noqa: D102
    @property
    def server(self) -> str: ...  # noqa: D102


class Transport(Interface):
    """An answer that is sent piece by piece and ends when nobody holds this any more."""

    def send_bytes(self, data: bytes, /) -> Awaitable[None]:
        """One piece; raises RuntimeError when the client is gone."""
        ...


class Protocol(Interface):
    """The body of a request, and how it is answered."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Pieces of the body; an empty one is the last."""
        ...

    def client_disconnect(self) -> Awaitable[None]:
        """Awaits that the client goes away."""
        ...

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes, /) -> None:
        """Answer at once."""
        ...

    def response_stream(self, status: int, headers: list[tuple[str, str]], /) -> Transport:
        """Begin an answer."""
        ...


class Answer(NamedTuple):
    """An answer that was sent whole, in RSGI's shape."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


async def answer(
    application: ASGIApp, scope: Scope, protocol: Protocol, more: Mapping[str, Any]
) -> Answer | None:
    """Let an ASGI application answer.

    Args:
        application: what answers.
        scope: the request.
        protocol: the way back.
        more: what the application finds in its scope besides the request.

    Returns:
        what was sent, or None where it was not sent in one piece.
    """
    asgi_scope = _asgi_scope(scope)
    announced = dict(asgi_scope["headers"]).get(b"content-length", 0)
    exchange = _Exchange(protocol, int(announced))
    await application({**asgi_scope, **more}, exchange.receive, exchange.send)
    return exchange.whole


class _Exchange:
    """One request as an ASGI application sees it.

    Args:
        protocol: the way back.
        awaited_bytes: how long a body the client announced. A body that is cut off ends like
            another one, so only its length tells; that of one without length is taken as it is.
    """

    def __init__(self, protocol: Protocol, awaited_bytes: int) -> None:
        self.whole: Answer | None = None
        self._protocol = protocol
        self._awaited_bytes = awaited_bytes
        self._body: AsyncIterator[bytes] | None = None
        self._is_read = False
        self._status = 0
        self._headers: list[tuple[str, str]] = []
        self._transport: Transport | None = None

    async def receive(self) -> Message:
        if self._is_read:
            await self._protocol.client_disconnect()
            return {"type": "http.disconnect"}
        if self._body is None:
            self._body = aiter(self._protocol)
        try:
            piece = await anext(self._body)
        except StopAsyncIteration:
            piece = b""
        self._awaited_bytes -= len(piece)
        self._is_read = not piece
        if self._is_read and self._awaited_bytes > 0:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": piece, "more_body": not self._is_read}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            self._headers = [
                (name.decode("ascii"), value.decode("ascii"))
                for name, value in message.get("headers", ())
            ]
            return
        body = bytes(message.get("body", b""))
        is_last = not message.get("more_body", False)
        if is_last and self._transport is None:
            self.whole = Answer(self._status, self._headers, body)
            self._protocol.response_bytes(*self.whole)
        else:
            await self._send_piece(body, is_last=is_last)

    async def _send_piece(self, body: bytes, *, is_last: bool) -> None:
        if self._transport is None:
            self._transport = self._protocol.response_stream(self._status, self._headers)
        try:
            await self._transport.send_bytes(body)
        except RuntimeError as gone:
            # ASGI says so of clients that are gone, and frameworks end their work upon it.
            raise ConnectionResetError from gone
        if is_last:
            self._transport = None


def _asgi_scope(scope: Scope) -> AsgiScope:
    headers = [(name.encode(), value.encode()) for name, value in scope.headers.items()]
    if "host" not in scope.headers:
        headers.insert(0, (b"host", (scope.authority or "").encode()))
    return {
        "type": "http",
        "asgi": _ASGI,
        "http_version": scope.http_version,
        "method": scope.method,
        "scheme": scope.scheme,
        "path": scope.path,
        "query_string": scope.query_string.encode(),
        "root_path": "",
        "headers": headers,
        "client": _address(scope.client),
        "server": _address(scope.server),
    }


def _address(text: str) -> tuple[str, int]:
    """Host and port of `host:port`; hosts of IPv6 stand in brackets there."""
    host, _, port = text.rpartition(":")
    return host.strip("[]"), int(port)
