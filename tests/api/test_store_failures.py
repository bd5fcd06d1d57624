from tests.api.site import FailingStore, Site
from tests.services.published import DIRECTIONS, timetable, trip

FEED = "/feeds/en/hetao.ics"


def test_a_broken_store_leaves_the_last_good_copy_of_everything() -> None:
    store = FailingStore()
    site = Site(store)
    site.publish(timetable(version=1))
    good = site.client.get(FEED).content
    store.is_broken = True
    site.pass_seconds(60)
    answer = site.client.get(FEED)
    assert (answer.status_code, answer.content) == (200, good)
    for path in (
        "/feeds/en/hetao/to-hksp.ics",
        "/v1/status",
        "/v1/departures?from=hksp&to=hkstp-sz",
    ):
        assert site.client.get(path).status_code == 200


def test_a_store_that_is_broken_from_the_start_is_unavailable_until_it_is_mended() -> None:
    store = FailingStore()
    site = Site(store)
    site.publish(timetable(version=1))
    store.is_broken = True
    answer = site.client.get(FEED)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert "secret" not in answer.text
    store.is_broken = False
    site.pass_seconds(1)
    assert site.client.get(FEED).status_code == 200


def test_the_copy_of_the_version_before_is_served_when_the_new_one_cannot_be_read() -> None:
    store = FailingStore()
    site = Site(store)
    site.publish(timetable(version=1))
    good = site.client.get(FEED).content
    site.publish(timetable(version=2, trips=[trip(DIRECTIONS[0], "10:00")]))
    store.are_files_broken = True
    site.pass_seconds(2)
    assert site.json("/v1/status")["revision"]["version"] == 2
    assert site.client.get(FEED).content == good
    store.are_files_broken = False
    site.pass_seconds(1)
    assert site.client.get(FEED).content != good


def test_a_file_of_which_no_good_copy_is_left_is_unavailable_and_nothing_else() -> None:
    store = FailingStore()
    site = Site(store)
    site.publish(timetable(version=1))
    store.are_files_broken = True
    assert site.client.get(FEED).status_code == 503
    assert site.json("/v1/status")["revision"]["version"] == 1
    assert site.client.get("/feeds/en/nowhere.ics").status_code == 404


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
