"""What an answer costs: run with `pytest -m benchmark -s`.

CPU per request of our server as it ships, one worker, beside bare Starlette with a constant answer
of the same bytes (on uvicorn, the usual server, and on granian, ours) and nginx with the same
bytes as files. Rounds of all cases alternate in random order; a ratio is the median of those of
each round, for others share the machine.
"""

import asyncio
import getpass
import gzip
import importlib.util
import shutil
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from starlette.types import ASGIApp, Message, Scope

from shuttle.api.rsgi import Answer
from shuttle.bootstrap import assemble, utc_now
from shuttle.settings import Settings
from shuttle.store.memory import MemoryStore
from shuttle.store.sql import SqlStore
from shuttle.web.rsgi import Front
from shuttle.web.site import create_site
from tests import rsgi
from tests.api.site import Site
from tests.benchmarks.constant_server import constant
from tests.benchmarks.load import Case, Served, free_port, in_random_order, pressed, server
from tests.services.published import DIRECTIONS, HONG_KONG, running_on, trip

pytestmark = pytest.mark.benchmark

ROUNDS, SECONDS = 10, 1
PORT = object()
NEXT = "/v1/departures?from=hksp&to=hkstp-sz"
FEED = "/feeds/en/hetao.ics"
CLOCKS = [f"{hour:02}:{minute:02}" for hour in range(6, 23) for minute in (0, 30)]
# In units of Starlette's constant on uvicorn; the last of nginx with next departures as a file.
WANTED = {"next departures": 1.2, "feed 304": 1.5, "feed gzip": 1.25, "of nginx": 0.3}
HEADER = (
    f"{'what':16} {'server':20} {'best us':>7} {'median':>7} {'req/s':>9} "
    f"{'/uvicorn':>9}{'/granian':>9}{'/nginx':>9}"
)
NGINX = """
user {user}; worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 768; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000; gzip_static on;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  types {{ application/json json; text/calendar ics; }}
  server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""


@dataclass(frozen=True)
class Servers:
    ours: Served
    starlette: dict[str, Served]
    nginx: Served | None


def publish(store: Any) -> None:
    """68 trips a day for a month from today."""
    site = Site(store)
    site.now = utc_now()
    today = site.now.astimezone(HONG_KONG).date()
    site.publish(running_on(today, trips=[trip(way, at) for way in DIRECTIONS for at in CLOCKS]))


def fetch(url: str, **headers: str) -> tuple[bytes, dict[str, str]]:
    asked = {name.replace("_", "-"): value for name, value in headers.items()}
    with urlopen(Request(url, headers=asked)) as answer:  # noqa: S310 - our own address
        return answer.read(), {name.lower(): value for name, value in answer.headers.items()}


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    if shutil.which("wrk") is None:
        pytest.skip("wrk, which makes the load, is not installed")
    folder = tmp_path_factory.mktemp("serving")
    with closing(SqlStore(folder / "shuttle.sqlite3")) as store:
        publish(store)
    python = (sys.executable, "-m")
    with ExitStack() as running:

        def start(name: str, *command: object, path: str) -> Served:
            port = free_port()
            words = (port if word is PORT else word for word in command)
            log = folder / f"{name}.log"
            return running.enter_context(server(*words, port=port, path=path, log=log))

        database = folder / "shuttle.sqlite3"
        serve = (*python, "shuttle", "serve", "--quiet", "--port", PORT, "--database", database)
        ours = start("ours", *serve, path="/readyz")
        _save_files(folder / "files", ours)
        names = ["granian", *(["uvicorn"] if importlib.util.find_spec("uvicorn") else [])]
        baseline = (*python, "tests.benchmarks.constant_server")
        body = folder / "files" / "next.json"
        starlette = {
            name: start(name, *baseline, name, PORT, body, path="/const") for name in names
        }
        yield Servers(ours, starlette, _nginx(running, folder))


def _save_files(folder: Path, ours: Served) -> None:
    """Our answers as files for nginx."""
    folder.mkdir()
    feed, _ = fetch(ours.url(FEED))
    packed, _ = fetch(ours.url(FEED), Accept_Encoding="gzip")
    assert gzip.decompress(packed) == feed
    (folder / "next.json").write_bytes(fetch(ours.url(NEXT))[0])
    (folder / "feed.ics").write_bytes(feed)
    (folder / "feed.ics.gz").write_bytes(packed)


def _nginx(running: ExitStack, folder: Path) -> Served | None:
    if shutil.which("nginx") is None:
        return None
    port, configuration = free_port(), folder / "nginx.conf"
    text = NGINX.format(folder=folder, port=port, user=getpass.getuser())
    configuration.write_text(text, encoding="ascii")
    command = ("nginx", "-c", configuration)
    return running.enter_context(
        server(*command, port=port, path="/next.json", log=folder / "nginx.log")
    )


def cases_of(servers: Servers) -> list[Case]:
    ours, nginx = servers.ours, servers.nginx
    tag = fetch(ours.url(FEED))[1]["etag"]
    found = [
        Case("next departures", "ours", ours, NEXT),
        Case("feed 304", "ours", ours, FEED, [f"If-None-Match: {tag}"]),
        Case("feed gzip", "ours", ours, FEED, ["Accept-Encoding: gzip"]),
        *(
            Case("constant", f"Starlette, {name}", served, "/const")
            for name, served in servers.starlette.items()
        ),
    ]
    if nginx is not None:
        held = fetch(nginx.url("/feed.ics"))[1]["etag"]
        found += [
            Case("next departures", "nginx", nginx, "/next.json"),
            Case("feed 304", "nginx", nginx, "/feed.ics", [f"If-None-Match: {held}"]),
            Case("feed gzip", "nginx", nginx, "/feed.ics", ["Accept-Encoding: gzip"]),
        ]
    return found


def ratios(cases: Sequence[Case], case: Case) -> list[float]:
    """By both Starlettes, and by nginx with the same bytes; nan for what is not there."""
    found = {(one.name, one.server): one for one in cases}
    bases = [
        found.get(("constant", "Starlette, uvicorn")),
        found.get(("constant", "Starlette, granian")),
        found.get((case.name, "nginx")),
    ]
    return [case.of(base) if base else float("nan") for base in bases]


def test_an_answer_costs_less_than_a_constant_of_starlette(servers: Servers) -> None:
    cases = cases_of(servers)
    in_random_order(cases, ROUNDS, SECONDS)
    print(f"\n{HEADER}")  # noqa: T201 - the table
    for case in cases:
        print(case.row(ratios(cases, case)))  # noqa: T201 - the table
    ours = {case.name: ratios(cases, case) for case in cases if case.server == "ours"}
    reached = {name: by_uvicorn for name, (by_uvicorn, *_) in ours.items()}
    reached["of nginx"] = ours["next departures"][2]
    assert not {name: reached[name] for name, least in WANTED.items() if reached[name] < least}


def test_memory_stays_flat_over_a_hundred_thousand_requests(servers: Servers) -> None:
    def press(count: int) -> None:
        while count > 0:
            for path in (NEXT, FEED, "/v1/stops/hksp/departures"):
                count -= pressed(servers.ours.url(path), 1)

    press(20_000)
    before = servers.ours.resident_bytes()
    press(100_000)
    after = servers.ours.resident_bytes()
    print(f"\nresident: {before / 2**20:.1f} MiB, after 100,000 requests {after / 2**20:.1f} MiB")  # noqa: T201 - the table
    assert after <= before * 1.05


def test_the_lane_costs_a_quarter_of_a_starlette_route() -> None:
    store = MemoryStore()
    publish(store)
    application = assemble(Settings(), store)
    site = create_site(application)
    front = Front(site)

    async def measure() -> dict[str, float]:
        async with application.live.watching():
            await asyncio.sleep(0.1)
            tag = dict((await _asked(front, _scope(FEED))).headers)["etag"]
            asked: dict[str, Callable[[int], Awaitable[float]]] = {
                "Starlette, constant": partial(_by_asgi, constant(b"x" * 3000), "/const"),
                "documented route": partial(_by_asgi, site, NEXT),
                "next departures": partial(_by_lane, front, _scope(NEXT)),
                "feed 304": partial(_by_lane, front, _scope(FEED, ("if-none-match", tag))),
                "feed gzip": partial(_by_lane, front, _scope(FEED, ("accept-encoding", "gzip"))),
            }
            best = dict.fromkeys(asked, float("inf"))
            for _ in range(40):
                for name, micros in asked.items():
                    best[name] = min(best[name], await micros(100))
            return best

    best = asyncio.run(measure())
    base = best["Starlette, constant"]
    print(f"\n{'in the process':22} {'us':>7} {'of Starlette':>13}")  # noqa: T201 - the table
    for name, micros in best.items():
        print(f"{name:22} {micros:7.2f} {micros / base:13.2f}")  # noqa: T201 - the table
    assert max(best[name] for name in ("next departures", "feed 304", "feed gzip")) <= base / 4


def _scope(target: str, *headers: tuple[str, str]) -> rsgi.Scope:
    path, _, query = target.partition("?")
    return rsgi.Scope("GET", path, query, rsgi.Headers([("host", "127.0.0.1:8000"), *headers]))


async def _asked(front: Front, scope: rsgi.Scope) -> Answer:
    protocol = rsgi.Protocol()
    await front.__rsgi__(scope, protocol)
    return protocol.answer


async def _by_lane(front: Front, scope: rsgi.Scope, count: int) -> float:
    """Microseconds of one answer."""
    protocols = [rsgi.Protocol() for _ in range(count)]
    begun = time.process_time()
    for protocol in protocols:
        await front.__rsgi__(scope, protocol)
    return (time.process_time() - begun) / count * 1e6


async def _by_asgi(app: ASGIApp, target: str, count: int) -> float:
    """Microseconds of one answer."""

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        del message

    path, _, query = target.partition("?")
    scopes: list[Scope] = [
        {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(b"host", b"127.0.0.1:8000")],
            "client": ("127.0.0.1", 50000),
            "server": ("127.0.0.1", 8000),
        }
        for _ in range(count)
    ]
    begun = time.process_time()
    for scope in scopes:
        await app(scope, receive, send)
    return (time.process_time() - begun) / count * 1e6
