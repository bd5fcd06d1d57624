"""The tables, in constructs that SQLite and PostgreSQL both understand.

What the database itself checks beyond keys stands in the migrations.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    Date,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
)


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept as UTC ISO text that sorts as time does on every database."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """UTC text of an aware instant."""
        del dialect
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """The aware instant of a text."""
        del dialect
        return None if value is None else datetime.fromisoformat(value)


metadata = MetaData()
_SHA256 = String(64)

artefacts = Table(
    "artefacts",
    metadata,
    Column("sha256", _SHA256, primary_key=True),
    Column("media_type", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("created_at", Instant, nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("service", String, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("timetable_sha256", _SHA256, ForeignKey("artefacts.sha256"), nullable=False),
    Column("note", String, nullable=False),
    Column("rollback_of", Integer),
    ForeignKeyConstraint(["service", "rollback_of"], ["versions.service", "versions.seq"]),
)

version_files = Table(
    "version_files",
    metadata,
    Column("service", String, primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("path", String, primary_key=True),
    Column("media_type", String, nullable=False),
    Column("sha256", _SHA256, ForeignKey("artefacts.sha256"), nullable=False),
    Column("gzip_sha256", _SHA256, ForeignKey("artefacts.sha256"), nullable=False),
    Column("last_modified", Instant, nullable=False),
    ForeignKeyConstraint(["service", "seq"], ["versions.service", "versions.seq"]),
)

revisions = Table(
    "revisions",
    metadata,
    Column("service", String, primary_key=True),
    Column("uid", String, primary_key=True),
    Column("content_sha256", String, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("created", Instant, nullable=False),
    Column("last_modified", Instant, nullable=False),
)

trip_identities = Table(
    "trip_identities",
    metadata,
    Column("service", String, primary_key=True),
    Column("trip_id", String, primary_key=True),
    Column("direction", String, nullable=False),
    Column("first_published_seq", Integer, nullable=False),
    ForeignKeyConstraint(["service", "first_published_seq"], ["versions.service", "versions.seq"]),
)

retired_feeds = Table(
    "retired_feeds",
    metadata,
    Column("service", String, primary_key=True),
    Column("path", String, primary_key=True),
    Column("successor", String),
    Column("seq", Integer, nullable=False),
    Column("kept_until", Date),
    ForeignKeyConstraint(["service", "seq"], ["versions.service", "versions.seq"]),
)

feed_tokens = Table(
    "feed_tokens",
    metadata,
    Column("digest", _SHA256, primary_key=True),
    Column("service", String, nullable=False),
    Column("prefix", String, nullable=False),
    Column("subscription", String, nullable=False),
    Column("label", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("action", String, nullable=False),
    Column("service", String, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("detail", String, nullable=False),
    ForeignKeyConstraint(["service", "seq"], ["versions.service", "versions.seq"]),
)
