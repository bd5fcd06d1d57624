"""One trip on one service date."""

from datetime import date

from fastapi import APIRouter
from starlette.responses import Response

from shuttle.api import parameters, schemas
from shuttle.api.answers import Wording
from shuttle.api.dependencies import Here
from shuttle.api.problems import responses

router = APIRouter(tags=["departures"])


@router.get(
    "/v1/trips/{trip_id}/{service_date}",
    response_model=schemas.Trip,
    responses=responses(404, 422, 503),
    summary="One trip, part by part",
)
async def trip(
    here: Here,
    trip_id: parameters.TripId,
    service_date: parameters.TripDate,
    asked: parameters.Languages,
) -> Response:
    """With the drives, the clearance at the port and what has changed."""
    body = here.body(
        asked.lang, None, lambda: _trip(here.wording(asked.lang), trip_id, service_date)
    )
    return here.answer(body, asked.lang)


def _trip(wording: Wording, trip_id: str, service_date: date) -> schemas.Trip:
    found = wording.snapshot.departures.trip(trip_id, service_date)
    return schemas.Trip(
        timezone=wording.timetable.timezone,
        revision=wording.revision(),
        trip=wording.departure(found),
        parts=[wording.part(found, leg) for leg in found.trip.legs],
    )
