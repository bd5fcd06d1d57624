import io
import zipfile
from datetime import date

import pytest
from google.transit import gtfs_realtime_pb2 as realtime

from shuttle.domain.timetable import TripChange
from shuttle.services.publishing import disruption
from tests.api.site import FailingStore, Site
from tests.services.published import DIRECTIONS, cancelled, delayed, timetable, trip

MONDAY = date(2026, 10, 12)
UPDATES, ALERTS = "/gtfs-rt/trip-updates.pb", "/gtfs-rt/alerts.pb"


def message(site: Site, path: str) -> realtime.FeedMessage:
    answer = site.client.get(path)
    assert answer.status_code == 200, answer.text
    found: realtime.FeedMessage = realtime.FeedMessage.FromString(answer.content)
    return found


def version_of(body: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        _, row = archive.read("feed_info.txt").decode().splitlines()
    return row.split(",")[5]


@pytest.mark.parametrize("site", ["memory", "sqlite"], indirect=True)
def test_the_feed_is_served_as_it_was_stored(site: Site) -> None:
    stored = site.store.file("hetao", "gtfs.zip")
    assert stored is not None
    answer = site.client.get("/gtfs.zip", headers={"Accept-Encoding": "gzip"})
    assert answer.content == stored.body
    assert answer.headers["content-type"] == "application/zip"
    assert "content-encoding" not in answer.headers
    assert answer.headers["access-control-allow-origin"] == "*"


def test_who_has_the_feed_is_told_so(site: Site) -> None:
    first = site.client.get("/gtfs.zip")
    by_tag = {"If-None-Match": first.headers["etag"]}
    by_date = {"If-Modified-Since": first.headers["last-modified"]}
    for held in (by_tag, by_date):
        again = site.client.get("/gtfs.zip", headers=held)
        assert (again.status_code, again.content) == (304, b"")


def test_a_head_request_says_all_but_the_feed(site: Site) -> None:
    whole, head = site.client.get("/gtfs.zip"), site.client.head("/gtfs.zip")
    assert head.content == b""
    assert head.headers == whole.headers


def test_a_cancelled_trip_leaves_the_timetable_as_it_is(site: Site) -> None:
    disruption.cancel(site.application.desk(), "hetao", "to-hksp-0740", MONDAY)
    before = site.client.get("/gtfs.zip")
    site.pass_seconds(2)
    disruption.cancel(site.application.desk(), "hetao", "to-hksp-1200", MONDAY)
    site.pass_seconds(2)
    after = site.client.get("/gtfs.zip")
    assert after.headers["etag"] == before.headers["etag"]
    assert after.headers["last-modified"] == before.headers["last-modified"]


def test_a_cancelled_trip_is_in_both_realtime_feeds_within_two_seconds(site: Site) -> None:
    assert not message(site, UPDATES).entity
    assert not message(site, ALERTS).entity
    disruption.cancel(site.application.desk(), "hetao", "to-hksp-1200", MONDAY)
    site.pass_seconds(2)
    (update,), (alert,) = message(site, UPDATES).entity, message(site, ALERTS).entity
    told = update.trip_update.trip
    assert (told.trip_id, told.start_date, told.start_time) == (
        "to-hksp-1200.weekday.20260928",
        "20261012",
        "12:00:00",
    )
    assert told.schedule_relationship == realtime.TripDescriptor.CANCELED
    assert alert.alert.informed_entity[0].trip == told


def test_a_withdrawn_change_is_gone_from_both(site: Site) -> None:
    disruption.delay(site.application.desk(), "hetao", "to-hksp-1200", MONDAY, 10)
    disruption.withdraw(site.application.desk(), "hetao", "to-hksp-1200", MONDAY)
    site.pass_seconds(2)
    assert not message(site, UPDATES).entity
    assert not message(site, ALERTS).entity


def test_both_feeds_name_the_version_of_the_timetable_whose_ids_they_use(site: Site) -> None:
    changes = (cancelled("to-hksp-1200", MONDAY), delayed("to-hksp-1900", MONDAY, 5))
    later = timetable(version=2, trips=[trip(DIRECTIONS[1], "12:00"), trip(DIRECTIONS[1], "19:00")])
    for version in (later, later.model_copy(update={"version": 3, "changes": changes})):
        site.publish(version)
        site.pass_seconds(2)
        wanted = version_of(site.client.get("/gtfs.zip").content)
        for path in (UPDATES, ALERTS):
            assert message(site, path).header.feed_version == wanted


def test_the_version_is_named_anew_when_a_damaged_timetable_is_mended() -> None:
    store = FailingStore()
    site = Site(store)
    site.publish(timetable(version=1))
    message(site, UPDATES)
    site.publish(timetable(version=2, trips=[trip(DIRECTIONS[1], "12:00")]))
    for is_broken in (True, False):
        store.are_files_broken = is_broken
        site.pass_seconds(2)
        wanted = version_of(site.client.get("/gtfs.zip").content)
        assert message(site, UPDATES).header.feed_version == wanted


def test_a_new_publication_has_a_later_timestamp_at_once(site: Site) -> None:
    before = message(site, UPDATES).header.timestamp
    site.pass_seconds(2)
    disruption.cancel(site.application.desk(), "hetao", "to-hksp-1200", MONDAY)
    site.pass_seconds(2)
    assert message(site, UPDATES).header.timestamp > before


def test_the_timestamp_follows_the_clock_and_the_answer_is_kept_between_its_steps(
    site: Site,
) -> None:
    first = site.client.get(UPDATES)
    site.pass_seconds(1)
    held = {"If-None-Match": first.headers["etag"]}
    assert site.client.get(UPDATES, headers=held).status_code == 304
    site.pass_seconds(60)
    assert site.client.get(UPDATES, headers=held).status_code == 200
    stamp = message(site, UPDATES).header.timestamp
    assert 0 <= site.now.timestamp() - stamp < 15


def test_realtime_feeds_are_protobuf_and_soon_stale(site: Site) -> None:
    for path in (UPDATES, ALERTS):
        answer = site.client.get(path)
        assert answer.headers["content-type"] == "application/x-protobuf"
        assert answer.headers["cache-control"] == "public, max-age=5"
        assert answer.headers["access-control-allow-origin"] == "*"


def test_a_timetable_without_places_says_what_it_lacks(site: Site) -> None:
    later = timetable(version=2)
    stops = {**later.stops, "hksp": later.stops["hksp"].model_copy(update={"lat": None})}
    site.publish(later.model_copy(update={"stops": stops}))
    site.pass_seconds(2)
    for path in ("/gtfs.zip", UPDATES, ALERTS):
        answer = site.client.get(path)
        assert answer.status_code == 404
        assert answer.json()["type"] == "urn:shuttle:problem:no-gtfs"
        assert "stop hksp has no lat and lon" in answer.json()["detail"]


def test_a_full_bus_whose_boarding_point_has_moved_has_two_alerts(site: Site) -> None:
    place = timetable().stops["hksp"].name
    change = TripChange(trip_id="to-hksp-1200", service_date=MONDAY, full=True, boarding=place)
    site.publish(timetable(change, version=2))
    site.pass_seconds(2)
    effects = [entity.alert.effect for entity in message(site, ALERTS).entity]
    assert effects == [realtime.Alert.STOP_MOVED, realtime.Alert.OTHER_EFFECT]
