"""SQLite as Shuttle runs it: write-ahead log, full sync, one writer at a time, readers apart.

`synchronous=FULL`, because an acknowledged publication must survive a power cut. Writers take the
write lock at once: a transaction that begins by reading and then writes fails with "database is
locked" whatever its timeout. Readers have connections of their own that cannot write, and are
served while a publication is being written.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError

from shuttle.errors import StoreError

BUSY_SECONDS = 30
_PAUSE_SECONDS = 0.05


def writing_engine(path: Path) -> Engine:
    """Connections that write, each transaction under the write lock from its first moment."""

    def connect() -> sqlite3.Connection:
        connection = _connect(path.absolute().as_uri())
        _switch_to_write_ahead_log(connection)
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    return _engine(connect, "BEGIN IMMEDIATE")


def reading_engine(path: Path) -> Engine:
    """Connections that cannot write; each transaction sees one state of the database."""

    def connect() -> sqlite3.Connection:
        connection = _connect(f"{path.absolute().as_uri()}?mode=ro")
        connection.execute("PRAGMA query_only = ON")
        return connection

    return _engine(connect, "BEGIN")


def _connect(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")  # REPLACE is a deletion, and refused
    return connection


def _switch_to_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Try until it works: on a new file, SQLite refuses the switch at once while others open it."""
    deadline = monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > deadline:
                raise
            sleep(_PAUSE_SECONDS)
        else:
            return


def _engine(connect: Callable[[], sqlite3.Connection], begin: str) -> Engine:
    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


_WORDS = {
    "SQLITE_BUSY": (
        f"is locked: another process has been writing for more than {BUSY_SECONDS} seconds. "
        "Try again; if it stays locked, end the process that holds it"
    ),
    "SQLITE_FULL": "does not fit on its disk any more. Make room and try again",
    "SQLITE_IOERR": "cannot be read or written. Check the disk, its free space and its limits",
    "SQLITE_READONLY": "cannot be written. Give Shuttle the right to write it and its folder",
    "SQLITE_CANTOPEN": "cannot be opened. The folder must exist, and Shuttle must be let into it",
    "SQLITE_NOTADB": "is no SQLite database. Name another file",
    "SQLITE_CORRUPT": "is damaged. Restore it from a backup, and check the disk",
    "SQLITE_CONSTRAINT": (
        "refuses what contradicts what it holds, such as a version, a trip's id or a file's path "
        "that is there already"
    ),
}


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Turn what the database refuses into StoreError, for the person who can mend it."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        name = getattr(cause, "sqlite_errorname", "")
        kinds = (words for kind, words in _WORDS.items() if name.startswith(kind))
        words = next(kinds, "refuses")
        msg = f"The database {path} {words} ({cause}). Nothing of this step was stored."
        raise StoreError(msg) from error
