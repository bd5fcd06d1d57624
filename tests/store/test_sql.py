"""What only the SQL store promises: it lasts, refuses changes, notices damage, and says so."""

import resource
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy.exc import OperationalError

from shuttle.errors import StoreError
from shuttle.store.sql import SqlStore
from tests.store.builders import CALENDAR, file, publication, timetable

APPEND_ONLY = ("artefacts", "versions", "version_files", "trip_identities", "audit_log")


@contextmanager
def raw(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        yield connection


def test_what_was_published_outlives_the_process(database: Path) -> None:
    first = SqlStore(database)
    first.publish(publication(1))
    first.close()
    second = SqlStore(database)
    assert second.latest("hksp-sz") == timetable(1)
    second.close()


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET rowid = rowid"])
def test_published_rows_cannot_be_changed(
    sql_store: SqlStore, database: Path, table: str, change: str
) -> None:
    sql_store.publish(publication(1))
    with raw(database) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(change.format(table))


def test_replacing_an_artefact_is_refused(sql_store: SqlStore) -> None:
    sql_store.publish(publication(1))
    swap = "INSERT OR REPLACE INTO artefacts SELECT sha256, 'x', 'y', 'z' FROM artefacts"
    with pytest.raises(StoreError, match="append-only"), sql_store._writing() as connection:
        connection.exec_driver_sql(swap)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("busy_timeout", 30_000),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
    ],
)
def test_writers_run_with_the_safe_settings(
    sql_store: SqlStore, pragma: str, value: str | int
) -> None:
    with sql_store._writing() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


@pytest.mark.parametrize(("pragma", "value"), [("query_only", 1), ("busy_timeout", 30_000)])
def test_readers_run_with_the_safe_settings(sql_store: SqlStore, pragma: str, value: int) -> None:
    with sql_store._reading() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_a_writer_holds_the_write_lock_from_the_first_moment(
    sql_store: SqlStore, database: Path
) -> None:
    with sql_store._writing(), raw(database) as other:
        other.execute("PRAGMA busy_timeout = 0")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")


def test_a_reader_cannot_write_even_when_query_only_is_lifted(sql_store: SqlStore) -> None:
    sql_store.publish(publication(1))
    with sql_store._reader.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = OFF")
        with pytest.raises(OperationalError, match="readonly"):
            connection.exec_driver_sql("DELETE FROM revisions")


def test_a_reader_is_refused_writing_in_plain_words(sql_store: SqlStore) -> None:
    with pytest.raises(StoreError, match="cannot be written"), sql_store._reading() as connection:
        connection.exec_driver_sql("DELETE FROM revisions")


def test_readers_are_served_while_a_publication_is_written(sql_store: SqlStore) -> None:
    sql_store.publish(publication(1))
    with sql_store._writing() as connection:
        connection.exec_driver_sql("DELETE FROM revisions")
        assert sql_store.latest("hksp-sz") == timetable(1)
        assert len(sql_store.revisions("hksp-sz")) == 1


