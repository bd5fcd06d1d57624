"""The timetable for trip planners: GTFS as it was published, GTFS-Realtime as it is now."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from shuttle.api.conditional import Representation, respond
from shuttle.api.dependencies import Here, Serving, cache_control, packed
from shuttle.api.problems import KINDS, problem, responses
from shuttle.formats.gtfs.organisation import feed_version
from shuttle.formats.gtfs.render import MEDIA_TYPE, PATH, why_not
from shuttle.formats.gtfs_rt import feed as realtime
from shuttle.formats.gtfs_rt.feed import Realtime
from shuttle.services.riders.live import Snapshot
from shuttle.store.records import StoredFile

_STATIC_MAX_AGE_SECONDS = 300
_REALTIME_MAX_AGE_SECONDS = 5
_MAKERS: Mapping[str, Callable[[Realtime, datetime], bytes]] = {
    realtime.TRIP_UPDATES_PATH: Realtime.trip_updates,
    realtime.ALERTS_PATH: Realtime.alerts,
}

router = APIRouter(tags=["open data"])


def _binary(media_type: str, description: str) -> dict[int | str, dict[str, Any]]:
    return {
        200: {
            "description": description,
            "content": {media_type: {"schema": {"type": "string", "format": "binary"}}},
        },
        **responses(404, 503),
    }


class RealtimeFeeds:
    """The realtime feeds of the newest version that was asked for, made once for each stamp."""

    def __init__(self) -> None:
        self._snapshot: Snapshot | None = None
        self._feeds: Realtime | None = None
        self._made: dict[str, tuple[int, Representation]] = {}

    def get(self, here: Serving, static: StoredFile, path: str) -> Representation:
        """A feed at this instant; raises KeyError for a path that is none.

        Args:
            here: the request, with the version that answers it.
            static: the GTFS feed of that version.
            path: which feed.
        """
        feeds, now = self._of(here, static), here.now()
        stamp = feeds.stamp(now)
        if path not in self._made or self._made[path][0] != stamp:
            body = _MAKERS[path](feeds, now)
            self._made[path] = stamp, packed(body, realtime.MEDIA_TYPE, None)
        return self._made[path][1]

    def _of(self, here: Serving, static: StoredFile) -> Realtime:
        if self._feeds is None or self._snapshot is not here.snapshot:
            version = feed_version(static.last_modified)
            base_url = here.application.public_url(here.timetable)
            self._feeds = Realtime(here.timetable, version, base_url)
            self._snapshot, self._made = here.snapshot, {}
        return self._feeds


@router.get(
    f"/{PATH}",
    response_class=Response,
    responses=_binary(MEDIA_TYPE, "A GTFS feed, agency_timezone Asia/Hong_Kong"),
    summary="The timetable as GTFS",
)
async def gtfs(here: Here) -> Response:
    """All trips of the published dates, with both languages of Chinese in translations.txt.

    It changes when the timetable does, not when a trip of one day is cancelled or late: that is
    in the realtime feeds. Its `feed_version` is the instant of the publication that changed it.
    """
    found = here.snapshot.file(PATH)
    if found is None:
        return _no_feed(here)
    ready = Representation(
        body=found.body,
        gzip_body=None,  # a zip does not get smaller
        media_type=found.media_type,
        etag=found.etag,
        last_modified=found.last_modified,
        strong=True,
    )
    return respond(here.request, ready, {"Cache-Control": cache_control(_STATIC_MAX_AGE_SECONDS)})


@router.get(
    f"/{realtime.TRIP_UPDATES_PATH}",
    response_class=Response,
    responses=_binary(realtime.MEDIA_TYPE, "A GTFS-Realtime 2.0 feed, the full data set"),
    summary="Cancelled, late and full trips as GTFS-Realtime",
)
async def trip_updates(here: Here) -> Response:
    """A trip that is not in it runs as planned, as far as anybody has said otherwise.

    Ids are those of `/gtfs.zip`, whose `feed_version` the header names.
    """
    return _realtime(here, realtime.TRIP_UPDATES_PATH)


@router.get(
    f"/{realtime.ALERTS_PATH}",
    response_class=Response,
    responses=_binary(realtime.MEDIA_TYPE, "A GTFS-Realtime 2.0 feed, the full data set"),
    summary="Whatever is different with a trip, in three languages, as GTFS-Realtime",
)
async def alerts(here: Here) -> Response:
    """Cancelled, late, full and extra trips, and boarding places moved for a day."""
    return _realtime(here, realtime.ALERTS_PATH)


def _realtime(here: Serving, path: str) -> Response:
    static = here.snapshot.file(PATH)
    if static is None:
        return _no_feed(here)
    kept: RealtimeFeeds = here.request.app.state.realtime
    headers = {"Cache-Control": f"public, max-age={_REALTIME_MAX_AGE_SECONDS}"}
    return respond(here.request, kept.get(here, static, path), headers)


def _no_feed(here: Serving) -> Response:
    return problem(here.request, KINDS["no-gtfs"], why_not(here.timetable))
