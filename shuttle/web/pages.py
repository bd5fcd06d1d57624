"""The pages for commuters."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from shuttle.api.conditional import respond
from shuttle.api.dependencies import application_of, packed
from shuttle.api.parameters import parse_date
from shuttle.api.problems import RETRY_SECONDS
from shuttle.domain.network import Route
from shuttle.errors import StoreError
from shuttle.services.riders.days import horizon
from shuttle.services.riders.live import NothingPublishedError, Snapshot
from shuttle.web.board import Viewer, shared_notice
from shuttle.web.languages import PAGE_LANGUAGES, SHORT_NAMES, catalogue, clock, wanted
from shuttle.web.links import base_url, calendar_links
from shuttle.web.rendering import render

_MAX_AGE_SECONDS = 30
_SECONDS_PER_MINUTE = 60
_RouteId = Annotated[str | None, Query(max_length=80)]

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Page:
    """A page being asked for.

    Attributes:
        code: its language: en, tc, sc.
        name: its address after the language: empty for the board.
        query: what was asked for, as far as it is valid; links to other languages keep it.
    """

    request: Request
    code: str
    name: str
    query: str = ""

    def common(self) -> dict[str, Any]:
        """What every template needs."""
        base = base_url(self.request, application_of(self.request).settings)
        words = catalogue(self.code)
        languages = [
            {
                "code": code,
                "tag": tag,
                "short": SHORT_NAMES[code],
                "name": catalogue(code).say("language_name"),
            }
            for code, tag in PAGE_LANGUAGES.items()
        ]
        return {
            "words": words,
            "say": words.say,
            "base": base,
            "page": self.name,
            "query": self.query,
            "languages": languages,
        }


@router.get("/")
async def root(request: Request) -> Response:
    """To the board in the language that the browser wants."""
    code = wanted(request.headers.get("accept-language", ""))
    return RedirectResponse(
        f"/{code}/", headers={"Vary": "Accept-Language", "Cache-Control": "private, max-age=300"}
    )


@router.get("/{code}")
async def without_slash(code: str) -> Response:
    """To the board."""
    _require_language(code)
    return RedirectResponse(f"/{code}/", status_code=308)


@router.get("/{code}/")
async def board(request: Request, code: str, route: _RouteId = None) -> Response:
    """Next departures both ways, the day's timetable, calendar links."""
    snapshot = await _snapshot(request)
    if not isinstance(snapshot, Snapshot):
        return _unavailable(Page(request, _require_language(code), ""), snapshot)
    chosen = _route(snapshot, route)
    page = Page(request, _require_language(code), "", _query(route=route and chosen.id))
    viewer = _viewer(page, snapshot)
    base = base_url(request, application_of(request).settings)
    ways = [viewer.way(direction) for direction in viewer.directions(chosen)]
    own = {
        "ways": ways,
        "notice": shared_notice(ways),
        **_columns(viewer, chosen, viewer.today),
        "links": list(calendar_links(viewer, chosen, base)),
        "day": viewer.today,
    }
    return _answer(page, viewer, "board.html", {**own, **_around(viewer, chosen)})


@router.get("/{code}/timetable")
async def timetable(
    request: Request,
    code: str,
    date: Annotated[str, Query(max_length=40)] = "",
    route: _RouteId = None,
) -> Response:
    """The whole timetable of a date, both ways."""
    snapshot = await _snapshot(request)
    if not isinstance(snapshot, Snapshot):
        return _unavailable(Page(request, _require_language(code), "timetable"), snapshot)
    day, chosen = _day(date), _route(snapshot, route)
    asked = _query(date=day, route=route and chosen.id)
    page = Page(request, _require_language(code), "timetable", asked)
    viewer = _viewer(page, snapshot)
    shown = day or viewer.today
    own = {
        **_columns(viewer, chosen, shown),
        "day": shown,
        "is_bad_date": bool(date) and day is None,
        "before": shown - timedelta(days=1),
        "after": shown + timedelta(days=1),
        "tomorrow": viewer.today + timedelta(days=1),
    }
    return _answer(page, viewer, "timetable.html", {**own, **_around(viewer, chosen)})


def _require_language(code: str) -> str:
    if code not in PAGE_LANGUAGES:
        raise HTTPException(404)
    return code


async def _snapshot(request: Request) -> Snapshot | NothingPublishedError | StoreError:
    try:
        return await application_of(request).live.snapshot()
    except (NothingPublishedError, StoreError) as error:
        return error


def _viewer(page: Page, snapshot: Snapshot) -> Viewer:
    now = snapshot.departures.local(application_of(page.request).clock())
    return Viewer(snapshot.departures, catalogue(page.code), now)


def _route(snapshot: Snapshot, wanted_id: str | None) -> Route:
    """The route asked for, also by a former id; the first one for an id that nobody knows now.

    The links in riders' calendars are a day old or more, and must lead to buses all the same.
    """
    routes = snapshot.timetable.routes
    present = snapshot.departures.renames.route(wanted_id or "")
    return routes.get(present) or next(iter(routes.values()))


def _query(**asked: object) -> str:
    given = {key: value for key, value in asked.items() if value is not None}
    return f"?{urlencode(given)}" if given else ""


def _day(text: str) -> date | None:
    """The date asked for, or None where it is not one."""
    with suppress(ValueError):
        return parse_date(text)
    return None


def _columns(viewer: Viewer, route: Route, day: date) -> Mapping[str, Any]:
    columns = [viewer.column(direction, day) for direction in viewer.directions(route)]
    return {"columns": columns, "day_notice": shared_notice(columns)}


def _around(viewer: Viewer, route: Route) -> Mapping[str, Any]:
    """What both pages show around their middle."""
    published = viewer.timetable
    language = viewer.words.language
    instant = viewer.departures.local(published.published_at)
    dates = horizon(published)
    return {
        "title": published.title.in_language(language),
        "route": route.id,
        "routes": [
            (item.id, item.name.in_language(language)) for item in published.routes.values()
        ],
        "as_of": clock(viewer.now),
        "today": viewer.today,
        "is_provisional": viewer.is_provisional,
        "odd_day": viewer.odd_day,
        "crosses": bool(route.ports),
        "choice_of_ports": len(route.ports) > 1,
        "contact": published.contact,
        "validity": dates and [viewer.words.date(day) for day in dates],
        "version": published.version,
        "published": (viewer.words.date(instant.date()), clock(instant)),
    }


def _answer(page: Page, viewer: Viewer, template: str, values: Mapping[str, Any]) -> Response:
    body = packed(render(template, {**page.common(), **values}), "text/html; charset=utf-8", None)
    to_next_minute = _SECONDS_PER_MINUTE - viewer.now.second
    age = min(_MAX_AGE_SECONDS, to_next_minute)
    headers = {
        "Cache-Control": f"public, max-age={age}",
        "Content-Language": viewer.words.language,
    }
    return respond(page.request, body, headers)


def _unavailable(page: Page, error: NothingPublishedError | StoreError) -> Response:
    """In words why there is no board."""
    key = "nothing" if isinstance(error, NothingPublishedError) else "unavailable"
    words = catalogue(page.code)
    text = words.say("nothing_published" if key == "nothing" else "unavailable")
    values = {"title": words.say(f"{key}_title"), "text": text, "routes": []}
    return Response(
        render("unavailable.html", {**page.common(), **values}),
        status_code=503,
        media_type="text/html",
        headers={"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"},
    )
