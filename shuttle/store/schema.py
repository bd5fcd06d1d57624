"""Which schema a database has, and how it gets the one that this Shuttle needs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from shuttle.errors import StoreError

_MIGRATIONS = Path(__file__).parent / "migrations"


def is_at_head(connection: Connection) -> bool:
    """Whether the database has the schema that this Shuttle needs."""
    return _revision(connection) == _scripts().get_current_head()


def bring_to_head(connection: Connection) -> None:
    """Migrate an empty or older database, within the transaction of the caller.

    Raises:
        StoreError: the database was written by a newer Shuttle, or by another program.
    """
    _require_known(connection)
    command.upgrade(migrations(connection), "head")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _require_known(connection: Connection) -> None:
    current = _revision(connection)
    known = {script.revision for script in _scripts().walk_revisions()}
    strange = set(inspect(connection).get_table_names()) - {"alembic_version"}
    if current is None and strange:
        msg = "The database belongs to another program: name an empty file for Shuttle."
        raise StoreError(msg)
    if current is not None and current not in known:
        msg = (
            f"The database has schema {current!r}, and this Shuttle knows schemas up to "
            f"{max(known)!r}: a newer Shuttle wrote it. Upgrade Shuttle, or name another database."
        )
        raise StoreError(msg)


def migrations(connection: Connection | None = None) -> Config:
    """Alembic's view of the migrations, to be run on a connection within its transaction."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(migrations())
