"""The whole timetable of one service date."""

from datetime import date

from fastapi import APIRouter
from starlette.responses import Response

from shuttle.api import parameters, schemas
from shuttle.api.answers import Wording
from shuttle.api.dependencies import Here
from shuttle.api.problems import responses
from shuttle.services.riders.days import answer_for

router = APIRouter(tags=["departures"])


@router.get(
    "/v1/timetable",
    response_model=schemas.DayTimetable,
    responses=responses(404, 422, 503),
    summary="All trips of a service date",
)
async def timetable(here: Here, asked: parameters.OneDay) -> Response:
    """In scheduled order, changes included; with the reason when there is no service."""
    day = asked.date or here.today()
    origin = asked.origin and here.stop(asked.origin)
    destination = asked.destination and here.stop(asked.destination)
    here.snapshot.departures.require_stops(origin, destination)
    body = here.body(
        asked.lang,
        (day, origin, destination),
        lambda: _day(here.wording(asked.lang), day, origin, destination),
    )
    return here.answer(body, asked.lang)


def _day(
    wording: Wording, day: date, origin: str | None, destination: str | None
) -> schemas.DayTimetable:
    found = wording.snapshot.departures.day(day, origin, destination)
    return schemas.DayTimetable(
        timezone=wording.timetable.timezone,
        revision=wording.revision(),
        day=wording.day(answer_for(wording.timetable, day)),
        trips=[wording.departure(departure) for departure in found],
        service_notice=wording.notice(
            wording.snapshot.departures.day_notice(day, origin, destination)
        ),
    )
