"""What goes into the store and comes out of it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from shuttle.domain.base import Value
from shuttle.domain.feed import Revision
from shuttle.domain.plan import Plan
from shuttle.domain.timetable import Timetable
from shuttle.errors import OvertakenError, StoreError

Kind = Literal["publish", "rollback", "change"]

PLAN = "application/vnd.shuttle.plan+json"
TIMETABLE = "application/vnd.shuttle.timetable+json"
GZIP = "application/gzip"
_ETAG_DIGITS = 32


@dataclass(frozen=True, slots=True)
class Artefact:
    """Bytes that are known by their SHA-256 and never change.

    Attributes:
        sha256: hexadecimal digest of `body`.
    """

    sha256: str
    media_type: str
    body: bytes

    @classmethod
    def of(cls, media_type: str, body: bytes) -> "Artefact":
        """The artefact that these bytes are."""
        return cls(hashlib.sha256(body).hexdigest(), media_type, body)

    @classmethod
    def of_value(cls, media_type: str, value: Value) -> "Artefact":
        """The artefact of a value's canonical JSON.

        Canonical: UTF-8, no spaces, fields as declared, mappings in their own order, which means
        something to riders (the order of stops and routes).
        """
        return cls.of(media_type, value.model_dump_json().encode())


def intact(sha256: str, body: bytes) -> bytes:
    """The bytes, when they are those that were stored; raises StoreError for damaged ones."""
    found = hashlib.sha256(body).hexdigest()
    if found != sha256:
        msg = (
            f"Artefact {sha256} is damaged: its bytes now have the SHA-256 {found}. It is not "
            "served. Restore the database from a backup, and check the disk."
        )
        raise StoreError(msg)
    return body


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A rendered file of one version with its bytes, verified when read.

    Attributes:
        seq: version to which it belongs.
        etag: content hash, without quotes.
    """

    seq: int
    path: str
    media_type: str
    body: bytes
    gzip_body: bytes
    etag: str
    last_modified: datetime


@dataclass(frozen=True, slots=True)
class FileVersion:
    """A rendered file of one version, without its bytes.

    Attributes:
        path: such as `feeds/en/hksp-sz.ics`, without a leading slash.
        sha256: of the bytes as they are.
        gzip_sha256: of the bytes compressed.
        last_modified: instant of the publication at which these bytes came up.
    """

    path: str
    media_type: str
    sha256: str
    gzip_sha256: str
    last_modified: datetime

    @property
    def etag(self) -> str:
        """Content hash for an ETag, without quotes; a compressed answer needs its own."""
        return self.sha256[:_ETAG_DIGITS]

    def stored(self, seq: int, body: bytes, gzip_body: bytes) -> StoredFile:
        """The file of that version with its bytes."""
        return StoredFile(
            seq=seq,
            path=self.path,
            media_type=self.media_type,
            body=body,
            gzip_body=gzip_body,
            etag=self.etag,
            last_modified=self.last_modified,
        )


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be stored with a version."""

    path: str
    body: Artefact
    gzip_body: Artefact
    last_modified: datetime

    def version(self) -> FileVersion:
        """What the version says of the file."""
        return FileVersion(
            path=self.path,
            media_type=self.body.media_type,
            sha256=self.body.sha256,
            gzip_sha256=self.gzip_body.sha256,
            last_modified=self.last_modified,
        )


@dataclass(frozen=True, slots=True)
class NewTrip:
    """A trip published for the first time; its id is never given to another."""

    trip_id: str
    direction: str


@dataclass(frozen=True, slots=True)
class RetiredFeed:
    """A path that was once served as a calendar feed and is not of the version in force.

    Attributes:
        path: without a leading slash, as in `FileVersion`.
        successor: the path that took its place; None where nothing did.
        seq: version with which it left.
        kept_until: last date on which a new version still keeps its closing bytes; None for a
            feed with a successor, and for one that is gone for good.
    """

    path: str
    successor: str | None
    seq: int
    kept_until: date | None = None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One line of a service's history.

    Attributes:
        seq: counts publications of the service from 1.
        first: first service date that the publication spoke about; `last` is included.
        rollback_of: the version whose timetable returned, for a rollback.
    """

    service: str
    seq: int
    kind: Kind
    published_at: datetime
    first: date
    last: date
    timetable_sha256: str
    note: str
    rollback_of: int | None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One line of the audit log: what was done, and the version that came of it."""

    at: datetime
    action: str
    service: str
    seq: int
    detail: str


@dataclass(frozen=True, slots=True)
class Publication:
    """Everything that one publication writes, all of it or nothing.

    Attributes:
        timetable: the new snapshot; its version is one more than the version on which it was
            composed.
        first: first service date that the publication speaks about; `last` is included.
        rollback_of: the version whose timetable returns, for a rollback.
        action: what was done, for the audit log, as `publish`.
        detail: to what it was done, in words.
        plans: plans that are new to the service.
        trips: trips published for the first time.
        revisions: revisions that are new or have changed.
        retired: every retired feed of the service as of this version, by path.
    """

    timetable: Timetable
    kind: Kind
    first: date
    last: date
    action: str
    detail: str = ""
    note: str = ""
    rollback_of: int | None = None
    plans: tuple[Plan, ...] = ()
    trips: tuple[NewTrip, ...] = ()
    revisions: tuple[Revision, ...] = ()
    files: tuple[NewFile, ...] = ()
    retired: tuple[RetiredFeed, ...] = ()

    @property
    def seq(self) -> int:
        """The version that it writes."""
        return self.timetable.version

    @property
    def expected_seq(self) -> int:
        """The version on which it was composed; 0 for a service without any."""
        return self.timetable.version - 1

    def require_current(self, latest_seq: int) -> None:
        """Raises OvertakenError when another publication came first."""
        if latest_seq != self.expected_seq:
            service = self.timetable.service
            msg = (
                f"Service {service!r} is at version {latest_seq} by now, and this publication was "
                f"composed on version {self.expected_seq}. Nothing was stored; look at "
                f"version {latest_seq} and publish again."
            )
            raise OvertakenError(msg)

    def artefacts(self) -> Iterator[Artefact]:
        """Every artefact: the timetable first, then plans and files."""
        yield Artefact.of_value(TIMETABLE, self.timetable)
        for plan in self.plans:
            yield Artefact.of_value(PLAN, plan)
        for file in self.files:
            yield file.body
            yield file.gzip_body

    def version_row(self) -> VersionRow:
        """Its line in the history."""
        return VersionRow(
            service=self.timetable.service,
            seq=self.seq,
            kind=self.kind,
            published_at=self.timetable.published_at,
            first=self.first,
            last=self.last,
            timetable_sha256=Artefact.of_value(TIMETABLE, self.timetable).sha256,
            note=self.note,
            rollback_of=self.rollback_of,
        )

    def audit_row(self) -> AuditRow:
        """Its line in the audit log."""
        return AuditRow(
            at=self.timetable.published_at,
            action=self.action,
            service=self.timetable.service,
            seq=self.seq,
            detail=self.detail,
        )
