"""Calendar feeds: the bytes that publishing rendered."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from shuttle.api.answers import feed_path
from shuttle.api.conditional import Representation, respond
from shuttle.api.dependencies import STALE_IF_ERROR_SECONDS, App
from shuttle.api.problems import responses
from shuttle.bootstrap import Application
from shuttle.domain.base import Language
from shuttle.errors import NotFoundError

_MAX_AGE_SECONDS = 300
_HEADERS = {
    "Cache-Control": (
        f"public, max-age={_MAX_AGE_SECONDS}, stale-while-revalidate={_MAX_AGE_SECONDS}, "
        f"stale-if-error={7 * 24 * STALE_IF_ERROR_SECONDS}"
    ),
    "X-Robots-Tag": "noindex",
}
_CALENDAR = {
    200: {
        "description": "An iCalendar feed (RFC 5545), times in Asia/Hong_Kong",
        "content": {"text/calendar": {"schema": {"type": "string"}}},
    },
    **responses(404, 422, 503),
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
async def route_feed(request: Request, app: App, lang: Language, route: _Route) -> Response:
    """To subscribe to; the same events in all languages."""
    return await _feed(request, app, feed_path(lang, route))


@router.get(
    "/feeds/{lang}/{route}/{direction}.ics",
    response_class=Response,
    responses=_CALENDAR,
    summary="Calendar feed of one direction of a route",
)
async def direction_feed(
    request: Request, app: App, lang: Language, route: _Route, direction: _Direction
) -> Response:
    """To subscribe to; the same events as in the feed of the route."""
    return await _feed(request, app, feed_path(lang, route, direction))


async def _feed(request: Request, application: Application, path: str) -> Response:
    snapshot = await application.live.snapshot()
    found = snapshot.file(path)
    if found is None:
        known = [f"/{name}" for name in snapshot.files if name.endswith(".ics")]
        kind = "feed"
        raise NotFoundError(kind, path, known)
    ready = Representation(
        body=found.body,
        gzip_body=found.gzip_body,
        media_type=_with_charset(found.media_type),
        etag=found.etag,
        last_modified=found.last_modified,
        strong=True,
    )
    return respond(request, ready, _HEADERS)


def _with_charset(media_type: str) -> str:
    return media_type if "charset=" in media_type else f"{media_type}; charset=utf-8"
