from datetime import date

import pytest

from tests.api.site import Site
from tests.services.published import cancelled, timetable


def test_stops_come_with_place_and_zone(site: Site) -> None:
    found = site.json("/v1/stops?lang=zh-Hant")["stops"]
    assert found[0] == {
        "id": "hksp",
        "name": "香港科學園",
        "boarding": "19W座3號候車位",
        "side": "hk",
        "timezone": "Asia/Hong_Kong",
        "lat": 22.42,
        "lon": 114.2,
        "feed": "/feeds/zh-Hant/stops/hksp.ics",
    }
    assert found[1]["timezone"] == "Asia/Shanghai"


def test_routes_come_with_directions_and_feeds_that_exist(site: Site) -> None:
    (route,) = site.json("/v1/routes?lang=zh-Hans")["routes"]
    feeds = [route["feed"], *(one["feed"] for one in route["directions"])]
    assert [site.client.get(feed).status_code for feed in feeds] == [200, 200, 200]
    assert route["ports"] == [{"id": "huanggang", "name": "皇岗"}]


def test_the_timetable_of_a_day_lists_all_its_trips(site: Site) -> None:
    found = site.json("/v1/timetable?date=2026-10-12")
    assert len(found["trips"]) == 8
    assert found["day"]["day_type"] == {"id": "weekday", "name": "Working days"}
    one_way = site.json("/v1/timetable?date=2026-10-12&from=hkstp-sz&to=hksp")
    assert [one["trip_id"] for one in one_way["trips"]] == [
        "to-hksp-0740",
        "to-hksp-1200",
        "to-hksp-1900",
    ]


def test_the_timetable_of_today_is_the_default(site: Site) -> None:
    assert site.json("/v1/timetable")["day"]["date"] == "2026-10-12"


@pytest.mark.parametrize(
    ("day", "code", "following"),
    [
        ("2026-10-01", "holiday", "2026-10-08"),
        ("2026-10-10", "weekend", "2026-10-12"),
        ("2026-10-31", "weekend", None),
        ("2027-01-04", "outside_timetable", None),
    ],
)
def test_a_day_without_buses_says_why(
    site: Site, day: str, code: str, following: str | None
) -> None:
    found = site.json(f"/v1/timetable?date={day}")
    assert found["trips"] == []
    assert found["day"]["reasons"][0]["code"] == code
    assert found["service_notice"]["next_service_date"] == following


def test_a_trip_is_told_part_by_part(site: Site) -> None:
    site.publish(timetable(cancelled("to-hksp-0740", date(2026, 10, 12)), version=2))
    site.pass_seconds(2)
    found = site.json("/v1/trips/to-hksp-0740/2026-10-12?lang=zh-Hant")
    assert found["trip"]["status"] == "cancelled"
    assert [part["kind"] for part in found["parts"]] == ["drive", "clearance", "drive"]
    assert found["parts"][1]["from"] == {"id": "huanggang", "name": "皇崗"}
    assert found["parts"][1]["departure"] == "2026-10-12T08:04:00+08:00"
    assert site.json("/v1/trips/to-hksp-0740/2026-10-13")["trip"]["status"] == "scheduled"


def test_the_status_tells_what_is_published(site: Site) -> None:
    found = site.json("/v1/status")
    assert found["service"] == "hetao"
    assert found["horizon"] == {"first": "2026-09-28", "last": "2026-10-31"}
    assert found["contact"] == {"name": "Transport desk", "url": None, "email": "bus@example.org"}


def test_the_calendar_answers_for_every_date(site: Site) -> None:
    days = site.json("/v1/calendar?from=2026-09-27&to=2026-10-21")["days"]
    by_date = {one["date"]: one for one in days}
    assert len(days) == 25
    assert by_date["2026-09-27"]["reasons"][0]["code"] == "outside_timetable"
    assert by_date["2026-10-01"]["day_type"] is None
    assert by_date["2026-10-08"]["day_type"]["id"] == "weekday"
    assert not by_date["2026-10-20"]["provisional"]
    assert by_date["2026-10-21"]["provisional"]
    assert len(site.json("/v1/calendar")["days"]) == 31
