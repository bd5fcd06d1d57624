"""Which day type runs on which date, and why."""

from datetime import date, timedelta

from fastapi import APIRouter
from fastapi.exceptions import RequestValidationError
from starlette.responses import Response

from shuttle.api import parameters, schemas
from shuttle.api.answers import Wording
from shuttle.api.dependencies import Here
from shuttle.api.problems import responses
from shuttle.services.riders.days import calendar_days

_USUAL = timedelta(days=30)
_MOST_DAYS = 400

router = APIRouter(tags=["service"])


@router.get(
    "/v1/calendar",
    response_model=schemas.Calendar,
    responses=responses(422, 503),
    summary="Day types of some dates, and why",
)
async def calendar(here: Here, asked: parameters.Dates) -> Response:
    """With both jurisdictions' holidays and make-up days as reasons."""
    first = asked.first or here.today()
    last = asked.last or first + _USUAL
    if not 0 <= (last - first).days < _MOST_DAYS:
        detail = f"Input should be from the date `from` on, {_MOST_DAYS} days at most"
        raise RequestValidationError([{"loc": ("query", "to"), "msg": detail}])
    body = here.body(
        asked.lang, (first, last), lambda: _days(here.wording(asked.lang), first, last)
    )
    return here.answer(body, asked.lang)


def _days(wording: Wording, first: date, last: date) -> schemas.Calendar:
    return schemas.Calendar(
        timezone=wording.timetable.timezone,
        revision=wording.revision(),
        days=[wording.day(answer) for answer in calendar_days(wording.timetable, first, last)],
    )
