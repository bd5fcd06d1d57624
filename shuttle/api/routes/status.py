"""What is published."""

from fastapi import APIRouter
from starlette.responses import Response

from shuttle.api import parameters, schemas
from shuttle.api.answers import Wording
from shuttle.api.dependencies import Here
from shuttle.api.problems import responses
from shuttle.domain.time import format_minute
from shuttle.services.riders.days import horizon

router = APIRouter(tags=["service"])


@router.get(
    "/v1/status",
    response_model=schemas.ServiceStatus,
    responses=responses(422, 503),
    summary="What is published",
)
async def status(here: Here, asked: parameters.Languages) -> Response:
    """Revision, dates covered and whom to ask."""
    return here.answer(
        here.body(asked.lang, None, lambda: _status(here.wording(asked.lang))), asked.lang
    )


def _status(wording: Wording) -> schemas.ServiceStatus:
    published = wording.timetable
    dates = horizon(published)
    contact = published.contact
    return schemas.ServiceStatus(
        timezone=published.timezone,
        revision=wording.revision(),
        service=published.service,
        title=wording.text(published.title),
        horizon=schemas.Horizon(first=dates[0], last=dates[1]) if dates else None,
        contact=contact
        and schemas.Contact(name=contact.name, url=contact.url, email=contact.email),
        booking=_booking(wording),
    )


def _booking(wording: Wording) -> schemas.Booking | None:
    booking = wording.timetable.booking
    if booking is None:
        return None
    return schemas.Booking(
        url=booking.url,
        phone=booking.phone,
        info_url=booking.info_url,
        message=booking.message and wording.text(booking.message),
        minutes_before=booking.minutes_before,
        days_before=booking.days_before,
        until=None if booking.until is None else format_minute(booking.until),
    )
