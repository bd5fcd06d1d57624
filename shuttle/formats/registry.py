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
    """All forms as one.

    Args:
        base_url: the public address, which feeds name.
    """

    def __init__(self, base_url: str) -> None:
        self._forms: tuple[Form, ...] = (
            CalendarRenderer(base_url),
            DutyRenderer(base_url),
            GtfsRenderer(base_url),
        )

    def fingerprints(self, issue: Issue) -> dict[str, str]:
        """The fingerprints of all forms; no two forms have a UID in common."""
        return {uid: sha for form in self._forms for uid, sha in form.fingerprints(issue).items()}

    def files(self, issue: Issue, revisions: Mapping[str, Revision]) -> tuple[RenderedFile, ...]:
        """The files of all forms by path."""
        found = (file for form in self._forms for file in form.files(issue, revisions))
        return tuple(sorted(found, key=lambda file: file.path))
