"""Riders' own feeds and drivers' duties, behind tokens that nobody can guess."""

import asyncio
import json
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from shuttle.api.conditional import respond
from shuttle.api.dependencies import App
from shuttle.api.problems import KINDS, MEDIA_TYPE, document, responses
from shuttle.api.representations import feed_headers, representation
from shuttle.services.riders.feeds import LatestFeeds
from shuttle.services.riders.subscriptions import on_present_ids

router = APIRouter(tags=["feeds"])

_PREFIX = "/feeds/my/"
_Token = Annotated[
    str,
    Path(
        description="As the operator gave it; it is shown only once.",
        examples=["shf_the-token-that-you-were-given"],
    ),
]
_HEADERS = feed_headers("private")


@router.get(
    "/feeds/my/{token}.ics",
    response_class=Response,
    responses={
        200: {
            "description": "An iCalendar feed (RFC 5545), times in Asia/Hong_Kong",
            "content": {"text/calendar": {"schema": {"type": "string"}}},
        },
        **responses(404, 422, 503),
    },
    summary="Calendar feed of one rider or driver",
)
async def private_feed(request: Request, app: App, token: _Token) -> Response:
    """To subscribe to, with the address that the operator gave; whoever has it reads the feed.

    The events have the UIDs and revisions of the public feeds. A token that was taken back and
    one that never was are answered alike.
    """
    snapshot = await app.live.snapshot()
    subscription = await app.subscriptions.of(snapshot.timetable.service, token)
    if subscription is None:
        return _unknown()
    latest: LatestFeeds = request.app.state.custom_feeds
    asked = on_present_ids(subscription, snapshot.departures.renames)
    found = await asyncio.to_thread(latest.of(snapshot).personal, asked)
    return respond(request, representation(found), _HEADERS)


def _unknown() -> Response:
    """Always the same bytes, with nothing of the address in them."""
    detail = "Ask the operator for a new address."
    body = json.dumps(document(KINDS["unknown-feed"], detail, _PREFIX))
    return Response(body, 404, media_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})
