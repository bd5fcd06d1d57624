"""Calendar feeds: the bytes that publishing rendered, and selections from them."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from shuttle.api.answers import feed_path
from shuttle.api.conditional import respond
from shuttle.api.dependencies import App
from shuttle.api.feed_parameters import Wanted, unknown_trips
from shuttle.api.lane import keep
from shuttle.api.parameters import StopId
from shuttle.api.problems import responses
from shuttle.api.representations import feed_headers, representation
from shuttle.api.retired import answer_retired
from shuttle.bootstrap import Application
from shuttle.domain.base import Language
from shuttle.domain.feed import is_public
from shuttle.errors import NotFoundError, StoreError
from shuttle.formats.ical.options import FeedOptions
from shuttle.services.riders.feeds import CustomFeeds, LatestFeeds
from shuttle.store.records import StoredFile

_HEADERS = feed_headers("public")
_CALENDAR: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "An iCalendar feed (RFC 5545), times in Asia/Hong_Kong",
        "content": {"text/calendar": {"schema": {"type": "string"}}},
    },
    308: {"description": "The feed goes on at the address in Location"},
    **responses(404, 410, 422, 503),
}

router = APIRouter(tags=["feeds"])

_Route = Annotated[
    str, Path(max_length=80, description="Route id, as in /v1/routes.", examples=["hetao"])
]
_Direction = Annotated[
    str, Path(max_length=80, description="Direction id, as in /v1/routes.", examples=["to-hksp"])
]


@router.get(
    "/feeds/{lang}/{route}.ics",
    response_class=Response,
    responses=_CALENDAR,
    summary="Calendar feed of a route, both directions",
)
async def route_feed(
    request: Request, app: App, lang: Language, route: _Route, wanted: Wanted
) -> Response:
    """To subscribe to; the same events in all languages."""
    return await _feed(request, app, feed_path(lang, route), wanted.options())


@router.get(
    "/feeds/{lang}/stops/{stop}.ics",
    response_class=Response,
    responses=_CALENDAR,
    summary="Calendar feed of a stop",
)
async def stop_feed(
    request: Request, app: App, lang: Language, stop: StopId, wanted: Wanted
) -> Response:
    """To subscribe to: everything that leaves there, on all routes."""
    return await _feed(request, app, feed_path(lang, "stops", stop), wanted.options())


@router.get(
    "/feeds/{lang}/{route}/{direction}.ics",
    response_class=Response,
    responses=_CALENDAR,
    summary="Calendar feed of one direction of a route",
)
async def direction_feed(
    request: Request,
    app: App,
    lang: Language,
    route: _Route,
    direction: _Direction,
    wanted: Wanted,
) -> Response:
    """To subscribe to; the same events as in the feed of the route."""
    return await _feed(request, app, feed_path(lang, route, direction), wanted.options())


async def _feed(
    request: Request, application: Application, path: str, options: FeedOptions
) -> Response:
    snapshot = await application.live.snapshot()
    if snapshot.file(path) is None:
        retired = answer_retired(request, snapshot, path)
        if retired is not None:
            return retired
        known = [f"/{name}" for name in snapshot.files if _is_feed(name)]
        kind = "feed"
        raise NotFoundError(kind, path, known)
    if path in snapshot.retired:
        options = FeedOptions()  # of closing bytes there is nothing to choose
    latest: LatestFeeds = request.app.state.custom_feeds
    feeds = latest.of(snapshot)
    midnight = _midnight(snapshot.departures.local(application.clock()))
    if options.trips:
        await _require_known(application, feeds, path, options.trips)
    found = await _made(feeds, path, options, midnight.date())
    # Single occurrences are those of some weeks around today.
    keep(request, snapshot, midnight, midnight + timedelta(days=1))
    return respond(request, representation(found), _HEADERS)


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


async def _made(feeds: CustomFeeds, path: str, options: FeedOptions, today: date) -> StoredFile:
    """The feed; in a thread where it takes more than a fraction of a millisecond."""
    if feeds.is_quick(path, options):
        return feeds.feed(path, options, today)
    return await asyncio.to_thread(feeds.feed, path, options, today)


async def _require_known(
    application: Application, feeds: CustomFeeds, path: str, trips: Sequence[str]
) -> None:
    """Refuse ids that no trip ever had.

    A trip that has left the timetable is in calendars still: its feed goes on without it. While
    the store fails, nothing is refused.
    """
    unknown = set(trips) - feeds.trip_ids
    if not unknown:
        return
    service = feeds.snapshot.timetable.service
    with suppress(StoreError):
        unknown -= await asyncio.to_thread(application.store.trip_ids, service)
        if unknown:
            raise unknown_trips(sorted(unknown), feeds.trips_of(path))


def _is_feed(path: str) -> bool:
    return path.endswith(".ics") and is_public(path)
