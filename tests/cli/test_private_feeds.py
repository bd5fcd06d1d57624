"""A token given by the command opens a calendar over HTTP, until it is taken back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from shuttle.bootstrap import build
from shuttle.settings import Settings
from shuttle.web.site import create_site
from tests.cli.command import done
from tests.formats.ical.readers import with_icalendar

pytestmark = pytest.mark.usefixtures("autumn")


@pytest.fixture
def client(published: Path) -> Iterator[TestClient]:
    application = build(Settings(database=published))
    yield TestClient(create_site(application))
    application.store.close()


def given(published: Path, *words: str) -> str:
    """The path of a new feed."""
    told = json.loads(done("token", "add", *words, "--json", "--database", published))
    return str(told["links"]["https"]).partition("8000")[2]


def departure(client: TestClient) -> str:
    trips = client.get("/v1/timetable?date=2026-11-24").json()["trips"]
    leaves = next(trip for trip in trips if trip["direction"] == "to-north")
    return str(leaves["scheduled_departure"])[11:16]


def test_a_riders_token_opens_her_trips_on_her_days(published: Path, client: TestClient) -> None:
    pick = f"to-north@{departure(client)}"
    seen = with_icalendar(client.get(given(published, "--pick", pick, "--days", "mon-thu")).content)
    assert [one.start.weekday() for one in seen] == [0, 1, 2, 3] * 2
    assert len({one.title for one in seen}) == 1


def test_a_drivers_token_opens_the_duty(published: Path, client: TestClient) -> None:
    store = build(Settings(database=published)).store
    duties = [path for path in store.files("tiny") if path.startswith("private/duties/en/")]
    store.close()
    duty = duties[0].rpartition("/")[2].removesuffix(".ics")
    answer = client.get(given(published, "--duty", duty))
    assert answer.status_code == 200
    assert len(with_icalendar(answer.content)) == 10


def test_a_token_that_is_taken_back_opens_nothing(published: Path, client: TestClient) -> None:
    path = given(published, "--pick", f"to-north@{departure(client)}")
    prefix = path.rpartition("/")[2][:12]
    done("token", "revoke", prefix, "--database", published)
    assert client.get(path).status_code == 404
