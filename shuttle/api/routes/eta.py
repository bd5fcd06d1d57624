"""The next buses in the shape of KMB's open data."""

from dataclasses import replace
from typing import Annotated, Literal

from fastapi import APIRouter, Path
from starlette.responses import Response

from shuttle.api import parameters
from shuttle.api.answers import holds_until, max_age_seconds, modified_at
from shuttle.api.dependencies import MAX_AGE_SECONDS, Here, Serving
from shuttle.api.kmb import Coming, EtaList, coming
from shuttle.api.problems import responses

_VERSION = "1.0"
_LANGUAGES = "en, zh-Hant, zh-Hans"

router = APIRouter(tags=["departures"])

_RouteId = Annotated[
    str, Path(max_length=80, description="Route id, as in /v1/routes.", examples=["hetao"])
]


@router.get(
    "/v1/eta/{stop_id}/{route_id}",
    response_model=EtaList,
    responses=responses(404, 422, 503),
    summary="Next buses of a route at a stop, as KMB's open data have them",
)
async def eta(here: Here, stop_id: parameters.StopId, route_id: _RouteId) -> Response:
    """Up to three buses that run, with the cancelled ones between them (`eta` null).

    For apps that read `data.etabus.gov.hk`; /v1/departures says more. `generated_timestamp` is
    when the timetable was published, and `eta` an instant: an answer from a cache is as good.
    """
    found = coming(here.snapshot.departures, stop_id, route_id, here.now())
    return _answer(here, "ETA", found)


@router.get(
    "/v1/stop-eta/{stop_id}",
    response_model=EtaList,
    responses=responses(404, 422, 503),
    summary="Next buses of all routes at a stop, as KMB's open data have them",
)
async def stop_eta(here: Here, stop_id: parameters.StopId) -> Response:
    """The rows of `/v1/eta/{stop_id}/{route_id}` for every route that leaves from the stop."""
    found = coming(here.snapshot.departures, stop_id, None, here.now())
    return _answer(here, "StopETA", found)


def _answer(here: Serving, kind: Literal["ETA", "StopETA"], found: tuple[Coming, ...]) -> Response:
    positions = [one.position for one in found]
    body = here.body("en", tuple(positions), lambda: _list(here, kind, found))
    leaves = [position.leaves_at for position in positions if position.leaves_at]
    changed = modified_at(here.now(), here.timetable.published_at, positions)
    until = holds_until(here.now(), min(leaves, default=None))
    return here.answer(
        replace(body, last_modified=changed),
        "en",
        max_age_seconds=max_age_seconds(here.now(), until, MAX_AGE_SECONDS),
        headers={"Content-Language": _LANGUAGES},
    )


def _list(here: Serving, kind: Literal["ETA", "StopETA"], found: tuple[Coming, ...]) -> EtaList:
    departures = here.snapshot.departures
    return EtaList(
        type=kind,
        version=_VERSION,
        generated_timestamp=departures.local(here.timetable.published_at),
        data=[row for one in found for row in one.rows(departures)],
    )
