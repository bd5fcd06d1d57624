"""Departures in the shape of KMB's open data."""

# ruff: noqa: RUF001 - Chinese has its own punctuation
from datetime import date
from typing import Any

import pytest

from shuttle.domain.timetable import TripChange
from tests.api.site import Site
from tests.services.published import cancelled, delayed, instant, text, timetable, with_extra

ASK = "/v1/eta/hksp/hetao"
MONDAY = date(2026, 10, 12)
# KMB Open Data API Specification: the members of an ETA, and the order in which they are told
KMB = (
    *("co", "route", "dir", "service_type", "seq"),
    *("dest_tc", "dest_sc", "dest_en", "eta_seq", "eta", "rmk_tc", "rmk_sc", "rmk_en"),
    "data_timestamp",
)


def rows(site: Site, path: str = ASK) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = site.json(path)["data"]
    return found


def test_a_row_has_every_member_that_kmb_has(site: Site) -> None:
    found = site.json(ASK)
    assert set(found) == {"type", "version", "generated_timestamp", "data"}
    assert found["type"] == "ETA"
    first, *_ = found["data"]
    assert set(KMB) <= set(first)
    assert first["eta"] == "2026-10-12T08:30:00+08:00"
    assert (first["dir"], first["eta_seq"], first["stop"]) == ("O", 1, "hksp")
    assert [first[f"rmk_{code}"] for code in ("en", "tc", "sc")] == [
        "Scheduled",
        "原定班次",
        "计划班次",
    ]
    assert first["dest_tc"] == "深圳分園"


def test_three_buses_are_named(site: Site) -> None:
    found = rows(site)
    assert [one["eta_seq"] for one in found] == [1, 2, 3]
    assert found[0]["eta"] < found[1]["eta"] < found[2]["eta"]


def test_the_way_back_is_inbound(site: Site) -> None:
    assert {one["dir"] for one in rows(site, "/v1/eta/hkstp-sz/hetao")} == {"I"}


def test_a_delay_is_in_the_eta_and_in_the_remark(site: Site) -> None:
    site.publish(timetable(delayed("to-hkstp-sz-0830", MONDAY, 20), version=2))
    site.pass_seconds(2)
    first, *_ = rows(site)
    assert first["eta"] == "2026-10-12T08:50:00+08:00"
    assert (first["rmk_tc"], first["codes"]) == ("延誤 20 分鐘", ["delayed"])


def test_a_cancelled_bus_has_no_eta_and_three_others_are_named(site: Site) -> None:
    site.publish(timetable(cancelled("to-hkstp-sz-0830", MONDAY), version=2))
    site.pass_seconds(2)
    found = rows(site)
    assert [one["eta"] is None for one in found] == [True, False, False, False]
    assert found[0]["rmk_en"] == "Cancelled; Bus broken down"
    assert found[0]["codes"] == ["cancelled"]


def test_full_moved_and_extra_are_remarks_with_codes(site: Site) -> None:
    change = TripChange(
        trip_id="to-hkstp-sz-0900-x20261012",
        service_date=MONDAY,
        full=True,
        boarding=text("Gate 4", "4號閘", "4号门"),
    )
    site.publish(with_extra(timetable(change, version=2), "09:00", MONDAY))
    site.pass_seconds(2)
    extra = rows(site)[1]
    assert extra["codes"] == ["scheduled", "extra", "full", "boarding"]
    assert extra["rmk_sc"] == "计划班次；加开班次；满座；乘车点改为：4号门"


def test_after_the_last_bus_a_row_says_why_there_is_none(site: Site) -> None:
    site.now = instant("2026-11-05 08:00")
    (row,) = rows(site)
    assert (row["eta"], row["trip_id"], row["codes"]) == (None, None, ["outside_timetable"])
    assert row["rmk_tc"] == "此日期的時間表尚未公布"


def test_a_stop_names_every_route_that_leaves_there(site: Site) -> None:
    found = site.json("/v1/stop-eta/hksp")
    assert found["type"] == "StopETA"
    assert found["data"] == rows(site)


@pytest.mark.parametrize(
    ("path", "kind", "known"),
    [
        ("/v1/eta/moon/hetao", "unknown-stop", ["hksp", "hkstp-sz"]),
        ("/v1/eta/hksp/moon", "unknown-route", ["hetao"]),
        ("/v1/stop-eta/moon", "unknown-stop", ["hksp", "hkstp-sz"]),
    ],
)
def test_what_is_not_there_is_a_problem_with_what_is(
    site: Site, path: str, kind: str, known: list[str]
) -> None:
    answer = site.client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"].endswith(kind)
    assert answer.json()["known"] == known


def test_a_route_that_does_not_call_at_a_stop_names_those_that_do(site: Site) -> None:
    usual = timetable(version=2)
    night = usual.routes["hetao"].model_copy(update={"id": "night"})
    site.publish(usual.model_copy(update={"routes": {**usual.routes, "night": night}}))
    site.pass_seconds(2)
    answer = site.client.get("/v1/eta/hksp/night")
    assert (answer.status_code, answer.json()["known"]) == (404, ["hetao"])


def test_the_bytes_do_not_change_until_the_next_bus_has_left(site: Site) -> None:
    before = site.client.get(ASK)
    site.pass_seconds(30 * 60)
    held = {"If-None-Match": before.headers["etag"]}
    assert site.client.get(ASK, headers=held).status_code == 304
    site.pass_seconds(1)
    assert site.client.get(ASK, headers=held).status_code == 200


@pytest.mark.parametrize(("seconds_before", "max_age"), [(600, 30), (12, 12), (0, 0), (-1, 30)])
def test_a_cache_may_keep_it_to_the_next_departure(
    site: Site, seconds_before: int, max_age: int
) -> None:
    site.now = instant("2026-10-12 08:30")
    site.pass_seconds(-seconds_before)
    assert f"max-age={max_age}," in site.client.get(ASK).headers["cache-control"]


def test_any_page_of_another_origin_may_read_it(site: Site) -> None:
    headers = site.client.get(ASK).headers
    assert headers["access-control-allow-origin"] == "*"
    assert headers["content-language"] == "en, zh-Hant, zh-Hans"
