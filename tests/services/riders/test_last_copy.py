"""What is served when the database file itself goes wrong under a serving process."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from shuttle.services.riders.live import LiveTimetable, Snapshot
from shuttle.store.sql import SqlStore
from tests.api.site import Site, first_publication
from tests.services.published import DIRECTIONS, timetable, trip

FEED = "feeds/en/hetao.ics"
OTHER_FEED = "feeds/en/hetao/to-hksp.ics"


class Seconds:
    """A monotonic clock by which every question is asked anew."""

    now = 0.0

    def __call__(self) -> float:
        self.now += 10
        return self.now


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with one version."""
    path = tmp_path / "s.db"
    with closing(SqlStore(path)) as store:
        store.publish(first_publication())
    return path


@pytest.fixture
def live(database: Path) -> Iterator[LiveTimetable]:
    with closing(SqlStore(database)) as store:
        yield LiveTimetable(store, None, Seconds())


def publish_second(database: Path) -> None:
    with closing(SqlStore(database)) as store:
        Site(store).publish(timetable(version=2, trips=[trip(DIRECTIONS[0], "10:00")]))


def damage(database: Path, path: str, seq: int) -> None:
    """Change a byte of a stored file behind the store's back."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DROP TRIGGER artefacts_refuses_update")
        connection.execute(
            "UPDATE artefacts SET body = CAST(replace(body, 'VEVENT', 'VEVENS') AS BLOB) "
            "WHERE sha256 = (SELECT sha256 FROM version_files WHERE path = ? AND seq = ?)",
            (path, seq),
        )
        assert connection.total_changes == 1
        connection.commit()


def before_and_after(live: LiveTimetable, harm: Callable[[], None]) -> tuple[Snapshot, Snapshot]:
    async def ask() -> tuple[Snapshot, Snapshot]:
        before = await live.snapshot()
        await asyncio.to_thread(harm)
        return before, await live.snapshot()

    return asyncio.run(ask())


def test_a_removed_database_leaves_everything_served(live: LiveTimetable, database: Path) -> None:
    def remove() -> None:
        for file in database.parent.iterdir():
            file.unlink()

    before, after = before_and_after(live, remove)
    assert after.files == before.files
    assert after.timetable == before.timetable


def test_a_database_that_is_overwritten_with_noise_leaves_everything_served(
    live: LiveTimetable, database: Path
) -> None:
    def overwrite() -> None:
        for file in database.parent.iterdir():
            file.write_bytes(b"\xff" * file.stat().st_size)

    before, after = before_and_after(live, overwrite)
    assert after.files == before.files
    assert after.timetable == before.timetable


def test_a_damaged_file_of_a_new_version_is_not_served_but_the_copy_before_it(
    live: LiveTimetable, database: Path
) -> None:
    def harm() -> None:
        publish_second(database)
        damage(database, FEED, 2)

    before, after = before_and_after(live, harm)
    assert after.seq == 2
    assert after.files[FEED] == before.files[FEED]
    assert after.files[OTHER_FEED] != before.files[OTHER_FEED]


def test_a_process_that_starts_with_a_damaged_file_serves_the_good_copy_before_it(
    live: LiveTimetable, database: Path
) -> None:
    publish_second(database)
    damage(database, FEED, 2)
    with closing(SqlStore(database)) as store:
        good = store.file("hetao", FEED, 1)
    snapshot = asyncio.run(live.snapshot())
    assert snapshot.seq == 2
    assert snapshot.files[FEED] == good


def test_a_damaged_file_is_told_once_and_costs_nothing_else(
    live: LiveTimetable, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    publish_second(database)
    damage(database, FEED, 2)

    async def ask() -> list[Snapshot]:
        return [await live.snapshot() for _ in range(3)]

    first, *others = asyncio.run(ask())
    assert all(other is first for other in others)
    assert [FEED in record.message for record in caplog.records] == [True]


def _watched(live: LiveTimetable, ask: Callable[[], Awaitable[Snapshot]]) -> Snapshot:
    async def run() -> Snapshot:
        async with live.watching():
            await asyncio.sleep(0)
            return await ask()

    return asyncio.run(run())


def test_a_watched_version_is_replaced_without_anyone_asking(
    live: LiveTimetable, database: Path
) -> None:
    async def wait() -> Snapshot:
        publish_second(database)
        for _ in range(200):
            if live.at_hand is not None and live.at_hand.seq == 2:
                break
            await asyncio.sleep(0.01)
        return await live.snapshot()

    assert _watched(live, wait).seq == 2


def test_a_writer_that_holds_the_database_keeps_nobody_waiting(
    live: LiveTimetable, database: Path
) -> None:
    async def ask() -> Snapshot:
        with closing(sqlite3.connect(database, isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(0.7)  # longer than the watch waits between two looks
            return await asyncio.wait_for(live.snapshot(), 0.5)

    assert _watched(live, ask).seq == 1
