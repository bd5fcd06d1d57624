"""Feeds to be looked at: of shipped seeds as they are published, and of made-up timetables."""

import csv
import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import NamedTuple

from shuttle.domain.issue import Issue
from shuttle.domain.plan import Method
from shuttle.domain.timetable import PublishedTrip, Timetable
from shuttle.formats.gtfs.render import PATH, GtfsRenderer
from shuttle.formats.registry import Registry
from shuttle.scenario import load_scenario, shared_root
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.services.publishing import issues, publications
from shuttle.services.publishing.desk import Desk
from shuttle.store.memory import MemoryStore
from tests.formats.builders import BASE_URL, PORT, first_revisions
from tests.services.published import plan_behind

FIRST, LAST = date(2026, 9, 14), date(2027, 1, 8)
NOW = datetime(2026, 9, 1, 4, tzinfo=UTC)
NEW_PORT_RULES = date(2026, 10, 12)
SEEDS: Mapping[str, Method] = {
    "pilot-2023": "optimise",
    "hospital-shuttle": "optimise",
    "cuhk-shuttle": "optimise",
    "hetao-2026": "even-load",
}
"""Every seed that has a place on the map, and a way to plan it that does not take long."""

Rows = list[dict[str, str]]


class Feed(NamedTuple):
    """A version and the feed of it."""

    issue: Issue
    body: bytes

    @property
    def timetable(self) -> Timetable:
        return self.issue.timetable

    def table(self, name: str) -> Rows:
        """The rows of a table by column; none where the feed does not have it."""
        with zipfile.ZipFile(io.BytesIO(self.body)) as archive:
            if f"{name}.txt" not in archive.namelist():
                return []
            text = archive.read(f"{name}.txt").decode()
        return list(csv.DictReader(io.StringIO(text, newline="")))


@cache
def seed_feed(name: str) -> Feed:
    """A shipped seed, published for a winter in which the facts of its port change."""
    scenario = load_scenario(shared_root() / "seeds" / name)
    first = NEW_PORT_RULES if name == "hetao-2026" else FIRST
    days = {first, NEW_PORT_RULES} if scenario.ports else {first}
    plans = [
        make_plan(scenario, PlanRequest(day_type=day_type.id, day=day, method=SEEDS[name]))
        for day_type in scenario.day_types
        for day in sorted(days)
    ]
    unlike = {
        plan.model_dump_json(exclude={"proof", "duty_proof", "reference_date"}): plan
        for plan in plans
    }
    store = MemoryStore()
    desk = Desk(store, Registry(BASE_URL), NOW)
    timetable = publications.publish(desk, scenario, list(unlike.values()), first, LAST)
    file = store.file(scenario.service, PATH)
    assert file is not None
    return Feed(issues.issue_of(store, timetable, tuple(unlike.values())), file.body)


def placed(timetable: Timetable) -> Timetable:
    """The timetable with a place for each stop and port."""
    stops = {
        name: stop.model_copy(update={"lat": 22.43 + number / 50, "lon": 114.2 - number / 50})
        for number, (name, stop) in enumerate(timetable.stops.items())
    }
    port = timetable.ports[PORT].model_copy(update={"lat": 22.44, "lon": 114.19})
    return timetable.model_copy(update={"stops": stops, "ports": {PORT: port}})


def issue_of(timetable: Timetable) -> Issue:
    """The timetable with a plan behind each period, a bus of its own for every trip."""
    trips: dict[str, dict[object, PublishedTrip]] = {}
    for period in timetable.periods:
        lines = ((trip.direction, trip.departure, trip) for trip in period.trips)
        mine = trips.setdefault(period.plan_sha256, {})
        mine.update({(direction, departure): trip for direction, departure, trip in lines})
    return Issue(timetable, {sha: plan_behind(each.values()) for sha, each in trips.items()})


def feed_of(timetable: Timetable) -> Feed:
    """The feed of a first publication; the timetable must have what a feed needs."""
    issue, renderer = issue_of(timetable), GtfsRenderer(BASE_URL)
    (file,) = renderer.files(issue, first_revisions(renderer.fingerprints(issue)))
    return Feed(issue, file.body)


def changed(body: bytes, name: str, old: str, new: str) -> bytes:
    """The feed with a text of one table replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.namelist():
            text = source.read(entry).decode()
            if entry == f"{name}.txt":
                assert old in text, old
                text = text.replace(old, new)
            target.writestr(entry, text)
    return out.getvalue()
