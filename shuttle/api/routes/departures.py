"""Next departures, between two stops or from one."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote, urlencode

from fastapi import APIRouter
from starlette.responses import Response

from shuttle.api import parameters, schemas
from shuttle.api.answers import Wording, holds_until, max_age_seconds, modified_at
from shuttle.api.dependencies import MAX_AGE_SECONDS, Here, Serving
from shuttle.api.lane import keep
from shuttle.api.problems import responses
from shuttle.domain.base import Language
from shuttle.services.riders.departures import DepartureQuery, Position

_BETWEEN_STOPS = "/v1/departures"

router = APIRouter(tags=["departures"])


@router.get(
    _BETWEEN_STOPS,
    response_model=schemas.DepartureBoard,
    responses=responses(404, 422, 503),
    summary="Next departures from one stop to another",
)
async def departures(here: Here, asked: parameters.Next) -> Response:
    """Over the end of the day: after the last bus the first ones of the next service day follow.

    Cancelled trips stay in the list, delayed ones until they are expected to have left. Send a
    rider to `next_bus`, which is never a cancelled one.
    """
    return _answer(here, asked, here.stop(asked.origin), here.stop(asked.destination))


@router.get(
    "/v1/stops/{stop_id}/departures",
    response_model=schemas.DepartureBoard,
    responses=responses(404, 422, 503),
    summary="Next departures from a stop",
)
async def departures_at_stop(
    here: Here, stop_id: parameters.StopId, asked: parameters.NextAtStop
) -> Response:
    """To one destination or to all."""
    destination = asked.destination and here.stop(asked.destination)
    return _answer(here, asked, here.stop(stop_id), destination)


def _answer(
    here: Serving, asked: parameters.NextParameters, origin: str, destination: str | None
) -> Response:
    query = DepartureQuery(
        origin=origin,
        destination=destination,
        at=asked.at or here.now(),
        limit=asked.limit,
        until=asked.until,
        after=asked.after,
    )
    position = here.snapshot.departures.locate(query)
    following = _following(here, query, position, asked.lang)
    body = here.body(
        asked.lang,
        (origin, destination, position, query.limit, following),
        lambda: _board(here.wording(asked.lang), query, following),
    )
    headers = {"Link": ", ".join(_links(here, query, following, asked.lang))}
    if asked.at is not None:
        return here.answer(body, asked.lang, headers=headers)
    until = holds_until(here.now(), position.leaves_at)
    age = max_age_seconds(here.now(), until, MAX_AGE_SECONDS)
    if asked.until is None and not asked.after:
        keep(here.request, here.snapshot, here.instant, until - timedelta(seconds=age))
    changed = modified_at(here.now(), here.timetable.published_at, [position])
    body = replace(body, last_modified=changed)
    return here.answer(body, asked.lang, max_age_seconds=age, headers=headers)


def _board(
    wording: Wording, query: DepartureQuery, following: str | None
) -> schemas.DepartureBoard:
    return wording.board(query, wording.snapshot.departures.next(query), following)


def _following(
    here: Serving, query: DepartureQuery, position: Position, language: Language
) -> str | None:
    """Address of the departures after those listed; it holds no "now"."""
    if position.resume is None:
        return None
    at, after = position.resume
    asked = {"limit": query.limit, "lang": language, "at": at.isoformat(), "after": after}
    if query.until is not None:
        asked["until"] = query.until.isoformat()
    path = here.request.scope["path"]
    ends = {"from": query.origin} if path == _BETWEEN_STOPS else {}
    if query.destination is not None:
        ends["to"] = query.destination
    return f"{quote(path)}?{urlencode({**ends, **asked})}"


def _links(
    here: Serving, query: DepartureQuery, following: str | None, language: Language
) -> Iterator[str]:
    if following is not None:
        yield f'<{following}>; rel="next"'
    wording = here.wording(language)
    for direction in here.timetable.directions:
        feed = wording.feed(direction.route, direction.id)
        starts_here = direction.origin == query.origin
        if feed and starts_here and query.destination in {None, direction.destination}:
            yield f'<{feed}>; rel="alternate"; type="text/calendar"'
