"""Servers as processes, load by wrk, and what each request cost in CPU.

Server and load are pinned to a core each where there are two; the cost of a request is the time of
the server's threads on the processor by the requests that they answered.
"""

import os
import random
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from tests.cli.command import ROOT, environment

START_SECONDS = 60
CONNECTIONS = 32
_PAGE = os.sysconf("SC_PAGE_SIZE")
_CORES = len(os.sched_getaffinity(0))


@dataclass(frozen=True)
class Served:
    """A running server."""

    pid: int
    port: int

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def cpu_seconds(self) -> float:
        """Of all threads; in nanoseconds of the scheduler, for ticks are a twentieth of a round."""
        threads = (
            task for pid in _family(self.pid) for task in Path(f"/proc/{pid}/task").iterdir()
        )
        spent = ((task / "schedstat").read_text(encoding="ascii").split()[0] for task in threads)
        return sum(map(int, spent)) / 1e9

    def resident_bytes(self) -> int:
        return sum(int(_stat(pid)[21]) for pid in _family(self.pid)) * _PAGE


@dataclass
class Case:
    """One kind of request at one server, and what its rounds showed."""

    name: str
    server: str
    served: Served
    path: str
    headers: Sequence[str] = ()
    micros: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    def run(self, seconds: float) -> int:
        """One round; returns the number of requests."""
        before, begun = self.served.cpu_seconds(), time.monotonic()
        count = pressed(self.served.url(self.path), seconds, self.headers)
        self.micros.append((self.served.cpu_seconds() - before) / count * 1e6)
        self.rates.append(count / (time.monotonic() - begun))
        return count

    @property
    def best(self) -> float:
        """Microseconds of CPU for a request in the best round."""
        return min(self.micros)

    def of(self, other: "Case") -> float:
        """How many answers this gives for one of the other: what most rounds show, two by two.

        The best round of each would pair luck with luck: others share the machine.
        """
        return median(one / mine for one, mine in zip(other.micros, self.micros, strict=True))

    def row(self, ratios: Sequence[float]) -> str:
        shown = "".join(f"{ratio:9.2f}" for ratio in ratios)
        figures = f"{self.best:7.1f} {median(self.micros):7.1f} {median(self.rates):9.0f}"
        return f"{self.name:16} {self.server:20} {figures} {shown}"


def in_random_order(cases: Sequence[Case], rounds: int, seconds: float) -> None:
    """Rounds of all cases, each in another order, so that noise falls on all alike."""
    order = random.Random(0)  # noqa: S311 - an order, not a secret
    for _ in range(rounds):
        for case in order.sample(cases, len(cases)):
            case.run(seconds)


def pressed(url: str, seconds: float, headers: Sequence[str] = ()) -> int:
    """Requests answered by 2xx or 3xx while wrk asked as fast as it could."""
    given = [word for header in headers for word in ("-H", header)]
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *given, url]
    out = subprocess.run(  # noqa: S603 - fixed words and our own address
        [*_pinned(1), *command], capture_output=True, text=True, check=True
    ).stdout
    assert "Non-2xx" not in out, out
    assert "Socket errors" not in out, out
    found = re.search(r"(\d+) requests in", out)
    assert found, out
    return int(found[1])


def free_port() -> int:
    """A port on which nobody listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port: int = free.getsockname()[1]
        return port


@contextmanager
def server(*command: object, port: int, path: str, log: Path) -> Iterator[Served]:
    """A server process on a port, awaited until it answers the path."""
    words = [str(word) for word in command]
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 - our own servers
            [*_pinned(0), *words], env=environment(), cwd=ROOT, stdout=out, stderr=out
        )
    served = Served(process.pid, port)
    try:
        _await(served.url(path), log)
        yield served
    finally:
        process.terminate()
        process.wait(timeout=20)


def _await(url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urlopen(url) as answer:  # noqa: S310 - our own address
                assert answer.status == 200
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(log.read_text())


def _pinned(core: int) -> list[str]:
    return ["taskset", "-c", str(core)] if _CORES > 1 and shutil.which("taskset") else []


def _stat(pid: int) -> list[str]:
    """Fields of /proc/PID/stat from the state on."""
    text = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    return text.rpartition(")")[2].split()


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [pid, *(one for child in children.split() for one in _family(int(child)))]
