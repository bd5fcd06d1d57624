"""The store on SQL: SQLite embedded; statements are Core constructs that PostgreSQL takes too."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Select, func, insert, select, update

from shuttle.domain.feed import Revision
from shuttle.domain.plan import Plan
from shuttle.domain.timetable import Timetable
from shuttle.errors import StoreError
from shuttle.store.engine import in_plain_words, reading_engine, writing_engine
from shuttle.store.records import (
    PLAN,
    AuditRow,
    FileVersion,
    Publication,
    RetiredFeed,
    StoredFile,
    VersionRow,
    intact,
)
from shuttle.store.schema import bring_to_head, is_at_head
from shuttle.store.tables import (
    artefacts,
    audit_log,
    feed_tokens,
    retired_feeds,
    revisions,
    trip_identities,
    version_files,
    versions,
)
from shuttle.store.tokens import FeedToken, not_to_be_revoked
from shuttle.store.writing import write


class SqlStore:
    """The store's protocol on an SQLite file.

    Args:
        path: the database file. An absent or empty one is set up; one that an older Shuttle wrote
            is brought up to date; one that a newer Shuttle or another program wrote is refused
            with StoreError.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer = writing_engine(path)
        self._reader = reading_engine(path)
        try:
            self._bring_to_head()
        except StoreError:
            self.close()
            raise

    def publish(self, publication: Publication) -> int:
        """Write a version; see `Store.publish`."""
        with self._writing() as connection:
            service = publication.timetable.service
            publication.require_current(_latest_seq(connection, service))
            write(connection, publication)
        return publication.seq

    def services(self) -> tuple[str, ...]:
        """Services with at least one version, by id."""
        query = select(versions.c.service).distinct().order_by(versions.c.service)
        with self._reading() as connection:
            return tuple(connection.scalars(query))

    def latest_seq(self, service: str) -> int:
        """Number of the version in force, or 0."""
        with self._reading() as connection:
            return _latest_seq(connection, service)

    def latest(self, service: str) -> Timetable | None:
        """The version in force, or None."""
        with self._reading() as connection:
            return _timetable(connection, service, _latest_seq(connection, service))

    def timetable(self, service: str, seq: int) -> Timetable | None:
        """One version, or None."""
        with self._reading() as connection:
            return _timetable(connection, service, seq)

    def history(self, service: str) -> tuple[VersionRow, ...]:
        """Every version, oldest first."""
        query = select(versions).where(versions.c.service == service).order_by(versions.c.seq)
        with self._reading() as connection:
            return tuple(VersionRow(**row) for row in connection.execute(query).mappings())

    def files(self, service: str, seq: int | None = None) -> dict[str, FileVersion]:
        """The files of a version by path."""
        with self._reading() as connection:
            query = _files(connection, service, seq).order_by(version_files.c.path)
            rows = connection.execute(query).mappings()
            return {row["path"]: FileVersion(**row) for row in rows}

    def file(self, service: str, path: str, seq: int | None = None) -> StoredFile | None:
        """One file of a version with its bytes, or None."""
        with self._reading() as connection:
            number = _latest_seq(connection, service) if seq is None else seq
            query = _files(connection, service, number).where(version_files.c.path == path)
            row = connection.execute(query).mappings().one_or_none()
            if row is None:
                return None
            found = FileVersion(**row)
            body, gzip_body = (_read(connection, sha) for sha in (found.sha256, found.gzip_sha256))
            return found.stored(number, body, gzip_body)

    def revisions(self, service: str) -> dict[str, Revision]:
        """The ledger of the feeds by UID."""
        columns = [column for column in revisions.c if column.name != "service"]
        query = select(*columns).where(revisions.c.service == service).order_by(revisions.c.uid)
        with self._reading() as connection:
            rows = connection.execute(query).mappings()
            return {row["uid"]: Revision.model_validate(dict(row)) for row in rows}

    def trip_ids(self, service: str) -> frozenset[str]:
        """Every trip id that was ever published."""
        query = select(trip_identities.c.trip_id).where(trip_identities.c.service == service)
        with self._reading() as connection:
            return frozenset(connection.scalars(query))

    def plan(self, sha256: str) -> Plan | None:
        """A published plan, or None."""
        is_plan = (artefacts.c.sha256 == sha256) & (artefacts.c.media_type == PLAN)
        with self._reading() as connection:
            if connection.scalar(select(artefacts.c.sha256).where(is_plan)) is None:
                return None
            return Plan.model_validate_json(_read(connection, sha256))

    def retired(self, service: str) -> dict[str, RetiredFeed]:
        """Every retired feed by path."""
        columns = [column for column in retired_feeds.c if column.name != "service"]
        mine = retired_feeds.c.service == service
        query = select(*columns).where(mine).order_by(retired_feeds.c.path)
        with self._reading() as connection:
            rows = connection.execute(query).mappings()
            return {row["path"]: RetiredFeed(**row) for row in rows}

    def add_token(self, token: FeedToken) -> None:
        """Keep a new token; see `Store.add_token`."""
        with self._writing() as connection:
            seq = _latest_seq(connection, token.service)
            row = token.audit_row("add-token", token.created_at, seq)
            connection.execute(insert(feed_tokens), asdict(token))
            connection.execute(insert(audit_log), asdict(row))

    def revoke_token(self, service: str, digest: str, now: datetime) -> FeedToken:
        """Let a token open nothing from now on; see `Store.revoke_token`."""
        with self._writing() as connection:
            found = _subscription(connection, digest)
            if found is None or found.service != service:
                raise not_to_be_revoked(service)
            row = found.audit_row("revoke-token", now, _latest_seq(connection, service))
            mine = feed_tokens.c.digest == digest
            connection.execute(update(feed_tokens).where(mine).values(revoked_at=now))
            connection.execute(insert(audit_log), asdict(row))
            return replace(found, revoked_at=now)

    def tokens(self, service: str) -> tuple[FeedToken, ...]:
        """Every token, oldest first."""
        mine = select(feed_tokens).where(feed_tokens.c.service == service)
        query = mine.order_by(feed_tokens.c.created_at, feed_tokens.c.digest)
        with self._reading() as connection:
            return tuple(FeedToken(**row) for row in connection.execute(query).mappings())

    def subscription(self, digest: str) -> FeedToken | None:
        """The token with a digest, unless it is revoked."""
        with self._reading() as connection:
            return _subscription(connection, digest)

    def audit_log(self, service: str) -> tuple[AuditRow, ...]:
        """Everything that was done to a service, oldest first."""
        columns = [column for column in audit_log.c if column.name != "id"]
        query = select(*columns).where(audit_log.c.service == service).order_by(audit_log.c.id)
        with self._reading() as connection:
            return tuple(AuditRow(**row) for row in connection.execute(query).mappings())

    def ready(self) -> None:
        """Check the schema's revision, and that the write lock can be had."""
        with self._reading() as connection:
            current = is_at_head(connection)
        if not current:
            msg = f"The schema of {self._path} was changed while Shuttle ran. Start Shuttle again."
            raise StoreError(msg)
        with self._writing():
            pass

    def close(self) -> None:
        """Close the connections."""
        self._reader.dispose()
        self._writer.dispose()

    def _bring_to_head(self) -> None:
        """Migrate where needed; only then is the write lock taken."""
        with in_plain_words(self._path):
            # A writer that stays connected keeps the log's files in place, which readers need.
            self._writer.connect().close()
            with self._reader.begin() as connection:
                current = is_at_head(connection)
            if not current:
                with self._writer.begin() as connection:
                    bring_to_head(connection)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with in_plain_words(self._path), self._reader.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with in_plain_words(self._path), self._writer.begin() as connection:
            yield connection


