"""The one place that chooses implementations and the clock."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from shuttle.formats.registry import Registry
from shuttle.services.desk import Desk
from shuttle.services.live import LiveTimetable
from shuttle.settings import Settings
from shuttle.store.protocol import Store
from shuttle.store.sql import SqlStore


@dataclass(frozen=True, slots=True)
class Application:
    """Everything that a command or a request needs from outside.

    Attributes:
        clock: the current instant, aware.
        live: the published version in force, as this process sees it.
    """

    settings: Settings
    store: Store
    clock: Callable[[], datetime]
    live: LiveTimetable

    def desk(self) -> Desk:
        """Where publications are made, at this instant."""
        return Desk(self.store, Registry(self.settings.public_url), self.clock())


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
    return Application(settings, store, clock, LiveTimetable(store, settings.service, monotonic))


def build(settings: Settings) -> Application:
    """The application of a serving process or command: the embedded store and the real clock.

    Raises:
        StoreError: the database cannot be opened.
    """
    return assemble(settings, SqlStore(settings.database))
