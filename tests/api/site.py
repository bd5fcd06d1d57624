"""A served site on a real store, with a clock that the test moves."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from starlette.testclient import TestClient

from shuttle.bootstrap import Application, assemble
from shuttle.domain.timetable import Timetable
from shuttle.errors import StoreError
from shuttle.services.publishing.desk import Entry
from shuttle.settings import Settings
from shuttle.store.memory import MemoryStore
from shuttle.store.protocol import Store
from shuttle.store.records import PLAN, Artefact, Publication
from shuttle.web.site import create_site
from tests.services.published import FIRST, LAST, instant, plan_behind, timetable

MONDAY_MORNING = "2026-10-12 08:00"


@dataclass
class Site:
    """The service, and what the test may do to it."""

    store: Store = field(default_factory=MemoryStore)
    now: datetime = field(default_factory=lambda: instant(MONDAY_MORNING))
    settings: Settings = field(default_factory=Settings)
    elapsed_seconds: float = 0.0

    def __post_init__(self) -> None:
        self.application: Application = assemble(
            self.settings, self.store, lambda: self.now, lambda: self.elapsed_seconds
        )
        self.app = create_site(self.application)
        self.client = TestClient(self.app, raise_server_exceptions=False, follow_redirects=False)

    def publish(self, timetable: Timetable) -> None:
        made = (plan_behind(period.trips) for period in timetable.periods)
        plans = {Artefact.of_value(PLAN, plan).sha256: plan for plan in made}
        fresh = tuple(plan for sha256, plan in plans.items() if self.store.plan(sha256) is None)
        entry = Entry("publish", "publish", "", FIRST, LAST, plans=fresh)
        self.application.desk().publish(timetable, entry)

    def pass_seconds(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
        self.elapsed_seconds += seconds

    def json(self, path: str, **headers: str) -> Any:
        answer = self.client.get(path, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()


class _Recorder(MemoryStore):
    """Keeps what is published, so that many tests need to render it only once."""

    publication: Publication

    def publish(self, publication: Publication) -> int:
        self.publication = publication
        return super().publish(publication)


@cache
def first_publication() -> Publication:
    """Version 1 of the test timetable, rendered."""
    recorder = _Recorder()
    Site(recorder).publish(timetable(version=1))
    return recorder.publication


class FailingStore(MemoryStore):
    """A store whose disk is taken away when `is_broken` is set, or only its files are damaged."""

    is_broken = False
    are_files_broken = False

    def latest_seq(self, service: str) -> int:
        self._require_whole()
        return super().latest_seq(service)

    def file(self, service: str, path: str, seq: int | None = None) -> Any:
        self._require_whole()
        if self.are_files_broken:
            msg = "the file is damaged"
            raise StoreError(msg)
        return super().file(service, path, seq)

    def trip_ids(self, service: str) -> frozenset[str]:
        self._require_whole()
        return super().trip_ids(service)

    def ready(self) -> None:
        self._require_whole()

    def _require_whole(self) -> None:
        if self.is_broken:
            msg = "the disk at /secret/place is gone"
            raise StoreError(msg)
