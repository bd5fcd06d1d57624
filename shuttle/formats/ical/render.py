"""Feeds as files: one for each language and route, and one for each of its directions.

The bytes are a function of the timetable, the revisions and the public address alone.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, vText

from shuttle.domain.base import LANGUAGES, Language
from shuttle.domain.feed import RenderedFile, Revision
from shuttle.domain.issue import Issue
from shuttle.domain.network import Direction
from shuttle.domain.timetable import Timetable
from shuttle.errors import CheckError
from shuttle.formats.ical.events import EventWriter
from shuttle.formats.ical.lint import lint
from shuttle.formats.ical.series import Series, series
from shuttle.formats.ical.timezone import TZID, vtimezone
from shuttle.formats.ical.words import words

# No `method` parameter, for no feed has a METHOD: RFC 5545 3.7.2 wants both or none.
MEDIA_TYPE = "text/calendar; charset=utf-8"
_PRODID = "-//Shuttle//Timetable feeds//EN"
_END = b"END:VCALENDAR\r\n"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class CalendarRenderer:
    """Renders a timetable's feeds for one public address."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url.rstrip("/")

    def fingerprints(self, issue: Issue) -> dict[str, str]:
        """UID to the SHA-256 of what its events say in all languages, revision apart."""
        return fingerprints(issue.timetable, self._base_url)

    def files(self, issue: Issue, revisions: Mapping[str, Revision]) -> tuple[RenderedFile, ...]:
        """All feeds, by path; raises CheckError if a calendar client could stumble over one."""
        return files(issue.timetable, revisions, self._base_url)


def fingerprints(timetable: Timetable, base_url: str) -> dict[str, str]:
    """UID to the SHA-256 of what its events say in all languages, revision apart."""
    writers = [EventWriter(timetable, language, base_url) for language in LANGUAGES]
    return {item.uid: _fingerprint(item, writers) for item in series(timetable)}


def files(
    timetable: Timetable, revisions: Mapping[str, Revision], base_url: str
) -> tuple[RenderedFile, ...]:
    """All feeds, by path, each VEVENT built once for each language.

    Args:
        timetable: the snapshot to be published.
        revisions: one for each UID of `fingerprints`.
        base_url: the public address, without a slash at its end.
    """
    found = series(timetable)
    rendered = []
    for language in LANGUAGES:
        writer = EventWriter(timetable, language, base_url)
        fragments = {item.uid: writer.fragment(item, revisions[item.uid]) for item in found}
        for feed in _feeds(timetable, language, base_url):
            body = _body(feed, found, fragments, revisions)
            rendered.append(RenderedFile(path=feed.path, media_type=MEDIA_TYPE, body=body))
    return tuple(sorted(rendered, key=lambda file: file.path))


@dataclass(frozen=True, slots=True)
class _Feed:
    """One file: a route in one language, in both directions or in one."""

    timetable: Timetable
    language: Language
    base_url: str
    route: str
    direction: Direction | None

    @property
    def path(self) -> str:
        tail = f"{self.route}/{self.direction.id}" if self.direction else self.route
        return f"feeds/{self.language}/{tail}.ics"

    @property
    def name(self) -> str:
        phrase = words(self.language).calendar
        if self.direction is None:
            route = self.timetable.routes[self.route].name.in_language(self.language)
            return phrase.format(name=route)
        stops = self.timetable.stops
        ends = (stops[self.direction.origin], stops[self.direction.destination])
        names = " → ".join(stop.name.in_language(self.language) for stop in ends)
        return phrase.format(name=names)

    @property
    def description(self) -> str:
        """What the whole calendar says; each part on its own line."""
        phrases = words(self.language)
        writer = EventWriter(self.timetable, self.language, self.base_url)
        lines = (
            self.timetable.title.in_language(self.language),
            phrases.clocks if self.timetable.routes[self.route].ports else None,
            phrases.live.format(url=f"{self.base_url}/{phrases.page}/"),
            writer.provisional_note([day.date for day in self.timetable.days]),
            self._contact(),
        )
        return "\n".join(line for line in lines if line)

    def _contact(self) -> str | None:
        contact = self.timetable.contact
        if contact is None:
            return None
        parts = (contact.name, contact.url, contact.email)
        line = ", ".join(part for part in parts if part)
        return words(self.language).contact.format(contact=line)

    def has(self, item: Series) -> bool:
        in_direction = self.direction is None or item.trip.direction == self.direction.id
        return item.trip.route == self.route and in_direction


def _feeds(timetable: Timetable, language: Language, base_url: str) -> Iterator[_Feed]:
    for route in sorted(timetable.routes):
        mine = (direction for direction in timetable.directions if direction.route == route)
        for direction in (None, *mine):
            yield _Feed(timetable, language, base_url, route, direction)


def _fingerprint(item: Series, writers: Iterable[EventWriter]) -> str:
    neutral = Revision(
        uid=item.uid, content_sha256="", sequence=0, created=_EPOCH, last_modified=_EPOCH
    )
    content = b"".join(writer.fragment(item, neutral) for writer in writers)
    return hashlib.sha256(content).hexdigest()


def _body(
    feed: _Feed,
    found: Iterable[Series],
    fragments: Mapping[str, bytes],
    revisions: Mapping[str, Revision],
) -> bytes:
    """The calendar's own lines and zone, then its events as they were built."""
    uids = [item.uid for item in found if feed.has(item)]
    stamps = [revisions[uid].last_modified for uid in uids]
    frame = _frame(feed, max(stamps, default=feed.timetable.published_at)).to_ical()
    body = b"".join((frame.removesuffix(_END), *(fragments[uid] for uid in uids), _END))
    problems = lint(body)
    if problems:
        message = f"{feed.path} would not be read alike by every calendar program:"
        raise CheckError(message, problems)
    return body


def _frame(feed: _Feed, last_modified: datetime) -> Calendar:
    """The calendar without events, everything given: icalendar would invent the rest."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _PRODID)
    identity = feed.path.removesuffix(".ics").replace("/", "-")
    calendar.add("uid", f"{identity}@{feed.timetable.service}.shuttle.invalid")
    calendar.add("last-modified", last_modified.astimezone(UTC))
    # Given as plain text, the values of NAME and of X- properties would go out unescaped.
    calendar.add("name", vText(feed.name))
    calendar.add("x-wr-calname", vText(feed.name))
    calendar.add("x-wr-caldesc", vText(feed.description))
    calendar.add("description", feed.description)
    calendar.add("x-wr-timezone", TZID)
    calendar.add("color", "teal")
    calendar.add("url", f"{feed.base_url}/{words(feed.language).page}/")
    # RFC 7986 gives these two no default type, and one reader refuses the feed without it.
    source = f"{feed.base_url}/{feed.path}"
    calendar.add("source", source, parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(vtimezone())
    return calendar
