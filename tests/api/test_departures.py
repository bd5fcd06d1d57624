# ruff: noqa: RUF001 - Chinese has its own punctuation
from datetime import date, timedelta

import pytest

from shuttle.domain.timetable import TripChange
from tests.api.site import Site
from tests.services.published import cancelled, delayed, instant, text, timetable, with_extra

ASK = "/v1/departures?from=hksp&to=hkstp-sz"
MONDAY = date(2026, 10, 12)


def test_the_answer_has_the_promised_shape(site: Site) -> None:
    found = site.json(f"{ASK}&limit=1")
    assert found["timezone"] == "Asia/Hong_Kong"
    assert found["revision"] == {"version": 1, "published_at": "2026-09-14T12:00:00+08:00"}
    assert found["from"] == {"id": "hksp", "name": "Hong Kong Science Park"}
    assert found["to"] == {"id": "hkstp-sz", "name": "Shenzhen Branch"}
    assert found["service_notice"] is None
    assert found["next_bus"] == {"trip_id": "to-hkstp-sz-0830", "service_date": "2026-10-12"}
    assert found["departures"] == [
        {
            "trip_id": "to-hkstp-sz-0830",
            "service_date": "2026-10-12",
            "route": "hetao",
            "direction": "to-hkstp-sz",
            "from": "hksp",
            "to": "hkstp-sz",
            "status": "scheduled",
            "extra": False,
            "scheduled_departure": "2026-10-12T08:30:00+08:00",
            "scheduled_arrival": "2026-10-12T09:18:00+08:00",
            "expected_departure": "2026-10-12T08:30:00+08:00",
            "expected_arrival": "2026-10-12T09:18:00+08:00",
            "delay_seconds": 0,
            "crossing": {"port": "huanggang", "name": "Huanggang"},
            "capacity": {"seats": 49, "left": None},
            "boarding": {"place": "Bay 3, Building 19W", "moved": False},
            "notices": [],
            "provisional": False,
        }
    ]


def test_now_is_the_clock_of_the_application(site: Site) -> None:
    site.now = instant("2026-10-12 14:00")
    assert site.json(ASK)["departures"][0]["trip_id"] == "to-hkstp-sz-1815"


def test_five_are_listed_unless_another_number_is_asked_for(site: Site) -> None:
    assert len(site.json(ASK)["departures"]) == 5
    assert len(site.json(f"{ASK}&limit=50")["departures"]) == 50


@pytest.mark.parametrize(
    "at",
    [
        "2026-10-12T14:00:00%2B08:00",
        "2026-10-12T14:00:00+08:00",
        "2026-10-12T06:00:00Z",
        "2026-10-12t06:00:00.5z",
        "2026-10-12T00:00:00-06:00",
    ],
)
def test_an_instant_may_be_written_in_every_way_of_rfc_3339(site: Site, at: str) -> None:
    assert site.json(f"{ASK}&at={at}")["departures"][0]["trip_id"] == "to-hkstp-sz-1815"


def test_until_ends_the_list(site: Site) -> None:
    found = site.json(f"{ASK}&until=2026-10-12T13:45:00Z&limit=50")
    assert [one["trip_id"] for one in found["departures"]] == [
        "to-hkstp-sz-0830",
        "to-hkstp-sz-1345",
        "to-hkstp-sz-1815",
    ]
    assert found["next"] is None


def test_the_next_page_goes_on_where_this_one_ends(site: Site) -> None:
    whole = site.json(f"{ASK}&limit=6")["departures"]
    first = site.json(f"{ASK}&limit=3")
    assert first["departures"] + site.json(first["next"])["departures"] == whole


def test_a_holiday_is_explained_in_each_language(site: Site) -> None:
    at = "&at=2026-10-02T09:00:00%2B08:00&limit=1"
    english = site.json(ASK + at)["service_notice"]
    assert english == {
        "code": "holiday",
        "text": "Mainland holiday: National Day",
        "date": "2026-10-02",
        "next_service_date": "2026-10-08",
    }
    assert site.json(f"{ASK}{at}&lang=zh-Hant")["service_notice"]["text"] == "內地國慶日假期"
    assert site.json(f"{ASK}{at}&lang=zh-Hans")["service_notice"]["text"] == "内地国庆节假期"


def test_a_trip_after_midnight_keeps_its_service_date(site: Site) -> None:
    found = site.json(f"{ASK}&at=2026-10-13T00:10:00%2B08:00&limit=1")["departures"][0]
    assert found["service_date"] == "2026-10-12"
    assert found["scheduled_departure"] == "2026-10-13T00:20:00+08:00"


def test_changes_show_with_status_and_expected_times(site: Site) -> None:
    changes = cancelled("to-hkstp-sz-1345", MONDAY), delayed("to-hkstp-sz-0830", MONDAY, 20)
    site.publish(timetable(*changes, version=2))
    site.pass_seconds(2)
    late, gone, *_ = site.json(ASK)["departures"]
    assert (late["status"], late["delay_seconds"]) == ("delayed", 1200)
    assert late["expected_departure"] == "2026-10-12T08:50:00+08:00"
    assert (gone["status"], gone["expected_departure"]) == ("cancelled", None)
    assert gone["notices"] == [{"code": "cancelled", "text": "Bus broken down"}]


