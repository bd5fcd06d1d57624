"""The published version in force, as one serving process sees it."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from shuttle.domain.timetable import Timetable
from shuttle.errors import ShuttleError, StoreError
from shuttle.services.departures import Departures
from shuttle.store.protocol import Store
from shuttle.store.records import FileVersion, RetiredFeed, StoredFile

_RENEW_SECONDS = 1.0


class NothingPublishedError(ShuttleError):
    """There is no timetable to serve yet, or it is not clear which one."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One version, complete: whatever is answered from it belongs together.

    Attributes:
        seq: the version.
        files: its rendered files by path, without their bytes.
        retired: feeds that were served once, by path.
    """

    seq: int
    departures: Departures
    files: Mapping[str, FileVersion]
    retired: Mapping[str, RetiredFeed] = field(default_factory=dict)

    @property
    def timetable(self) -> Timetable:
        """The published timetable."""
        return self.departures.timetable


class LiveTimetable:
    """Notices new versions within a second or two, and keeps the last good one while it cannot.

    The store is asked in a thread, by one request at a time; meanwhile the others are answered
    from the version already at hand.
    """

    def __init__(self, store: Store, service: str | None, monotonic: Callable[[], float]) -> None:
        self._store = store
        self._service = service
        self._monotonic = monotonic
        self._current: Snapshot | None = None
        self._renewed = float("-inf")
        self._files: dict[str, StoredFile] = {}
        self._lock = asyncio.Lock()

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

    async def file(self, path: str) -> StoredFile | None:
        """A rendered file of the version in force, or None.

        While the store fails, the last good copy that this process has seen.

        Raises:
            NothingPublishedError: there is no version.
            StoreError: the store fails and the file has not been seen yet.
        """
        snapshot = await self.snapshot()
        kept = self._files.get(path)
        if path not in snapshot.files or (kept is not None and kept.seq == snapshot.seq):
            return kept if path in snapshot.files else None
        service = snapshot.timetable.service
        try:
            found = await asyncio.to_thread(self._store.file, service, path, snapshot.seq)
        except StoreError:
            if kept is None:
                raise
            return kept
        if found is not None:
            self._files[path] = found
        return found

    def _is_fresh(self) -> bool:
        return self._monotonic() - self._renewed < _RENEW_SECONDS

    def _known(self) -> Snapshot:
        if self._current is None:
            msg = "No timetable has been published yet: publish one with `shuttle publish`."
            raise NothingPublishedError(msg)
        return self._current

    async def _renew(self) -> None:
        try:
            self._current = await asyncio.to_thread(self._load)
        except StoreError:
            if self._current is None:
                raise
        self._renewed = self._monotonic()

    def _load(self) -> Snapshot | None:
        service = self._service or self._seen_service() or self._only_service()
        seq = self._store.latest_seq(service) if service else 0
        if service is None or seq == 0:
            return None
        if self._current is not None and self._current.seq == seq:
            return self._current
        timetable = self._store.timetable(service, seq)
        if timetable is None:
            return self._current
        files, retired = self._store.files(service, seq), self._store.retired(service)
        return Snapshot(seq, Departures(timetable), files, retired)

    def _seen_service(self) -> str | None:
        return self._current.timetable.service if self._current else None

    def _only_service(self) -> str | None:
        services = self._store.services()
        if len(services) > 1:
            known = ", ".join(services)
            msg = f"Several services are published ({known}): name one in SHUTTLE_SERVICE."
            raise NothingPublishedError(msg)
        return services[0] if services else None
