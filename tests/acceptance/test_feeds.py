"""Every calendar of a published service shows what `/v1/timetable` says, to every reader."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from starlette.testclient import TestClient

from shuttle.bootstrap import assemble
from shuttle.domain.plan import Plan
from shuttle.domain.scenario import Scenario
from shuttle.scenario import load_scenario, shared_root
from shuttle.services.planning.day_plan import PlanRequest, make_plan
from shuttle.services.publishing import disruption, publications
from shuttle.settings import Settings
from shuttle.store.sql import SqlStore
from shuttle.web.site import create_site
from tests.formats.ical.readers import Reader, with_ical, with_icalendar, with_khal, with_vobject

READERS = (with_icalendar, with_ical, with_vobject, with_khal)
FIRST, LAST = date(2026, 9, 14), date(2027, 1, 8)
NOW = datetime(2026, 9, 1, 4, tzinfo=UTC)
Occurrence = tuple[datetime, datetime, bool]


class Published(NamedTuple):
    """A service as the world sees it: its site, and what `/v1/timetable` says by feed."""

    client: TestClient
    feeds: tuple[str, ...]
    occurrences: dict[str, list[Occurrence]]


def plans_of(scenario: Scenario) -> list[Plan]:
    """One plan for each day type and each side of 12 October 2026, where facts change."""
    dates = {scenario.reference_date, date(2026, 10, 12)}
    requests = [
        PlanRequest(day_type=day_type.id, day=day)
        for day_type in scenario.day_types
        for day in sorted(dates)
    ]
    plans = {
        plan.model_dump_json(exclude={"proof", "duty_proof", "reference_date"}): plan
        for plan in (make_plan(scenario, request) for request in requests)
    }
    return list(plans.values())


@pytest.fixture(scope="module", params=["pilot-2023", "cuhk-shuttle"])
def published(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Published]:
    """A real service on a real database, with a cancelled and a delayed trip."""
    scenario = load_scenario(shared_root() / "seeds" / request.param)
    path = tmp_path_factory.mktemp("store") / "shuttle.sqlite3"
    made = assemble(Settings(database=path), SqlStore(path), lambda: NOW)
    timetable = publications.publish(made.desk(), scenario, plans_of(scenario), FIRST, LAST)
    running = [answer.date for answer in timetable.days if answer.day_type][5:7]
    service = scenario.service
    first, second = (next(timetable.trips_on(day)) for day in running)
    disruption.cancel(made.desk(), service, first.id, running[0])
    disruption.delay(made.desk(), service, second.id, running[1], 15)
    client = TestClient(create_site(made))
    feeds = tuple(path for path in made.store.files(service) if path.startswith("feeds/"))
    yield Published(client, feeds, told(client))
    made.store.close()


def told(client: TestClient) -> dict[str, list[Occurrence]]:
    """What `/v1/timetable` has of each route, direction and stop, by the end of its feed's path."""
    found: dict[str, list[Occurrence]] = {}
    for offset in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=offset)
        for trip in client.get(f"/v1/timetable?date={day}").json()["trips"]:
            shown = (
                _instant(trip, "departure"),
                _instant(trip, "arrival"),
                trip["status"] == "cancelled",
            )
            route = trip["route"]
            for feed in (route, f"{route}/{trip['direction']}", f"stops/{trip['from']}"):
                found.setdefault(f"{feed}.ics", []).append(shown)
    return found


def _instant(trip: dict[str, Any], end: str) -> datetime:
    """The expected instant; the scheduled one of a trip that is not expected any more."""
    words = trip[f"expected_{end}"] or trip[f"scheduled_{end}"]
    return datetime.fromisoformat(words).astimezone(UTC)


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_shows_what_the_timetable_says(published: Published, reader: Reader) -> None:
    assert any(cancelled for line in published.occurrences.values() for *_, cancelled in line)
    assert {path.split("/", 2)[2] for path in published.feeds} == set(published.occurrences)
    for path in published.feeds:
        expected = published.occurrences[path.split("/", 2)[2]]
        found = reader(published.client.get(f"/{path}").content)
        assert sorted((seen.start, seen.end, seen.cancelled) for seen in found) == sorted(expected)