def test_a_full_bus_that_boards_elsewhere_says_so_in_fields_and_words(site: Site) -> None:
    place = text("Gate 4", "4號閘", "4号门")
    change = TripChange(
        trip_id="to-hkstp-sz-0830", service_date=MONDAY, boarding=place, full=True, notice=place
    )
    site.publish(timetable(change, version=2))
    site.pass_seconds(2)
    one = site.json(f"{ASK}&limit=1&lang=zh-Hant")["departures"][0]
    assert (one["status"], one["capacity"]) == ("scheduled", {"seats": 49, "left": 0})
    assert one["boarding"] == {"place": "4號閘", "moved": True}
    assert one["notices"] == [
        {"code": "full", "text": "客滿"},
        {"code": "boarding", "text": "上車地點改為：4號閘"},
        {"code": "operator", "text": "4號閘"},
    ]


def test_an_extra_trip_is_listed_as_one(site: Site) -> None:
    site.publish(with_extra(timetable(version=2), "10:30", MONDAY))
    site.pass_seconds(2)
    one = site.json(ASK)["departures"][1]
    assert (one["trip_id"], one["extra"]) == ("to-hkstp-sz-1030-x20261012", True)
    assert one["notices"] == [{"code": "extra", "text": "Extra bus"}]
    found = site.json(f"/v1/trips/{one['trip_id']}/2026-10-12")
    assert found["trip"] == one
    assert len(found["parts"]) == 3


def test_a_rider_is_never_sent_to_a_cancelled_bus(site: Site) -> None:
    gone = [cancelled(f"to-hkstp-sz-{clock}", MONDAY) for clock in ("0830", "1345", "1815")]
    site.publish(timetable(*gone, version=2))
    site.pass_seconds(2)
    found = site.json(f"{ASK}&limit=2")
    assert [one["status"] for one in found["departures"]] == ["cancelled", "cancelled"]
    assert found["next_bus"] == {"trip_id": "to-hkstp-sz-2420", "service_date": "2026-10-12"}
    ends = "&until=2026-10-12T18:30:00%2B08:00"
    assert site.json(f"{ASK}{ends}")["next_bus"] is None


def test_a_stop_lists_departures_to_everywhere_or_to_one_stop(site: Site) -> None:
    everywhere = site.json("/v1/stops/hksp/departures?limit=3")
    assert everywhere["to"] is None
    one = site.json("/v1/stops/hksp/departures?limit=3&to=hkstp-sz")
    assert one["departures"] == everywhere["departures"]
    assert site.json(one["next"])["departures"][0]["trip_id"] == "to-hkstp-sz-2420"


def test_links_name_the_next_page_and_the_calendar_feed(site: Site) -> None:
    link = site.client.get(f"{ASK}&lang=zh-Hant").headers["link"]
    assert 'rel="next"' in link
    feed = "/feeds/zh-Hant/hetao/to-hkstp-sz.ics"
    assert f'<{feed}>; rel="alternate"; type="text/calendar"' in link
    assert site.client.get(feed).status_code == 200


def test_the_bytes_do_not_change_until_the_next_bus_has_left(site: Site) -> None:
    before = site.client.get(ASK)
    site.pass_seconds(30 * 60)
    assert site.client.get(ASK).content == before.content
    site.pass_seconds(1)
    after = site.client.get(ASK)
    assert after.content != before.content
    assert after.headers["etag"] != before.headers["etag"]


def test_a_client_that_knows_only_the_date_gets_the_new_list_after_a_departure(
    site: Site,
) -> None:
    seen = site.client.get(ASK).headers["last-modified"]
    headers = {"If-Modified-Since": seen}
    assert site.client.get(ASK, headers=headers).status_code == 304
    site.pass_seconds(30 * 60 + 1)
    assert site.client.get(ASK, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("seconds_before", "max_age"), [(600, 30), (30, 30), (12, 12), (0, 0), (-1, 30)]
)
def test_a_cache_may_keep_it_to_the_next_departure_at_most(
    site: Site, seconds_before: int, max_age: int
) -> None:
    site.now = instant("2026-10-12 08:30") - timedelta(seconds=seconds_before)
    kept = site.client.get(ASK).headers["cache-control"]
    assert kept == f"public, max-age={max_age}, stale-while-revalidate=30, stale-if-error=3600"


def test_an_answer_about_a_given_time_is_as_old_as_the_publication(site: Site) -> None:
    headers = site.client.get(f"{ASK}&at=2026-10-12T08:29:59%2B08:00").headers
    assert headers["last-modified"] == "Mon, 14 Sep 2026 04:00:00 GMT"
    assert "max-age=30" in headers["cache-control"]


def test_content_language_is_the_language_asked_for(site: Site) -> None:
    assert site.client.get(f"{ASK}&lang=zh-Hans").headers["content-language"] == "zh-Hans"