def _latest_seq(connection: Connection, service: str) -> int:
    query = select(func.max(versions.c.seq)).where(versions.c.service == service)
    return connection.scalar(query) or 0


def _subscription(connection: Connection, digest: str) -> FeedToken | None:
    good = (feed_tokens.c.digest == digest) & (feed_tokens.c.revoked_at.is_(None))
    row = connection.execute(select(feed_tokens).where(good)).mappings().one_or_none()
    return None if row is None else FeedToken(**row)


def _timetable(connection: Connection, service: str, seq: int) -> Timetable | None:
    mine = (versions.c.service == service) & (versions.c.seq == seq)
    sha256 = connection.scalar(select(versions.c.timetable_sha256).where(mine))
    return None if sha256 is None else Timetable.model_validate_json(_read(connection, sha256))


def _files(connection: Connection, service: str, seq: int | None) -> Select[tuple[object, ...]]:
    number = _latest_seq(connection, service) if seq is None else seq
    columns = [column for column in version_files.c if column.name not in {"service", "seq"}]
    mine = (version_files.c.service == service) & (version_files.c.seq == number)
    return select(*columns).where(mine)


def _read(connection: Connection, sha256: str) -> bytes:
    body = connection.scalar(select(artefacts.c.body).where(artefacts.c.sha256 == sha256))
    if body is None:
        msg = f"Artefact {sha256} is missing. Restore the database from a backup."
        raise StoreError(msg)
    return intact(sha256, body)
