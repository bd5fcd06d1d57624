# ruff: noqa: RUF001 - Chinese has its own brackets, and times a dash between them
from datetime import date

import pytest

from shuttle.settings import Settings
from tests.api.site import FailingStore, Site
from tests.services.published import cancelled, delayed, instant, timetable
from tests.web.page import Page

MONDAY = date(2026, 10, 12)
LANGUAGES = {"en": "en", "tc": "zh-Hant", "sc": "zh-Hans"}
PAGES = ["", "timetable", "timetable?date=2026-10-01"]


def page(site: Site, path: str, status: int = 200) -> Page:
    answer = site.client.get(path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return Page(answer.text)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "en",
            ["To Shenzhen Branch", "30 min", "08:30", "arrives 09:18", "Planned", "4 buses left"],
        ),
        ("tc", ["往深圳分園", "30 分鐘", "08:30", "約 09:18 抵達", "預定時間", "尚餘 4 班車"]),
        ("sc", ["开往深圳分园", "30 分钟", "08:30", "预计 09:18 到达", "计划时间", "还有 4 班车"]),
    ],
)
def test_the_board_says_when_the_next_bus_leaves(
    site: Site, code: str, expected: list[str]
) -> None:
    text = page(site, f"/{code}/").text
    assert [words for words in expected if words not in text] == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("code", LANGUAGES)
def test_pages_need_no_script_and_nothing_from_elsewhere(site: Site, code: str, path: str) -> None:
    found = page(site, f"/{code}/{path}")
    scripts = [one["src"] for one in found.all("script")]
    assert all(address.startswith("/static/") for address in scripts)
    assert all("style" not in attributes for _, attributes in found.elements)
    loaded = [one["href"] for one in found.all("link") if one["rel"] in {"stylesheet", "icon"}]
    assert all(address.startswith("/static/") for address in loaded)
    fetched = [*loaded, *scripts]
    assert all(site.client.get(address).status_code == 200 for address in fetched)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("code", LANGUAGES)
def test_pages_name_their_language_and_lead_to_the_others(site: Site, code: str, path: str) -> None:
    found = page(site, f"/{code}/{path}")
    assert found.all("html") == [{"lang": LANGUAGES[code]}]
    others = {one["hreflang"]: one["href"] for one in found.all("link") if one.get("hreflang")}
    assert set(others) == {*LANGUAGES.values(), "x-default"}
    for address in others.values():
        assert site.client.get(address).status_code in {200, 307}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("code", LANGUAGES)
def test_tables_have_captions_and_scoped_headings(site: Site, code: str, path: str) -> None:
    found = page(site, f"/{code}/{path}")
    assert len(found.all("caption")) == len(found.all("table"))
    assert {one["scope"] for one in found.all("th")} <= {"col", "row"}
    ids = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_link_of_the_board_leads_somewhere(site: Site, code: str) -> None:
    found = page(site, f"/{code}/")
    inner = {one["href"] for one in found.all("a") if one["href"].startswith("/")}
    assert {site.client.get(address).status_code for address in inner} == {200}
    ids = {attributes.get("id") for _, attributes in found.elements}
    assert {one["href"][1:] for one in found.all("a") if one["href"].startswith("#")} <= ids


@pytest.mark.parametrize(
    ("code", "why", "following"),
    [
        ("en", "Mainland holiday: National Day", "Thu 8 Oct 2026"),
        ("tc", "內地國慶日假期", "2026年10月8日（星期四）"),
        ("sc", "内地国庆节假期", "2026年10月8日（周四）"),
    ],
)
def test_a_day_without_buses_says_why_and_when_they_run_again(
    site: Site, code: str, why: str, following: str
) -> None:
    site.now = instant("2026-10-02 09:00")
    text = page(site, f"/{code}/").text
    assert why in text
    assert following in text
    assert why in page(site, f"/{code}/timetable?date=2026-10-01").text


