"""Drivers' duties as private files: for each language one a duty, served through tokens alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shuttle.domain.base import LANGUAGES, Language
from shuttle.domain.feed import RenderedFile, Revision
from shuttle.domain.issue import Issue
from shuttle.domain.timetable import Timetable
from shuttle.formats.ical.drafts import Drafts, drafted
from shuttle.formats.ical.duty_days import DutyDay, duty_days
from shuttle.formats.ical.duty_events import DutyWriter
from shuttle.formats.ical.frame import END, Frame
from shuttle.formats.ical.frame_words import frame_words
from shuttle.formats.ical.render import MEDIA_TYPE, newest, require_readable
from shuttle.formats.ical.series import SeriesOf, series_of
from shuttle.formats.ical.words import words


def duty_path(language: Language, duty: str) -> str:
    """Where a duty's calendar is kept; `duty` is its public name."""
    return f"private/duties/{language}/{duty}.ics"


@dataclass(frozen=True, slots=True)
class _Built:
    """The duties of an issue with their drafts."""

    issue: Issue
    found: tuple[SeriesOf[DutyDay], ...]
    drafts: Drafts


class DutyRenderer:
    """Renders the duties behind timetables for one public address, each event once."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url.rstrip("/")
        self._built: _Built | None = None

    def fingerprints(self, issue: Issue) -> dict[str, str]:
        """UID to the SHA-256 of what its events say in all languages, revision apart."""
        return self._of(issue).drafts.fingerprints()

    def files(self, issue: Issue, revisions: Mapping[str, Revision]) -> tuple[RenderedFile, ...]:
        """All duties, by path; raises CheckError if a calendar client could stumble over one."""
        built = self._of(issue)
        files = (
            file for language in LANGUAGES for file in self._in_language(built, revisions, language)
        )
        return tuple(sorted(files, key=lambda file: file.path))

    def _of(self, issue: Issue) -> _Built:
        """What was built of this issue for its fingerprints is still there for its files."""
        if self._built is None or self._built.issue is not issue:
            found = series_of(issue.timetable, duty_days(issue).items())
            writers = {one: DutyWriter(issue.timetable, one, self._base_url) for one in LANGUAGES}
            self._built = _Built(issue, found, drafted(found, writers))
        return self._built

    def _in_language(
        self, built: _Built, revisions: Mapping[str, Revision], language: Language
    ) -> Iterator[RenderedFile]:
        timetable = built.issue.timetable
        events = built.drafts.finished(language, revisions)
        for duty in sorted({item.trip.id for item in built.found}):
            uids = [item.uid for item in built.found if item.trip.id == duty]
            path = duty_path(language, duty)
            head = self._frame(timetable, duty, language).head(newest(uids, revisions, timetable))
            body = b"".join((head, *(events[uid] for uid in uids), END))
            require_readable(path, body)
            yield RenderedFile(path=path, media_type=MEDIA_TYPE, body=body)

    def _frame(self, timetable: Timetable, duty: str, language: Language) -> Frame:
        """The calendar does not say where it was fetched: the address is a driver's secret."""
        return Frame(
            identity=f"duty-{duty}-{language}",
            service=timetable.service,
            name=frame_words(language).duty.format(duty=duty),
            description=timetable.title.in_language(language),
            page_url=f"{self._base_url}/{words(language).page}/",
            source=None,
        )
