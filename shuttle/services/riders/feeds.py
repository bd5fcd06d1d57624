"""Feeds that nobody rendered at publication: options, riders' own feeds, drivers' duties.

They are put together from the files of one version, and are a function of it, of what is asked,
and, for single occurrences, of the week.
"""

import hashlib
import zlib
from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date, datetime
from functools import cached_property

from shuttle.domain.base import Language
from shuttle.domain.subscription import Subscription
from shuttle.errors import NotFoundError, StoreError
from shuttle.formats.ical.custom import Title, calendar, mark_of
from shuttle.formats.ical.duties import duty_path
from shuttle.formats.ical.frame_words import frame_words
from shuttle.formats.ical.options import FeedOptions
from shuttle.formats.ical.parts import EventText, FeedParts, Fragment, take_apart
from shuttle.formats.ical.selection import chosen, one_by_one, picked
from shuttle.formats.ical.series import Series, series
from shuttle.services.riders.live import Snapshot
from shuttle.store.records import StoredFile

_ETAG_DIGITS = 32
_MOST_KEPT_BYTES = 32 * 1024 * 1024
_AS_PUBLISHED = FeedOptions()
_GZIP_BITS = 31
_MEDIA_TYPE = "text/calendar; charset=utf-8"


class CustomFeeds:
    """The feeds of one version that are put together when they are asked for, and then kept.

    Args:
        snapshot: the version, with its files.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._parts: dict[str, FeedParts] = {}
        self._fragments: dict[str, tuple[Fragment, ...]] = {}
        self._kept: dict[Hashable, StoredFile] = {}
        self._kept_bytes = 0

    @cached_property
    def trip_ids(self) -> frozenset[str]:
        """Ids of all trips of the version."""
        return frozenset(one.trip.id for one in self._series.values())

    def trips_of(self, path: str) -> list[str]:
        """Ids of the trips of a published feed."""
        return sorted({one.series.trip.id for one in self._fragments_of(path)})

    def is_quick(self, path: str, options: FeedOptions) -> bool:
        """Whether a feed is made in a fraction of a millisecond: its events are at hand."""
        return options == _AS_PUBLISHED or (options.weeks is None and path in self._fragments)

    def feed(self, path: str, options: FeedOptions, today: date) -> StoredFile:
        """A published feed with options.

        Last-Modified is that of the whole feed, which changes with whatever drops out of the
        selection too; of single occurrences also the Monday on which their window opened.

        Raises:
            NotFoundError: there is no such feed.
            StoreError: no good copy of the published feed is left.
        """
        base = self.snapshot.file(path)
        if base is None:
            kind = "feed"
            raise NotFoundError(kind, path)
        if options == _AS_PUBLISHED:
            return base
        window = options.window(today) if options.weeks is not None else None
        changed = base.last_modified
        if window is not None:
            changed = max(changed, options.opened(today))
        key = (path, options, window)
        return self._keep(key, path, changed, lambda: self._with_options(path, options, window))

    def personal(self, subscription: Subscription) -> StoredFile:
        """The feed of a rider or driver; without events where nothing of hers is published.

        Raises:
            StoreError: no good copy of a published feed is left, or the version has no frame.
        """
        if self.snapshot.file(_private_frame(subscription.language)) is None:
            msg = "This version was published before there were private feeds: publish again."
            raise StoreError(msg)
        make = self._of_rider if subscription.kind == "rider" else self._of_driver
        sources = [self.snapshot.file(path) for path in self._sources(subscription)]
        changed = max(source.last_modified for source in sources if source is not None)
        return self._keep(subscription, "feeds/my.ics", changed, lambda: make(subscription))

    @cached_property
    def _series(self) -> dict[str, Series]:
        return {one.uid: one for one in series(self.snapshot.timetable)}

    def _with_options(
        self, path: str, options: FeedOptions, window: tuple[date, date] | None
    ) -> bytes:
        query = options.query
        found = chosen(self._fragments_of(path), options)
        events = _events(found) if window is None else _occurrences(found, *window)
        return calendar(
            self._parts_of(path).head,
            Title(mark_of(query), label=options.label, query=query),
            events,
            alarm_minutes=options.alarm_minutes,
            mark_cancelled=options.mark_cancelled,
        )

    def _of_rider(self, subscription: Subscription) -> bytes:
        language = subscription.language
        fragments = (
            fragment
            for path in self._route_paths(language)
            for fragment in picked(self._fragments_of(path), subscription.picks)
        )
        return self._private(subscription, frame_words(language).mine, _events(_sorted(fragments)))

    def _of_driver(self, subscription: Subscription) -> bytes:
        events = [
            event
            for path in self._duty_paths(subscription)
            for events in self._parts_of(path).events.values()
            for event in events
        ]
        name = frame_words(subscription.language).duty
        title = name.format(duty=" · ".join(subscription.duties))
        return self._private(subscription, title, events)

    def _private(self, subscription: Subscription, name: str, events: Sequence[EventText]) -> bytes:
        return calendar(
            self._parts_of(_private_frame(subscription.language)).head,
            Title(mark_of(subscription.model_dump_json()), name=name),
            events,
            alarm_minutes=subscription.alarm_minutes,
            mark_cancelled=subscription.mark_cancelled,
        )

    def _sources(self, subscription: Subscription) -> list[str]:
        """The files from which a private feed is put together."""
        own = (
            self._route_paths(subscription.language)
            if subscription.kind == "rider"
            else self._duty_paths(subscription)
        )
        return [_private_frame(subscription.language), *own]

    def _route_paths(self, language: Language) -> list[str]:
        paths = (
            f"feeds/{language}/{route}.ics" for route in sorted(self.snapshot.timetable.routes)
        )
        return [path for path in paths if self.snapshot.file(path) is not None]

    def _duty_paths(self, subscription: Subscription) -> list[str]:
        paths = (duty_path(subscription.language, duty) for duty in subscription.duties)
        return [path for path in paths if self.snapshot.file(path) is not None]

    def _parts_of(self, path: str) -> FeedParts:
        """A published file's parts, taken apart once."""
        if path not in self._parts:
            file = self.snapshot.file(path)
            self._parts[path] = take_apart(file.body if file else b"")
        return self._parts[path]

    def _fragments_of(self, path: str) -> tuple[Fragment, ...]:
        if path not in self._fragments:
            self._fragments[path] = tuple(self._parts_of(path).fragments(self._series))
        return self._fragments[path]

    def _keep(
        self, key: Hashable, path: str, changed: datetime, make: Callable[[], bytes]
    ) -> StoredFile:
        """The file of a question, made once and kept while there is room."""
        found = self._kept.get(key)
        if found is None:
            found = self._stored(path, make(), changed)
            if self._kept_bytes > _MOST_KEPT_BYTES:
                self._kept, self._kept_bytes = {}, 0
            self._kept[key] = found
            self._kept_bytes += len(found.body)
        return found

    def _stored(self, path: str, body: bytes, changed: datetime) -> StoredFile:
        return StoredFile(
            seq=self.snapshot.seq,
            path=path,
            media_type=_MEDIA_TYPE,
            body=body,
            # Made while somebody waits: the quickest level is within a tenth of the best one here.
            gzip_body=zlib.compress(body, 1, _GZIP_BITS),
            etag=hashlib.sha256(body).hexdigest()[:_ETAG_DIGITS],
            last_modified=changed,
        )


def _private_frame(language: Language) -> str:
    return f"private/my/{language}.ics"


def _events(fragments: Iterable[Fragment]) -> list[EventText]:
    return [event for fragment in fragments for event in fragment.events]


def _occurrences(fragments: Iterable[Fragment], first: date, last: date) -> list[EventText]:
    return [event for fragment in fragments for event in one_by_one(fragment, first, last)]


def _sorted(fragments: Iterable[Fragment]) -> list[Fragment]:
    """In the order of feeds, whatever routes they come from."""
    return sorted(
        fragments, key=lambda one: (one.series.dates[0], one.series.trip.departure, one.series.uid)
    )


class LatestFeeds:
    """The custom feeds of the version that was asked for last."""

    def __init__(self) -> None:
        self._feeds: CustomFeeds | None = None

    def of(self, snapshot: Snapshot) -> CustomFeeds:
        """The feeds of a version; those of another one are given up."""
        if self._feeds is None or self._feeds.snapshot is not snapshot:
            self._feeds = CustomFeeds(snapshot)
        return self._feeds
