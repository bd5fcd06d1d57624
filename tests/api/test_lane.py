"""What the lane keeps, for how long and how much of it."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Send
from starlette.types import Scope as AsgiScope

from shuttle.api import lane
from shuttle.api.lane import Lane, keep
from shuttle.api.rsgi import Answer
from shuttle.web.rsgi import Front
from tests.api.site import Site
from tests.rsgi import Headers, Protocol, Scope
from tests.services.published import instant, timetable

PATH, QUERY = "/v1/departures", "from=hksp&to=hkstp-sz"


class Counted:
    """An application that keeps its answers, and how often it was asked."""

    def __init__(self, site: Site, answer: Callable[[Request], Response]) -> None:
        self.asked = 0
        self._site = site
        self._answer = answer

    async def __call__(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        self.asked += 1
        request = Request(scope, receive)
        keep(request, await self._site.application.live.snapshot())
        await self._answer(request)(scope, receive, send)


def ask(front: Lane, path: str = "/", query: str = "", **headers: str) -> Answer:
    named = Headers([(name.replace("_", "-"), value) for name, value in headers.items()])
    protocol = Protocol()
    asyncio.run(front.__rsgi__(Scope("GET", path, query, named), protocol))
    return protocol.answer


def counted(site: Site, answer: Callable[[Request], Response]) -> tuple[Lane, Counted]:
    documented = Counted(site, answer)
    return Lane(documented, site.application.live, lambda: site.now), documented


def small(request: Request) -> Response:
    return Response(request.url.path)


def test_an_answer_that_holds_is_not_made_again(site: Site) -> None:
    front, documented = counted(site, small)
    assert ask(front) == ask(front)
    assert documented.asked == 1


def test_a_new_version_makes_every_answer_anew(site: Site) -> None:
    front, documented = counted(site, small)
    ask(front)
    site.publish(timetable(version=2))
    site.pass_seconds(2)
    ask(front)
    assert documented.asked == 2


def test_an_answer_of_a_version_that_was_replaced_meanwhile_is_not_kept(site: Site) -> None:
    async def slow(scope: AsgiScope, receive: Receive, send: Send) -> None:
        keep(Request(scope), await site.application.live.snapshot())
        site.publish(timetable(version=2))
        site.pass_seconds(2)
        await site.application.live.snapshot()
        await Response("of version 1")(scope, receive, send)

    front = Lane(slow, site.application.live, lambda: site.now)
    ask(front)
    assert front._kept == {}


def test_what_the_route_does_not_offer_is_not_kept(site: Site) -> None:
    asked = []

    async def silent(scope: AsgiScope, receive: Receive, send: Send) -> None:
        asked.append(scope["path"])
        await Response("personal")(scope, receive, send)

    front = Lane(silent, site.application.live, lambda: site.now)
    ask(front)
    ask(front)
    assert len(asked) == 2


def test_at_most_so_many_answers_are_kept(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane, "MOST_KEPT", 10)
    front, _ = counted(site, small)
    for number in range(25):
        ask(front, f"/{number}")
        assert len(front._kept) <= 10
    assert len(front._kept) == 5


def test_at_most_so_many_bytes_are_kept(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane, "MOST_KEPT_BYTES", 10_000)
    front, _ = counted(site, lambda _: Response(b"x" * 1900))
    for number in range(12):
        ask(front, f"/{number}")
        assert len(front._kept) <= 5


def test_a_question_as_long_as_a_book_is_not_kept(site: Site) -> None:
    front, documented = counted(site, small)
    for _ in range(2):
        ask(front, if_none_match='"x", ' * 1000)
    assert documented.asked == 2
    assert front._kept == {}


def test_an_answer_that_holds_to_midnight_does_not_hold_at_midnight(site: Site) -> None:
    asked = PATH, "from=hkstp-sz&to=hksp"
    site.now = instant("2026-10-12 23:59") + timedelta(seconds=59.5)
    front = Front(site.app)
    ask(front, *asked)
    site.now += timedelta(seconds=0.5)
    assert ask(front, *asked) == ask(Front(site.app), *asked)


@pytest.mark.parametrize(
    "query",
    [
        f"{QUERY}&at=2026-10-12T08:00:00%2B08:00",
        f"{QUERY}&until=2026-10-12T18:00:00%2B08:00",
        f"{QUERY}&after=to-hkstp-sz-0830",
    ],
)
def test_questions_of_which_there_is_no_end_are_not_kept(site: Site, query: str) -> None:
    front = Front(site.app)
    ask(front, PATH, query)
    assert front._kept == {}


@pytest.mark.parametrize(
    ("path", "query"),
    [(PATH, QUERY), ("/v1/stops/hksp/departures", ""), ("/feeds/en/hetao.ics", "")],
)
def test_the_hot_addresses_are_kept(site: Site, path: str, query: str) -> None:
    front = Front(site.app)
    ask(front, path, query)
    assert len(front._kept) == 1
