"""An ASGI application asked by RSGI says what it says when it is asked directly."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message, Receive, Send
from starlette.types import Scope as AsgiScope

from shuttle.api.rsgi import Answer, answer
from tests.mirror import mirror
from tests.rsgi import Headers, Pairs, Protocol, Scope

METHODS = ("GET", "HEAD", "POST", "PUT", "OPTIONS", "BREW")
NAMES = ("accept", "accept-encoding", "cookie", "host", "if-none-match", "x-own")
printable = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=20)
paths = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map("/{}".format)
header_lists = st.lists(st.tuples(st.sampled_from(NAMES), printable), max_size=6)
bodies = st.lists(st.binary(max_size=40), max_size=4)


async def direct(scope: AsgiScope, body: list[bytes]) -> Answer:
    """The answer without anything between."""
    pieces = [piece for piece in body if piece]
    sent: list[Message] = []

    async def receive() -> Message:
        piece = pieces.pop(0) if pieces else b""
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def send(message: Message) -> None:
        sent.append(message)

    await mirror(scope, receive, send)
    headers = [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]
    return Answer(sent[0]["status"], headers, b"".join(part["body"] for part in sent[1:]))


def asgi_scope(method: str, path: str, query: str, headers: Pairs) -> AsgiScope:
    named = [(name.encode(), value.encode()) for name, value in headers]
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "query_string": query.encode(),
        "root_path": "",
        "headers": named,
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
    }


@given(
    st.sampled_from(METHODS),
    paths,
    st.one_of(st.just("pieces"), printable),
    header_lists,
    bodies,
)
def test_an_application_is_asked_the_same_and_answers_the_same(
    method: str, path: str, query: str, pairs: Pairs, body: list[bytes]
) -> None:
    headers = Headers([("host", "127.0.0.1:8000"), *pairs])

    async def compare() -> None:
        protocol = Protocol(*body)
        await answer(mirror, Scope(method, path, query, headers), protocol, {})
        asked = asgi_scope(method, path, query, headers.items())
        assert protocol.answer == await direct(asked, body)
        assert protocol.is_streamed == query.startswith("pieces")

    asyncio.run(compare())


def ask(application: Any, scope: Scope, protocol: Protocol) -> Answer | None:
    return asyncio.run(answer(application, scope, protocol, {"own": 1}))


def test_a_host_stands_among_the_headers_where_only_the_address_names_it() -> None:
    protocol = Protocol()
    ask(mirror, Scope(headers=Headers([]), authority="bus.example"), protocol)
    assert json.loads(protocol.answer.body)["headers"] == [["host", "bus.example"]]


def test_addresses_are_hosts_and_ports() -> None:
    seen = []

    async def looking(scope: AsgiScope, receive: Receive, send: Send) -> None:
        del receive, send
        seen.extend([scope["client"], scope["server"]])

    ask(looking, Scope(client="[2001:db8::1]:50000", server="192.0.2.1:80"), Protocol())
    assert seen == [("2001:db8::1", 50000), ("192.0.2.1", 80)]


def test_what_was_sent_whole_is_returned_and_what_was_sent_in_pieces_is_not() -> None:
    whole, pieces = Protocol(), Protocol()
    assert ask(mirror, Scope(), whole) == whole.answer
    assert ask(mirror, Scope(query_string="pieces"), pieces) is None


def test_an_application_learns_that_the_client_has_gone_while_it_waits() -> None:
    async def waiting(scope: AsgiScope, receive: Receive, send: Send) -> None:
        assert scope["own"] == 1
        assert (await receive())["type"] == "http.request"
        assert (await receive())["type"] == "http.disconnect"
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    protocol = Protocol()
    protocol.gone.set()
    assert ask(waiting, Scope(), protocol) == (204, [], b"")


def test_a_body_that_is_cut_off_is_not_taken_for_a_whole_one() -> None:
    scope = Scope("POST", headers=Headers([("content-length", "7")]))
    with pytest.raises(ConnectionAbortedError, match="after 6 bytes"):
        ask(mirror, scope, Protocol(b"abc", b"def"))
    ask(mirror, scope, Protocol(b"abc", b"defg"))


def test_an_application_learns_that_the_client_has_gone_while_it_sends() -> None:
    protocol = Protocol(most_pieces=2)
    with pytest.raises(OSError):  # noqa: PT011 - this very class is what ASGI asks for
        ask(mirror, Scope(query_string="pieces"), protocol)
    assert len(protocol.transport.pieces) == 2


def test_a_failing_application_fails_before_the_server() -> None:
    async def failing(scope: AsgiScope, receive: Receive, send: Send) -> None:
        del receive, send
        raise LookupError(scope["path"])

    with pytest.raises(LookupError, match="/lost"):
        ask(failing, Scope(path="/lost"), Protocol())


def test_a_header_that_the_server_cannot_send_is_an_error() -> None:
    async def foreign(scope: AsgiScope, receive: Receive, send: Send) -> None:
        del scope, receive
        headers = [(b"x-own", "é".encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    with pytest.raises(UnicodeDecodeError):
        ask(foreign, Scope(), Protocol())
