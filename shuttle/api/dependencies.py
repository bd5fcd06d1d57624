"""What endpoints work with: the application, the version in force, and how to answer from it."""

import gzip
import hashlib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Request
from pydantic import BaseModel
from starlette.responses import Response

from shuttle.api.answers import Wording
from shuttle.api.conditional import Representation, respond
from shuttle.bootstrap import Application
from shuttle.domain.base import Language
from shuttle.domain.timetable import Timetable
from shuttle.services.riders.live import Snapshot

MAX_AGE_SECONDS = 30
STALE_IF_ERROR_SECONDS = 3600
_ETAG_DIGITS = 20
_WORTH_COMPRESSING_BYTES = 1000
_MOST_KEPT = 4096


class Bodies:
    """Serialised answers of one version, so that equal questions are serialised once."""

    def __init__(self) -> None:
        self._seq = 0
        self._kept: dict[Hashable, Representation] = {}

    def get(self, snapshot: Snapshot, key: Hashable, make: Callable[[], bytes]) -> Representation:
        """The representation of `make()`, made at most once for a version and key."""
        if snapshot.seq != self._seq or len(self._kept) >= _MOST_KEPT:
            self._seq = snapshot.seq
            self._kept = {}
        found = self._kept.get(key)
        if found is None:
            found = packed(make(), "application/json", snapshot.timetable.published_at)
            self._kept[key] = found
        return found


def packed(body: bytes, media_type: str, last_modified: datetime | None) -> Representation:
    """A representation with a weak ETag of its content, compressed where that pays."""
    return Representation(
        body=body,
        gzip_body=gzip.compress(body, 6, mtime=0) if len(body) > _WORTH_COMPRESSING_BYTES else None,
        media_type=media_type,
        etag=hashlib.sha256(body).hexdigest()[:_ETAG_DIGITS],
        last_modified=last_modified,
    )


def cache_control(max_age_seconds: int) -> str:
    """Cache-Control of a public answer that may be shown for a while when renewal fails."""
    return (
        f"public, max-age={max_age_seconds}, stale-while-revalidate={MAX_AGE_SECONDS}, "
        f"stale-if-error={STALE_IF_ERROR_SECONDS}"
    )


@dataclass(frozen=True, slots=True)
class Serving:
    """One request, the version that answers it, and the instant at which it came.

    Attributes:
        instant: the current instant, the same for all parts of the answer.
    """

    request: Request
    application: Application
    snapshot: Snapshot
    instant: datetime

    @property
    def timetable(self) -> Timetable:
        """The published timetable."""
        return self.snapshot.timetable

    def stop(self, name: str) -> str:
        """The present id of a stop, for programs that were written before it was renamed."""
        return self.snapshot.departures.renames.stop(name)

    def wording(self, language: Language) -> Wording:
        """The version in one language."""
        return Wording(self.snapshot, language)

    def now(self) -> datetime:
        """The current instant on the timetable's clock."""
        return self.snapshot.departures.local(self.instant)

    def today(self) -> date:
        """The current date on the timetable's clock."""
        return self.now().date()

    def body(
        self, language: Language, key: Hashable, make: Callable[[], BaseModel]
    ) -> Representation:
        """The JSON of `make()`, serialised once for a version, address and key.

        Args:
            language: language of the answer.
            key: whatever the answer depends on besides version, address path and language.
            make: makes the answer.
        """
        bodies: Bodies = self.request.app.state.bodies
        full_key = (self.request.scope["path"], language, key)
        return bodies.get(self.snapshot, full_key, lambda: make().model_dump_json().encode())

    def answer(
        self,
        body: Representation,
        language: Language,
        *,
        max_age_seconds: int = MAX_AGE_SECONDS,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """The response, or 304."""
        common = {
            "Cache-Control": cache_control(max_age_seconds),
            "Content-Language": language,
        }
        return respond(self.request, body, {**common, **(headers or {})})


def application_of(request: Request) -> Application:
    """The application that serves a request."""
    application: Application = request.app.state.application
    return application


async def serving(request: Request) -> Serving:
    """The version in force; raises NothingPublishedError or StoreError."""
    application = application_of(request)
    snapshot = await application.live.snapshot()
    return Serving(request, application, snapshot, application.clock())


async def _application(request: Request) -> Application:
    """As a dependency: FastAPI would give a plain function to a thread, at twice the cost."""
    return application_of(request)


Here = Annotated[Serving, Depends(serving)]
App = Annotated[Application, Depends(_application)]
