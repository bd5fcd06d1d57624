"""What one publication writes, within the transaction of its caller."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select

from shuttle.domain.feed import Revision
from shuttle.store.records import Artefact, Publication, RetiredFeed
from shuttle.store.tables import (
    artefacts,
    audit_log,
    retired_feeds,
    revisions,
    trip_identities,
    version_files,
    versions,
)


def write(connection: Connection, publication: Publication) -> None:
    """Insert artefacts, version, files, trips, revisions, retired feeds, audit row."""
    service, seq = publication.timetable.service, publication.seq
    for artefact in publication.artefacts():
        _write_artefact(connection, artefact, publication.timetable.published_at)
    connection.execute(insert(versions), asdict(publication.version_row()))
    files = (asdict(file.version()) for file in publication.files)
    _insert(connection, version_files, [{"service": service, "seq": seq} | row for row in files])
    trips = (asdict(trip) for trip in publication.trips)
    first = {"service": service, "first_published_seq": seq}
    _insert(connection, trip_identities, [first | row for row in trips])
    _replace_revisions(connection, service, publication.revisions)
    _replace_retired(connection, service, publication.retired)
    connection.execute(insert(audit_log), asdict(publication.audit_row()))


def _write_artefact(connection: Connection, artefact: Artefact, now: datetime) -> None:
    same = select(artefacts.c.sha256).where(artefacts.c.sha256 == artefact.sha256)
    if connection.scalar(same) is None:
        connection.execute(insert(artefacts), asdict(artefact) | {"created_at": now})


def _replace_revisions(connection: Connection, service: str, changed: Sequence[Revision]) -> None:
    if not changed:
        return
    mine = (revisions.c.service == service) & (revisions.c.uid == bindparam("old_uid"))
    connection.execute(delete(revisions).where(mine), [{"old_uid": row.uid} for row in changed])
    rows = [{"service": service} | row.model_dump() for row in changed]
    connection.execute(insert(revisions), rows)


def _replace_retired(connection: Connection, service: str, now: Sequence[RetiredFeed]) -> None:
    connection.execute(delete(retired_feeds).where(retired_feeds.c.service == service))
    _insert(connection, retired_feeds, [{"service": service} | asdict(row) for row in now])


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)
