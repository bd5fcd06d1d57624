"""Every series of a timetable as calendar events in all languages, built once, stamped later."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Protocol, TypeVar

from shuttle.domain.base import LANGUAGES, Language
from shuttle.domain.feed import Revision
from shuttle.formats.ical.series import Run, RunT, SeriesOf

_WrittenT = TypeVar("_WrittenT", bound=Run)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STAMPS = ("DTSTAMP", "LAST-MODIFIED", "CREATED")
_FORM = "%Y%m%dT%H%M%SZ"


def neutral(uid: str) -> Revision:
    """The revision with which a draft is built; `stamped` puts the true one in its place."""
    return Revision(uid=uid, content_sha256="", sequence=0, created=_EPOCH, last_modified=_EPOCH)


def stamped(draft: bytes, revision: Revision) -> bytes:
    """The events of one UID with their revision.

    The stamps are whole short lines, so that replacing them cannot touch a text: within one, no
    line begins without a space.
    """
    stamps = (revision.last_modified, revision.last_modified, revision.created)
    for name, instant in zip(_STAMPS, stamps, strict=True):
        draft = draft.replace(_stamp(name, _EPOCH), _stamp(name, instant.astimezone(UTC)))
    return draft.replace(_sequence(0), _sequence(revision.sequence))


@lru_cache(maxsize=1024)
def _stamp(name: str, instant: datetime) -> bytes:
    return f"\r\n{name}:{instant.strftime(_FORM)}\r\n".encode()


def _sequence(number: int) -> bytes:
    return f"\r\nSEQUENCE:{number}\r\n".encode()


class Writer(Protocol[_WrittenT]):
    """Writes series in one language."""

    def fragment(self, series: SeriesOf[_WrittenT], revision: Revision) -> bytes:
        """The events of a series, master first, all of one revision."""


@dataclass(frozen=True, slots=True)
class Drafts:
    """Events by UID, in each language, without their true revision.

    Attributes:
        events: by UID, in the order in which feeds show them.
    """

    events: Mapping[str, Mapping[Language, bytes]]

    def fingerprints(self) -> dict[str, str]:
        """UID to the SHA-256 of what its events say in all languages."""
        return {uid: _digest(texts) for uid, texts in self.events.items()}

    def finished(self, language: Language, revisions: Mapping[str, Revision]) -> dict[str, bytes]:
        """The events of one language by UID, each with its revision."""
        return {uid: stamped(texts[language], revisions[uid]) for uid, texts in self.events.items()}


def drafted(found: Iterable[SeriesOf[RunT]], writers: Mapping[Language, Writer[RunT]]) -> Drafts:
    """The drafts of some series, language by language within each: most lines are then at hand."""
    return Drafts(
        {
            item.uid: {
                language: writer.fragment(item, neutral(item.uid))
                for language, writer in writers.items()
            }
            for item in found
        }
    )


def _digest(texts: Mapping[Language, bytes]) -> str:
    return hashlib.sha256(b"".join(texts[language] for language in LANGUAGES)).hexdigest()
