"""What is published."""

from fastapi import APIRouter
from starlette.responses import Response

from shuttle.api import parameters, schemas
from shuttle.api.answers import Wording
from shuttle.api.dependencies import Here
from shuttle.api.problems import responses
from shuttle.services.days import horizon

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
    )
