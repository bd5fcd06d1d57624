import subprocess
import sys
import zipfile
from datetime import date
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest

from shuttle.domain.booking import Booking
from shuttle.domain.scenario import Contact
from shuttle.domain.timetable import ExtraTrip, Timetable
from shuttle.formats.gtfs.render import GtfsRenderer, missing, why_not
from tests.cli.command import environment
from tests.formats.builders import BASE_URL, BRANCH, PARK, PORT, text, trip, weekdays
from tests.formats.gtfs.feeds import Feed, feed_of, issue_of, placed, seed_feed
from tests.formats.sample import LAST, sample

MONDAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)


def small(**changes: object) -> Timetable:
    published = placed(weekdays([trip("08:00"), trip("24:20", north=False)], MONDAY, FRIDAY))
    return published.model_copy(update=changes)


def told(feed: Feed, table: str, column: str, language: str) -> dict[str, str]:
    rows = feed.table("translations")
    return {
        row["record_id"]: row["translation"]
        for row in rows
        if (row["table_name"], row["field_name"], row["language"]) == (table, column, language)
    }


def test_a_trip_after_midnight_has_hours_past_24() -> None:
    times = [row["departure_time"] for row in feed_of(small()).table("stop_times")]
    assert "24:20:00" in times


def test_riders_board_at_the_first_stop_leave_at_the_last_and_do_neither_at_the_port() -> None:
    rows = feed_of(small()).table("stop_times")[:3]
    stops = [(row["stop_id"], row["pickup_type"], row["drop_off_type"]) for row in rows]
    assert stops == [(PARK, "0", "1"), (f"port.{PORT}", "1", "1"), (BRANCH, "1", "0")]


def test_a_port_without_a_place_is_no_stop_but_named_with_the_route() -> None:
    port = small().ports[PORT].model_copy(update={"lat": None, "lon": None})
    feed = feed_of(small(ports={PORT: port}))
    assert [row["stop_id"] for row in feed.table("stops")] == [PARK, BRANCH]
    assert feed.table("routes")[0]["route_desc"] == "Border crossing: Lok Ma Chau / Huanggang."


def test_each_stop_keeps_its_own_time_zone() -> None:
    zones = {row["stop_id"]: row["stop_timezone"] for row in feed_of(small()).table("stops")}
    assert zones == {
        PARK: "Asia/Hong_Kong",
        BRANCH: "Asia/Shanghai",
        f"port.{PORT}": "Asia/Hong_Kong",
    }


def test_a_guessed_place_is_said_to_be_one() -> None:
    feed = seed_feed("pilot-2023")
    (row,) = (row for row in feed.table("stops") if row["stop_id"] == "hkstp-sz")
    assert row["stop_desc"].startswith("Approximate position")
    assert told(feed, "stops", "stop_desc", "zh-Hant")["hkstp-sz"].startswith("位置僅供參考")


def test_a_guessed_place_is_not_where_calendars_send_riders() -> None:
    stop = seed_feed("pilot-2023").timetable.stops["hkstp-sz"]
    assert (stop.lat, stop.lon) == (None, None)


def test_every_name_is_translated_by_its_row() -> None:
    feed = feed_of(placed(sample()))
    assert told(feed, "stops", "stop_name", "zh-Hant")[PARK] == "科學園"
    assert told(feed, "stops", "stop_name", "zh-Hans")[PARK] == "科学园"
    assert told(feed, "stops", "stop_desc", "zh-Hans")[PARK] == "十九座西翼三号上车处"
    assert told(feed, "routes", "route_long_name", "zh-Hant") == {"hetao": "河套"}
    headsigns = told(feed, "trips", "trip_headsign", "zh-Hant")
    assert set(headsigns) == {row["trip_id"] for row in feed.table("trips")}


def test_a_name_that_english_lacks_is_borrowed() -> None:
    stops = small().stops
    nameless = stops[PARK].model_copy(update={"name": text("", "科學園", "科学园")})
    feed = feed_of(small(stops={**stops, PARK: nameless}))
    assert feed.table("stops")[0]["stop_name"] == "科學園"


def test_the_two_directions_have_numbers_of_their_own() -> None:
    rows = feed_of(small()).table("trips")
    assert [(row["trip_headsign"], row["direction_id"]) for row in rows] == [
        ("Shenzhen Branch", "0"),
        ("Science Park", "1"),
    ]


def test_nobody_stays_on_board_between_two_trips_of_one_bus() -> None:
    feed = seed_feed("pilot-2023")
    service = ".service.20260914"
    rows = [row for row in feed.table("transfers") if row["from_trip_id"].endswith(service)]
    trips = [row["trip_id"] for row in feed.table("trips") if row["service_id"] == service[1:]]
    assert [(row["from_trip_id"], row["to_trip_id"]) for row in rows] == list(pairwise(trips))
    assert {row["transfer_type"] for row in rows} == {"5"}


