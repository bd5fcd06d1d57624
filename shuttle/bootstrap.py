"""The one place that chooses implementations and the clock."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from shuttle.domain.timetable import Timetable
from shuttle.formats.registry import Registry
from shuttle.services.publishing.desk import Desk
from shuttle.services.riders.live import LiveTimetable
from shuttle.services.riders.subscriptions import OpenSubscriptions
from shuttle.settings import Settings
from shuttle.store.protocol import Store
from shuttle.store.sql import SqlStore


@dataclass(frozen=True, slots=True)
class Application:
    """Everything that a command or a request needs from outside.

    Attributes:
        clock: the current instant, aware.
        live: the published version in force, as this process sees it.
        subscriptions: what tokens of private feeds open.
        random_bytes: so many bytes that nobody can guess, for tokens.
    """

    settings: Settings
    store: Store
    clock: Callable[[], datetime]
    live: LiveTimetable
    subscriptions: OpenSubscriptions
    random_bytes: Callable[[int], bytes] = secrets.token_bytes

    def desk(self) -> Desk:
        """Where publications are made, at this instant."""
        registry = Registry(self.settings.listening_url)
        return Desk(self.store, registry, self.clock(), self.settings.base_url)

    def public_url(self, timetable: Timetable | None) -> str:
        """Where riders reach a version: as is said now, as was said when it was published."""
        said = self.settings.base_url or (timetable.public_url if timetable else None)
        return said or self.settings.listening_url


def utc_now() -> datetime:
    """The current instant."""
    return datetime.now(UTC)


def assemble(
    settings: Settings,
    store: Store,
    clock: Callable[[], datetime] = utc_now,
    monotonic: Callable[[], float] = time.monotonic,
) -> Application:
    """An application on a given store and clock."""
    live = LiveTimetable(store, settings.service, monotonic)
    return Application(settings, store, clock, live, OpenSubscriptions(store, monotonic))


def build(settings: Settings) -> Application:
    """The application of a serving process or command: the embedded store and the real clock.

    Raises:
        StoreError: the database cannot be opened.
    """
    return assemble(settings, SqlStore(settings.database))
