"""Feeds that were served once, over HTTP."""

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from shuttle.domain.renames import Renames
from shuttle.domain.subscription import Pick, Subscription
from shuttle.domain.timetable import Timetable
from shuttle.services.riders.subscriptions import TokenDesk
from tests.api.site import Site
from tests.formats.ical.clients import fresh
from tests.services.published import timetable

pytestmark = pytest.mark.parametrize("site", ["memory", "sqlite"], indirect=True)

OLD, NEW = "/feeds/en/hetao/to-hkstp-sz.ics", "/feeds/en/loop/to-delta.ics"


def renamed(version: int = 2, *, formerly: bool = True) -> Timetable:
    """The route hetao as loop, and its Shenzhen end as delta."""
    found = Renames({"hkstp-sz": "delta"}, {"hetao": "loop"}).timetable(timetable(version=version))
    if not formerly:
        return found
    stop = found.stops["delta"].model_copy(update={"formerly": ("hkstp-sz",)})
    route = found.routes["loop"].model_copy(update={"formerly": ("hetao",)})
    parts = {"stops": {**found.stops, "delta": stop}, "routes": {"loop": route}}
    return found.model_copy(update=parts)


def test_a_renamed_feed_sends_its_readers_on_for_good(site: Site) -> None:
    site.publish(renamed())
    answer = site.client.get(OLD)
    assert (answer.status_code, answer.headers["location"], answer.content) == (308, NEW, b"")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["cache-control"] == "public, max-age=300"
    followed = site.client.get(answer.headers["location"])
    assert followed.content.startswith(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
def test_each_language_is_sent_on_to_itself(site: Site, lang: str) -> None:
    site.publish(renamed())
    answer = site.client.get(f"/feeds/{lang}/hetao.ics")
    assert answer.headers["location"] == f"/feeds/{lang}/loop.ics"


def test_the_options_asked_for_go_along(site: Site) -> None:
    site.publish(renamed())
    answer = site.client.get(f"{OLD}?alarm=15&cancelled=mark")
    assert answer.headers["location"] == f"{NEW}?alarm=15&cancelled=mark"


def test_head_is_answered_as_get(site: Site) -> None:
    site.publish(renamed())
    answer = site.client.head(OLD)
    assert (answer.status_code, answer.headers["location"], answer.content) == (308, NEW, b"")


def test_a_path_under_a_root_is_sent_on_under_it(site: Site) -> None:
    site.publish(renamed())
    behind_proxy = TestClient(site.client.app, root_path="/bus", follow_redirects=False)
    assert behind_proxy.get(OLD).headers["location"] == f"/bus{NEW}"


def test_a_path_that_comes_back_is_served_again(site: Site) -> None:
    before = site.client.get(OLD).content
    site.publish(renamed())
    site.publish(timetable(version=3))
    site.pass_seconds(2)
    assert site.client.get(OLD).content == before
    assert site.client.get(NEW).headers["location"] == OLD


def test_a_feed_without_successor_answers_with_closing_bytes_for_two_weeks(site: Site) -> None:
    site.publish(renamed(formerly=False))
    answer = site.client.get(OLD)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert b"BEGIN:VEVENT" not in answer.content
    again = site.client.get(OLD, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_a_feed_whose_successor_ends_leads_to_its_closing_bytes(site: Site) -> None:
    site.publish(renamed())
    gone = Renames({"delta": "gamma"}, {"loop": "ring"}).timetable(renamed(3, formerly=False))
    site.publish(gone)
    answer = site.client.get(OLD)
    assert (answer.status_code, answer.headers["location"]) == (308, NEW)
    closing = site.client.get(NEW)
    assert closing.status_code == 200
    assert b"BEGIN:VEVENT" not in closing.content


@pytest.mark.parametrize("query", ["alarm=15", "trips=0830", "expand=true", "cancelled=mark"])
def test_options_of_a_feed_that_ends_are_passed_over(site: Site, query: str) -> None:
    last = site.client.get(OLD).content
    later = renamed(2, formerly=False)
    at = {"published_at": later.published_at + timedelta(days=90)}
    site.publish(later.model_copy(update=at))
    site.pass_seconds(2)
    answer = site.client.get(f"{OLD}?{query}")
    assert (answer.status_code, answer.content) == (200, last)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_feed_that_has_ended_says_so_and_is_never_unknown(site: Site, method: str) -> None:
    site.publish(renamed(formerly=False))
    later = renamed(3, formerly=False)
    at = {"published_at": later.published_at + timedelta(days=90)}
    site.publish(later.model_copy(update=at))
    answer = site.client.request(method, OLD)
    assert answer.status_code == 410
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-robots-tag"] == "noindex"
    if method == "GET":
        problem = answer.json()
        assert problem["type"] == "urn:shuttle:problem:ended-feed"
        assert problem["instance"] == OLD


def test_a_feed_that_never_was_is_unknown(site: Site) -> None:
    site.publish(renamed())
    answer = site.client.get("/feeds/en/campus.ics")
    assert answer.status_code == 404
    assert answer.json()["known"][0] == "/feeds/en/loop.ics"


def test_a_private_feed_by_time_goes_on_after_a_rename(site: Site) -> None:
    pick = Pick(direction="to-hkstp-sz", departure=510)
    mine = Subscription(kind="rider", language="en", picks=(pick,))
    desk = TokenDesk(site.store, "hetao", site.now, lambda count: b"7" * count)
    address = f"/feeds/my/{desk.give(mine).token}.ics"
    before = site.client.get(address).content
    site.publish(renamed())
    site.pass_seconds(2)
    after = site.client.get(address).content
    assert after.count(b"BEGIN:VEVENT") == before.count(b"BEGIN:VEVENT") == 1
    assert fresh(after).keys() == fresh(before).keys()


@pytest.mark.parametrize(
    ("asked", "present"),
    [
        ("departures?from=hksp&to=hkstp-sz", "departures?from=hksp&to=delta"),
        ("stops/hkstp-sz/departures?limit=3", "stops/delta/departures?limit=3"),
        ("timetable?from=hkstp-sz", "timetable?from=delta"),
        ("eta/hkstp-sz/hetao", "eta/delta/loop"),
        ("stop-eta/hkstp-sz", "stop-eta/delta"),
    ],
)
def test_a_program_that_asks_by_a_former_id_is_answered_by_the_present_one(
    site: Site, asked: str, present: str
) -> None:
    site.publish(renamed())
    answers = [site.client.get(f"/v1/{path}") for path in (asked, present)]
    assert [answer.status_code for answer in answers] == [200, 200]
    former, now = (answer.json() for answer in answers)
    assert {**former, "next": None} == {**now, "next": None}
    assert "delta" in answers[0].text
