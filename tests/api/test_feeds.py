import pytest

from tests.api.site import Site
from tests.services.published import DIRECTIONS, timetable, trip

pytestmark = pytest.mark.parametrize("site", ["memory", "sqlite"], indirect=True)

FEED = "/feeds/en/hetao.ics"


@pytest.mark.parametrize("lang", ["en", "zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("name", ["hetao", "hetao/to-hksp", "hetao/to-hkstp-sz"])
def test_every_feed_is_served_as_it_was_stored(site: Site, lang: str, name: str) -> None:
    path = f"feeds/{lang}/{name}.ics"
    stored = site.store.file("hetao", path)
    assert stored is not None
    answer = site.client.get(f"/{path}")
    assert answer.content == stored.body
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("accept", ["", "application/json", "image/*;q=0"])
def test_a_feed_is_never_refused_for_its_type(site: Site, accept: str) -> None:
    assert site.client.get(FEED, headers={"Accept": accept}).status_code == 200


def test_caches_may_keep_a_feed_for_long_when_the_service_is_away(site: Site) -> None:
    kept = site.client.get(FEED).headers["cache-control"]
    assert kept.startswith("public, max-age=300")
    assert "stale-if-error=604800" in kept


def test_a_new_publication_is_noticed_within_two_seconds(site: Site) -> None:
    before = site.client.get(FEED).headers["etag"]
    site.publish(timetable(version=2, trips=[trip(DIRECTIONS[0], "10:00")]))
    site.pass_seconds(1.5)
    assert site.client.get(FEED).headers["etag"] != before
    assert site.json("/v1/status")["revision"]["version"] == 2


def test_a_second_service_does_not_take_the_first_away(site: Site) -> None:
    site.json("/v1/status")
    site.publish(timetable(version=1).model_copy(update={"service": "other"}))
    site.pass_seconds(2)
    assert site.json("/v1/status")["service"] == "hetao"
