"""A store that forgets everything when the process ends: for trials and tests."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock

from shuttle.domain.feed import Revision
from shuttle.domain.plan import Plan
from shuttle.domain.timetable import Timetable
from shuttle.errors import StoreError
from shuttle.store.records import (
    PLAN,
    Artefact,
    AuditRow,
    FileVersion,
    Publication,
    RetiredFeed,
    StoredFile,
    VersionRow,
    intact,
)
from shuttle.store.tokens import FeedToken, not_to_be_revoked


@dataclass
class _Shelf:
    """What is kept of one service."""

    versions: list[VersionRow] = field(default_factory=list)
    files: list[dict[str, FileVersion]] = field(default_factory=list)
    revisions: dict[str, Revision] = field(default_factory=dict)
    trip_ids: set[str] = field(default_factory=set)
    retired: tuple[RetiredFeed, ...] = ()
    log: list[AuditRow] = field(default_factory=list)


class MemoryStore:
    """The store's protocol kept in dictionaries."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._artefacts: dict[str, Artefact] = {}
        self._shelves: dict[str, _Shelf] = {}
        self._tokens: dict[str, FeedToken] = {}

    def publish(self, publication: Publication) -> int:
        """Write a version; see `Store.publish`."""
        with self._lock:
            service = publication.timetable.service
            publication.require_current(self.latest_seq(service))
            shelf = self._shelf(service)
            new_ids = [trip.trip_id for trip in publication.trips]
            _require_distinct("trip id", [*shelf.trip_ids, *new_ids])
            _require_distinct("path", [file.path for file in publication.files])
            for artefact in publication.artefacts():
                self._artefacts.setdefault(artefact.sha256, artefact)
            files = sorted(publication.files, key=lambda file: file.path)
            shelf.files.append({file.path: file.version() for file in files})
            shelf.revisions |= {revision.uid: revision for revision in publication.revisions}
            shelf.trip_ids |= set(new_ids)
            shelf.retired = publication.retired
            shelf.log.append(publication.audit_row())
            shelf.versions.append(publication.version_row())
            self._shelves[service] = shelf
            return publication.seq

    def services(self) -> tuple[str, ...]:
        """Services with at least one version, by id."""
        return tuple(sorted(self._shelves))

    def latest_seq(self, service: str) -> int:
        """Number of the version in force, or 0."""
        return len(self._shelf(service).versions)

    def latest(self, service: str) -> Timetable | None:
        """The version in force, or None."""
        return self.timetable(service, self.latest_seq(service))

    def timetable(self, service: str, seq: int) -> Timetable | None:
        """One version, or None."""
        rows = [row for row in self.history(service) if row.seq == seq]
        bodies = (self._read(row.timetable_sha256) for row in rows)
        return next(map(Timetable.model_validate_json, bodies), None)

    def history(self, service: str) -> tuple[VersionRow, ...]:
        """Every version, oldest first."""
        return tuple(self._shelf(service).versions)

    def files(self, service: str, seq: int | None = None) -> dict[str, FileVersion]:
        """The files of a version by path."""
        number = self.latest_seq(service) if seq is None else seq
        shelves = self._shelf(service).files
        return dict(shelves[number - 1]) if 0 < number <= len(shelves) else {}

    def file(self, service: str, path: str, seq: int | None = None) -> StoredFile | None:
        """One file of a version with its bytes, or None."""
        number = self.latest_seq(service) if seq is None else seq
        found = self.files(service, number).get(path)
        if found is None:
            return None
        return found.stored(number, self._read(found.sha256), self._read(found.gzip_sha256))

    def revisions(self, service: str) -> dict[str, Revision]:
        """The ledger of the feeds by UID."""
        return dict(sorted(self._shelf(service).revisions.items()))

    def trip_ids(self, service: str) -> frozenset[str]:
        """Every trip id that was ever published."""
        return frozenset(self._shelf(service).trip_ids)

    def plan(self, sha256: str) -> Plan | None:
        """A published plan, or None."""
        found = self._artefacts.get(sha256)
        if found is None or found.media_type != PLAN:
            return None
        return Plan.model_validate_json(self._read(sha256))

    def retired(self, service: str) -> dict[str, RetiredFeed]:
        """Every retired feed by path."""
        rows = sorted(self._shelf(service).retired, key=lambda row: row.path)
        return {row.path: row for row in rows}

    def add_token(self, token: FeedToken) -> None:
        """Keep a new token; see `Store.add_token`."""
        with self._lock:
            seq = self.latest_seq(token.service)
            row = token.audit_row("add-token", token.created_at, seq)
            _require_distinct("token", [*self._tokens, token.digest])
            self._tokens[token.digest] = token
            self._shelf(token.service).log.append(row)

    def revoke_token(self, service: str, digest: str, now: datetime) -> FeedToken:
        """Let a token open nothing from now on; see `Store.revoke_token`."""
        with self._lock:
            found = self.subscription(digest)
            if found is None or found.service != service:
                raise not_to_be_revoked(service)
            row = found.audit_row("revoke-token", now, self.latest_seq(service))
            self._tokens[digest] = replace(found, revoked_at=now)
            self._shelf(service).log.append(row)
            return self._tokens[digest]

    def tokens(self, service: str) -> tuple[FeedToken, ...]:
        """Every token, oldest first."""
        mine = (token for token in self._tokens.values() if token.service == service)
        return tuple(sorted(mine, key=lambda token: (token.created_at, token.digest)))

    def subscription(self, digest: str) -> FeedToken | None:
        """The token with a digest, unless it is revoked."""
        found = self._tokens.get(digest)
        return found if found and found.revoked_at is None else None

    def audit_log(self, service: str) -> tuple[AuditRow, ...]:
        """Everything that was done to a service, oldest first."""
        return tuple(self._shelf(service).log)

    def ready(self) -> None:
        """Memory is always ready."""

    def close(self) -> None:
        """Nothing to give back."""

    def _shelf(self, service: str) -> _Shelf:
        return self._shelves.get(service, _Shelf())

    def _read(self, sha256: str) -> bytes:
        return intact(sha256, self._artefacts[sha256].body)


def _require_distinct(what: str, names: Iterable[str]) -> None:
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    if twice:
        msg = f"{what} {', '.join(twice)} is there already. Nothing of this step was stored."
        raise StoreError(msg)
