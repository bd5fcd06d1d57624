"""Whole days by address, which do not follow the clock: what a host without a program can serve.

A page is a function of the version, the language, the date in its address, and of today, with which
the list of dates begins. Of the past only yesterday is linked, whose last buses leave after
midnight. A small script says which of them is today, and which
buses of today have left; without it, both pages say all there is to say.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from shuttle.api.conditional import respond
from shuttle.api.dependencies import application_of, cache_control, packed
from shuttle.api.parameters import parse_date
from shuttle.domain.calendar import DayAnswer
from shuttle.domain.timetable import Timetable
from shuttle.services.riders.days import calendar_days, horizon
from shuttle.services.riders.live import Snapshot
from shuttle.web.board import Viewer, shared_notice
from shuttle.web.languages import PAGE_LANGUAGES, Catalogue, catalogue, clock
from shuttle.web.links import base_url, calendar_links
from shuttle.web.pages import Page
from shuttle.web.rendering import render

_MAX_AGE_SECONDS = 300
_ONE_DAY = timedelta(days=1)

router = APIRouter(include_in_schema=False)


def dates_shown(timetable: Timetable, today: date) -> list[date]:
    """The dates of the horizon from yesterday on, whose last buses may leave today."""
    span = horizon(timetable)
    if span is None:
        return []
    first = max(span[0], today - _ONE_DAY)
    return [first + number * _ONE_DAY for number in range((span[1] - first).days + 1)]


@router.get("/{code}/days/")
async def dates(request: Request, code: str) -> Response:
    """Every date from today on, and why some have no bus; calendar links."""
    words, snapshot = _words(code), await application_of(request).live.snapshot()
    today = _today(request, snapshot)
    viewer = Viewer(snapshot.departures, words, _midnight(snapshot, today))
    base = base_url(request, application_of(request).settings)
    routes = snapshot.timetable.routes.values()
    own = {
        "months": list(_months(snapshot.timetable, words, today)),
        "routes": [
            (route.name.in_language(words.language), list(calendar_links(viewer, route, base)))
            for route in routes
        ],
    }
    return _answer(Page(request, code, "days/"), snapshot, "days.html", own)


@router.get("/{code}/days/{day}/")
async def whole_day(request: Request, code: str, day: str) -> Response:
    """The timetable of a date, all routes, both ways."""
    words, snapshot = _words(code), await application_of(request).live.snapshot()
    shown = _date(day)
    viewer = Viewer(snapshot.departures, words, _midnight(snapshot, shown))
    linked = dates_shown(snapshot.timetable, _today(request, snapshot))
    own = {
        "day": shown,
        "before": shown - _ONE_DAY if shown - _ONE_DAY in linked else None,
        "after": shown + _ONE_DAY if shown + _ONE_DAY in linked else None,
        "is_provisional": viewer.is_provisional(shown),
        "routes": [
            (route.name.in_language(words.language), bool(route.ports[1:]), columns)
            for route in snapshot.timetable.routes.values()
            for columns in [[viewer.column(way, shown) for way in viewer.directions(route)]]
        ],
        "shared_notice": shared_notice,
    }
    return _answer(Page(request, code, f"days/{shown}/"), snapshot, "day.html", own)


def _words(code: str) -> Catalogue:
    if code not in PAGE_LANGUAGES:
        raise HTTPException(404)
    return catalogue(code)


def _date(text: str) -> date:
    try:
        found = parse_date(text)
    except ValueError:
        raise HTTPException(404) from None
    if str(found) != text:  # one address for each date
        raise HTTPException(404)
    return found


def _today(request: Request, snapshot: Snapshot) -> date:
    return snapshot.departures.local(application_of(request).clock()).date()


def _midnight(snapshot: Snapshot, day: date) -> datetime:
    """The beginning of a date, when no bus of it has left."""
    zone = snapshot.departures.local(snapshot.timetable.published_at).tzinfo
    return datetime.combine(day, time(), zone)


def _months(
    timetable: Timetable, words: Catalogue, today: date
) -> Iterator[tuple[str, list[tuple[date, str, str]]]]:
    """Each month with its dates: the date, in words, and why there is no bus."""
    shown = [day for day in dates_shown(timetable, today) if day >= today]
    months: dict[tuple[int, int], list[tuple[date, str, str]]] = {}
    for answer in calendar_days(timetable, shown[0], shown[-1]) if shown else ():
        entry = answer.date, words.date(answer.date, "short_date"), _reason(answer, words)
        months.setdefault((answer.date.year, answer.date.month), []).append(entry)
    for (year, month), entries in months.items():
        name = words.say("month", month_name=words.words["months"][month - 1], year=year)
        yield name, entries


def _reason(answer: DayAnswer, words: Catalogue) -> str:
    if answer.day_type is not None:
        return words.say("provisional_mark") if answer.provisional else ""
    return answer.reasons[0].text.in_language(words.language)


def _answer(page: Page, snapshot: Snapshot, template: str, values: Mapping[str, Any]) -> Response:
    words, published = catalogue(page.code), snapshot.timetable
    instant = snapshot.departures.local(published.published_at)
    around = {
        "title": published.title.in_language(words.language),
        "contact": published.contact,
        "version": published.version,
        "published": (words.date(instant.date()), clock(instant)),
        "crosses": any(route.ports for route in published.routes.values()),
    }
    body = render(template, {**page.common(), **around, **values})
    # No Last-Modified: tomorrow the same version says something else.
    ready = packed(body, "text/html; charset=utf-8", None)
    headers = {
        "Cache-Control": cache_control(_MAX_AGE_SECONDS),
        "Content-Language": words.language,
    }
    return respond(page.request, ready, headers)
