"""Whole days by address, for hosts without a program."""

import re

import pytest

from tests.api.site import Site
from tests.services.published import DIRECTIONS, cancelled, delayed, timetable, trip
from tests.web.page import Page

MONDAY = "2026-10-12"


def _page(site: Site, path: str) -> Page:
    answer = site.client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return Page(answer.text)


@pytest.mark.parametrize(("code", "lang"), [("en", "en"), ("tc", "zh-Hant"), ("sc", "zh-Hans")])
def test_a_day_has_every_trip_of_every_route(site: Site, code: str, lang: str) -> None:
    page = _page(site, f"/{code}/days/{MONDAY}/")
    assert page.all("html")[0]["lang"] == lang
    for time in ("07:30", "08:30", "13:45", "18:15", "07:40", "12:00", "19:00"):
        assert time in page.text


def test_a_day_says_what_is_cancelled_and_late(site: Site) -> None:
    day = site.now.date()
    changes = (cancelled("to-hksp-0740", day), delayed("to-hksp-1200", day, 20))
    site.publish(timetable(*changes, version=2))
    page = _page(site, f"/en/days/{MONDAY}/")
    assert "Cancelled" in page.text
    assert "20 min late" in page.text


def test_a_day_does_not_follow_the_clock(site: Site) -> None:
    morning = site.client.get(f"/en/days/{MONDAY}/").content
    site.pass_seconds(12 * 3600)  # later on the same day
    assert site.client.get(f"/en/days/{MONDAY}/").content == morning
    assert b"Departed" not in morning


def test_a_day_without_service_says_why(site: Site) -> None:
    assert "National Day" in _page(site, "/en/days/2026-10-01/").text


def test_days_lead_to_their_neighbours_from_yesterday_to_the_end(site: Site) -> None:
    def ways(day: str) -> list[str]:
        links = _page(site, f"/en/days/{day}/").all("a")
        return [link["href"] for link in links if link.get("rel") in {"prev", "next"}]

    assert ways(MONDAY) == ["/en/days/2026-10-11/", "/en/days/2026-10-13/"]
    assert ways("2026-10-31") == ["/en/days/2026-10-30/"]
    assert ways("2026-10-11") == ["/en/days/2026-10-12/"]
    assert ways("2027-05-01") == []


def test_a_day_has_the_same_day_in_other_languages(site: Site) -> None:
    links = [link["href"] for link in _page(site, f"/en/days/{MONDAY}/").all("a")]
    assert f"/tc/days/{MONDAY}/" in links
    assert f"/sc/days/{MONDAY}/" in links


def test_the_list_begins_today_and_ends_with_the_timetable(site: Site) -> None:
    dates = [link.get("data-date") for link in _page(site, "/en/days/").all("a")]
    shown = [day for day in dates if day]
    assert (shown[0], shown[-1], len(shown)) == (MONDAY, "2026-10-31", 20)


def test_the_list_names_days_without_service_and_months(site: Site) -> None:
    text = _page(site, "/en/days/").text
    assert "Weekend" in text
    assert "Oct 2026" in text
    assert "provisional" in text


def test_the_list_has_the_calendars(site: Site) -> None:
    links = [link["href"] for link in _page(site, "/en/days/").all("a")]
    assert any(link.startswith("webcal://") and link.endswith(".ics") for link in links)


def test_after_the_timetable_no_dates_are_left(site: Site) -> None:
    site.pass_seconds(90 * 86400)
    assert not any("data-date" in link for link in _page(site, "/en/days/").all("a"))


@pytest.mark.parametrize(
    "path",
    [
        "/xx/days/",
        f"/xx/days/{MONDAY}/",
        "/en/days/tomorrow/",
        "/en/days/2026-13-01/",
        "/en/days/1/",
    ],
)
def test_other_addresses_are_unknown(site: Site, path: str) -> None:
    assert site.client.get(path).status_code == 404


def test_a_page_that_is_still_good_is_not_sent_again(site: Site) -> None:
    first = site.client.get(f"/en/days/{MONDAY}/")
    again = site.client.get(f"/en/days/{MONDAY}/", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(("path", "count"), [("/en/days/", 2), (f"/en/days/{MONDAY}/", 1)])
def test_pages_run_no_script_but_those_of_this_host(site: Site, path: str, count: int) -> None:
    html = site.client.get(path).text
    addresses = re.findall(r'<script src="(/static/[^"]+)" defer></script>', html)
    assert len(addresses) == html.count("<script") == count
    for address in addresses:
        script = site.client.get(address)
        assert script.headers["content-type"] == "text/javascript; charset=utf-8"
        assert "fetch(" not in script.text
    assert not re.findall(r'\son\w+="', html)


def test_two_routes_are_told_apart(site: Site) -> None:
    first = timetable(version=2)
    loop = first.routes["hetao"].model_copy(update={"id": "loop"})
    ways = [way.model_copy(update={"route": "loop"}) for way in DIRECTIONS]
    more = [trip(way, "10:10").model_copy(update={"id": f"{way.id}-loop"}) for way in ways]
    both = timetable(version=2, trips=[*first.periods[0].trips, *more])
    parts = {"routes": {**first.routes, "loop": loop}, "directions": (*first.directions, *ways)}
    site.publish(both.model_copy(update=parts))
    page = _page(site, f"/en/days/{MONDAY}/")
    assert len(page.all("h2")) == 2
