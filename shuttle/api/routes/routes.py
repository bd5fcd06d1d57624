"""All routes, their directions and calendar feeds."""

from fastapi import APIRouter
from starlette.responses import Response

from shuttle.api import parameters, schemas
from shuttle.api.answers import Wording
from shuttle.api.dependencies import Here
from shuttle.api.problems import responses
from shuttle.domain.network import Route

router = APIRouter(tags=["network"])


@router.get(
    "/v1/routes",
    response_model=schemas.Routes,
    responses=responses(422, 503),
    summary="All routes",
)
async def routes(here: Here, asked: parameters.Languages) -> Response:
    """With the addresses of their calendar feeds in the language asked for."""
    return here.answer(
        here.body(asked.lang, None, lambda: _routes(here.wording(asked.lang))), asked.lang
    )


def _routes(wording: Wording) -> schemas.Routes:
    return schemas.Routes(
        timezone=wording.timetable.timezone,
        revision=wording.revision(),
        routes=[_route(wording, route) for route in wording.timetable.routes.values()],
    )


def _route(wording: Wording, route: Route) -> schemas.Route:
    mine = [item for item in wording.timetable.directions if item.route == route.id]
    return schemas.Route(
        id=route.id,
        name=wording.text(route.name),
        stops=[wording.stop(stop) for stop in route.stops],
        ports=[wording.port(port) for port in route.ports],
        directions=[
            schemas.Direction(
                id=item.id,
                origin=item.origin,
                destination=item.destination,
                feed=wording.feed(route.id, item.id),
            )
            for item in mine
        ],
        feed=wording.feed(route.id),
    )