def test_the_next_bus_is_never_a_cancelled_one(site: Site) -> None:
    site.publish(timetable(cancelled("to-hkstp-sz-0830", MONDAY), version=2))
    text = page(site, "/en/").text
    assert text.index("Next bus 13:45") < text.index("Cancelled")
    assert "3 buses left today" not in text.split("To Hong Kong Science Park")[0]
    assert "Bus broken down" in text


def test_a_cancelled_bus_does_not_count_among_those_left(site: Site) -> None:
    site.publish(timetable(cancelled("to-hkstp-sz-1345", MONDAY), version=2))
    assert "3 buses left today; the last one leaves at 00:20." in page(site, "/en/").text


def test_a_delay_moves_countdown_arrival_and_way(site: Site) -> None:
    site.publish(timetable(delayed("to-hkstp-sz-0830", MONDAY, 5), version=2))
    text = page(site, "/en/").text
    assert "35 min 08:30 08:35 5 min late arrives 09:23" in text
    assert "border clearance 08:59–09:16" in text


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-10-12 08:29:01", "now"),
        ("2026-10-12 08:28:59", "1 min"),
        ("2026-10-12 08:28:00", "2 min"),
        ("2026-10-12 07:31:00", "59 min"),
        ("2026-10-12 07:30:01", "59 min"),
    ],
)
def test_minutes_to_go_are_rounded_down(site: Site, now: str, words: str) -> None:
    site.now = instant(now)
    assert f"Next bus {words} 08:30" in page(site, "/en/").text


def test_beyond_the_hour_the_clock_time_stands_alone(site: Site) -> None:
    site.now = instant("2026-10-12 08:31")
    assert "Next bus 13:45" in page(site, "/en/").text


def test_a_provisional_date_is_marked(site: Site) -> None:
    site.now = instant("2026-10-21 08:00")
    assert "Provisional:" in page(site, "/en/").text
    assert "Provisional:" in page(site, "/en/timetable?date=2026-10-26").text
    assert "Provisional:" not in page(site, "/en/timetable?date=2026-10-12").text


def test_a_trip_after_midnight_stands_in_its_day_as_next_day(site: Site) -> None:
    text = page(site, "/en/timetable?date=2026-10-12").text
    assert "00:20 next day" in text


def test_a_wrong_date_shows_today_and_says_so(site: Site) -> None:
    text = page(site, "/en/timetable?date=tomorrow").text
    assert "That is not a date." in text
    assert "Timetable for Mon 12 Oct 2026" in text


@pytest.mark.parametrize("day", ["1970-01-01", "2199-12-31"])
def test_dates_at_the_rim_are_shown_too(site: Site, day: str) -> None:
    page(site, f"/sc/timetable?date={day}")


def test_the_board_says_version_dates_and_contact(site: Site) -> None:
    text = page(site, "/en/").text
    assert "Version 1, published Mon 14 Sep 2026 12:00." in text
    assert "Dates covered: Mon 28 Sep 2026 to Sat 31 Oct 2026." in text
    assert "Transport desk" in text


def test_calendar_links_name_the_public_address() -> None:
    site = Site(settings=Settings(base_url="https://bus.example.org"))
    site.publish(timetable(version=1))
    addresses = {one["href"] for one in page(site, "/tc/").all("a")}
    feed = "bus.example.org/feeds/zh-Hant/hetao/to-hksp.ics"
    assert f"https://{feed}" in addresses
    assert f"webcal://{feed}" in addresses
    google = f"https://calendar.google.com/calendar/r?cid=webcal://{feed}%3Fcancelled%3Dmark"
    assert google in addresses  # it hides what is cancelled, so there the title alone says so


@pytest.mark.parametrize(("code", "words"), [("en", "Copy"), ("tc", "複製"), ("sc", "复制")])
def test_an_address_is_copied_by_a_button_where_the_browser_can(
    site: Site, code: str, words: str
) -> None:
    found = page(site, f"/{code}/")
    buttons = [one for one in found.all("button") if "data-copy" in one]
    links = {one["href"] for one in found.all("a")}
    assert len(buttons) == 2
    assert all("hidden" in one and one["data-copy"] in links for one in buttons)
    assert words in found.text


