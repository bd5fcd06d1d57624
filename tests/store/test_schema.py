"""A database is set up, brought up to date, or refused; steps go up and down with data."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from shuttle.errors import StoreError
from shuttle.store.engine import writing_engine
from shuttle.store.schema import migrations
from shuttle.store.sql import SqlStore
from shuttle.store.tables import metadata
from tests.store.builders import publication, timetable, token


def _execute(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute(statement)


def test_the_migrations_give_the_tables_that_the_code_uses(sql_store: SqlStore) -> None:
    with sql_store._writer.begin() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_migrations_go_down_and_up_again_with_data(database: Path) -> None:
    store = SqlStore(database)
    store.publish(publication(1))
    store.close()
    engine = writing_engine(database)
    with engine.begin() as connection:
        command.downgrade(migrations(connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
    engine.dispose()
    again = SqlStore(database)
    assert again.services() == ()
    assert again.publish(publication(1)) == 1
    again.close()


def test_a_database_of_the_first_schema_is_brought_up_with_what_it_holds(database: Path) -> None:
    store = SqlStore(database)
    store.publish(publication(1))
    store.close()
    engine = writing_engine(database)
    with engine.begin() as connection:
        command.downgrade(migrations(connection), "0001")
        assert not {"retired_feeds", "feed_tokens"} & {*inspect(connection).get_table_names()}
    engine.dispose()
    again = SqlStore(database)
    assert again.latest("hksp-sz") == timetable(1)
    assert again.retired("hksp-sz") == {}
    again.add_token(token())
    again.close()


def test_a_step_that_fails_leaves_the_database_as_it_was(database: Path) -> None:
    engine = writing_engine(database)

    def migrate_and_fail() -> None:
        with engine.begin() as connection:
            command.upgrade(migrations(connection), "head")
            message = "the power fails here"
            raise RuntimeError(message)

    with pytest.raises(RuntimeError):
        migrate_and_fail()
    with engine.begin() as connection:
        assert inspect(connection).get_table_names() == []
    engine.dispose()


def test_a_database_of_a_newer_shuttle_is_refused(database: Path) -> None:
    SqlStore(database).close()
    _execute(database, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"schema '9999'.*up to '0002'.*Upgrade Shuttle"):
        SqlStore(database)


def test_a_database_of_another_program_is_refused_and_left_alone(database: Path) -> None:
    _execute(database, "CREATE TABLE photos (id INTEGER)")
    with pytest.raises(StoreError, match="belongs to another program"):
        SqlStore(database)
    engine = writing_engine(database)
    assert inspect(engine).get_table_names() == ["photos"]
    engine.dispose()


def test_a_store_whose_schema_was_changed_meanwhile_is_not_ready(
    sql_store: SqlStore, database: Path
) -> None:
    _execute(database, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="Start Shuttle again"):
        sql_store.ready()


def test_a_read_only_database_is_not_ready(sql_store: SqlStore) -> None:
    with sql_store._writer.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(StoreError, match="cannot be written"):
        sql_store.ready()


def test_a_new_file_in_which_another_process_writes_is_waited_for(database: Path) -> None:
    _execute(database, "CREATE TABLE alembic_version (version_num TEXT)")
    with closing(sqlite3.connect(database, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        release = Timer(0.2, other.execute, ["ROLLBACK"])
        release.start()
        SqlStore(database).close()
        release.join()


def test_several_processes_may_open_an_empty_database_at_once(tmp_path: Path) -> None:
    for attempt in range(10):
        database = tmp_path / f"{attempt}.db"
        with ThreadPoolExecutor(4) as pool:
            stores = list(pool.map(SqlStore, [database] * 4))
        assert [store.services() for store in stores] == [()] * 4
        for store in stores:
            store.close()
