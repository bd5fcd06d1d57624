"""What riders read on the pages of trips that are full, extra, late, or boarded elsewhere."""

# ruff: noqa: RUF001 - Chinese has its own punctuation
from datetime import date

import pytest

from shuttle.domain.calendar import Reason
from shuttle.domain.timetable import Timetable, TripChange
from shuttle.web.languages import PAGE_LANGUAGES
from tests.api.site import Site
from tests.services.published import cancelled, text, timetable, with_extra
from tests.web.page import Page

MONDAY = date(2026, 10, 12)
GATE = text("Gate 4", "4號閘", "4号门")


def page(site: Site, path: str) -> Page:
    answer = site.client.get(path)
    assert answer.status_code == 200
    return Page(answer.text)


def chips(found: Page) -> set[str]:
    classes = [one.get("class", "") for one in found.all("span")]
    return {name.removeprefix("chip ") for name in classes if name.startswith("chip ")}


def busy() -> Timetable:
    """An extra bus at 09:00 that is full and boards elsewhere; the 08:30 is cancelled."""
    extra = TripChange(
        trip_id="to-hkstp-sz-0900-x20261012", service_date=MONDAY, full=True, boarding=GATE
    )
    changes = cancelled("to-hkstp-sz-0830", MONDAY), extra
    return with_extra(timetable(*changes, version=2), "09:00", MONDAY)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "en",
            [
                "Next bus 09:00 Planned Extra bus Full Other boarding point arrives 09:48",
                "This bus is full. Try the one at 13:45.",
                "Board this bus at: Gate 4",
            ],
        ),
        ("tc", ["加開班次 客滿 上車地點更改", "可改乘 13:45 開出的班車", "上車地點：4號閘"]),
        ("sc", ["加开班次 满座 乘车点变更", "可改乘 13:45 发车的班车", "乘车点：4号门"]),
    ],
)
def test_the_board_says_all_that_is_different(site: Site, code: str, expected: list[str]) -> None:
    site.publish(busy())
    found = page(site, f"/{code}/")
    assert [words for words in expected if words not in found.text] == []
    assert {"extra", "full", "moved", "cancelled"} <= chips(found)


@pytest.mark.parametrize("code", ["en", "tc", "sc"])
def test_the_timetable_says_it_too(site: Site, code: str) -> None:
    site.publish(busy())
    found = page(site, f"/{code}/timetable?date=2026-10-12")
    assert {"extra", "full", "moved", "cancelled"} <= chips(found)
    assert GATE.in_language(PAGE_LANGUAGES[code]) in found.text


def test_no_sign_speaks_by_colour_alone(site: Site) -> None:
    """Each kind has words of its own, and a shape of its own in the style sheet."""
    site.publish(busy())
    found = page(site, "/en/")
    sheet = next(one["href"] for one in found.all("link") if one["rel"] == "stylesheet")
    styles = site.client.get(sheet).text
    shapes = [
        styles.split(f".chip.{kind} .dot {{")[1].split("}")[0]
        for kind in ("cancelled", "delayed", "full", "moved", "extra")
    ]
    assert len(set(shapes)) == len(shapes)
    hidden = [one for one in found.all("span") if one.get("class") == "dot"]
    assert all(one["aria-hidden"] == "true" for one in hidden)


def test_where_all_listed_are_cancelled_the_next_bus_is_still_found(site: Site) -> None:
    days = [date(2026, 10, 12), date(2026, 10, 13)]
    gone = [cancelled(one.id, day) for day in days for one in timetable().trips_on(day)]
    site.publish(timetable(*gone, version=2))
    assert "Next bus 07:30 Wed 14 Oct" in page(site, "/en/").text


def test_a_delay_of_unknown_length_is_not_said_in_minutes(site: Site) -> None:
    late = TripChange(trip_id="to-hkstp-sz-0830", service_date=MONDAY, delay_minutes=0)
    site.publish(timetable(late, version=2))
    text_of = page(site, "/en/").text
    assert "08:30 Late, nobody knows how long arrives 09:18" in text_of
    assert "0 min late" not in text_of


def test_the_last_bus_that_is_full_names_no_other(site: Site) -> None:
    days = [date(2026, 10, number) for number in range(12, 24)]
    full = [
        TripChange(trip_id=one.id, service_date=day, full=True)
        for day in days
        for one in timetable().trips_on(day)
    ]
    site.publish(timetable(*full, version=2))
    assert "Try the one" not in page(site, "/en/").text


@pytest.mark.parametrize("path", ["", "timetable?date=2026-10-12"])
def test_a_make_up_day_says_why_it_runs(site: Site, path: str) -> None:
    reason = Reason(
        code="makeup", text=text("Mainland make-up working day", "內地調休上班日", "内地调休上班日")
    )
    usual = timetable(version=2)
    days = (
        day.model_copy(update={"reasons": (reason,)}) if day.date == MONDAY else day
        for day in usual.days
    )
    assert "調休" not in page(site, f"/tc/{path}").text
    site.publish(usual.model_copy(update={"days": tuple(days)}))
    site.pass_seconds(2)
    assert "內地調休上班日" in page(site, f"/tc/{path}").text