def _flip_a_bit(database: Path, sha256: str) -> None:
    with raw(database) as connection:
        connection.execute("DROP TRIGGER artefacts_refuses_update")
        query = "SELECT body FROM artefacts WHERE sha256 = ?"
        body = bytearray(connection.execute(query, (sha256,)).fetchone()[0])
        body[len(body) // 2] ^= 1
        update = "UPDATE artefacts SET body = ? WHERE sha256 = ?"
        connection.execute(update, (bytes(body), sha256))


def test_a_flipped_bit_in_a_feed_is_noticed_and_not_served(
    sql_store: SqlStore, database: Path
) -> None:
    sql_store.publish(publication(1))
    sha256 = sql_store.files("hksp-sz")[CALENDAR].sha256
    _flip_a_bit(database, sha256)
    with pytest.raises(StoreError, match=f"{sha256} is damaged"):
        sql_store.file("hksp-sz", CALENDAR)


def test_a_flipped_bit_in_a_timetable_is_noticed(sql_store: SqlStore, database: Path) -> None:
    sql_store.publish(publication(1))
    _flip_a_bit(database, sql_store.history("hksp-sz")[0].timetable_sha256)
    with pytest.raises(StoreError, match="is damaged"):
        sql_store.latest("hksp-sz")


def test_a_missing_artefact_is_noticed(sql_store: SqlStore, database: Path) -> None:
    sql_store.publish(publication(1))
    with raw(database) as connection:
        connection.execute("DROP TRIGGER artefacts_refuses_delete")
        connection.execute("DELETE FROM artefacts")
    with pytest.raises(StoreError, match="is missing"):
        sql_store.latest("hksp-sz")


def test_a_damaged_file_does_not_stop_the_next_publication(
    sql_store: SqlStore, database: Path
) -> None:
    sql_store.publish(publication(1))
    _flip_a_bit(database, sql_store.files("hksp-sz")[CALENDAR].sha256)
    assert sql_store.publish(publication(2)) == 2


def test_of_concurrent_publishers_exactly_one_wins_each_version(database: Path) -> None:
    stores = [SqlStore(database) for _ in range(4)]
    start = Barrier(len(stores))

    def publish_five(store: SqlStore) -> int:
        start.wait()
        return sum(_wins(store, version) for version in range(1, 6))

    with ThreadPoolExecutor(len(stores)) as pool:
        wins = sum(pool.map(publish_five, stores))
    assert wins == 5
    assert [row.seq for row in stores[0].history("hksp-sz")] == [1, 2, 3, 4, 5]
    assert len(stores[0].audit_log("hksp-sz")) == 5
    for store in stores:
        store.close()


def _wins(store: SqlStore, version: int) -> bool:
    """Try a version until somebody has it."""
    while store.latest_seq("hksp-sz") < version:
        try:
            store.publish(publication(version))
        except StoreError:
            continue
        return True
    return False


def test_a_failure_in_the_middle_of_a_publication_leaves_nothing(
    sql_store: SqlStore, database: Path
) -> None:
    twice = replace(publication(1), files=(file(), file(body=b"another")))
    with pytest.raises(StoreError, match="there already"):
        sql_store.publish(twice)
    with raw(database) as connection:
        for table in (*APPEND_ONLY, "revisions"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608  a name from the list above


def test_a_locked_database_is_told_in_plain_words(sql_store: SqlStore, database: Path) -> None:
    with sql_store._writer.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    with raw(database) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="is locked: another process"):
            sql_store.publish(publication(1))
        other.execute("ROLLBACK")
    assert sql_store.publish(publication(1)) == 1


def test_a_full_database_is_told_in_plain_words_and_mends(sql_store: SqlStore) -> None:
    sql_store.publish(publication(1))
    with sql_store._writer.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    big = replace(publication(2), files=(file(body=bytes(range(256)) * 4000),))
    with pytest.raises(StoreError, match="does not fit on its disk"):
        sql_store.publish(big)
    assert sql_store.latest("hksp-sz") == timetable(1)
    with sql_store._writer.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert sql_store.publish(big) == 2


def test_a_file_size_limit_is_told_in_plain_words(sql_store: SqlStore, database: Path) -> None:
    sql_store.publish(publication(1))
    big = replace(publication(2), files=(file(body=bytes(range(256)) * 8000),))
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, usual[1]))
    try:
        with pytest.raises(StoreError, match=f"{database} (cannot be read or|does not fit)"):
            sql_store.publish(big)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    assert sql_store.publish(big) == 2


def test_a_folder_that_does_not_exist_is_told_in_plain_words(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="folder must exist"):
        SqlStore(tmp_path / "absent" / "shuttle.db")


def test_a_file_that_is_no_database_is_told_in_plain_words(database: Path) -> None:
    database.write_bytes(b"BEGIN:VCALENDAR" * 100)
    with pytest.raises(StoreError, match="is no SQLite database"):
        SqlStore(database)
