"""Feeds behind tokens, over HTTP."""

import logging

import pytest

from shuttle.domain.subscription import Pick, Subscription
from shuttle.services.riders.subscriptions import digest
from shuttle.store.tokens import FeedToken
from tests.api.site import Site
from tests.formats.ical.readers import Reader, with_ical, with_icalendar, with_khal, with_vobject
from tests.services.published import DIRECTIONS, PUBLISHED, cancelled, timetable, trip

TOKEN = "shf_" + "Ab3_-" * 8 + "xyz"
REVOKED = "shf_" + "0" * 43
WORKING = ("mon", "tue", "wed", "thu")
RIDER = Subscription(
    kind="rider",
    language="zh-Hant",
    picks=(
        Pick(trips=("to-hkstp-sz-0830",), weekdays=WORKING),
        Pick(trips=("to-hkstp-sz-1815",), weekdays=WORKING),
    ),
    alarm_minutes=15,
)


@pytest.fixture(autouse=True)
def tokens(site: Site) -> None:
    for token in (TOKEN, REVOKED):
        site.store.add_token(
            FeedToken(
                service="hetao",
                digest=digest(token),
                prefix=token[:12],
                subscription=RIDER.model_dump_json(),
                label="",
                created_at=PUBLISHED,
            )
        )
    site.store.revoke_token("hetao", digest(REVOKED), PUBLISHED)


@pytest.mark.parametrize("reader", [with_icalendar, with_ical, with_vobject, with_khal])
def test_a_riders_feed_is_the_public_one_of_her_trips_on_her_days(
    site: Site, reader: Reader
) -> None:
    public = reader(site.client.get("/feeds/zh-Hant/hetao.ics?trips=0830,1815").content)
    mine = reader(site.client.get(f"/feeds/my/{TOKEN}.ics").content)
    assert mine == [one for one in public if one.start.weekday() < 4]
    assert len(mine) > 20


def test_its_events_have_the_uids_and_revisions_of_the_public_feed(site: Site) -> None:
    site.publish(timetable(cancelled("to-hkstp-sz-0830", PUBLISHED.date()), version=2))
    site.pass_seconds(2)

    def stamps(path: str) -> set[str]:
        lines = site.client.get(path).text.split("\r\n")
        names = ("UID:to-hkstp", "SEQUENCE", "DTSTAMP")
        return {line for line in lines if line.startswith(names) and "alarm" not in line}

    assert stamps(f"/feeds/my/{TOKEN}.ics") <= stamps("/feeds/zh-Hant/hetao.ics")


def test_its_answer_is_for_its_reader_alone(site: Site) -> None:
    headers = site.client.get(f"/feeds/my/{TOKEN}.ics").headers
    assert headers["cache-control"].startswith("private, max-age=300")
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-robots-tag"] == "noindex"
    assert headers["content-type"] == "text/calendar; charset=utf-8"


def test_it_is_known_again_and_has_a_head(site: Site) -> None:
    path = f"/feeds/my/{TOKEN}.ics"
    first = site.client.get(path)
    again = {"If-None-Match": first.headers["etag"]}
    assert site.client.get(path, headers=again).status_code == 304
    assert site.client.head(path).status_code == 200


def test_a_trip_that_moves_is_followed(site: Site) -> None:
    moved = trip(DIRECTIONS[0], "18:20").model_copy(update={"id": "to-hkstp-sz-1815"})
    site.publish(timetable(version=2, trips=[moved]))
    site.pass_seconds(2)
    seen = with_icalendar(site.client.get(f"/feeds/my/{TOKEN}.ics").content)
    assert {(one.start.hour, one.start.minute) for one in seen} == {(10, 20)}


def test_a_revoked_token_and_one_that_never_was_are_answered_alike(site: Site) -> None:
    answers = [
        site.client.get(f"/feeds/my/{token}.ics")
        for token in (REVOKED, "shf_" + "1" * 43, "x", "x" * 500, "%E2%9C%93")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert len({tuple(sorted(answer.headers.items())) for answer in answers}) == 1
    assert "text/calendar" not in answers[0].headers["content-type"]


def test_a_token_that_is_taken_back_opens_nothing_within_two_seconds(site: Site) -> None:
    path = f"/feeds/my/{TOKEN}.ics"
    assert site.client.get(path).status_code == 200
    site.store.revoke_token("hetao", digest(TOKEN), PUBLISHED)
    site.pass_seconds(2)
    assert site.client.get(path).status_code == 404


def test_the_token_stands_neither_in_the_calendar_nor_in_the_log(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = site.client.get(f"/feeds/my/{TOKEN}.ics")
    assert TOKEN not in answer.text
    ours = [record for record in caplog.records if record.name.startswith("shuttle")]
    assert not [record for record in ours if TOKEN in record.getMessage()]


def test_the_address_of_a_private_feed_is_that_of_no_route(site: Site) -> None:
    assert site.client.get("/feeds/my/hetao.ics").status_code == 404
