"""What is said of a trip reaches departures, pages, calendars and apps."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import icalendar
import pytest

from shuttle.services.publishing import disruption
from shuttle.services.publishing.desk import Desk
from shuttle.services.publishing.extra_trips import ExtraWish, add_extra
from tests.api.site import Site
from tests.services.published import HONG_KONG, text, timetable

MONDAY = date(2026, 10, 12)
TRIP = "to-hkstp-sz-0830"
UID = "to-hkstp-sz-0830-20260928@hetao.shuttle.invalid"
FEED = "/feeds/en/hetao/to-hkstp-sz.ics"
GATE = text("Gate 4", "4號閘", "4号门")


def events(site: Site, uid: str = UID) -> list[Any]:
    body = site.client.get(FEED).content
    return [one for one in icalendar.Calendar.from_ical(body).walk("VEVENT") if one.uid == uid]


def blocks(site: Site) -> dict[str, list[str]]:
    """The bytes of every event by UID."""
    body = site.client.get(FEED).text.replace("\r\n ", "")
    found: dict[str, list[str]] = {}
    for block in re.findall(r"BEGIN:VEVENT\r\n.*?END:VEVENT", body, re.DOTALL):
        found.setdefault(re.findall(r"UID:(\S+)", block)[0], []).append(block)
    return found


def test_a_cancellation_entered_at_eight_is_gone_from_the_next_bus_everywhere(site: Site) -> None:
    assert "Next bus 30 min 08:30" in words(site, "/en/")
    disruption.cancel(site.application.desk(), "hetao", TRIP, MONDAY, text("Storm", "風", "风"))
    site.pass_seconds(2)
    found = site.json("/v1/departures?from=hksp&to=hkstp-sz")
    assert (found["departures"][0]["trip_id"], found["departures"][0]["status"]) == (
        TRIP,
        "cancelled",
    )
    assert found["next_bus"]["trip_id"] == "to-hkstp-sz-1345"
    assert "Next bus 13:45" in words(site, "/en/")
    assert [one["eta"] for one in site.json("/v1/eta/hksp/hetao")["data"]][:2] == [
        None,
        "2026-10-12T13:45:00+08:00",
    ]
    master, override = events(site)
    assert (master["SEQUENCE"], override["SEQUENCE"], override["STATUS"]) == (1, 1, "CANCELLED")


def words(site: Site, path: str) -> str:
    """The text of a page."""
    html = re.sub(r"<(style|title).*?</\1>", " ", site.client.get(path).text, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_live_link_of_an_event_leads_to_the_board_of_its_route(site: Site) -> None:
    usual = timetable(version=2)
    night = usual.routes["hetao"].model_copy(update={"id": "night"})
    site.publish(usual.model_copy(update={"routes": {"night": night, **usual.routes}}))
    site.pass_seconds(2)
    link = str(events(site)[0]["URL"]).removeprefix(site.settings.listening_url)
    assert link == "/en/?route=hetao"
    assert "Next bus 29 min 08:30" in words(site, link)
    assert "08:30" not in words(site, "/en/")


KINDS: dict[str, tuple[Callable[[Desk], object], str]] = {
    "cancel": (lambda desk: disruption.cancel(desk, "hetao", TRIP, MONDAY), "CANCELLED: "),
    "delay": (lambda desk: disruption.delay(desk, "hetao", TRIP, MONDAY, 7), "Delayed 7 min: "),
    "late": (lambda desk: disruption.delay(desk, "hetao", TRIP, MONDAY, None), "Delayed: "),
    "full": (lambda desk: disruption.fill(desk, "hetao", TRIP, MONDAY), "FULL: "),
    "board": (
        lambda desk: disruption.board(desk, "hetao", TRIP, MONDAY, GATE),
        "Other boarding point: ",
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_change_is_an_override_and_one_revision_of_the_whole_series(
    site: Site, kind: str
) -> None:
    act, mark = KINDS[kind]
    before = blocks(site)
    desk = site.application.desk()
    act(desk)
    site.pass_seconds(2)
    master, override = events(site)
    assert override["RECURRENCE-ID"].dt == datetime(2026, 10, 12, 8, 30, tzinfo=HONG_KONG)
    assert str(override["SUMMARY"]).startswith(f"{mark}Shuttle 08:30 ")
    for event in (master, override):
        assert event["SEQUENCE"] == 1
        assert event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt == desk.now
    after = blocks(site)
    assert {uid for uid in before if before[uid] != after[uid]} == {UID}


@pytest.mark.parametrize("kind", KINDS)
def test_taking_it_back_is_one_more_revision(site: Site, kind: str) -> None:
    KINDS[kind][0](site.application.desk())
    disruption.withdraw(site.application.desk(), "hetao", TRIP, MONDAY)
    site.pass_seconds(2)
    (master,) = events(site)
    assert master["SEQUENCE"] == 2


def test_a_second_word_is_one_more_revision(site: Site) -> None:
    disruption.fill(site.application.desk(), "hetao", TRIP, MONDAY)
    disruption.delay(site.application.desk(), "hetao", TRIP, MONDAY, 5)
    site.pass_seconds(2)
    _, override = events(site)
    assert override["SEQUENCE"] == 2
    assert str(override["SUMMARY"]).startswith("Delayed 5 min, FULL: ")


def test_an_extra_trip_is_a_new_event_and_touches_no_other(site: Site) -> None:
    before = blocks(site)
    wish = ExtraWish("to-hkstp-sz", MONDAY, 9 * 60)
    _, extra = add_extra(site.application.desk(), "hetao", wish)
    site.pass_seconds(2)
    after = blocks(site)
    uid = f"{extra.trip.id}-20261012@hetao.shuttle.invalid"
    assert set(after) - set(before) == {uid}
    assert all(after[name] == before[name] for name in before)
    disruption.cancel(site.application.desk(), "hetao", extra.trip.id, MONDAY)
    site.pass_seconds(2)
    (event,) = events(site, uid)
    assert (event["SEQUENCE"], event["STATUS"]) == (1, "CANCELLED")
