"""The server process itself, on a free port of this machine."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from shuttle.cli.serve import missing
from shuttle.settings import Settings
from shuttle.store.sql import SqlStore
from tests.api.site import Site, first_publication
from tests.cli.command import call
from tests.cli.server import Server
from tests.services.published import DIRECTIONS, timetable, trip

FEED = "/feeds/en/hetao.ics"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    database = tmp_path_factory.mktemp("serve") / "shuttle.sqlite3"
    with closing(SqlStore(database)) as store:
        store.publish(first_publication())
    running = Server(database)
    yield running
    running.end()


def test_head_conditions_and_compression_work_over_the_socket(server: Server) -> None:
    headed = server.ask(FEED, "HEAD")
    tag = headed.headers["ETag"]
    assert (headed.status_code, headed.content) == (200, b"")
    assert int(headed.headers["Content-Length"]) > 1000
    held = server.ask(FEED, If_None_Match=tag)
    assert (held.status_code, held.content) == (304, b"")
    packed = server.ask(FEED, Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.content == server.ask(FEED).content


def test_a_publication_of_another_process_is_served_within_two_seconds(server: Server) -> None:
    before = server.ask(FEED).headers["ETag"]
    with closing(SqlStore(server.database)) as store:
        Site(store).publish(timetable(version=2, trips=[trip(DIRECTIONS[0], "10:00")]))
    time.sleep(1.5)
    server.ask(FEED)
    assert server.ask(FEED).headers["ETag"] != before


def test_a_malformed_request_is_refused(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        raw.sendall(b"GET /\x00 HTTP/1.1\r\nHost: [\r\n\r\n")
        assert raw.recv(100).startswith(b"HTTP/1.1 400")


def test_a_port_in_use_is_refused_before_anything_starts(server: Server) -> None:
    outcome = call("serve", "--port", server.port, "--database", server.database)
    assert outcome.code == 2
    assert "cannot be listened on" in outcome.err


def test_a_file_that_is_no_database_is_refused_before_anything_starts(tmp_path: Path) -> None:
    wrong = tmp_path / "notes.txt"
    wrong.write_bytes(b"not a database" * 500)
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    outcome = call("serve", "--port", port, "--database", wrong)
    assert outcome.code == 1
    assert "is no SQLite database" in outcome.err
    assert "serving" not in outcome.err
    assert "Traceback" not in outcome.err


def test_an_empty_store_is_told_before_anything_starts(tmp_path: Path) -> None:
    with closing(SqlStore(tmp_path / "empty.sqlite3")) as store:
        settings = Settings(database=tmp_path / "empty.sqlite3")
        assert "nothing is published" in (missing(settings) or "")
        store.publish(first_publication())
        assert missing(settings) is None


def test_the_server_ends_when_told_to(server: Server) -> None:
    assert server.stop() == 0
