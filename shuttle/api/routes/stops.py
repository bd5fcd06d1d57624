"""All stops."""

from fastapi import APIRouter
from starlette.responses import Response

from shuttle.api import parameters, schemas
from shuttle.api.answers import Wording
from shuttle.api.dependencies import Here
from shuttle.api.problems import responses

router = APIRouter(tags=["network"])


@router.get(
    "/v1/stops",
    response_model=schemas.Stops,
    responses=responses(422, 503),
    summary="All stops",
)
async def stops(here: Here, asked: parameters.Languages) -> Response:
    """Their ids are what the other addresses take."""
    return here.answer(
        here.body(asked.lang, None, lambda: _stops(here.wording(asked.lang))), asked.lang
    )


def _stops(wording: Wording) -> schemas.Stops:
    return schemas.Stops(
        timezone=wording.timetable.timezone,
        revision=wording.revision(),
        stops=[
            schemas.Stop(
                id=stop.id,
                name=wording.text(stop.name),
                boarding=wording.text(stop.boarding) if stop.boarding else None,
                side=stop.side,
                timezone=stop.timezone,
                lat=stop.lat,
                lon=stop.lon,
                feed=wording.feed("stops", stop.id),
            )
            for stop in wording.timetable.stops.values()
        ],
    )
