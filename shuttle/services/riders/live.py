"""The published version in force, as one serving process sees it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from shuttle.domain.timetable import Timetable
from shuttle.errors import ShuttleError, StoreError
from shuttle.services.riders.departures import Departures
from shuttle.store.protocol import Store
from shuttle.store.records import RetiredFeed, StoredFile

_RENEW_SECONDS = 1.0
_WATCH_SECONDS = 0.5
_MOST_EARLIER_VERSIONS = 20
_MOST_TOLD = 100

_log = logging.getLogger(__name__)


class NothingPublishedError(ShuttleError):
    """There is no timetable to serve yet, or it is not clear which one."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version, complete: whatever is answered from it belongs together.

    Attributes:
        seq: the version.
        files: its rendered files by path, with their bytes; where the store cannot give a file
            whole, the last good copy of an earlier version.
        unreadable: files of which there is no good copy at all, and why.
        retired: feeds that were served once, by path.
    """

    seq: int
    departures: Departures
    files: Mapping[str, StoredFile]
    unreadable: Mapping[str, StoreError] = field(default_factory=dict)
    retired: Mapping[str, RetiredFeed] = field(default_factory=dict)

    @property
    def timetable(self) -> Timetable:
        """The published timetable."""
        return self.departures.timetable

    @property
    def is_whole(self) -> bool:
        """Whether every file is the one of this version."""
        return not self.unreadable and all(file.seq == self.seq for file in self.files.values())

    def file(self, path: str) -> StoredFile | None:
        """A rendered file, or None; raises StoreError where no good copy of it is left."""
        if path in self.unreadable:
            raise self.unreadable[path].with_traceback(None)
        return self.files.get(path)


class LiveTimetable:
    """Notices new versions within a second or two, and keeps the last good one while it cannot.

    The store is asked in a thread: all the time while `watching`, so that no request waits for
    it; otherwise by one request at a time, the others being answered from the version at hand.
    """

    def __init__(self, store: Store, service: str | None, monotonic: Callable[[], float]) -> None:
        self._store = store
        self._service = service
        self._monotonic = monotonic
        self._current: Snapshot | None = None
        self._failure: ShuttleError | None = None
        self._told: set[str] = set()
        self._renewed = float("-inf")
        self._is_watched = False
        self._lock = asyncio.Lock()

    @property
    def at_hand(self) -> Snapshot | None:
        """The version in force; None where `snapshot` has to be awaited for it."""
        return self._current if self._is_watched or self._is_fresh() else None

    async def snapshot(self) -> Snapshot:
        """The version in force.

        Raises:
            NothingPublishedError: there is none.
            StoreError: the store fails and no version has been seen yet.
        """
        if self._is_fresh() or (self._current is not None and self._lock.locked()):
            return self._known()
        async with self._lock:
            if not self._is_fresh():
                await self._renew()
        return self._known()

    @asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Within it new versions are looked for in the background."""
        await self._renew()
        task = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _watch(self) -> None:
        self._is_watched = True
        try:
            while True:
                await asyncio.sleep(_WATCH_SECONDS)
                await self._renew()
        finally:
            self._is_watched = False

    def _is_fresh(self) -> bool:
        return self._is_watched or self._monotonic() - self._renewed < _RENEW_SECONDS

    def _known(self) -> Snapshot:
        if self._current is not None:
            return self._current
        if self._failure is not None:
            raise self._failure.with_traceback(None)
        msg = "No timetable has been published yet: publish one with `shuttle publish`."
        raise NothingPublishedError(msg)

    async def _renew(self) -> None:
        try:
            self._current = await asyncio.to_thread(self._load)
            if self._failure is not None:
                self._failure, self._told = None, set()
        except Exception as error:  # noqa: BLE001 - whatever it is, the last good copy stays
            self._note(error)
        self._renewed = self._monotonic()

    def _note(self, error: Exception) -> None:
        """Keep what went wrong for those who ask before there is a version, and log it."""
        self._failure = error if isinstance(error, ShuttleError) else StoreError(repr(error))
        self._tell_once(f"the version in force cannot be renewed: {self._failure}", error)

    def _tell_once(self, trouble: str, error: Exception | None = None) -> None:
        """Log what the operator has to know, not twice a second; a fault of ours with its trace."""
        if trouble not in self._told:
            self._told = {*self._told, trouble} if len(self._told) < _MOST_TOLD else {trouble}
            is_fault = error is not None and not isinstance(error, ShuttleError)
            _log.warning("%s", trouble, exc_info=error if is_fault else None)

    def _load(self) -> Snapshot | None:
        current = self._current
        service = self._service or self._seen_service() or self._only_service()
        seq = self._store.latest_seq(service) if service else 0
        if service is None or seq == 0:
            return current
        if current is not None and current.seq == seq and current.is_whole:
            return current
        return self._read(service, seq)

    def _read(self, service: str, seq: int) -> Snapshot | None:
        """A version with everything that requests will ask of it."""
        current = self._current
        if current is not None and current.seq == seq:
            departures = current.departures
        else:
            timetable = self._store.timetable(service, seq)
            if timetable is None:
                return current
            departures = Departures(timetable, current.departures if current else None)
            departures.prepare()
        files, unreadable = self._files(service, seq)
        if current is not None and departures is current.departures and files == current.files:
            return current  # what could not be read still cannot: all that was made of it holds
        return Snapshot(seq, departures, files, unreadable, self._store.retired(service))

    def _files(self, service: str, seq: int) -> tuple[dict[str, StoredFile], dict[str, StoreError]]:
        """The files of a version, and those that cannot be read."""
        kept = self._current.files if self._current is not None else {}
        files: dict[str, StoredFile] = {}
        unreadable: dict[str, StoreError] = {}
        for path, version in self._store.files(service, seq).items():
            old = kept.get(path)
            if old is not None and old.etag == version.etag:
                files[path] = version.stored(seq, old.body, old.gzip_body)
                continue
            try:
                found = self._store.file(service, path, seq)
            except StoreError as error:
                self._tell_once(f"{path} of version {seq} is not served: {error}")
                found = old or self._earlier(service, path, seq)
                if found is None:
                    unreadable[path] = error
            if found is not None:
                files[path] = found
        return files, unreadable

    def _earlier(self, service: str, path: str, seq: int) -> StoredFile | None:
        """The newest good copy of a file before a version, or None."""
        for number in range(seq - 1, max(0, seq - _MOST_EARLIER_VERSIONS) - 1, -1):
            with suppress(StoreError):
                found = self._store.file(service, path, number)
                if found is not None:
                    return found
        return None

    def _seen_service(self) -> str | None:
        return self._current.timetable.service if self._current else None

    def _only_service(self) -> str | None:
        services = self._store.services()
        if len(services) > 1:
            known = ", ".join(services)
            msg = f"Several services are published ({known}): name one in SHUTTLE_SERVICE."
            raise NothingPublishedError(msg)
        return services[0] if services else None
