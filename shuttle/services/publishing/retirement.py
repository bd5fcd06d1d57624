"""Feeds that a new version no longer has: where they lead to, and how they end.

A calendar program asks for its feed for as long as somebody has it, so a path that was published
once is never simply unknown afterwards:

- A feed whose route, direction or stop was renamed leads on to the feed that took its place, as
  former ids have it; and back again where an earlier version returns. Programs follow, and show the
  same events, for UIDs do not change with names.
- A feed that nothing took the place of has closing bytes, which new versions keep for two weeks
  from its last date, or from its retirement where that is later. Where it still showed trips from
  today on, which now do not run, they are those of a calendar without events, so that nobody waits
  for a bus that does not come; otherwise they are its last bytes. Thunderbird puts a calendar out
  of use for good when it is told that it is gone, so this must be said only after every program
  had time to take the closing bytes over.
- Only then is it gone. A path that is published again is served again.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from shuttle.domain.renames import Renames
from shuttle.domain.timetable import PublishedTrip, Timetable
from shuttle.errors import StoreError
from shuttle.formats.ical.closing import without_events
from shuttle.services.publishing.ledger import packed
from shuttle.store.protocol import Store
from shuttle.store.records import Artefact, NewFile, RetiredFeed, StoredFile

_KEPT = timedelta(days=14)
_FEED = re.compile(r"feeds/([^/]+)/([^/]+?)(?:/([^/]+))?\.ics")
_STOPS = "stops"


@dataclass(frozen=True, slots=True)
class Closing:
    """What a publication says of feeds that it does not have.

    Attributes:
        retired: all of them, by path.
        files: closing bytes, to be stored with the version.
    """

    retired: tuple[RetiredFeed, ...] = ()
    files: tuple[NewFile, ...] = ()


def successor(path: str, retired: Mapping[str, RetiredFeed]) -> str | None:
    """The path to which a retired feed leads in the end; None where it leads nowhere.

    The end is a feed of the version, or one that ends itself.
    """
    seen = [path]
    while (row := retired.get(seen[-1])) is not None and row.successor is not None:
        if row.successor in seen:
            return None
        seen.append(row.successor)
    return seen[-1] if seen[1:] else None


def retire(store: Store, timetable: Timetable, files: Sequence[NewFile]) -> Closing:
    """What becomes of every feed that was published once and is not in the new version.

    Args:
        store: what was published before.
        timetable: the new version.
        files: what is rendered for it.
    """
    ending = _Ending(store, timetable, frozenset(file.path for file in files))
    rows = tuple(ending.rows())
    return Closing(rows, tuple(ending.files(rows)))


@dataclass(frozen=True)
class _Ending:
    """A new version after the one in force, and the paths that it renders."""

    store: Store
    timetable: Timetable
    live: frozenset[str]

    @cached_property
    def previous(self) -> Timetable:
        """The version in force; read only where a feed leaves."""
        return self.store.latest(self.timetable.service) or self.timetable

    @cached_property
    def known(self) -> dict[str, RetiredFeed]:
        """Feeds that had been retired before."""
        return self.store.retired(self.timetable.service)

    @cached_property
    def renames(self) -> Renames:
        """What the new version calls otherwise."""
        return Renames.between(self.previous, self.timetable)

    @cached_property
    def today(self) -> date:
        """The date of publication on the timetable's clock."""
        zone = ZoneInfo(self.timetable.timezone)
        return self.timetable.published_at.astimezone(zone).date()

    def rows(self) -> Iterator[RetiredFeed]:
        """Every retired feed, by path."""
        before = self.store.files(self.timetable.service)
        feeds = {path for path in before if _Feed.at(path)}
        yield from (self._row(path) for path in sorted((feeds | set(self.known)) - self.live))

    def files(self, rows: Sequence[RetiredFeed]) -> Iterator[NewFile]:
        """The closing bytes of feeds that have not ended yet."""
        for row in rows:
            found = self._last_good(row.path) if row.kept_until is not None else None
            if found is not None:
                yield self._closing(found)

    def _last_good(self, path: str) -> StoredFile | None:
        """The bytes in force; None where they are damaged, which must not stop a publication."""
        with suppress(StoreError):
            return self.store.file(self.timetable.service, path)
        return None

    def _row(self, path: str) -> RetiredFeed:
        known = self.known.get(path)
        following = self._following(path) or (known.successor if known else None)
        seq = known.seq if known else self.timetable.version
        if following is not None:
            return RetiredFeed(path, following, seq)
        until = known.kept_until if known else max(self._last(path), self.today) + _KEPT
        over = until is None or until < self.today
        return RetiredFeed(path, None, seq, None if over else until)

    def _following(self, path: str) -> str | None:
        """The feed that took its place in the new version."""
        feed = _Feed.at(path)
        renamed = feed.renamed(self.renames).path if feed else None
        return renamed if renamed in self.live else None

    def _last(self, path: str) -> date:
        """The last date on which the feed showed a trip; long ago for one without any."""
        feed = _Feed.at(path)
        for day in reversed(self.previous.days):
            if feed and any(map(feed.shows, self.previous.trips_on(day.date))):
                return day.date
        return date.min

    def _closing(self, found: StoredFile) -> NewFile:
        body = found.body
        if found.path not in self.known and self._last(found.path) >= self.today:
            body = without_events(body)
        changed = body != found.body
        modified = self.timetable.published_at if changed else found.last_modified
        return packed(found.path, Artefact.of(found.media_type, body), modified)


@dataclass(frozen=True, slots=True)
class _Feed:
    """What a path says of its feed: a route, one direction of it, or all that leaves a stop."""

    language: str
    route: str | None = None
    direction: str | None = None
    stop: str | None = None

    @classmethod
    def at(cls, path: str) -> "_Feed | None":
        found = _FEED.fullmatch(path)
        if found is None:
            return None
        language, first, second = found.groups()
        if first == _STOPS and second:
            return cls(language, stop=second)
        return cls(language, route=first, direction=second)

    @property
    def path(self) -> str:
        parts = (_STOPS, self.stop) if self.stop else (self.route, self.direction)
        return f"feeds/{self.language}/{'/'.join(filter(None, parts))}.ics"

    def renamed(self, renames: Renames) -> "_Feed":
        return _Feed(
            self.language,
            self.route and renames.route(self.route),
            self.direction and renames.direction(self.direction),
            self.stop and renames.stop(self.stop),
        )

    def shows(self, trip: PublishedTrip) -> bool:
        """Whether the trip is in it; cancelled ones are too, for riders see them."""
        if self.stop:
            return trip.origin == self.stop
        return trip.route == self.route and self.direction in {None, trip.direction}
