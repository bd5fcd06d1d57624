"""What calendar programs are told to have changed: one revision a UID, one date a file.

A calendar program takes over a change only for a higher SEQUENCE, or only for a later
LAST-MODIFIED, or only for other bytes of the first event of a UID; so both rise together, for a
UID's whole series, on any change, also when a delay is withdrawn, and never otherwise.
"""

import gzip
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from shuttle.domain.feed import RenderedFile, Revision
from shuttle.domain.issue import Issue
from shuttle.store.records import GZIP, Artefact, FileVersion, NewFile

WITHDRAWN = ""
"""The content of a UID that is no longer published; should it come back, it is a change."""


class Renderer(Protocol):
    """Turns what is published into the bytes that are served."""

    def fingerprints(self, issue: Issue) -> dict[str, str]:
        """UID to the SHA-256 of what its events say, revision apart."""

    def files(self, issue: Issue, revisions: Mapping[str, Revision]) -> tuple[RenderedFile, ...]:
        """Every file of the version, given a revision for each UID of `fingerprints`."""


def revise(
    ledger: Mapping[str, Revision], fingerprints: Mapping[str, str], now: datetime
) -> dict[str, Revision]:
    """The ledger after a publication, in the order of UIDs.

    Args:
        ledger: revisions before it, withdrawn UIDs included.
        fingerprints: content hash of each UID that it publishes.
        now: instant of the publication, in UTC and whole seconds.
    """
    contents = {**dict.fromkeys(ledger, WITHDRAWN), **fingerprints}
    return {
        uid: _revision(ledger.get(uid), uid, content, now)
        for uid, content in sorted(contents.items())
    }


def _revision(before: Revision | None, uid: str, content: str, now: datetime) -> Revision:
    if before is None:
        return Revision(uid=uid, content_sha256=content, sequence=0, created=now, last_modified=now)
    if before.content_sha256 == content:
        return before
    if content == WITHDRAWN:
        return before.model_copy(update={"content_sha256": WITHDRAWN})
    return before.model_copy(
        update={
            "content_sha256": content,
            "sequence": before.sequence + 1,
            "last_modified": now,
        }
    )


def files_to_store(
    rendered: Sequence[RenderedFile], before: Mapping[str, FileVersion], now: datetime
) -> Iterator[NewFile]:
    """Rendered files with their compressed bytes; unchanged ones keep their Last-Modified.

    Args:
        rendered: the new version's files.
        before: the files of the version before it.
        now: instant of the publication.
    """
    for file in rendered:
        body = Artefact.of(file.media_type, file.body)
        old = before.get(file.path)
        unchanged = old is not None and old.sha256 == body.sha256
        yield packed(file.path, body, old.last_modified if old and unchanged else now)


def packed(path: str, body: Artefact, last_modified: datetime) -> NewFile:
    """A file with its compressed bytes."""
    gzip_body = Artefact.of(GZIP, gzip.compress(body.body, mtime=0))
    return NewFile(path=path, body=body, gzip_body=gzip_body, last_modified=last_modified)
