"""Feeds as files: for each language one by route, by direction and by stop.

The bytes are a function of the timetable, the revisions and the public address alone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from shuttle.domain.base import LANGUAGES, Language
from shuttle.domain.feed import RenderedFile, Revision
from shuttle.domain.issue import Issue
from shuttle.domain.timetable import Timetable
from shuttle.errors import CheckError
from shuttle.formats.ical.channels import Channel, Channels, notes
from shuttle.formats.ical.drafts import Drafts, drafted
from shuttle.formats.ical.events import EventWriter
from shuttle.formats.ical.frame import END
from shuttle.formats.ical.lint import lint
from shuttle.formats.ical.series import Series, series

# No `method` parameter, for no feed has a METHOD: RFC 5545 3.7.2 wants both or none.
MEDIA_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True)
class _Built:
    """The series of a timetable with their drafts."""

    timetable: Timetable
    found: tuple[Series, ...]
    drafts: Drafts


class CalendarRenderer:
    """Renders timetables' feeds for one public address, each event once."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url.rstrip("/")
        self._built: _Built | None = None

    def fingerprints(self, issue: Issue) -> dict[str, str]:
        """UID to the SHA-256 of what its events say in all languages, revision apart."""
        return self._of(issue.timetable).drafts.fingerprints()

    def files(self, issue: Issue, revisions: Mapping[str, Revision]) -> tuple[RenderedFile, ...]:
        """All feeds, by path; raises CheckError if a calendar client could stumble over one."""
        built = self._of(issue.timetable)
        files = (
            file
            for language in LANGUAGES
            for file in _in_language(built, language, revisions, self._base_url)
        )
        return tuple(sorted(files, key=lambda file: file.path))

    def _of(self, timetable: Timetable) -> _Built:
        """What was built of this timetable for its fingerprints is still there for its files."""
        if self._built is None or self._built.timetable is not timetable:
            self._built = _build(timetable, self._base_url)
        return self._built


def _build(timetable: Timetable, base_url: str) -> _Built:
    found = series(timetable)
    _require_own_uids(found)
    writers = {language: EventWriter(timetable, language, base_url) for language in LANGUAGES}
    return _Built(timetable, found, drafted(found, writers))


def _require_own_uids(found: Iterable[Series]) -> None:
    """A calendar keeps one of two events with one UID, and not always the same one."""
    count = Counter(item.uid for item in found)
    twice = [f"{uid}: has {times} series" for uid, times in count.items() if times > 1]
    if twice:
        message = "Trips would not be read alike by every calendar program:"
        raise CheckError(message, twice)


def _in_language(
    built: _Built, language: Language, revisions: Mapping[str, Revision], base_url: str
) -> Iterator[RenderedFile]:
    timetable = built.timetable
    events = built.drafts.finished(language, revisions)
    writer = EventWriter(timetable, language, base_url)
    provisional = writer.provisional_note([day.date for day in timetable.days])
    channels = Channels(
        timetable, language, base_url, notes(timetable, language, base_url, provisional)
    )
    frame = channels.private()
    head = frame.head(newest(events, revisions, timetable))
    require_readable(f"the events in {language}", b"".join((head, *events.values(), END)))
    yield RenderedFile(path=f"private/my/{language}.ics", media_type=MEDIA_TYPE, body=head + END)
    for channel in channels.public():
        uids = [item.uid for item in built.found if channel.shows(item.trip)]
        yield _feed(channel, uids, events, newest(uids, revisions, timetable))


def newest(
    uids: Iterable[str], revisions: Mapping[str, Revision], timetable: Timetable
) -> datetime:
    """The newest revision in a calendar; one without events is as old as its version."""
    stamps = [revisions[uid].last_modified for uid in uids]
    return max(stamps, default=timetable.published_at)


def _feed(
    channel: Channel, uids: Iterable[str], events: Mapping[str, bytes], last_modified: datetime
) -> RenderedFile:
    """The calendar's own lines and zone, then its events as they were built.

    The events have been looked at together, so only the frame is new here.
    """
    head = channel.frame.head(last_modified)
    require_readable(channel.path, head + END)
    body = b"".join((head, *(events[uid] for uid in uids), END))
    return RenderedFile(path=channel.path, media_type=MEDIA_TYPE, body=body)


def require_readable(what: str, body: bytes) -> None:
    """Raise CheckError where some calendar program would stumble over a calendar."""
    problems = lint(body)
    if problems:
        message = f"{what} would not be read alike by every calendar program:"
        raise CheckError(message, problems)


def fingerprints(timetable: Timetable, base_url: str) -> dict[str, str]:
    """UID to the SHA-256 of what its events say in all languages, revision apart."""
    return CalendarRenderer(base_url).fingerprints(Issue(timetable, {}))


def files(
    timetable: Timetable, revisions: Mapping[str, Revision], base_url: str
) -> tuple[RenderedFile, ...]:
    """All feeds, by path, given a revision for each UID of `fingerprints`."""
    return CalendarRenderer(base_url).files(Issue(timetable, {}), revisions)
