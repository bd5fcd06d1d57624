"""What the rest of Shuttle asks of a store; memory and SQL answer alike."""

from datetime import datetime
from typing import Protocol

from shuttle.domain.feed import Revision
from shuttle.domain.plan import Plan
from shuttle.domain.timetable import Timetable
from shuttle.store.records import (
    AuditRow,
    FileVersion,
    Publication,
    RetiredFeed,
    StoredFile,
    VersionRow,
)
from shuttle.store.tokens import FeedToken


class Store(Protocol):
    """Append-only versions of published services.

    Every method raises StoreError, in words for the operator, where the store cannot do its part:
    locked for too long, disk full, damaged bytes, closed. Reading never waits for a publication.
    Artefacts are verified against their SHA-256 each time they are read.
    """

    def publish(self, publication: Publication) -> int:
        """Write a version, all of it or nothing, and return its number.

        Raises:
            StoreError: another version came first; the message names both.
        """

    def services(self) -> tuple[str, ...]:
        """Services with at least one version, by id."""

    def latest_seq(self, service: str) -> int:
        """Number of the version in force, 0 where there is none; cheap enough to ask often."""

    def latest(self, service: str) -> Timetable | None:
        """The version in force, or None."""

    def timetable(self, service: str, seq: int) -> Timetable | None:
        """One version, or None."""

    def history(self, service: str) -> tuple[VersionRow, ...]:
        """Every version, oldest first."""

    def files(self, service: str, seq: int | None = None) -> dict[str, FileVersion]:
        """The files of a version (None for the one in force) by path, in the paths' order."""

    def file(self, service: str, path: str, seq: int | None = None) -> StoredFile | None:
        """One file of a version (None for the one in force) with its bytes, or None."""

    def revisions(self, service: str) -> dict[str, Revision]:
        """The ledger of the feeds by UID, withdrawn UIDs included."""

    def trip_ids(self, service: str) -> frozenset[str]:
        """Every trip id that was ever published."""

    def plan(self, sha256: str) -> Plan | None:
        """A published plan by the SHA-256 that its periods name, or None."""

    def retired(self, service: str) -> dict[str, RetiredFeed]:
        """Every retired feed by path, as of the version in force."""

    def add_token(self, token: FeedToken) -> None:
        """Keep a new token, and say so in the audit log.

        Raises:
            StoreError: nothing of its service is published, or its digest is there already.
        """

    def revoke_token(self, service: str, digest: str, now: datetime) -> FeedToken:
        """Let a token open nothing from now on, and say so in the audit log.

        Raises:
            StoreError: the service has no such token, or it is revoked already.
        """

    def tokens(self, service: str) -> tuple[FeedToken, ...]:
        """Every token, oldest first, revoked ones included."""

    def subscription(self, digest: str) -> FeedToken | None:
        """The token with a digest, unless it is revoked; one indexed read."""

    def audit_log(self, service: str) -> tuple[AuditRow, ...]:
        """Everything that was done to a service, oldest first."""

    def ready(self) -> None:
        """Return when the store can read and write; raise StoreError otherwise."""

    def close(self) -> None:
        """Give back files and connections."""
