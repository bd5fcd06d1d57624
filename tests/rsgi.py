"""What granian hands to RSGI applications, without a socket.

Headers follow its map: names in lower case, values of one name together, those beyond ASCII left
out. `tests/cli/test_interfaces.py` holds the application behind this to what granian itself sends.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from shuttle.api.rsgi import Answer

Pairs = Sequence[tuple[str, str]]


class Headers:
    """Of a request."""

    def __init__(self, pairs: Pairs) -> None:
        values: dict[str, list[str]] = {}
        for name, value in pairs:
            values.setdefault(name.lower(), []).append(value)
        self._names = set(values)
        self._items = [
            (name, value) for name, held in values.items() for value in held if value.isascii()
        ]

    def items(self) -> list[tuple[str, str]]:
        return list(self._items)

    def __contains__(self, name: str) -> bool:
        return name in self._names


@dataclass
class Scope:
    """A request without its body."""

    method: str = "GET"
    path: str = "/"
    query_string: str = ""
    headers: Headers = field(default_factory=lambda: Headers([("host", "127.0.0.1:8000")]))
    http_version: str = "1.1"
    scheme: str = "http"
    authority: str | None = None
    client: str = "127.0.0.1:50000"
    server: str = "127.0.0.1:8000"


class Transport:
    """Takes pieces of an answer until the client is gone."""

    def __init__(self, most_pieces: int | None = None) -> None:
        self.pieces: list[bytes] = []
        self._most_pieces = most_pieces

    async def send_bytes(self, data: bytes) -> None:
        if len(self.pieces) == self._most_pieces:
            msg = "the client is gone"
            raise RuntimeError(msg)
        self.pieces.append(data)


class Protocol:
    """Gives a body in pieces and takes one answer."""

    def __init__(self, *body: bytes, most_pieces: int | None = None) -> None:
        self._body = [piece for piece in body if piece]
        self._begun: tuple[int, list[tuple[str, str]]] | None = None
        self._answer: Answer | None = None
        self.transport = Transport(most_pieces)
        self.gone = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in [*self._body, b""]:
            yield piece

    async def client_disconnect(self) -> None:
        await self.gone.wait()

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        assert self._answer is None, "answered twice"
        self._answer = Answer(status, headers, body)

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> Transport:
        assert self._begun is None, "begun twice"
        self._begun = status, headers
        return self.transport

    @property
    def is_streamed(self) -> bool:
        return self._begun is not None

    @property
    def answer(self) -> Answer:
        """What was answered, pieces put together."""
        if self._begun is not None:
            return Answer(*self._begun, b"".join(self.transport.pieces))
        assert self._answer is not None, "not answered"
        return self._answer
