"""Addresses on the pages: calendar subscriptions, other languages, other dates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from starlette.requests import Request

from shuttle.api.answers import feed_path
from shuttle.domain.network import Route
from shuttle.formats.ical.options import FeedOptions
from shuttle.settings import Settings
from shuttle.web.board import Viewer

_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:\d{1,5})?|\[[0-9a-fA-F:.]{2,45}\](:\d{1,5})?")
_GOOGLE = "https://calendar.google.com/calendar/r?cid="
_MARKED = FeedOptions(mark_cancelled=True).query


def base_url(request: Request, settings: Settings) -> str:
    """Scheme and host as riders reach them; an odd Host header is not repeated."""
    if settings.base_url is not None:
        return settings.base_url
    host = request.headers.get("host", "")
    if not _HOST.fullmatch(host):
        host = f"{settings.host}:{settings.port}"
    return f"{request.scope['scheme']}://{host}"


@dataclass(frozen=True, slots=True)
class CalendarLinks:
    """The ways to subscribe to a feed.

    Attributes:
        google: by Google's calendar, which hides cancelled events: there they are ordinary ones
            whose title says it.
    """

    title: str
    https: str
    webcal: str
    google: str


def calendar_links(viewer: Viewer, route: Route, base: str) -> Iterator[CalendarLinks]:
    """Subscriptions to each direction of a route."""
    for direction in viewer.directions(route):
        path = feed_path(viewer.words.language, route.id, direction.id)
        address = f"{base}/{path}"
        webcal = f"webcal://{address.partition('://')[2]}"
        title = viewer.words.say("to_place", place=viewer.name(direction.destination))
        google = _GOOGLE + quote(f"{webcal}?{_MARKED}", safe=":/")
        yield CalendarLinks(title, address, webcal, google)
