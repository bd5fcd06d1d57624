"""Public feeds with options, over HTTP."""

from datetime import UTC, date

import pytest
from icalendar import Calendar

from tests.api.site import FailingStore, Site, first_publication
from tests.formats.ical.readers import Reader, with_ical, with_icalendar, with_khal, with_vobject
from tests.services.published import DIRECTIONS, cancelled, timetable, trip

FEED = "/feeds/en/hetao.ics"
EVENING = "to-hkstp-sz-1815"
MONDAY = date(2026, 10, 12)


def titles(site: Site, path: str) -> list[str]:
    answer = site.client.get(path)
    assert answer.status_code == 200, answer.text
    return sorted({seen.title for seen in with_icalendar(answer.content)})


def errors(site: Site, query: str) -> dict[str, str]:
    answer = site.client.get(f"{FEED}?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    return {item["pointer"]: item["detail"] for item in answer.json()["errors"]}


@pytest.mark.parametrize("reader", [with_icalendar, with_ical, with_vobject, with_khal])
def test_all_options_go_together(site: Site, reader: Reader) -> None:
    query = f"trips=0830,{EVENING}&after=17:00&before=20:00&alarm=15&cancelled=mark&expand=true"
    seen = reader(site.client.get(f"{FEED}?{query}&weeks=2").content)
    assert {one.title for one in seen} == {"Shuttle 18:15 Hong Kong Science Park → Shenzhen Branch"}
    assert {one.start.astimezone(UTC).date().isoweekday() for one in seen} == {1, 2, 3, 4, 5}


def test_trips_are_asked_for_by_time_or_id(site: Site) -> None:
    shown = titles(site, f"{FEED}?trips=0830,{EVENING}")
    assert [title[8:13] for title in shown] == ["08:30", "18:15"]


def test_equal_questions_have_equal_answers(site: Site) -> None:
    first = site.client.get(f"{FEED}?trips=0830,1815&alarm=15")
    second = site.client.get(f"{FEED}?alarm=15&trips=18:15,08:30,0830&weeks=3")
    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"]


def test_a_feed_with_options_is_compressed_and_known_again(site: Site) -> None:
    path = f"{FEED}?trips=0830"
    packed = site.client.get(path, headers={"Accept-Encoding": "gzip"})
    plain = site.client.get(path, headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    for header, value in (
        ("If-None-Match", plain.headers["etag"]),
        ("If-Modified-Since", plain.headers["last-modified"]),
    ):
        assert site.client.get(path, headers={header: value}).status_code == 304
    head = site.client.head(path, headers={"Accept-Encoding": "identity"})
    assert (head.headers["content-length"], head.content) == (str(len(plain.content)), b"")


def test_a_cancellation_reaches_a_feed_with_options(site: Site) -> None:
    path = f"{FEED}?trips=1815&cancelled=mark"
    before = site.client.get(path)
    site.publish(timetable(cancelled(EVENING, MONDAY), version=2))
    site.pass_seconds(2)
    after = site.client.get(path, headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.headers["last-modified"] != before.headers["last-modified"]
    assert "SUMMARY:CANCELLED: Shuttle 18:15" in after.text
    assert "STATUS:CANCELLED" not in after.text


def test_a_trip_that_has_moved_stays_in_the_calendar(site: Site) -> None:
    moved = trip(DIRECTIONS[0], "18:20").model_copy(update={"id": EVENING})
    site.publish(timetable(version=2, trips=[moved]))
    site.pass_seconds(2)
    for asked in ("1815", "1820", EVENING):
        assert [title[8:13] for title in titles(site, f"{FEED}?trips={asked}")] == ["18:20"]


def test_a_trip_that_has_left_the_timetable_leaves_a_calendar(site: Site) -> None:
    site.publish(timetable(version=2, trips=[trip(DIRECTIONS[0], "10:00")]))
    site.pass_seconds(2)
    for asked in ("1815", EVENING):
        answer = site.client.get(f"{FEED}?trips={asked}")
        assert answer.status_code == 200
        assert [part.name for part in Calendar.from_ical(answer.text).subcomponents] == [
            "VTIMEZONE"
        ]


def test_an_id_that_no_trip_ever_had_is_refused_with_those_there_are(site: Site) -> None:
    said = errors(site, "trips=to-nowhere-0830")["/query/trips"]
    assert said.startswith("1 of the ids never belonged to a trip; this feed has to-hksp-0740")
    assert "nowhere" not in said


def test_while_the_store_fails_no_id_is_refused() -> None:
    store = FailingStore()
    store.publish(first_publication())
    site = Site(store)
    site.client.get(FEED)
    store.is_broken = True
    assert site.client.get(f"{FEED}?trips=to-nowhere-0830").status_code == 200


@pytest.mark.parametrize(
    ("query", "name", "words"),
    [
        ("trips=8:30", "trips", "write times as 0830"),
        ("trips=", "trips", "write times as 0830"),
        ("trips=0830,,1815", "trips", "write times as 0830"),
        ("trips=4801", "trips", "from 00:00 to 48:00"),
        ("trips=0875", "trips", "write times as 0830"),
        ("trips=To-Hksp", "trips", "write times as 0830"),
        (f"trips={'0830,' * 40}0830", "trips", "at most 160 characters"),
        ("after=7", "after", "write it as 08:30"),
        ("before=25:60", "before", "write it as 08:30"),
        ("after=07:00&before=07:00", "before", "is the time in `after`"),
        ("alarm=-1", "alarm", "greater than or equal to 0"),
        ("alarm=1441", "alarm", "less than or equal to 1440"),
        ("alarm=soon", "alarm", "valid integer"),
        ("cancelled=hide", "cancelled", "'mark'"),
        ("expand=perhaps", "expand", "valid boolean"),
        ("expand=true&weeks=0", "weeks", "greater than or equal to 1"),
        ("expand=true&weeks=27", "weeks", "less than or equal to 26"),
    ],
)
def test_an_option_that_cannot_be_used_is_named(
    site: Site, query: str, name: str, words: str
) -> None:
    said = errors(site, query)
    assert list(said) == [f"/query/{name}"]
    assert words in said[f"/query/{name}"]


def test_all_options_that_cannot_be_used_are_named_at_once(site: Site) -> None:
    assert list(errors(site, "trips=x_&alarm=-1&weeks=99")) == [
        "/query/trips",
        "/query/alarm",
        "/query/weeks",
    ]


def test_what_nobody_knows_is_passed_over(site: Site) -> None:
    assert site.client.get(f"{FEED}?utm_source=poster").content == site.client.get(FEED).content


@pytest.mark.parametrize("stop", ["hksp", "hkstp-sz"])
def test_a_stop_has_a_feed_of_all_that_leaves_there(site: Site, stop: str) -> None:
    other = "to-hkstp-sz" if stop == "hksp" else "to-hksp"
    assert titles(site, f"/feeds/en/stops/{stop}.ics") == titles(
        site, f"/feeds/en/hetao/{other}.ics"
    )


def test_stops_name_their_feeds(site: Site) -> None:
    named = {stop["id"]: stop["feed"] for stop in site.json("/v1/stops?lang=zh-Hant")["stops"]}
    assert named["hksp"] == "/feeds/zh-Hant/stops/hksp.ics"
    assert {site.client.get(path).status_code for path in named.values()} == {200}


def test_private_files_are_neither_served_nor_named(site: Site) -> None:
    for path in ("/private/my/en.ics", "/feeds/private/my/en.ics", "/feeds/en/none.ics"):
        answer = site.client.get(path)
        assert answer.status_code in {404, 422}
        assert "private/my" not in answer.text.replace(answer.json()["instance"], "")
