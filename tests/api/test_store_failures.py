from tests.api.site import FailingStore, Site
from tests.services.published import DIRECTIONS, timetable, trip

FEED = "/feeds/en/hetao.ics"


def test_a_broken_store_leaves_the_last_good_copy() -> None:
    store = FailingStore()
    site = Site(store)
    site.publish(timetable(version=1))
    good = site.client.get(FEED).content
    store.is_broken = True
    site.pass_seconds(60)
    answer = site.client.get(FEED)
    assert (answer.status_code, answer.content) == (200, good)
    unseen = site.client.get("/feeds/en/hetao/to-hksp.ics")
    assert (unseen.status_code, unseen.headers["retry-after"]) == (503, "30")


def test_the_copy_of_the_version_before_is_served_when_the_new_one_cannot_be_read() -> None:
    store = FailingStore()
    site = Site(store)
    site.publish(timetable(version=1))
    good = site.client.get(FEED).content
    site.publish(timetable(version=2, trips=[trip(DIRECTIONS[0], "10:00")]))
    site.pass_seconds(2)
    assert site.json("/v1/status")["revision"]["version"] == 2
    store.is_broken = True
    assert site.client.get(FEED).content == good


def test_the_store_is_not_asked_more_than_once_a_second() -> None:
    store = FailingStore()
    site = Site(store)
    site.publish(timetable(version=1))
    site.json("/v1/status")
    site.publish(timetable(version=2))
    site.pass_seconds(0.9)
    assert site.json("/v1/status")["revision"]["version"] == 1
    site.pass_seconds(0.2)
    assert site.json("/v1/status")["revision"]["version"] == 2
