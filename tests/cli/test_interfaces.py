"""What the server sends by RSGI, from the lane or not, is what it sends by ASGI of the routes."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.api.questions import TIMES, Ask, asks
from tests.cli.command import environment

INTERFACES = ("asgi", "rsgi")
START_SECONDS = 60
FEED = "/feeds/en/hetao.ics"
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
NAMES = ("accept", "accept-encoding", "cookie", "if-none-match", "X-Own", "x-own")
printable = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=20)
queries = st.text("abz019=&%+-._~", max_size=20)
header_lists = st.lists(st.tuples(st.sampled_from(NAMES), printable), max_size=6)
paths = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(quote)


@dataclass(frozen=True)
class Raw:
    """An answer as it came, without its date; pieces put together."""

    status: bytes
    headers: Sequence[bytes]
    body: bytes

    def header(self, name: bytes) -> bytes | None:
        named = (line.partition(b": ") for line in self.headers)
        return next((value for key, _, value in named if key == name), None)


@dataclass(frozen=True)
class Running:
    """One server process."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def ask(self, request: bytes, rest: bytes = b"", pause_seconds: float = 0.0) -> Raw:
        """The answer to these very bytes, over a connection of its own."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(request)
            time.sleep(pause_seconds)
            connection.sendall(rest)
            received = b"".join(iter(lambda: connection.recv(65536), b""))
        return _read(received)

    def await_log(self, text: str) -> None:
        """Return when the log says so; fails after five seconds."""
        deadline = time.monotonic() + 5
        while text not in self.log.read_text(encoding="utf-8"):
            assert time.monotonic() < deadline, text
            time.sleep(0.05)


def _read(received: bytes) -> Raw:
    head, _, body = received.partition(b"\r\n\r\n")
    status, *lines = head.split(b"\r\n")
    headers = [line for line in lines if not line.startswith(b"date:")]
    if b"transfer-encoding: chunked" not in headers:
        return Raw(status, headers, body)
    pieces, rest = [], body
    while rest:
        length, _, rest = rest.partition(b"\r\n")
        pieces.append(rest[: int(length, 16)])
        rest = rest[int(length, 16) + 2 :]
    assert pieces[-1] == b"", "an answer that does not end"
    return Raw(status, headers, b"".join(pieces))


@contextmanager
def running(interface: str, folder: Path) -> Iterator[Running]:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    log = folder / f"{interface}.log"
    with log.open("wb") as out:
        command = [sys.executable, "-m", "tests.cli.interfaces", interface, str(port)]
        process = subprocess.Popen(command, env=environment(), stderr=out, stdout=out)  # noqa: S603 - our own server
    try:
        served = Running(process, port, log)
        _await(served)
        yield served
    finally:
        process.terminate()
        process.wait(timeout=20)


def _await(served: Running) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            if served.ask(get("/healthz")).status == b"HTTP/1.1 200 OK":
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(served.log.read_text())


def get(target: str, *headers: tuple[str, str], method: str = "GET", body: bytes = b"") -> bytes:
    """A request in bytes; a body is announced by its length."""
    lines = [f"{method} {target} HTTP/1.1", "Host: bus.example", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers]
    if body:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Running]]:
    folder = tmp_path_factory.mktemp("interfaces")
    with ExitStack() as open_ones:
        yield {name: open_ones.enter_context(running(name, folder)) for name in INTERFACES}


@dataclass
class Known:
    """What the servers said before, for questions that refer to it."""

    tag: str = '"none"'
    modified: str = TIMES[0]


@pytest.fixture(scope="module")
def known() -> Known:
    return Known()


def asked_in_bytes(asked: Ask, known: Known) -> bytes:
    since = [known.modified if text == "last" else text for text in asked.since]
    headers = [("accept-encoding", text) for text in asked.encoding]
    headers += [("if-none-match", form.format(known.tag, '"old"')) for form in asked.tags]
    headers += [("if-modified-since", text) for text in since]
    # A body that is announced and does not come is waited for.
    headers += [pair for pair in asked.others if pair not in _ANNOUNCED]
    query = f"?{asked.query}" if asked.query else ""
    return get(f"{quote(asked.path)}{query}", *headers, method=asked.method)


_ANNOUNCED = (("content-length", "70000"), ("transfer-encoding", "chunked"))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=asks)
def test_the_lane_sends_the_bytes_of_the_documented_routes(
    servers: dict[str, Running], known: Known, asked: Ask
) -> None:
    request = asked_in_bytes(asked, known)
    documented = servers["asgi"].ask(request)
    for _ in range(3):
        assert servers["rsgi"].ask(request) == documented
    event(documented.status.decode())
    known.tag = (documented.header(b"etag") or known.tag.encode()).decode()
    known.modified = (documented.header(b"last-modified") or known.modified.encode()).decode()


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(METHODS),
    path=paths,
    query=st.one_of(st.just("pieces"), queries),
    headers=header_lists,
    body=st.binary(max_size=200),
)
def test_the_bridge_shows_applications_what_the_server_itself_shows_them(
    servers: dict[str, Running],
    method: str,
    path: str,
    query: str,
    headers: list[tuple[str, str]],
    body: bytes,
) -> None:
    request = get(f"/mirror/{path}?{query}", *headers, method=method, body=body)
    by_asgi, by_rsgi = (servers[name].ask(request) for name in INTERFACES)
    assert by_rsgi == by_asgi


def test_a_condition_beyond_ascii_is_as_none(servers: dict[str, Running]) -> None:
    plain = servers["rsgi"].ask(get(FEED))
    assert servers["rsgi"].ask(get(FEED, ("If-None-Match", '"é"'))) == plain
    assert plain.status == b"HTTP/1.1 200 OK"


@pytest.mark.parametrize("interface", INTERFACES)
def test_a_slow_body_arrives_whole(servers: dict[str, Running], interface: str) -> None:
    head = get("/mirror/slow", ("Content-Length", "6"), method="POST")
    answer = servers[interface].ask(head + b"abc", b"def", pause_seconds=0.3)
    assert bytes.fromhex(json.loads(answer.body)["body"]) == b"abcdef"


@pytest.mark.parametrize("interface", INTERFACES)
def test_a_body_that_is_cut_off_is_not_taken_for_a_whole_one(
    servers: dict[str, Running], interface: str
) -> None:
    with socket.create_connection(("127.0.0.1", servers[interface].port)) as connection:
        connection.sendall(get("/mirror/", ("Content-Length", "6"), method="POST") + b"abc")
        time.sleep(0.2)
    servers[interface].await_log("cut off after 3 bytes")


def test_a_failure_is_answered_alike_and_told_in_the_log(servers: dict[str, Running]) -> None:
    by_asgi, by_rsgi = (servers[name].ask(get("/fails/here")) for name in INTERFACES)
    assert by_rsgi == by_asgi
    assert by_rsgi.status.startswith(b"HTTP/1.1 500")
    assert by_rsgi.header(b"content-type") == b"application/problem+json"
    for name in INTERFACES:
        servers[name].await_log("LookupError: /fails/here")


@pytest.mark.parametrize("interface", INTERFACES)
def test_what_is_under_way_is_answered_before_the_end(interface: str, tmp_path: Path) -> None:
    with (
        running(interface, tmp_path) as served,
        socket.create_connection(("127.0.0.1", served.port), timeout=20) as connection,
    ):
        connection.sendall(get("/slow"))
        time.sleep(0.3)
        served.process.send_signal(signal.SIGTERM)
        received = b"".join(iter(lambda: connection.recv(65536), b""))
        assert _read(received).status.startswith(b"HTTP/1.1 203")
        assert served.process.wait(timeout=20) == 0
