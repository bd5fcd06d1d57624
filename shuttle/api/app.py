"""The public API as an ASGI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.types import ASGIApp

from shuttle import __version__
from shuttle.api import problems
from shuttle.api.dependencies import Bodies
from shuttle.api.edge import MAX_BODY_BYTES, Edge
from shuttle.api.routes import (
    calendar,
    departures,
    eta,
    feeds,
    gtfs,
    health,
    private_feeds,
    routes,
    status,
    stops,
    timetable,
    trips,
)
from shuttle.bootstrap import Application
from shuttle.services.riders.feeds import LatestFeeds

_DESCRIPTION = """\
Next departures, timetables and calendar feeds of a published cross-border shuttle. No key is
needed; answers may be cached as their headers say. Times are RFC 3339 with offset, service dates
stand apart from them, and every error is an RFC 9457 problem document. `HEAD`, `If-None-Match`
and `gzip` work everywhere."""


class ShuttleApi(FastAPI):
    """FastAPI with the edge around everything, its own error pages included."""

    def build_middleware_stack(self) -> ASGIApp:
        """The application with the edge outermost."""
        return Edge(super().build_middleware_stack())

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI description with the problem documents in it."""
        described = super().openapi()
        described["components"]["schemas"].update(problems.components())
        return described


def create_app(application: Application) -> ShuttleApi:
    """The API on an application."""
    app = ShuttleApi(
        title="Shuttle",
        version=__version__,
        summary="Cross-border shuttle departures, timetables and calendar feeds",
        description=_DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
        max_body_size=MAX_BODY_BYTES,
        lifespan=_serving,
    )
    app.state.application = application
    app.state.bodies = Bodies()
    app.state.custom_feeds = LatestFeeds()
    app.state.realtime = gtfs.RealtimeFeeds()
    problems.install(app)
    for resource in (
        departures, eta, stops, routes, timetable, trips, status, calendar, private_feeds, feeds,
        gtfs, health,
    ):  # fmt: skip
        app.include_router(resource.router)
    return app


@asynccontextmanager
async def _serving(app: FastAPI) -> AsyncIterator[None]:
    """While a process serves, it looks for new versions in the background."""
    application: Application = app.state.application
    async with application.live.watching():
        yield


def _operation_id(route: APIRoute) -> str:
    return route.name
