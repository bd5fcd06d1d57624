"""Several worker processes: each takes over a new version in time, and no answer mixes two."""

import hashlib
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from shuttle.bootstrap import utc_now
from shuttle.domain.timetable import Timetable
from shuttle.services.publishing.disruption import cancel
from shuttle.store.sql import SqlStore
from tests.api.site import Site
from tests.cli.marked import HEADER
from tests.cli.server import Server
from tests.services.published import DIRECTIONS, HONG_KONG, running_on, trip

WORKERS = 2
NOTICED_SECONDS = 2.0
NEXT = "/v1/departures?from=hksp&to=hkstp-sz"
FEED = "/feeds/en/hetao.ics"


@dataclass(frozen=True)
class Answer:
    asked: float
    worker: str
    version: int
    body: bytes


@dataclass
class Readers:
    """Threads that ask over a new connection each time, and what they were answered."""

    port: int
    answers: list[Answer] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    def read(self, path: str, version_of: Any) -> None:
        while not self.stopped.is_set():
            asked = time.monotonic()
            body, headers = fetch(self.port, path)
            try:
                version = version_of(body, headers)
            except AssertionError as fault:
                self.faults.append(str(fault))
            else:
                self.answers.append(Answer(asked, headers[HEADER], version, body))
            time.sleep(0.005)

    def since(self, instant: float) -> list[Answer]:
        return [answer for answer in self.answers if answer.asked >= instant]


def fetch(port: int, path: str) -> tuple[bytes, dict[str, str]]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, (path, answer.status, body)
        return body, {name.lower(): value for name, value in answer.getheaders()}


def of_departures(body: bytes, headers: dict[str, str]) -> int:
    """The version of an answer in all its parts; trips of version 3 leave 3 minutes past."""
    board = json.loads(body)
    version: int = board["revision"]["version"]
    past = {int(row["trip_id"][-2:]) for row in board["departures"]}
    past |= {int(minute) for minute in re.findall(r"after=[a-z-]*\d\d(\d\d)", headers["link"])}
    assert past == {version % 60}, (version, past)
    assert headers["etag"] == f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    return version


def of_feed(body: bytes, headers: dict[str, str]) -> int:
    """The version of a feed in all its parts."""
    past = set(re.findall(rb"DTSTART;TZID=Asia/Hong_Kong:\d{8}T\d\d(\d\d)00", body))
    assert len(past) == 1, past
    assert headers["etag"] == f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return int(past.pop())


def version_of_today(version: int) -> Timetable:
    today = utc_now().astimezone(HONG_KONG).date()
    clocks = [f"{hour:02}:{version:02}" for hour in range(24)]
    trips = [trip(way, clock) for way in DIRECTIONS for clock in clocks]
    return running_on(today, trips=trips, version=version)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workers") / "shuttle.sqlite3"
    with closing(SqlStore(path)) as store:
        Site(store).publish(version_of_today(1))
    return path


@pytest.fixture(scope="module")
def server(database: Path) -> Iterator[Server]:
    running = Server(database, "--workers", str(WORKERS), module="tests.cli.marked")
    yield running
    running.end()


@contextmanager
def reading(server: Server, **kinds: Any) -> Iterator[Readers]:
    readers = Readers(server.port)
    paths = {"departures": NEXT, "feed": FEED}
    threads = [
        threading.Thread(target=readers.read, args=(paths[name], version_of))
        for name, version_of in kinds.items()
    ]
    for thread in threads:
        thread.start()
    try:
        yield readers
    finally:
        readers.stopped.set()
        for thread in threads:
            thread.join()


def test_every_worker_takes_over_new_versions_and_mixes_none(server: Server) -> None:
    with (
        closing(SqlStore(server.database)) as store,
        reading(server, departures=of_departures, feed=of_feed) as readers,
    ):
        for version in (2, 3, 4):
            Site(store).publish(version_of_today(version))
            noticed = time.monotonic() + NOTICED_SECONDS
            time.sleep(NOTICED_SECONDS + 0.5)
            late = readers.since(noticed)
            assert {answer.version for answer in late} == {version}
            assert len({answer.worker for answer in late}) == WORKERS
    assert readers.faults == []


def test_a_cancellation_is_told_by_every_worker_within_two_seconds(server: Server) -> None:
    def status(body: bytes, headers: dict[str, str]) -> int:
        assert headers["etag"]
        return int(json.loads(body)["departures"][0]["status"] == "cancelled")

    following = json.loads(fetch(server.port, NEXT)[0])["departures"][0]
    with closing(SqlStore(server.database)) as store, reading(server, departures=status) as readers:
        site = Site(store)
        site.now = utc_now()
        day = utc_now().astimezone(HONG_KONG).date().fromisoformat(following["service_date"])
        cancel(site.application.desk(), "hetao", following["trip_id"], day)
        told = time.monotonic() + NOTICED_SECONDS
        time.sleep(NOTICED_SECONDS + 0.5)
    late = readers.since(told)
    assert {answer.version for answer in late} == {1}
    assert len({answer.worker for answer in late}) == WORKERS
