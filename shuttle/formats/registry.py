"""Every form in which a version is rendered when it is published."""

from collections.abc import Mapping
from typing import Protocol

from shuttle.domain.feed import RenderedFile, Revision
from shuttle.domain.issue import Issue
from shuttle.formats.gtfs.render import GtfsRenderer
from shuttle.formats.ical.duties import DutyRenderer
from shuttle.formats.ical.render import CalendarRenderer


class Form(Protocol):
    """Turns what is published into the bytes that are served."""

    def fingerprints(self, issue: Issue) -> dict[str, str]:
        """UID of whatever has a revision of its own to the SHA-256 of what it says."""

    def files(self, issue: Issue, revisions: Mapping[str, Revision]) -> tuple[RenderedFile, ...]:
        """Every file of the form, given a revision for each UID of `fingerprints`."""


class Registry:
    """All forms as one, for the public address of the version.

    Args:
        base_url: what versions name of which nobody has said the public address.
    """

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url
        self._forms: dict[str, tuple[Form, ...]] = {}

    def fingerprints(self, issue: Issue) -> dict[str, str]:
        """The fingerprints of all forms; no two forms have a UID in common."""
        forms = self._forms_of(issue)
        return {uid: sha for form in forms for uid, sha in form.fingerprints(issue).items()}

    def files(self, issue: Issue, revisions: Mapping[str, Revision]) -> tuple[RenderedFile, ...]:
        """The files of all forms by path."""
        found = (file for form in self._forms_of(issue) for file in form.files(issue, revisions))
        return tuple(sorted(found, key=lambda file: file.path))

    def _forms_of(self, issue: Issue) -> tuple[Form, ...]:
        """The same for fingerprints and files, which go on with what the former have built."""
        url = issue.timetable.public_url or self._base_url
        if url not in self._forms:
            self._forms[url] = (CalendarRenderer(url), DutyRenderer(url), GtfsRenderer(url))
        return self._forms[url]