def test_a_bus_is_another_one_in_another_service() -> None:
    rows = seed_feed("pilot-2023").table("trips")
    services = {row["block_id"]: row["service_id"] for row in rows}
    assert len(services) == 2
    assert all(block.endswith(service) for block, service in services.items())


def test_an_extra_trip_runs_by_calendar_dates_alone() -> None:
    extra = ExtraTrip(service_date=MONDAY, trip=trip("21:00", trip_id="to-sz-branch-2100-x"))
    feed = feed_of(small(extras=(extra,)))
    assert {"service_id": "20260302.extra", "date": "20260302", "exception_type": "1"} in (
        feed.table("calendar_dates")
    )
    assert "20260302.extra" not in {row["service_id"] for row in feed.table("calendar")}
    assert feed.table("trips")[-1]["trip_id"] == "to-sz-branch-2100-x.20260302.extra"


def test_a_contact_is_told_as_far_as_it_can_be_used() -> None:
    contact = Contact(name="Transport desk", url="the notice board", email="bus@example.org")
    feed = feed_of(small(contact=contact))
    (agency,), (info,) = feed.table("agency"), feed.table("feed_info")
    assert (agency["agency_name"], agency["agency_url"]) == ("Transport desk", BASE_URL)
    assert (info["feed_contact_email"], info["feed_contact_url"]) == ("bus@example.org", "")
    assert agency["agency_email"] == "bus@example.org"


def test_a_service_without_contact_makes_none_up() -> None:
    (info,) = feed_of(small()).table("feed_info")
    assert (info["feed_contact_email"], info["feed_contact_url"]) == ("", "")


def test_the_feed_says_for_which_dates_it_is_and_since_when_it_is_so() -> None:
    (info,) = feed_of(placed(sample())).table("feed_info")
    assert (info["feed_start_date"], info["feed_end_date"]) == ("20260228", f"{LAST:%Y%m%d}")
    assert info["feed_version"] == "2026-02-25T04:00:00Z"


@pytest.mark.parametrize(
    ("booking", "notice"),
    [
        (Booking(phone="+852 1234 5678", minutes_before=0), ("0", "", "", "")),
        (Booking(phone="+852 1234 5678", minutes_before=30), ("1", "30", "", "")),
        (
            Booking.model_validate(
                {"url": "https://book.example.org", "days_before": 1, "until": "18:00"}
            ),
            ("2", "", "1", "18:00:00"),
        ),
    ],
)
def test_seats_that_must_be_booked_say_how(booking: Booking, notice: tuple[str, ...]) -> None:
    feed = feed_of(small(booking=booking))
    (rule,) = feed.table("booking_rules")
    names = ("booking_type", "prior_notice_duration_min", "prior_notice_last_day",
             "prior_notice_last_time")  # fmt: skip
    assert tuple(rule[name] for name in names) == notice
    boards, port, leaves = feed.table("stop_times")[:3]
    assert (boards["pickup_type"], boards["pickup_booking_rule_id"]) == ("2", "booking")
    assert {port["pickup_booking_rule_id"], leaves["pickup_booking_rule_id"]} == {""}


def test_nothing_is_said_of_booking_where_there_is_none() -> None:
    assert not feed_of(small()).table("booking_rules")


def test_without_places_there_is_no_feed_and_it_is_said_why() -> None:
    bare = weekdays([trip("08:00")], MONDAY, FRIDAY)
    renderer, issue = GtfsRenderer(BASE_URL), issue_of(bare)
    assert renderer.fingerprints(issue) == {}
    assert renderer.files(issue, {}) == ()
    assert missing(bare) == ("stop sz-branch has no lat and lon",)
    assert "stop sz-branch has no lat and lon" in why_not(bare)


def test_a_timetable_without_trips_is_no_feed() -> None:
    assert missing(placed(weekdays([], MONDAY, FRIDAY))) == ("it has no trips",)


def test_the_zip_tells_neither_when_nor_where_it_was_made() -> None:
    with zipfile.ZipFile(BytesIO(feed_of(small()).body)) as archive:
        entries = archive.infolist()
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}


def test_lines_end_as_csv_has_it_and_texts_are_quoted_where_they_must_be() -> None:
    with zipfile.ZipFile(BytesIO(feed_of(placed(sample())).body)) as archive:
        body = archive.read("stops.txt")
    assert body.endswith(b"\r\n")
    assert b'"Bay 3, Building 19W"' in body


_DIGEST = (
    "import hashlib; from tests.formats.gtfs.feeds import feed_of, placed; "
    "from tests.formats.sample import sample; "
    "print(hashlib.sha256(feed_of(placed(sample())).body).hexdigest())"
)


def test_the_bytes_do_not_depend_on_the_process() -> None:
    seen = {
        subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-c", _DIGEST],
            env=environment(PYTHONHASHSEED=seed, TZ=zone),
            cwd=Path(__file__).parents[3],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "America/New_York"), ("2", "Asia/Kolkata"))
    }
    assert len(seen) == 1
