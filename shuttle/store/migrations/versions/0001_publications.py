"""Artefacts, versions with their files, trip identities, the feeds' ledger, the audit log."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_SHA256 = sa.String(64)
_INSTANT = sa.String(32)
_APPEND_ONLY = ("artefacts", "versions", "version_files", "trip_identities", "audit_log")


def upgrade() -> None:
    """Create the tables, and refuse to change or delete what was published."""
    _artefacts()
    _versions()
    _version_files()
    _trip_identities()
    _revisions()
    _audit_log()
    for table in _APPEND_ONLY:
        _refuse_changes(table)


def downgrade() -> None:
    """Drop everything; what was published goes with it."""
    names = ("audit_log", "revisions", "trip_identities", "version_files", "versions", "artefacts")
    for table in names:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _artefacts() -> None:
    op.create_table(
        "artefacts",
        sa.Column("sha256", _SHA256, primary_key=True),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
    )


def _versions() -> None:
    kinds = "kind IN ('publish', 'rollback', 'change')"
    op.create_table(
        "versions",
        sa.Column("service", sa.String, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("published_at", _INSTANT, nullable=False),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("last", sa.Date, nullable=False),
        sa.Column("timetable_sha256", _SHA256, sa.ForeignKey("artefacts.sha256"), nullable=False),
        sa.Column("note", sa.String, nullable=False),
        sa.Column("rollback_of", sa.Integer),
        sa.ForeignKeyConstraint(["service", "rollback_of"], ["versions.service", "versions.seq"]),
        sa.CheckConstraint("seq > 0", name="counts_from_one"),
        sa.CheckConstraint(kinds, name="known_kind"),
        sa.CheckConstraint(
            "(kind = 'rollback') = (rollback_of IS NOT NULL)", name="rollback_names_its_version"
        ),
    )


def _version_files() -> None:
    op.create_table(
        "version_files",
        sa.Column("service", sa.String, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("path", sa.String, primary_key=True),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("sha256", _SHA256, sa.ForeignKey("artefacts.sha256"), nullable=False),
        sa.Column("gzip_sha256", _SHA256, sa.ForeignKey("artefacts.sha256"), nullable=False),
        sa.Column("last_modified", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["service", "seq"], ["versions.service", "versions.seq"]),
    )


def _trip_identities() -> None:
    op.create_table(
        "trip_identities",
        sa.Column("service", sa.String, primary_key=True),
        sa.Column("trip_id", sa.String, primary_key=True),
        sa.Column("direction", sa.String, nullable=False),
        sa.Column("first_published_seq", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["service", "first_published_seq"], ["versions.service", "versions.seq"]
        ),
    )


def _revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("service", sa.String, primary_key=True),
        sa.Column("uid", sa.String, primary_key=True),
        sa.Column("content_sha256", sa.String, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("created", _INSTANT, nullable=False),
        sa.Column("last_modified", _INSTANT, nullable=False),
    )


def _audit_log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("service", sa.String, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("detail", sa.String, nullable=False),
        sa.ForeignKeyConstraint(["service", "seq"], ["versions.service", "versions.seq"]),
    )


def _refuse_changes(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        _refuse_changes_on_postgresql(table)
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _refuse_changes_on_postgresql(table: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