@pytest.mark.parametrize("host", ['"><script>', "[", "evil/path", "a@b", ""])
def test_an_odd_host_is_not_repeated(site: Site, host: str) -> None:
    answer = site.client.get("/en/", headers={"Host": host})
    assert "http://127.0.0.1:8000/feeds/en/hetao/to-hksp.ics" in answer.text


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("zh-HK,zh;q=0.8,en;q=0.5", "tc"),
        ("zh-CN", "sc"),
        ("zh-Hans-HK", "sc"),
        ("zh-Hant", "tc"),
        ("fr, en;q=0.8, zh-TW;q=0.9", "tc"),
        ("de", "en"),
        ("", "en"),
        ("zh;q=x", "sc"),
    ],
)
def test_the_first_page_follows_the_browsers_language(site: Site, accepted: str, code: str) -> None:
    answer = site.client.get("/", headers={"Accept-Language": accepted})
    assert (answer.status_code, answer.headers["location"]) == (307, f"/{code}/")
    assert answer.headers["vary"] == "Accept-Language"


def test_the_address_without_slash_leads_to_the_board(site: Site) -> None:
    assert site.client.get("/tc").headers["location"] == "/tc/"


@pytest.mark.parametrize(
    ("code", "words"), [("en", "No timetable"), ("tc", "尚未公布"), ("sc", "尚未发布")]
)
def test_before_the_first_publication_the_board_says_so_in_words(code: str, words: str) -> None:
    site = Site()
    assert words in page(site, f"/{code}/", 503).text
    assert site.client.get(f"/{code}/timetable").headers["retry-after"] == "30"


def test_a_broken_store_is_told_in_words() -> None:
    store = FailingStore()
    site = Site(store)
    site.publish(timetable(version=1))
    store.is_broken = True
    assert "cannot be read just now" in page(site, "/en/", 503).text


def test_several_routes_can_be_chosen(site: Site) -> None:
    first = timetable(version=2)
    second = first.routes["hetao"].model_copy(update={"id": "night"})
    site.publish(first.model_copy(update={"routes": {**first.routes, "night": second}}))
    found = page(site, "/en/?route=night")
    assert "/en/?route=hetao" in {one["href"] for one in found.all("a")}
    assert "/tc/?route=night" in {one["href"] for one in found.all("a")}


def test_a_live_link_of_an_old_calendar_leads_to_the_route_under_its_new_id(site: Site) -> None:
    first = timetable(version=2)
    night = first.routes["hetao"].model_copy(update={"id": "night", "formerly": ("late",)})
    site.publish(first.model_copy(update={"routes": {**first.routes, "night": night}}))
    for path in ("", "timetable"):
        found = page(site, f"/en/{path}?route=late")
        assert f"/tc/{path}?route=night" in {one["href"] for one in found.all("a")}


@pytest.mark.parametrize("path", ["", "timetable"])
def test_a_live_link_to_a_route_that_is_gone_leads_to_a_board(site: Site, path: str) -> None:
    found = page(site, f"/sc/{path}?route=gone")
    assert "深圳分园" in found.text
    assert all("gone" not in one["href"] for one in found.all("a"))


def test_a_page_is_small_and_kept_until_the_minute_ends(site: Site) -> None:
    site.now = instant("2026-10-12 08:00:50")
    answer = site.client.get("/tc/")
    assert int(answer.headers["content-length"]) < 8_000
    assert answer.headers["cache-control"] == "public, max-age=10"


def test_feeds_are_open_to_crawlers(site: Site) -> None:
    assert site.client.get("/robots.txt").text == "User-agent: *\nDisallow:\n"


def test_assets_are_kept_for_long_under_an_address_of_their_content(site: Site) -> None:
    (sheet,) = [one["href"] for one in page(site, "/en/").all("link") if one["rel"] == "stylesheet"]
    assert "immutable" in site.client.get(sheet).headers["cache-control"]
    assert site.client.get("/static/old/board.css").headers["cache-control"] == "no-cache"
    assert site.client.get("/static/old/other.css").status_code == 404
