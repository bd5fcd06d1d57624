"""A serving process of the command line, on a free port of this machine."""

import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from httpx2 import Client, ConnectError, Response

from tests.cli.command import environment

START_SECONDS = 60


class Server:
    """A server process and the database that it serves.

    Args:
        database: with at least one version.
        module: what runs `shuttle`'s command line.
        words: more of the command.
    """

    def __init__(self, database: Path, *words: str, module: str = "shuttle") -> None:
        self.database = database
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.port = free.getsockname()[1]
        where = ["--port", str(self.port), "--database", str(database)]
        command = [sys.executable, "-m", module, "serve", "--quiet", *where, *words]
        self.process = subprocess.Popen(command, env=environment())  # noqa: S603 - our own server
        self._wait()

    def ask(self, path: str, method: str = "GET", **headers: str) -> Response:
        """The answer, over a connection of its own."""
        named = {"Accept-Encoding": "identity"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        with Client(trust_env=False) as client:
            return client.request(method, f"http://127.0.0.1:{self.port}{path}", headers=named)

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=15)

    def end(self) -> None:
        """Whatever the test left of it."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                if self.ask("/healthz").status_code == 200:
                    return
            except ConnectError:
                time.sleep(0.1)
        pytest.fail("the server did not start")
