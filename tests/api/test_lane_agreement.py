"""The lane and the documented routes give the same answers, to the byte and to the header."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from hypothesis import HealthCheck, event, given, settings

from shuttle.api.app import ShuttleApi
from shuttle.api.rsgi import Answer, answer
from shuttle.store.memory import MemoryStore
from shuttle.store.records import Publication
from shuttle.web.rsgi import Front
from tests import rsgi
from tests.api.questions import TIMES, Ask, Headers, scripts
from tests.api.site import Site
from tests.rsgi import Scope
from tests.services.published import DIRECTIONS, cancelled, delayed, timetable, trip

MONDAY = date(2026, 10, 12)
VERSIONS = (
    timetable(version=1),
    timetable(cancelled("to-hkstp-sz-0830", MONDAY), version=2),
    timetable(
        cancelled("to-hkstp-sz-0830", MONDAY), delayed("to-hkstp-sz-1345", MONDAY, 7), version=3
    ),
    timetable(delayed("to-hksp-0740", MONDAY, 55), version=4),
    timetable(version=5, trips=[trip(DIRECTIONS[0], "08:30"), trip(DIRECTIONS[0], "23:59")]),
)


@dataclass
class Twin:
    """One application asked through the lane and beside it."""

    site: Site = field(default_factory=lambda: Site(MemoryStore()))
    published: int = 0
    tags: list[str] = field(default_factory=lambda: ['"none"'])
    modified: list[str] = field(default_factory=lambda: [TIMES[0]])

    asked: list[Scope] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.front = Front(self.site.app)
        self.publish()

    def publish(self) -> None:
        if self.published < len(VERSIONS):
            self.site.store.publish(rendered()[self.published])
            self.published += 1

    async def ask(self, asked: Ask) -> None:
        scope = self._scope(asked)
        await self._compare(scope)
        self.asked = [*self.asked, scope][-3:]

    async def ask_again(self) -> None:
        for scope in self.asked:
            await self._compare(scope)

    async def _compare(self, scope: Scope) -> None:
        """Twice by the lane, so that what it has kept is compared too."""
        first, again = [await _by_lane(self.front, scope) for _ in range(2)]
        documented = await _beside(self.site.app, scope)
        assert first == documented
        assert again == documented
        answered = dict(documented.headers)
        event(f"{documented.status}")
        if "etag" in answered:
            self.tags.append(answered["etag"])
        if "last-modified" in answered:
            self.modified.append(answered["last-modified"])

    def _scope(self, asked: Ask) -> Scope:
        known = [self.tags[-1], self.tags[len(self.tags) // 2]]
        since = [self.modified[-1] if text == "last" else text for text in asked.since]
        headers: Headers = [("host", "127.0.0.1:8000")]
        headers += [("accept-encoding", text) for text in asked.encoding]
        headers += [("if-none-match", form.format(*known)) for form in asked.tags]
        headers += [("if-modified-since", text) for text in since]
        sent = rsgi.Headers([*headers, *asked.others])
        return Scope(asked.method, asked.path, asked.query, sent)


async def _by_lane(front: Front, scope: Scope) -> Answer:
    protocol = rsgi.Protocol()
    await front.__rsgi__(scope, protocol)
    return protocol.answer


async def _beside(site: ShuttleApi, scope: Scope) -> Answer:
    protocol = rsgi.Protocol()
    await answer(site, scope, protocol, {})
    return protocol.answer


@cache
def rendered() -> tuple[Publication, ...]:
    """The versions as they are stored, rendered once."""
    kept: list[Publication] = []

    class Recorder(MemoryStore):
        def publish(self, publication: Publication) -> int:
            kept.append(publication)
            return super().publish(publication)

    site = Site(Recorder())
    for version in VERSIONS:
        site.publish(version)
    return tuple(kept)


async def _run(twin: Twin, script: Sequence[Any]) -> None:
    for step in script:
        if isinstance(step, Ask):
            await twin.ask(step)
            continue
        if isinstance(step, datetime):
            twin.site.now = step
        elif isinstance(step, str):
            twin.publish()
            twin.site.elapsed_seconds += 2
        else:
            twin.site.now += timedelta(seconds=step)
        await twin.ask_again()


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(scripts)
def test_the_lane_gives_the_answers_of_the_documented_routes(script: list[Any]) -> None:
    asyncio.run(_run(Twin(), script))
