"""The public face as files, for a web server that runs no program.

Every file is what the service answers at one instant to one request, asked without a network: by
the same code, so that there is nothing that could differ. What only a program can answer (the next
buses from now on, options of feeds, private feeds) is left out; whole days by date take its place.
"""

import asyncio
import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.types import ASGIApp, Message

from shuttle.bootstrap import Application, assemble
from shuttle.domain.base import LANGUAGES
from shuttle.domain.feed import is_public
from shuttle.errors import ShuttleError
from shuttle.services.publishing.retirement import successor
from shuttle.services.publishing.site_folder import SiteFile
from shuttle.services.riders.live import Snapshot
from shuttle.web.assets import asset_paths
from shuttle.web.day_pages import dates_shown
from shuttle.web.host_files import header_rules, nginx, redirects
from shuttle.web.languages import PAGE_LANGUAGES
from shuttle.web.site import create_site

PUBLIC = "public"
_INDEX = "site.json"
_NAME_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Address:
    """A file, and the request whose answer it is.

    Attributes:
        path: under the root of the web server, without a leading slash.
        request: path and query as the service is asked.
    """

    path: str
    request: str


@dataclass(frozen=True, slots=True)
class StaticSite:
    """The public face of one version on one day.

    Attributes:
        name: changes with whatever is in it.
        files: under `public/` what the web server shows; beside it how a server may do that.
    """

    name: str
    files: Sequence[SiteFile]


def static_site(application: Application) -> StaticSite:
    """All files of the version in force, from today on.

    Raises:
        NothingPublishedError: there is no version.
        StoreError: the store cannot be read.
    """
    now = application.clock()
    # A clock that stands still keeps the first version seen: no file is of another one.
    still = assemble(application.settings, application.store, lambda: now, lambda: 0.0)
    return asyncio.run(_built(still))


def addresses(snapshot: Snapshot, today: date) -> Iterator[Address]:
    """Every file of a version from a date on, gzip twins and hosts' files apart."""
    for path in snapshot.files:
        if is_public(path):
            yield Address(path, f"/{path}")
    for asset in asset_paths():
        yield Address(asset.removeprefix("/"), asset)
    yield Address("robots.txt", "/robots.txt")
    dates = dates_shown(snapshot.timetable, today)
    yield from _answers(snapshot, dates)
    yield from _pages(dates)


def _answers(snapshot: Snapshot, dates: Sequence[date]) -> Iterator[Address]:
    """JSON of the service as a whole, and of each day, whole and by direction."""
    for language in LANGUAGES:
        root, lang = f"v1/{language}", {"lang": language}
        for name in ("status", "stops", "routes"):
            yield Address(f"{root}/{name}.json", _asked(f"/v1/{name}", lang))
        if dates:
            span = {"from": dates[0], "to": dates[-1], **lang}
            yield Address(f"{root}/calendar.json", _asked("/v1/calendar", span))
        for day in dates:
            asked = {"date": day, **lang}
            yield Address(f"{root}/timetable/{day}.json", _asked("/v1/timetable", asked))
            for way in snapshot.timetable.directions:
                ends = {"from": way.origin, "to": way.destination}
                path = f"{root}/departures/{way.origin}/{way.destination}/{day}.json"
                yield Address(path, _asked("/v1/timetable", {**asked, **ends}))


def _pages(dates: Sequence[date]) -> Iterator[Address]:
    yield Address("index.html", "/en/days/")
    for code in PAGE_LANGUAGES:
        yield Address(f"{code}/index.html", f"/{code}/days/")
        yield Address(f"{code}/days/index.html", f"/{code}/days/")
        for day in dates:
            yield Address(f"{code}/days/{day}/index.html", f"/{code}/days/{day}/")


def _asked(path: str, query: dict[str, Any]) -> str:
    return f"{path}?{urlencode(query)}"


async def _built(application: Application) -> StaticSite:
    snapshot = await application.live.snapshot()
    now = snapshot.departures.local(application.clock())
    base = application.public_url(snapshot.timetable)
    server = _Server(create_site(application), base)
    found = {one: await server.file(one, now) for one in addresses(snapshot, now.date())}
    public = [*found.values(), _index(snapshot, now, found)]
    files = [*_with_twins(public), *_host_files(snapshot, server.headers)]
    return StaticSite(_name(snapshot.seq, files), files)


