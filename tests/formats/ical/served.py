"""Timetables behind the HTTP routes that riders use, and what `/v1/timetable` says of them."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from shuttle.bootstrap import assemble
from shuttle.domain.base import Language
from shuttle.domain.time import civil_time
from shuttle.domain.timetable import Timetable
from shuttle.formats.ical.render import CalendarRenderer
from shuttle.services.publishing.desk import Desk, Entry
from shuttle.settings import Settings
from shuttle.store.memory import MemoryStore
from shuttle.store.records import PLAN, Artefact
from shuttle.web.site import create_site
from tests.asgi import Answer, Visitor
from tests.formats.builders import BASE_URL
from tests.formats.ical.seen import HONG_KONG, Seen, titled
from tests.services.builders import timed, world

WEEKS = 12
"""How many weeks of single occurrences are asked for: more than any timetable here has."""
_PLAN = timed(world(), "08:00")
_SHA256 = Artefact.of_value(PLAN, _PLAN).sha256


class Served:
    """A site with one version, that of the timetable published last."""

    def __init__(self) -> None:
        self._visitor: Visitor | None = None

    def publish(self, timetable: Timetable) -> None:
        """A timetable as the first version of a new site; the clock stands on its first day.

        On the site of another one it might be published after its days, for a version is never
        older than the one before, and series that have ended leave the feeds.
        """
        self.close()
        first = timetable.days[0].date
        now = civil_time(first, 12 * 60, HONG_KONG)
        store = MemoryStore()
        desk = Desk(store, CalendarRenderer(BASE_URL), now)
        periods = tuple(
            period.model_copy(update={"plan_sha256": _SHA256}) for period in timetable.periods
        )
        made = timetable.model_copy(
            update={"version": 1, "published_at": desk.instant(None), "periods": periods}
        )
        desk.publish(made, Entry("publish", "publish", "", first, first, plans=(_PLAN,)))
        self._visitor = Visitor(create_site(assemble(Settings(), store, lambda: now)))

    def feed(self, path: str) -> bytes:
        """A calendar as it is fetched."""
        answer = self._get(path)
        assert answer.status == 200, answer
        assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
        return answer.body

    def told(self, timetable: Timetable, language: Language) -> list[tuple[str, Seen]]:
        """Every trip of every date as `/v1/timetable` has it, each with its direction, in order."""
        names = {one["id"]: one["name"] for one in self._json("stops", language)["stops"]}
        return sorted(
            (trip["direction"], _shown(trip, names, language))
            for day in timetable.days
            for trip in self._trips(day.date, language)
        )

    def close(self) -> None:
        """End its loop."""
        if self._visitor is not None:
            self._visitor.close()

    def _get(self, url: str) -> Answer:
        assert self._visitor is not None, "nothing is published yet"
        return self._visitor.get(url)

    def _trips(self, day: date, language: Language) -> Iterator[dict[str, Any]]:
        yield from self._json(f"timetable?date={day}", language)["trips"]

    def _json(self, question: str, language: Language) -> Any:
        link = "&" if "?" in question else "?"
        answer = self._get(f"/v1/{question}{link}lang={language}")
        assert answer.status == 200, answer
        return json.loads(answer.body)


def _shown(trip: dict[str, Any], names: dict[str, str], language: Language) -> Seen:
    """What a calendar must show of a trip: when it is expected, or was planned if cancelled."""
    leaves = datetime.fromisoformat(trip["scheduled_departure"])
    late = timedelta(seconds=trip["delay_seconds"])
    codes = {notice["code"] for notice in trip["notices"]}
    marks = {
        "extra": trip["extra"],
        "cancelled": trip["status"] == "cancelled",
        "delayed": trip["status"] == "delayed" and bool(late),
        "late": trip["status"] == "delayed" and not late,
        "full": "full" in codes,
        "moved": "boarding" in codes,
    }
    return Seen(
        start=(leaves + late).astimezone(UTC),
        end=(datetime.fromisoformat(trip["scheduled_arrival"]) + late).astimezone(UTC),
        title=titled(
            leaves,
            (names[trip["from"]], names[trip["to"]]),
            [name for name, holds in marks.items() if holds],
            late // timedelta(minutes=1),
            language,
        ),
        cancelled=trip["status"] == "cancelled",
    )