def _name(seq: int, files: Sequence[SiteFile]) -> str:
    """Version and digest of all paths and bytes."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.path}\0{len(file.body)}\0".encode())
        digest.update(file.body)
    return f"{seq}-{digest.hexdigest()[:_NAME_DIGITS]}"


def _index(snapshot: Snapshot, now: datetime, found: dict[Address, SiteFile]) -> SiteFile:
    """What there is, and the request of the service whose answer each file is."""
    described = {
        "service": snapshot.timetable.service,
        "version": snapshot.seq,
        "published_at": snapshot.departures.local(snapshot.timetable.published_at).isoformat(),
        "from": str(now.date()),
        "paths": {
            "whole day": "v1/{lang}/timetable/{date}.json",
            "one direction of a day": "v1/{lang}/departures/{from}/{to}/{date}.json",
            "page of a day": "{en,tc,sc}/days/{date}/",
        },
        "files": {
            one.path: {"request": one.request, "sha256": hashlib.sha256(file.body).hexdigest()}
            for one, file in found.items()
        },
    }
    body = json.dumps(described, ensure_ascii=False, indent=1).encode()
    return SiteFile(_INDEX, body, now)


def _with_twins(files: Sequence[SiteFile]) -> Iterator[SiteFile]:
    """Each file under the web server's root, and its compressed twin where that is smaller."""
    for file in files:
        yield SiteFile(f"{PUBLIC}/{file.path}", file.body, file.modified)
        packed = gzip.compress(file.body, mtime=0)
        if len(packed) < len(file.body):
            yield SiteFile(f"{PUBLIC}/{file.path}.gz", packed, file.modified)


def _host_files(snapshot: Snapshot, headers: Mapping[str, Mapping[str, str]]) -> Iterator[SiteFile]:
    at, files = snapshot.timetable.published_at, snapshot.files
    left = [path for path in snapshot.retired if path not in files]
    leads = {path: to for path in left if (to := successor(path, snapshot.retired)) in files}
    moved = {path: to for path, to in leads.items() if to is not None}
    ended = [path for path in left if path not in moved]
    yield SiteFile(f"{PUBLIC}/_redirects", redirects(moved).encode(), at)
    yield SiteFile(f"{PUBLIC}/_headers", header_rules(headers).encode(), at)
    yield SiteFile("nginx.conf", nginx(headers, moved, ended).encode(), at)


class _Server:
    """The service, asked in this process.

    Args:
        app: the whole site.
        base: the address under which riders reach it.

    Attributes:
        headers: of each answer, by the path of its file.
    """

    def __init__(self, app: ASGIApp, base: str) -> None:
        self.headers: dict[str, Mapping[str, str]] = {}
        self._app = app
        self._scheme, self._host, *_ = urlsplit(base)

    async def file(self, address: Address, now: datetime) -> SiteFile:
        """The answer to a request as a file; raises ShuttleError for anything but 200."""
        status, headers, body = await self._get(address.request)
        if status != HTTPStatus.OK:
            msg = f"{address.request} is answered by {status}, so the site cannot be exported."
            raise ShuttleError(msg)
        self.headers[address.path] = headers
        dated = headers.get("last-modified")
        modified = parsedate_to_datetime(dated) if dated else now.replace(microsecond=0)
        return SiteFile(address.path, body, modified)

    async def _get(self, request: str) -> tuple[int, dict[str, str], bytes]:
        messages: list[Message] = []
        parts = urlsplit(request)
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": self._scheme,
            "path": parts.path,
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "root_path": "",
            "headers": [(b"host", self._host.encode())],
            "client": None,
            "server": None,
        }

        async def receive() -> Message:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Message) -> None:
            messages.append(message)

        await self._app(scope, receive, send)
        start = messages[0]
        headers = {name.decode().lower(): value.decode() for name, value in start["headers"]}
        return start["status"], headers, b"".join(one.get("body", b"") for one in messages[1:])
